"""What a workbook that came back would change: nothing is written here."""

import json
import zlib
from dataclasses import dataclass, replace
from hashlib import sha256
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from participants.models import Consultation

from .. import queries
from ..models import Action, CellChange, Export
from ..workbook.back import plain
from ..workbook.columns import level_columns
from ..workbook.facts import SCHEMA
from ..workbook.read import Book
from .cells import EDITABLE
from .comparison import Cell, Comparison, Line, Outcome, Row, compare
from .returned import settled
from .sheets import Found, rows_of


@dataclass(frozen=True)
class Preview:
    """What a file would change in the plan as it stands; `seen` names exactly that."""

    comparison: Comparison
    found: Found
    others: list[str]  # sheets that are not read back
    export: Export | None
    seen: str


def look(*, consultation: Consultation, book: Book) -> Preview:
    """Compare a file with what went out and with the plan as it stands."""
    check_is_ours(book, consultation)
    now = lines_now(consultation)
    columns = {column.name: column for column in level_columns(queries.plan_years(consultation))}
    found = rows_of(book, consultation, columns, now)
    if not book.sheets:
        raise ValidationError(
            _("No sheet of this workbook has a table of actions: Row ID, Priority action, and so on.")
        )
    export = export_of(book, consultation)
    base = base_of(export) if export else None
    compared = compare(base=base, rows=found.rows, now=now, taken=taken(consultation))
    compared = replace(compared, rows=[with_dates_in_order(row, now.get(row.source.number)) for row in compared.rows])
    return Preview(compared, found, book.others, export, seen(compared))


def check_is_ours(book: Book, consultation: Consultation) -> None:
    event, schema = book.meta.get("event", consultation.slug), book.meta.get("schema", SCHEMA)
    if event != consultation.slug:
        raise ValidationError(_("This workbook belongs to another consultation: %(event)s.") % {"event": event[:60]})
    if schema != SCHEMA:
        raise ValidationError(_("This workbook was written by another version of the application; export it again."))


def export_of(book: Book, consultation: Consultation) -> Export | None:
    """The export that a file was, where it says so; without one there are two sides only."""
    try:
        return Export.objects.filter(consultation=consultation, export_id=UUID(book.meta.get("export_id", ""))).first()
    except ValueError:
        return None


def base_of(export: Export) -> dict[str, Line]:
    """The lines as they went out."""
    kept: dict[str, dict[str, dict[str, str]]] = json.loads(zlib.decompress(bytes(export.base)))
    return {
        number: Line(letter, {key: settled(EDITABLE[key], cells[key]) for key in cells if key in EDITABLE})
        for letter, rows in kept.items()
        for number, cells in rows.items()
    }


def lines_now(consultation: Consultation) -> dict[str, Line]:
    """The lines as they stand, by number."""
    rows = Action.objects.filter(consultation=consultation).select_related("level").order_by("id")
    return {
        row.number: Line(
            row.level.letter,
            {key: settled(column, plain(getattr(row, key))) for key, column in EDITABLE.items()},
            row.version,
        )
        for row in rows
    }


def taken(consultation: Consultation) -> set[tuple[str, str]]:
    """Level and first words of the actions that a file brought: the same file again brings them no second time."""
    rows = CellChange.objects.filter(
        action__consultation=consultation, column="activity", before="", kind=CellChange.Kind.IMPORTED
    )
    return set(rows.values_list("action__level__letter", "after"))


def with_dates_in_order(row: Row, now: Line | None) -> Row:
    """A row whose end would lie before its start keeps the dates that it has."""
    days: dict[str, str] = {key: now.cells[key] for key in ("start", "end")} if now else {}
    days |= {cell.column: cell.file for cell in row.having(Outcome.THERE) if cell.column in ("start", "end")}
    if not (days.get("start") and days.get("end") and days["end"] < days["start"]):
        return row
    told = _("The end (%(end)s) lies before the start (%(start)s).") % days
    return replace(row, cells=[refused(cell, told) for cell in row.cells])


def refused(cell: Cell, problem: str) -> Cell:
    is_meant = cell.column in ("start", "end") and cell.outcome is Outcome.THERE
    return replace(cell, outcome=Outcome.REFUSED, problem=problem) if is_meant else cell


def seen(compared: Comparison) -> str:
    """Names what was shown: the same only as long as applying would do the same."""
    told = [
        (row.source.number, row.state, row.version, [(c.column, c.base, c.file, c.now, c.outcome) for c in row.cells])
        for row in compared.rows
        if row.cells
    ]
    return sha256(json.dumps(told).encode()).hexdigest()
