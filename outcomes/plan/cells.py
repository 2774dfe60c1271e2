from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from participants.models import Participant
from participants.permissions import check_can_organise

from ..models import Action, CellChange
from ..workbook.back import plain
from ..workbook.columns import Column, level_columns
from .values import parse

EDITABLE: dict[str, Column] = {column.key: column for column in level_columns((1, 2, 3)) if column.is_editable}
CHANGED = "changed"  # the code of a refusal because somebody else was first


@transaction.atomic
def edit_cell(*, action: Action, column: str, value: str, by: Participant, before: str | None = None) -> Action:
    """Give a cell another value and keep the old one in its history.

    `before` is what the cell showed when the edit began; where it shows something else by now, nothing is overwritten.
    """
    check_can_organise(by, action.consultation)
    # Lock before comparing: two people may save the same cell at once.
    action = Action.objects.select_for_update(of=["self"]).select_related("consultation").get(pk=action.pk)
    if column not in EDITABLE:
        raise ValidationError(_("This column cannot be edited."))
    if change_cell(action, column, value, before, by, CellChange.Kind.EDITED):
        check_dates(action)
        action.save(update_fields=[column, "version"])
    return action


def change_cell(
    action: Action, column: str, value: str, before: str | None, by: Participant | None, kind: CellChange.Kind
) -> bool:
    """Put what was typed into a cell of a locked action that is saved afterwards, and note it; whether it changed."""
    old = plain(getattr(action, column))
    new = parse(EDITABLE[column], value, action.consultation)
    if before is not None and before != old != plain(new):
        raise has_changed(action, column, old)
    if plain(new) == old:
        return False
    setattr(action, column, new)
    action.version += 1
    note(action, column, old, plain(new), by, kind)
    return True


def note(action: Action, column: str, before: str, after: str, by: Participant | None, kind: CellChange.Kind) -> None:
    """Add a change to the history of a cell."""
    CellChange.objects.create(action=action, column=column, before=before, after=after, by=by, kind=kind)


def check_dates(action: Action) -> None:
    if action.start and action.end and action.end < action.start:
        told = {"start": action.start.isoformat(), "end": action.end.isoformat()}
        raise ValidationError(_("The end (%(end)s) lies before the start (%(start)s).") % told)


def has_changed(action: Action, column: str, now: str) -> ValidationError:
    """Tell somebody that a colleague was quicker, and what stands there now."""
    last = action.changes.filter(column=column).select_related("by").last()
    shown = Action.choices_of(column).get(now, now)
    told = {
        "now": shown or _("nothing"),
        "by": last.by.name if last and last.by else _("somebody"),
        "at": time_format(last.at.astimezone(action.consultation.tz), "H:i") if last else "",
    }
    sentence = _("%(by)s changed this cell to “%(now)s” at %(at)s. Nothing was overwritten; save again to replace it.")
    return ValidationError(sentence % told, code=CHANGED)
