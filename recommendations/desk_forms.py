from collections.abc import Iterable

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from sessions.models import Phase

from .models import Recommendation

MOST = 2**62


class StepForm(forms.Form):
    """A step at the desk: the last decision that was seen of the recommendation in hand."""

    seen = forms.IntegerField(required=False, min_value=0, max_value=MOST)


class RewordForm(StepForm):
    """Another wording, on top of the one that was read; the length of the words is the rule's business."""

    words = forms.CharField(strip=False, error_messages={"required": _("Please write something first.")})
    revision = forms.IntegerField(min_value=1, max_value=30000)
    material = forms.BooleanField(required=False)


class ReasonForm(StepForm):
    reason = forms.CharField(strip=False, required=False)


class PlaceForm(StepForm):
    place = forms.IntegerField(min_value=1, max_value=30000)


class MergeForm(StepForm):
    """What is merged into the recommendation in hand, by number; `desk` is everything that may be chosen."""

    others = forms.MultipleChoiceField(
        required=False, error_messages={"invalid_choice": _("“%(value)s” is not on this desk.")}
    )

    def __init__(self, data: QueryDict, desk: Iterable[Recommendation]) -> None:
        super().__init__(data)
        self.desk = {row.number: row for row in desk}
        self.fields["others"].choices = [(number, number) for number in self.desk]  # type: ignore[attr-defined]

    def clean_others(self) -> list[Recommendation]:
        return [self.desk[number] for number in self.cleaned_data["others"]]


class FloorForm(forms.Form):
    """What somebody said aloud."""

    words = forms.CharField(strip=False, error_messages={"required": _("Please write something first.")})
    kind = forms.ChoiceField(choices=Recommendation.Type.choices)
    sdg_target = forms.ChoiceField(choices=Recommendation.Target.choices)
    why = forms.CharField(strip=False, required=False)


class MoveForm(forms.Form):
    """Another phase for a breakout, from the one that was seen."""

    seen = forms.ChoiceField(choices=Phase.choices)
    to = forms.ChoiceField(choices=Phase.choices)
    reason = forms.CharField(required=False, max_length=300)
