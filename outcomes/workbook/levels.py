"""The sheet of a level: its name, its scope, and its actions as a table."""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from openpyxl.utils import get_column_letter

from .checks import colour_cells, validate
from .columns import Column
from .facts import LevelPlan
from .page import print_columns, set_up
from .styles import colour
from .tables import write_table
from .text import put_text

HEADER = 3
FROZEN = "F4"


def write_level(
    sheet: Any,
    level: LevelPlan,
    table: str,
    columns: Sequence[Column],
    *,
    place: int,
    not_before: date | None,
    version: str,
) -> None:
    """Write one level; rows one and two name it, row three is the header."""
    lettered = [(get_column_letter(n), column) for n, column in enumerate(columns, 1)]
    shown = [letter for letter, column in lettered if column.is_open]
    _headline(sheet, level, table, shown[0], place)
    last = write_table(sheet, table, columns, level.rows, top=HEADER, place=place)
    validate(sheet, lettered, HEADER + 1, last, not_before)
    colour_cells(sheet, lettered, HEADER + 1, last)
    _fold(sheet, lettered)
    sheet.freeze_panes = FROZEN
    set_up(sheet, version, title_row=HEADER, colour=colour(place))
    print_columns(sheet, shown[0], shown[-1])


def _headline(sheet: Any, level: LevelPlan, table: str, first: str, place: int) -> None:
    put_text(sheet[f"{first}1"], f"{level.letter}) {level.name}", f"rp_level_{place + 1}")
    sheet.row_dimensions[1].height = 26
    sheet.row_dimensions[2].height = 20
    count = sheet[f"{first}2"]
    count.value = f'=COUNTA({table}[Row ID])&" actions"'
    count.style = "rp_note"
    put_text(sheet["E2"], " ".join(level.scope.split()), "rp_note")


def _fold(sheet: Any, lettered: Sequence[tuple[str, Column]]) -> None:
    """Fold every group but the plan away; the sign to open it stands over the next column."""
    for letter, column in lettered:
        if not column.is_open:
            dimension = sheet.column_dimensions[letter]
            dimension.outlineLevel = 1
            dimension.hidden = True
    for (_, before), (letter, column) in pairwise(lettered):
        if column.is_open and not before.is_open:
            sheet.column_dimensions[letter].collapsed = True
