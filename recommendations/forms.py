from django import forms
from django.utils.translation import gettext_lazy as _

from .models import Recommendation

PRACTICE = "practice"


class RecommendationForm(forms.Form):
    """What somebody says in a room; the length of the words is the rule's business."""

    key = forms.UUIDField(required=False)
    text = forms.CharField(strip=False, error_messages={"required": _("Please write something first.")})
    type = forms.ChoiceField(choices=[*Recommendation.Type.choices, (PRACTICE, _("A practice that exists"))])
    sdg_target = forms.ChoiceField(choices=Recommendation.Target.choices, required=False)
    why = forms.CharField(strip=False, required=False)
