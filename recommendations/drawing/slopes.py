"""A slope picture: each recommendation's rank by people on the left, by countries on the right."""

from collections.abc import Sequence
from typing import NamedTuple

from ..published import Item

ROW = 30  # pixels between two ranks
TOP = 20


class Line(NamedTuple):
    """One recommendation: its two ends in pixels from the top."""

    item: Item
    left: int
    right: int


class Slope(NamedTuple):
    """The lines, those that matter last so that they lie on top, and the height of the picture."""

    lines: list[Line]
    height: int


def slope(ranked: Sequence[Item]) -> Slope | None:
    """The picture of a ranking; None where fewer than two may be compared by countries."""
    compared = [item for item in ranked if item.votes["rank_by_countries"] is not None]
    if len(compared) < 2:
        return None
    lines = [Line(item, at(item.votes["rank"]), at(item.votes["rank_by_countries"])) for item in compared]
    lowest = max(max(line.left, line.right) for line in lines)
    return Slope(sorted(lines, key=lambda line: line.item.is_marked), lowest + TOP)


def at(rank: int) -> int:
    return TOP + (rank - 1) * ROW
