"""One real table on a sheet: header, rows, formulas, widths and heights."""

from collections.abc import Sequence
from copy import copy
from datetime import date
from decimal import Decimal
from typing import Any

from openpyxl.cell import Cell
from openpyxl.comments import Comment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.table import Table, TableColumn, TableFormula, TableStyleInfo

from .columns import Column
from .facts import Row, Value
from .formulas import expand
from .styles import style_of, table_style
from .text import height, put_text


def write_table(
    sheet: Any, name: str, columns: Sequence[Column], rows: Sequence[Row], *, top: int, place: int | None = None
) -> int:
    """Write a table with its header in row `top`; answers its last row. An empty table gets one blank row."""
    head = "rp_head" if place is None else f"rp_head_{place + 1}"
    for n, column in enumerate(columns, 1):
        put_text(sheet.cell(top, n), column.name, head)
        sheet.cell(top, n).comment = _comment(column)
        sheet.column_dimensions[get_column_letter(n)].width = column.width
    sheet.row_dimensions[top].height = height([(c.name, c.width - 4) for c in columns if not c.hidden], least=2)
    styles = [_named(sheet, style_of(column)) for column in columns]
    for at, row in enumerate(rows or ({},), top + 1):
        _write_row(sheet, at, name, columns, styles, row)
    last = top + max(len(rows), 1)
    _add_table(sheet, name, columns, f"A{top}:{get_column_letter(len(columns))}{last}", place)
    return last


def _named(sheet: Any, name: str) -> Any:
    """A named style as cells hold it: looking it up by its name for each of 100,000 cells takes seconds."""
    cell: Any = Cell(sheet, row=1, column=1)
    cell.style = name
    return cell._style


def _write_row(sheet: Any, at: int, table: str, columns: Sequence[Column], styles: Sequence[Any], row: Row) -> None:
    texts: list[tuple[str, float]] = []
    for n, (column, style) in enumerate(zip(columns, styles, strict=True), 1):
        cell = sheet.cell(at, n)
        cell._style = copy(style)
        if column.formula:
            cell.value = expand(column.formula, table)
            continue
        value = row.get(column.key)
        put(cell, value)
        if isinstance(value, str) and not column.hidden:
            texts.append((value, column.width))
    sheet.row_dimensions[at].height = height(texts)


def put(cell: Any, value: Value) -> None:
    """Write a value as what it is; words only through `put_text`."""
    if isinstance(value, str):
        put_text(cell, value)
    elif isinstance(value, int | float | Decimal | date):
        cell.value = value


def _comment(column: Column) -> Comment:
    comment = Comment(column.help, "eventapp")
    comment.width, comment.height = 260, 80
    return comment


def _add_table(sheet: Any, name: str, columns: Sequence[Column], ref: str, place: int | None) -> None:
    table: Any = Table(displayName=name, name=name, ref=ref)
    table.tableStyleInfo = TableStyleInfo(name=table_style(place), showRowStripes=True)
    table._initialise_columns()
    for written, column in zip(table.tableColumns, columns, strict=True):
        written.name = column.name
        _calculates(written, column, name)
    sheet.add_table(table)


def _calculates(written: TableColumn, column: Column, table: str) -> None:
    """Excel fills a row that somebody adds with the formula that is stored here."""
    if column.formula:
        written.calculatedColumnFormula = TableFormula(attr_text=expand(column.formula, table).removeprefix("="))
