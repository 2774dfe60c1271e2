"""What a workbook is written from: plain facts, gathered elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

Value = str | int | float | Decimal | date | None
Row = Mapping[str, Value]  # keyed by Column.key; a key that is missing is an empty cell

SCHEMA = "rap-xlsx/1"


@dataclass(frozen=True, kw_only=True)
class About:
    """The consultation as the cover tells it."""

    slug: str
    title: str
    starts: date | None = None
    ends: date | None = None
    venue: str = ""
    bodies: tuple[tuple[str, str], ...] = ()  # role and name
    contacts: tuple[str, ...] = ()
    zone: str = "UTC"
    currency: str = "USD"
    years: tuple[int, ...] = ()  # the plan period, one year for each budget column
    participants: int = 0
    countries: int = 0
    votes: int = 0
    notice: str = ""
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class LevelPlan:
    """One level and its actions, in the order of their rank."""

    letter: str
    slug: str
    name: str
    scope: str = ""
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True, kw_only=True)
class CodeList:
    """A list to pick from, known in formulas by its name (`lstType`)."""

    name: str
    title: str
    values: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ExportFacts:
    """Who wrote the file, when, and as which version."""

    at: datetime
    by: str
    version: int = 1
    status: str = "DRAFT"
    export_id: str = ""
    is_public: bool = False


@dataclass(frozen=True, kw_only=True)
class Plan:
    """Everything that the workbook shows."""

    about: About
    levels: tuple[LevelPlan, ...]
    scores: tuple[Row, ...]
    lists: tuple[CodeList, ...]
    export: ExportFacts
