"""Dots: each voter has a few, and spends them on what matters most."""

from collections.abc import Iterable
from typing import NamedTuple


class Dots(NamedTuple):
    """All dots on an item, how many people they come from, and the most that one person put on it."""

    total: int
    supporters: int
    largest: int


def dots(stakes: Iterable[int]) -> Dots:
    """What each voter put on an item, added up; a total says little without the number of people behind it.

    Cumulative voting (Casella 2012, Storable Votes, chapter 1), capped so that nobody buys a place alone.
    """
    spent = [stake for stake in stakes if stake > 0]
    return Dots(sum(spent), len(spent), max(spent, default=0))


def dot_budget(items: int) -> int:
    """Dots of each voter: a quarter of the items, rounded half up, between 3 and 10."""
    return min(10, max(3, (items + 2) // 4))
