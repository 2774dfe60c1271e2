import unicodedata
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from .models import Consultation, Group, Level

NOT_CHOSEN = ("", _("Please choose"))


class CodeForm(forms.Form):
    """A code that was typed, or the secret that a badge's link carries."""

    code = forms.CharField(strip=True, error_messages={"required": _("Please type your code first.")})
    change = forms.BooleanField(required=False)


class LevelField(forms.ModelChoiceField):
    def label_from_instance(self, level: Any) -> str:
        return f"{level.letter}  {level.name}"


class RegistrationForm(forms.Form):
    """What a consultation wants to know of its people; lengths and characters are the rule's business."""

    name = forms.CharField(
        label=_("Name"),
        strip=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Please type your name.")},
    )
    country = forms.ChoiceField(
        label=_("Country"),
        widget=forms.Select(attrs={"autocomplete": "country"}),
        error_messages={"required": _("Please choose a country from the list.")},
    )
    organisation = forms.CharField(
        label=_("Organisation"),
        help_text=_("Leave it empty if you come for yourself."),
        strip=False,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    group = forms.ChoiceField(
        label=_("Stakeholder group"),
        choices=[NOT_CHOSEN, *Group.choices],
        error_messages={"required": _("Please choose a stakeholder group from the list.")},
    )
    interest = LevelField(
        label=_("Level of interest"),
        queryset=Level.objects.none(),
        empty_label=_("I have not decided"),
        required=False,
    )
    email = forms.CharField(
        label=_("E-mail address, if you like"),
        help_text=_("Only the organisers see it."),
        strip=True,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    take_part = forms.BooleanField(
        label=_("I take part, and agree that what I register and say is kept for this consultation."),
        error_messages={"required": _("Without this we may not keep your registration.")},
    )
    publish_name = forms.BooleanField(label=_("My name may be shown beside what I said."), required=False)
    contact = forms.BooleanField(label=_("I may be contacted about a project that comes out of this."), required=False)

    def __init__(self, *args: Any, consultation: Consultation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = [NOT_CHOSEN, *sorted_countries()]  # type: ignore[attr-defined]
        self.fields["interest"].queryset = consultation.levels.all()  # type: ignore[attr-defined]

    def said(self) -> dict[str, Any]:
        """What was typed, as the rule takes it."""
        said = dict(self.cleaned_data)
        return said | {
            "consents": {purpose for purpose in ("take_part", "publish_name", "contact") if said.pop(purpose)}
        }


def sorted_countries() -> list[tuple[str, str]]:
    """The countries of ISO 3166 as (code, name), in the order in which the reader looks for them."""
    names = [(row.code, str(row.name).strip()) for row in countries]
    key = by_pinyin if (get_language() or "").startswith("zh") else by_letters
    return sorted(names, key=lambda row: key(row[1]))


def by_letters(name: str) -> str:
    """Å as A, ô as o: where a reader of the Latin alphabet looks."""
    return "".join(part for part in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(part))


def by_pinyin(name: str) -> bytes:
    """The national standard orders its common characters by their pinyin, and its encoding keeps that order."""
    return name.encode("gb18030")
