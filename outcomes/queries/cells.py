"""A cell of the plan as a page shows it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from participants.text import language_of

from ..models import Action, CellChange
from ..workbook.back import plain
from ..workbook.columns import Column, Kind, level_columns
from .lines import Line


class Step(NamedTuple):
    """One change in the history of a cell, in words."""

    change: CellChange
    before: str
    after: str


@dataclass(frozen=True)
class Cell:
    """One value of an action, and how it is edited.

    `typed` is what somebody tried to save, `base` what the cell showed when the edit began.
    """

    action: Action
    column: Column
    label: str
    typed: str | None = None
    base: str | None = None
    problem: str = ""
    history: list[Step] = field(default_factory=list)

    @property
    def id(self) -> str:
        return f"{self.action.number}-{self.column.key}"

    @property
    def value(self) -> str:
        """The value as a form holds it."""
        return plain(getattr(self.action, self.column.key))

    @property
    def before(self) -> str:
        return self.value if self.base is None else self.base

    @property
    def entered(self) -> str:
        return self.value if self.typed is None else self.typed

    @property
    def shown(self) -> str:
        return shown(self.column, getattr(self.action, self.column.key))

    @property
    def language(self) -> str:
        return language_of(self.value, self.action.consultation.language)

    @property
    def choices(self) -> list[tuple[str, str]]:
        return list(Action.choices_of(self.column.key).items())

    @property
    def kind(self) -> str:
        return str(self.column.kind)

    @property
    def may_be_empty(self) -> bool:
        return getattr(Action._meta.get_field(self.column.key), "blank", True)

    @property
    def is_long(self) -> bool:
        """Whether it is written in several lines."""
        return self.column.kind is Kind.TEXT and self.column.width > 20


@dataclass(frozen=True)
class Row:
    """A line of the plan with its cells by the keys of their columns."""

    line: Line
    cells: dict[str, Cell]

    @property
    def action(self) -> Action:
        return self.line.action

    @property
    def missing(self) -> list[str]:
        """What the action still needs, in words."""
        return [cell.label for cell in self.cells.values() if cell.column.required and not cell.value]

    @property
    def total(self) -> str:
        total = self.action.budget_total
        return "" if total is None else amount(total)

    @property
    def years(self) -> list[Cell]:
        return [cell for cell in self.cells.values() if cell.column.kind is Kind.MONEY]


def shown(column: Column, value: object) -> str:
    """A value as a reader sees it."""
    if column.kind is Kind.PICK:
        return Action.choices_of(column.key).get(str(value), "")
    if isinstance(value, date):
        return date_format(value, "DATE_FORMAT")
    if column.kind is Kind.MONEY and isinstance(value, Decimal):
        return amount(value)
    return plain(value) if isinstance(value, Decimal | str) else ""


def amount(value: Decimal) -> str:
    places = 0 if value == value.to_integral_value() else 2
    return number_format(value, decimal_pos=places, force_grouping=True)


def row(line: Line, years: tuple[int, ...]) -> Row:
    """A line of the plan, ready for a page."""
    columns = [column for column in level_columns(years) if column.is_editable]
    return Row(line, {column.key: cell(line.action, column, years) for column in columns})


def cell(action: Action, column: Column, years: tuple[int, ...]) -> Cell:
    return Cell(action, column, label(column, years))


def label(column: Column, years: tuple[int, ...]) -> str:
    """What a column is called on a page; a year of the budget by its year."""
    if column.kind is Kind.MONEY:
        return _("Budget %(year)s") % {"year": years[int(column.key[-1]) - 1]}
    return str(getattr(Action._meta.get_field(column.key), "verbose_name", column.name))


def history(column: Column, changes: Iterable[CellChange]) -> list[Step]:
    """The history of a cell, with codes as words."""
    choices = Action.choices_of(column.key)
    return [Step(row, choices.get(row.before, row.before), choices.get(row.after, row.after)) for row in changes]
