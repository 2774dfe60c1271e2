"""What of a ballot's numbers may be shown.

A cell is a group's number of answering people, never one of the answers in it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from participants.models.consultation import TOTALS_FROM
from recommendations.priorities import Breadth, breadth, equal_countries

from . import pooling
from .pooling import Group, Kind, Possible, Row

THRESHOLD_AT_LEAST = 3  # whatever an organiser sets
COUNTRIES_FROM = 3
DIGITS = 2  # of E: a third one would let many more votes of small delegations be solved for


class Why(StrEnum):
    """Why a group has no row of its own; the second never says whether its answers are all the same."""

    FEW = "few"
    WORKED_OUT = "worked_out"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What may be shown; None and empty is what may not. `spans` allows bands and other numbers over all groups."""

    threshold: int
    answers: int | None = None
    counts: tuple[int, ...] | None = None
    spans: bool = False
    equal: float | None = None
    breadth: Breadth | None = None
    rows: tuple[Row, ...] = ()
    hidden: tuple[tuple[str, Why], ...] = ()


def protect(countries: Iterable[Group], groups: Iterable[Group] | None = None, *, protect_below: int = 5) -> Shown:
    """What may be shown of an item: totals, E, breadth, and a breakdown by `groups`, which are the countries if None.

    Without a breakdown (`groups=()`) the rest is the same. Groups in which nobody answered are not mentioned. People
    whose country is not known (no name) are in the totals and among the others, and are no country.
    """
    threshold = max(protect_below, THRESHOLD_AT_LEAST)
    nations = _named_once(countries)
    parts = nations if groups is None else _named_once(groups)
    total = pooling.total(nations)
    if sum(total) < max(TOTALS_FROM, threshold):
        return Shown(threshold=threshold, hidden=_reasons(parts, (), threshold))
    spans = sum(bool(country.name) for country in nations) >= COUNTRIES_FROM
    equal, broad = _figures(nations) if spans else (None, None)
    rows = pooling.rows(parts, threshold, _same_figures(nations) if spans and groups is None else _anything)
    single = Shown(threshold=threshold, answers=sum(total), counts=total, spans=spans, equal=equal, breadth=broad)
    return replace(single, rows=rows, hidden=_reasons(parts, rows, threshold))


def _named_once(groups: Iterable[Group]) -> list[Group]:
    """Groups that answered; those of one name are one, whatever sub-region is noted for some of them."""
    found: dict[str, Group] = {}
    for group in groups:
        same = found.get(group.name)
        found[group.name] = group if same is None else replace(same, counts=pooling.total((same, group)))
    return [group for group in found.values() if group.answers]


def _anything(one: Group, other: Group) -> bool:
    return True


def _same_figures(countries: Sequence[Group]) -> Possible:
    """E and breadth are equations too: countries may only have exchanged what leaves both as they are shown."""
    shown = _figures(countries)
    by_name = {country.name: country for country in countries}
    return lambda one, other: _figures((by_name | {one.name: one, other.name: other}).values()) == shown


def _figures(countries: Iterable[Group]) -> tuple[float | None, Breadth]:
    agreed = {country.name: (country.counts[0], country.answers) for country in countries if country.name}
    equal = equal_countries(agreed)
    return equal if equal is None else round(equal, DIGITS), breadth(agreed)


def _reasons(groups: Sequence[Group], rows: Sequence[Row], threshold: int) -> tuple[tuple[str, Why], ...]:
    own = {row.name for row in rows if row.kind is Kind.GROUP}
    hidden = [group for group in groups if group.name not in own]
    return tuple((group.name, Why.FEW if group.answers < threshold else Why.WORKED_OUT) for group in hidden)
