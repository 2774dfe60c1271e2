from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_countries import countries

from . import text
from .models import Consultation, Group, Level, Participant
from .regions import region_of

NAME, ORGANISATION, EMAIL = 120, 200, 254
PURPOSES = ("take_part", "publish_name", "contact")


@transaction.atomic
def register(
    *,
    consultation: Consultation,
    name: str,
    country: str,
    group: str,
    consents: set[str],
    organisation: str = "",
    interest: Level | None = None,
    email: str = "",
    language: str = "en",
) -> Participant:
    """Register somebody who comes without an invitation: a visitor, until a seat is taken.

    An address that is known already is left out without a word: who comes is nobody else's business.
    """
    said = cleaned(name=name, organisation=organisation, email=email)
    check_choices(country=country, group=group, interest=interest, consultation=consultation)
    if "take_part" not in consents:
        raise ValidationError({"take_part": _("Without this we may not keep your registration.")})
    # Lock before looking: two registrations may bring the same address at once.
    # No key of it changes: whoever writes a row that points to it need not wait.
    Consultation.objects.select_for_update(no_key=True).get(pk=consultation.pk)
    if Participant.objects.filter(consultation=consultation, email__iexact=said["email"]).exists():
        said["email"] = ""
    now = timezone.now().isoformat()
    return Participant.objects.create(
        consultation=consultation,
        country=country,
        region=region_of(country),
        group=group,
        interest=interest,
        language=language,
        consents={purpose: now for purpose in PURPOSES if purpose in consents},
        **said,
    )


def cleaned(*, name: str, organisation: str, email: str) -> dict[str, str]:
    """What people type about themselves, each as one line that fits; every problem at its field."""
    fields = {"name": (name, 1, NAME), "organisation": (organisation, 0, ORGANISATION), "email": (email, 0, EMAIL)}
    lines: dict[str, str] = {}
    problems: dict[str, Any] = {}
    for field, (typed, least, most) in fields.items():
        try:
            lines[field] = text.line_of(typed, least=least, most=most)
            if field == "email" and lines[field]:
                validate_email(lines[field])
        except ValidationError as error:
            problems[field] = error
    if problems:
        raise ValidationError(problems)
    return lines


def check_choices(*, country: str, group: str, interest: Level | None, consultation: Consultation) -> None:
    """Refuse what is on none of the lists."""
    if country not in countries:
        raise ValidationError({"country": _("Please choose a country from the list.")})
    if group not in Group.values:
        raise ValidationError({"group": _("Please choose a stakeholder group from the list.")})
    if interest is not None and interest.consultation_id != consultation.pk:
        raise ValidationError({"interest": _("Please choose a level of this consultation.")})
