"""The lead of an action edits that action by a link of its own, without an account, until the link ends."""

import secrets
import time
from collections.abc import Mapping
from datetime import date, datetime
from datetime import time as clock

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from participants.check_in import AS_LONG, DELAY, WRONG
from participants.models import Consultation, Participant
from participants.permissions import check_can_organise
from participants.sign_in import digest_of_secret

from ..models import Action, CellChange, LeadLink
from .cells import change_cell, check_dates

# What a lead knows best; the words that were adopted, the money and who leads stay with the organisers.
LEAD_COLUMNS = ("status", "lead_agreed", "start", "end", "output", "indicator", "target", "partners")


@transaction.atomic
def give_link(*, action: Action, by: Participant, until: date) -> str:
    """Make a link for the lead of an action, lasting to the end of a day there; earlier ones end. Returns the secret.

    Only a digest is kept: the secret can be shown once.
    """
    check_can_organise(by, action.consultation)
    ends = datetime.combine(until, clock.max, action.consultation.tz)
    if ends <= timezone.now():
        raise ValidationError(_("Please choose a day that is not over yet."))
    take_links_back(action=action, by=by)
    secret = secrets.token_urlsafe(16)
    LeadLink.objects.create(action=action, digest=digest_of_secret(secret), expires_at=ends)
    return secret


def take_links_back(*, action: Action, by: Participant) -> None:
    """End the links of an action at once, on every phone that opened them."""
    check_can_organise(by, action.consultation)
    # Whoever saves by a link at this moment holds the action.
    with transaction.atomic():
        Action.objects.select_for_update(of=["self"]).get(pk=action.pk)
        action.lead_links.filter(ended_at=None).update(ended_at=timezone.now())


def find_link(*, consultation: Consultation, secret: str) -> LeadLink:
    """The link behind a secret; ended, foreign and guessed ones hear the same sentence after the same time."""
    began = time.monotonic()
    rows = LeadLink.objects.live(consultation).filter(digest=digest_of_secret(secret.strip()))
    if link := rows.first():
        return link
    if not connection.in_atomic_block:
        connection.close()  # whoever waits here keeps no connection from those who may come in
    wait = DELAY if WRONG.take("door") else AS_LONG
    time.sleep(max(0.0, wait - (time.monotonic() - began)))
    raise ValidationError(
        _("This link does not open an action, or not any more. Please ask the organisers for a new one.")
    )


@transaction.atomic
def edit_as_lead(*, link: LeadLink, typed: Mapping[str, str], before: Mapping[str, str]) -> Action:
    """Save what a lead typed into the cells of the action, all of it or nothing; errors come by column.

    `before` is what the cells showed when the edit began.
    """
    action = Action.objects.select_for_update(of=["self"]).select_related("consultation").get(pk=link.action_id)
    if not LeadLink.objects.live(action.consultation).filter(pk=link.pk).exists():
        raise ValidationError({"status": _("This link has ended. Please ask the organisers for a new one.")})
    problems: dict[str, list[str]] = {}
    for column in LEAD_COLUMNS:
        if column in typed:
            try:
                change_cell(action, column, typed[column], before.get(column), None, CellChange.Kind.LEAD)
            except ValidationError as error:
                problems[column] = error.messages
    if not problems:
        try:
            check_dates(action)
        except ValidationError as error:
            problems["end"] = error.messages
    if problems:
        raise ValidationError(problems)
    action.save(update_fields=[*LEAD_COLUMNS, "version"])
    return action
