"""A plan that went out, what came back, and what stands now, compared cell by cell: plain values, no database."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import NamedTuple

LEVEL = "level"  # the sheet that a row stands on, compared like a cell
ADDED_WITH = ("type", "activity")  # what a new row has to say


class Outcome(StrEnum):
    """What became of a cell."""

    SAME = "same"
    THERE = "there"  # changed in the file only: it will be applied
    HERE = "here"  # changed in the plan only: it stays
    BOTH = "both"  # changed to the same on both sides
    CONFLICT = "conflict"
    REFUSED = "refused"  # changed in the file, to something that cannot be taken over


class State(StrEnum):
    """What became of a row of the file."""

    KNOWN = "known"
    NEW = "new"
    TAKEN = "taken"  # new in the file, and brought into the plan by it already
    TWICE = "twice"
    INCOMPLETE = "incomplete"  # new, without what a row needs


class Typed(NamedTuple):
    """A cell of the file as a plain value, and why it cannot be taken over."""

    value: str
    problem: str = ""


class FileRow(NamedTuple):
    """A row of the file. Cells that the file does not show are not among them."""

    level: str
    sheet: str
    at: int
    number: str
    cells: Mapping[str, Typed]


class Line(NamedTuple):
    """A row as it went out, or as it stands now: the letter of its level, its cells, its version."""

    level: str
    cells: Mapping[str, str]
    version: int = 0


@dataclass(frozen=True)
class Cell:
    """A cell on its three sides; `base` is None where nobody knows what went out."""

    column: str
    base: str | None
    file: str
    now: str
    outcome: Outcome
    problem: str = ""


@dataclass(frozen=True)
class Row:
    """A row of the file, and those of its cells that are not the same everywhere."""

    source: FileRow
    state: State
    version: int = 0
    cells: list[Cell] = field(default_factory=list)

    def having(self, outcome: Outcome) -> list[Cell]:
        return [cell for cell in self.cells if cell.outcome is outcome]


@dataclass(frozen=True)
class Comparison:
    """All rows of the file, and the numbers of those that went out and did not come back."""

    rows: list[Row]
    missing: list[str]

    def in_state(self, state: State) -> list[Row]:
        return [row for row in self.rows if row.state is state]

    def cells(self, outcome: Outcome) -> list[tuple[Row, Cell]]:
        return [(row, cell) for row in self.rows for cell in row.having(outcome)]


def outcome_of(base: str | None, file: str, now: str) -> Outcome:
    """The outcome of a cell from its three sides."""
    if file == now:
        return Outcome.SAME if base in (None, now) else Outcome.BOTH
    if file == base:
        return Outcome.HERE
    return Outcome.THERE if now == base else Outcome.CONFLICT


def compare(
    *, base: Mapping[str, Line] | None, rows: Iterable[FileRow], now: Mapping[str, Line], taken: set[tuple[str, str]]
) -> Comparison:
    """Compare a file with what went out and with what stands.

    `base` is None where it is not known what went out; `taken` has level and action of rows that came by a file before.
    """
    rows = list(rows)
    times = Counter(row.number for row in rows if row.number)
    new = Counter((row.level, said(row, "activity")) for row in rows if row.number not in now)
    compared = []
    for row in rows:
        if times[row.number] > 1:
            compared.append(Row(row, State.TWICE))
        elif row.number in now:
            compared.append(known(row, None if base is None else base.get(row.number), now[row.number]))
        else:
            compared.append(added(row, new[row.level, said(row, "activity")], taken))
    went_out = now if base is None else base
    return Comparison(compared, [number for number in went_out if number in now and number not in times])


def said(row: FileRow, column: str) -> str:
    return row.cells[column].value if column in row.cells else ""


def known(row: FileRow, base: Line | None, now: Line) -> Row:
    """A row that the plan has."""
    cells = [
        compared(column, None if base is None else base.cells.get(column, ""), typed, now.cells[column])
        for column, typed in row.cells.items()
    ]
    if row.level:
        cells.append(compared(LEVEL, None if base is None else base.level, Typed(row.level), now.level))
    return Row(row, State.KNOWN, now.version, [cell for cell in cells if cell.outcome is not Outcome.SAME])


def compared(column: str, base: str | None, typed: Typed, now: str) -> Cell:
    outcome = outcome_of(base, typed.value, now)
    cell = Cell(column, base, typed.value, now, outcome, typed.problem)
    if typed.problem and outcome in (Outcome.THERE, Outcome.CONFLICT, Outcome.BOTH):
        return replace(cell, outcome=Outcome.REFUSED)
    return replace(cell, problem="")


def added(row: FileRow, copies: int, taken: set[tuple[str, str]]) -> Row:
    """A row that the plan has not: it is added, once."""
    if (row.level, said(row, "activity")) in taken:
        return Row(row, State.TAKEN)
    cells = [
        Cell(column, "", typed.value, "", Outcome.REFUSED if typed.problem else Outcome.THERE, typed.problem)
        for column, typed in row.cells.items()
        if typed.value or (typed.problem and column in ADDED_WITH)
    ]
    told = {cell.column for cell in cells if cell.outcome is Outcome.THERE}
    if not row.level or not told.issuperset(ADDED_WITH):
        return Row(row, State.INCOMPLETE, 0, [cell for cell in cells if cell.problem])
    return Row(row, State.TWICE if copies > 1 else State.NEW, 0, cells)
