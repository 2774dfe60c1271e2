"""Would the top of a ranking be another one, had it been counted otherwise?"""

from collections.abc import Sequence
from typing import NamedTuple

from .published import Item, Result

TOP = 10


class WhatIf(NamedTuple):
    """How many of the top stay, who would leave and who would come, each in the order of the ranks."""

    top: int
    stay: int
    leave: list[str]
    come: list[str]


def top_of(result: Result) -> int:
    """The first ten; of a short list those above the shortlist's line, or half of it."""
    count = len(result.ranked)
    if count > TOP:
        return TOP
    return min(sum(1 for item in result.ranked if item.place), count) or (count + 1) // 2


def countries_equal(result: Result) -> WhatIf | None:
    """If every country weighed the same; None where that may not be told."""
    if any(item.votes["rank_by_countries"] is None for item in result.ranked):
        return None
    return compared(result, sorted(result.ranked, key=lambda item: item.votes["rank_by_countries"]))


def without_authors(result: Result) -> WhatIf | None:
    """If nobody had voted on what they said themselves."""
    order = result.numbers.get("without_authors")
    if order is None:
        return None
    by_id = {item.said["id"]: item for item in result.ranked}
    return compared(result, [by_id[pk] for pk in order])


def compared(result: Result, other: Sequence[Item]) -> WhatIf | None:
    top = top_of(result)
    now, then = ([item.number for item in order[:top]] for order in (result.ranked, other))
    if not now:
        return None
    leave = [number for number in now if number not in then]
    return WhatIf(top, top - len(leave), leave, [number for number in then if number not in now])
