"""The cells of a workbook as plain lists: by the words of their header, wherever columns and rows have moved to."""

from collections.abc import Collection, Iterator
from datetime import date, datetime
from io import BytesIO
from itertools import islice
from typing import Any
from zipfile import ZipFile

from openpyxl import load_workbook
from openpyxl.utils.cell import range_boundaries
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from .names import META
from .read_package import Part, RefusedError, sheet_parts

ROWS, COLUMNS = 5000, 120
TEXT = 8_000_000  # characters in all: one shared string may stand in every cell
META_ROWS, HEADER_WITHIN = 400, 60
KEY, SAYS = "row id", "priority action"  # a row with these two is a header
_FORMULA = 300  # characters that are kept of a formula, to show it


def book_of(data: bytes, package: ZipFile, wanted: Collection[str]) -> dict[str, Any]:
    """Everything that is read: properties, sheets with a table of actions, titles of the others."""
    parts = sheet_parts(package)
    book: Any = load_workbook(BytesIO(data), read_only=True, keep_links=False)
    told: dict[str, Any] = {"meta": {}, "sheets": [], "others": [], "is_1904": book.epoch == CALENDAR_MAC_1904}
    budget = Budget(TEXT)
    for sheet in book.worksheets:
        sheet.reset_dimensions()
        if sheet.title == META:
            told["meta"] = meta_of(sheet)
        elif found := sheet_of(sheet, parts.get(sheet.title, Part([], [])), wanted, budget):
            told["sheets"].append(found)
        else:
            told["others"].append(sheet.title)
    for prop in book.custom_doc_props.props:
        told["meta"].setdefault(str(prop.name), str(prop.value))
    return told


class Budget:
    """Counts characters down; nothing left is a refusal."""

    def __init__(self, left: int) -> None:
        self.left = left

    def spend(self, text: str) -> str:
        self.left -= len(text) + 8
        if self.left < 0:
            raise RefusedError("text")
        return text


def meta_of(sheet: Any) -> dict[str, str]:
    rows = islice(sheet.iter_rows(max_row=META_ROWS, max_col=2, values_only=True), META_ROWS)
    return {str(row[0])[:60]: str(row[1])[:300] for row in rows if len(row) == 2 and row[0] is not None}


def sheet_of(sheet: Any, part: Part, wanted: Collection[str], budget: Budget) -> dict[str, Any] | None:
    """A sheet with a header of ours: what its columns are called, and its rows by the wanted ones."""
    rows = enumerate(sheet.iter_rows(max_col=COLUMNS + 1), 1)
    for _at, row in islice(rows, HEADER_WITHIN):
        heads = {n: said(cell.value) for n, cell in enumerate(row) if cell.value is not None}
        if {KEY, SAYS} <= {text.casefold() for text in heads.values()}:
            break
    else:
        return None
    if COLUMNS in heads:
        raise RefusedError("columns")
    names = {name.casefold(): name for name in wanted}
    places = {n: names[text.casefold()] for n, text in heads.items() if text.casefold() in names}
    return {
        "title": sheet.title,
        "tables": part.tables,
        "columns": [budget.spend(text[:200]) for text in heads.values()],
        "rows": list(kept_rows(rows, places, covered(part.merged), budget)),
    }


def said(value: object) -> str:
    return " ".join(str(value).split())[:1000]


def kept_rows(
    rows: Iterator[tuple[int, Any]], places: dict[int, str], hidden: set[tuple[int, int]], budget: Budget
) -> Iterator[list[Any]]:
    """Each row that says something, with its number in the sheet."""
    count = 0
    for at, row in rows:
        cells: dict[str, Any] = {}
        for n, name in places.items():
            if (at, n + 1) in hidden:
                cells.setdefault(name, ["m", ""])
            elif n < len(row) and row[n].value is not None:
                cells[name] = plain_cell(row[n], budget)  # of two columns of one name the later counts
        if any(value[0] not in "fm" for value in cells.values()):
            count += 1
            if count > ROWS:
                raise RefusedError("rows")
            yield [at, cells]


def plain_cell(cell: Any, budget: Budget) -> list[str]:
    """A cell as its kind and its text: s words, n number, d date, b yes or no, f formula, e error."""
    value = cell.value
    if cell.data_type == "f":
        text = value if isinstance(value, str) else getattr(value, "text", None) or "="
        return ["f", budget.spend(text[:_FORMULA])]
    if isinstance(value, datetime | date):
        return ["d", value.isoformat()[:10]]
    if isinstance(value, bool):
        return ["b", "TRUE" if value else "FALSE"]
    if isinstance(value, int | float):
        return ["n", budget.spend(repr(value)[:400])]
    return ["e" if cell.data_type == "e" else "s", budget.spend(str(value))]


def covered(ranges: list[str]) -> set[tuple[int, int]]:
    """The cells that a merged one covers: they are not empty, they cannot be seen."""
    found: set[tuple[int, int]] = set()
    for ref in ranges:
        left, top, right, bottom = range_boundaries(ref)
        assert None not in (left, top, right, bottom)
        area = range(int(top or 1), int(bottom or 1) + 1), range(int(left or 1), int(right or 1) + 1)
        if len(found) + len(area[0]) * len(area[1]) > ROWS * COLUMNS:
            raise RefusedError("merged")
        found |= {(row, column) for row in area[0] for column in area[1]} - {(top, left)}
    return found
