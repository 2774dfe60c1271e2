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


class VoteForm(forms.Form):
    """One tap by POST: the same fields as in a frame."""

    key = forms.UUIDField(required=False)
    ballot = forms.IntegerField(min_value=1, max_value=2**62)
    item = forms.IntegerField(min_value=1, max_value=2**62)
    choice = forms.CharField(required=False, max_length=16)
    criterion = forms.CharField(required=False, max_length=20)
    why = forms.CharField(required=False, max_length=600)
    device = forms.UUIDField(required=False)
    tap = forms.IntegerField(required=False, min_value=0, max_value=2**62)
    revision = forms.IntegerField(required=False, min_value=1, max_value=30000)
