"""From what pages heard to how long people waited."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from math import ceil

from .phone import Page, Phone

NEVER = float("inf")
Counted = tuple[float, int]  # tapped at, version in which it counts


def p95(values: Sequence[float]) -> float:
    """The value that 95 of 100 do not exceed (nearest rank)."""
    return sorted(values)[ceil(0.95 * len(values)) - 1] if values else NEVER


def answers(phones: Iterable[Phone]) -> list[float]:
    """Seconds from each tap to its answer."""
    return [answered - tapped for phone in phones for tapped, answered, _version in phone.counted]


def counted(phones: Iterable[Phone]) -> list[Counted]:
    return [(tapped, version) for phone in phones for tapped, _answered, version in phone.counted]


def reached(watchers: Sequence[Page], votes: Iterable[Counted]) -> list[float]:
    """Seconds from each tap until the last of these pages had a frame of its version or a later one."""
    shown = [([version for version, _at in page.frames], [at for _version, at in page.frames]) for page in watchers]
    return [max(moment(versions, at, version) for versions, at in shown) - tapped for tapped, version in votes]


def moment(versions: list[int], at: list[float], version: int) -> float:
    place = bisect_left(versions, version)
    return at[place] if place < len(at) else NEVER
