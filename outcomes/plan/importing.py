from collections.abc import Callable, Collection
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from participants.models import Consultation, Participant
from participants.permissions import check_can_organise

from .. import queries
from ..models import Action, CellChange
from ..workbook.back import plain
from ..workbook.columns import level_columns
from ..workbook.read import Book, RefusedError, read
from .adoption import next_number
from .cells import CHANGED, EDITABLE, check_dates
from .comparison import LEVEL, Cell, Outcome, Row, State
from .looking import look
from .values import parse

Take = Callable[[str, str], bool]


class Applied(NamedTuple):
    """How many cells were changed, and how many rows were added."""

    cells: int
    rows: int


def refusals() -> dict[str, str]:
    """What each rule for files says to somebody whose file breaks it."""
    return {
        "busy": _("Other workbooks are being read just now. Please try again in a few seconds."),
        "size": _("This file is larger than 5 MB."),
        "type": _("This is not an .xlsx workbook. Please save it as .xlsx and send that."),
        "encrypted": _("This workbook is protected by a password. Please take the password off and send it again."),
        "macros": _("This workbook contains macros. Please save it as .xlsx without macros."),
        "links": _("This workbook is linked to other files. Please break the links and save it again."),
        "members": _("This workbook has more than 200 parts inside."),
        "unpacked": _("This workbook unpacks to more than 50 MB."),
        "ratio": _("A part of this workbook unpacks to more than 100 times its size."),
        "names": _("Parts of this file have names that no workbook has."),
        "entities": _("This workbook contains XML entities, which no spreadsheet writes."),
        "damaged": _("This file is damaged or incomplete. Please save it again, or take a new copy."),
        "rows": _("A sheet has more than 5,000 rows."),
        "columns": _("A sheet has more than 120 columns."),
        "text": _("This workbook holds more text than a plan can."),
        "merged": _("Too many cells of a sheet are merged."),
        "limits": _("Reading this workbook takes too much time or memory."),
    }


def read_file(data: bytes, consultation: Consultation) -> dict[str, Any]:
    """Read a workbook within its limits; refused with a sentence that names the rule."""
    try:
        return read(data, level_columns(queries.plan_years(consultation)))
    except RefusedError as refusal:
        raise ValidationError(refusals()[refusal.rule]) from refusal


@transaction.atomic
def apply(
    *, consultation: Consultation, book: Book, by: Participant | None, take: Take, seen: str | None = None
) -> Applied:
    """Take what a file changed into the plan: cells that nobody else changed, new rows, and the conflicts of `take`.

    `seen` is what somebody looked at; where applying would do something else by now, nothing is applied.
    `by` is None on the command line. `take` is asked with the number of a row and the key of a column.
    """
    if by is not None:
        check_can_organise(by, consultation)
    # Lock before comparing, as those do who add rows; then the rows that others edit.
    Consultation.objects.select_for_update(no_key=True).get(pk=consultation.pk)
    locked = Action.objects.select_for_update(of=["self"]).filter(consultation=consultation)
    actions = {action.number: action for action in locked}
    preview = look(consultation=consultation, book=book)
    if seen is not None and seen != preview.seen:
        raise ValidationError(_("The plan changed while you were looking. Please look again."), code=CHANGED)
    changed = sum(change(row, actions, consultation, by, take) for row in preview.comparison.in_state(State.KNOWN))
    added = [add(row, consultation, by) for row in preview.comparison.in_state(State.NEW)]
    return Applied(changed, len(added))


def change(row: Row, actions: dict[str, Action], consultation: Consultation, by: Participant | None, take: Take) -> int:
    """Change the cells of one row; returns how many."""
    number = row.source.number
    cells = row.having(Outcome.THERE) + [c for c in row.having(Outcome.CONFLICT) if take(number, c.column)]
    if cells:
        action = actions[number]
        fill(action, cells, consultation)
        action.version += 1
        action.save()
        note(action, cells, by)
    return len(cells)


def add(row: Row, consultation: Consultation, by: Participant | None) -> Action:
    """Add a row as a new action."""
    cells = row.having(Outcome.THERE)
    action = Action(consultation=consultation, number=next_number(consultation))
    fill(action, [Cell(LEVEL, "", row.source.level, "", Outcome.THERE), *cells], consultation)
    action.save()
    note(action, cells, by)
    return action


def fill(action: Action, cells: Collection[Cell], consultation: Consultation) -> None:
    for cell in cells:
        if cell.column == LEVEL:
            action.level = consultation.levels.get(letter=cell.file)
        else:
            setattr(action, cell.column, parse(EDITABLE[cell.column], cell.file, consultation))
    try:
        check_dates(action)
    except ValidationError as error:
        raise ValidationError(f"{action.number}: {error.messages[0]}") from error


def note(action: Action, cells: Collection[Cell], by: Participant | None) -> None:
    """Write down every cell, as brought by a file."""
    CellChange.objects.bulk_create(
        CellChange(
            action=action, column=cell.column, before=cell.now, after=after(action, cell), by=by,
            kind=CellChange.Kind.IMPORTED,
        )
        for cell in cells
    )  # fmt: skip


def after(action: Action, cell: Cell) -> str:
    return cell.file if cell.column == LEVEL else plain(getattr(action, cell.column))
