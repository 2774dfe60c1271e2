"""Which sheet of a file is which level, and its rows with their cells understood."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from participants.models import Consultation

from ..workbook import LevelPlan
from ..workbook.columns import Column, Edit
from ..workbook.names import sheet_titles, table_names
from ..workbook.read import Book, Sheet
from .comparison import FileRow, Line, Typed
from .returned import understood

KEY = "row_id"


class Found(NamedTuple):
    """The rows of a file, and what of it was left alone."""

    rows: list[FileRow]
    sheets: list[str]  # that have a table of actions and belong to no level
    unknown: list[str]  # columns that the plan has not
    absent: list[str]  # columns of the plan that the file has not
    calculated: list[str]  # where somebody typed over a formula


def rows_of(book: Book, consultation: Consultation, columns: Mapping[str, Column], now: Mapping[str, Line]) -> Found:
    """All rows of a file. `columns` are those of the plan by the name in the header."""
    places = levels_of(book, consultation, now)
    reading = [(sheet, letter) for sheet, letter in places if letter]
    heads = {" ".join(head.split()).casefold(): head for sheet, _letter in reading for head in sheet.columns}
    names = {name.casefold(): name for name in columns}
    rows: dict[int, FileRow] = {}
    typed_over: list[str] = []
    memory: dict[tuple[str, str, str], Typed] = {}
    for sheet, letter in reading:
        for row in sheet_rows(sheet, letter, book, consultation, columns, memory):
            rows[len(rows)] = row
        typed_over += over_formulas(sheet, columns)
    return Found(
        list(rows.values()),
        [sheet.title for sheet, letter in places if not letter],
        [head for name, head in heads.items() if name not in names],
        [name for key, name in names.items() if reading and key not in heads and columns[name].is_editable],
        typed_over,
    )


def levels_of(book: Book, consultation: Consultation, now: Mapping[str, Line]) -> list[tuple[Sheet, str]]:
    """Each sheet with the letter of its level, by the name of its table, else by its title, else by its rows."""
    levels = [LevelPlan(letter=row.letter, slug=row.slug, name=row.title) for row in consultation.levels.all()]
    letters = [level.letter for level in levels]
    tables = dict(zip(table_names(levels), letters, strict=True))
    tables |= {key.removeprefix("table:"): told for key, told in book.meta.items() if key.startswith("table:")}
    titles = dict(zip(sheet_titles(levels), letters, strict=True))
    found: dict[int, str] = {}

    def claim(n: int, letter: str | None) -> None:
        if letter in letters and letter not in found.values() and n not in found:
            found[n] = letter

    for n, sheet in enumerate(book.sheets):
        claim(n, next((tables[table] for table in sheet.tables if table in tables), None))
    for n, sheet in enumerate(book.sheets):
        claim(n, titles.get(sheet.title))
    for n, sheet in enumerate(book.sheets):
        if not sheet.tables:
            claim(n, usual_level(sheet, now))
    return [(sheet, found.get(n, "")) for n, sheet in enumerate(book.sheets)]


def usual_level(sheet: Sheet, now: Mapping[str, Line]) -> str | None:
    """The level of most rows of a sheet, for a copy that lost its names."""
    numbers = (cells.get("Row ID", ("", ""))[1].strip() for _at, cells in sheet.rows)
    levels = Counter(now[number].level for number in numbers if number in now)
    return levels.most_common(1)[0][0] if levels else None


def sheet_rows(
    sheet: Sheet,
    letter: str,
    book: Book,
    consultation: Consultation,
    columns: Mapping[str, Column],
    memory: dict[tuple[str, str, str], Typed],
) -> Iterator[FileRow]:
    """The rows of a sheet; what many cells say is understood once."""
    has = {" ".join(head.split()).casefold() for head in sheet.columns}
    there = [(name, column) for name, column in columns.items() if column.is_editable and name.casefold() in has]
    key = next(name for name, column in columns.items() if column.key == KEY)
    for at, said in sheet.rows:
        cells = {}
        for name, column in there:
            kind, text = said.get(name, ("s", ""))
            if kind == "m":
                continue
            place = (name, kind, text)
            if place not in memory:
                memory[place] = understood(column, kind, text, consultation, is_1904=book.is_1904)
            cells[column.key] = memory[place]
        number = said.get(key, ("s", ""))[1].strip()
        if number or any(cell.value for cell in cells.values()):
            yield FileRow(letter, sheet.title, at, number, cells)


def over_formulas(sheet: Sheet, columns: Mapping[str, Column]) -> Iterator[str]:
    for at, said in sheet.rows:
        for name, (kind, text) in said.items():
            if columns[name].formula and columns[name].edit is Edit.CALCULATED and kind != "f" and text:
                yield f"{sheet.title} {at}: {name}"
