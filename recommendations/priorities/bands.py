"""How much an order could change: bands, ranges of ranks, and what is in doubt at a line."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from .support import Z

DRAWS = 1000
SURE = 0.9  # of the draws
RUN_OFF_AT_MOST = 12
SUPPORT, OPPOSE, UNSURE = 1, -1, 0

Numbers: TypeAlias = NDArray[np.float64]


class Vote(NamedTuple):
    """One voter's answers by item: 1 in favour, -1 against, 0 unsure; no entry is no answer."""

    voter: int
    country: str
    answers: Mapping[int, int]


class Doubt(NamedTuple):
    """An item, its band, the range that holds its rank in 90 % of the draws, the share of draws where it crosses."""

    item: int
    band: int
    best: int
    worst: int
    crosses: float


def doubts(
    votes: Iterable[Vote], order: Sequence[int], *, seed: int, line: int = 0, entitled: Sequence[int] | None = None
) -> list[Doubt]:
    """Bands and ranges of a ranking by Wilson's bound, from 1,000 bootstrap draws over voters.

    `order` is the ranking, `entitled` N of each of its items where the ranking uses it. Efron (1979), Annals of
    Statistics 7:1-26. The rows' order does not matter: voters are sorted first.
    """
    cast = sorted(votes, key=lambda vote: vote.voter)
    if not cast or not order:
        return []
    times = _draw(len(cast), seed)
    support, oppose, unsure = (times @ _said(cast, order, choice) for choice in (SUPPORT, OPPOSE, UNSURE))
    return _doubts(_wilson(support, oppose, unsure, entitled), order, line)


def doubts_by_countries(votes: Iterable[Vote], order: Sequence[int], *, seed: int, line: int = 0) -> list[Doubt]:
    """The same for a ranking by equal countries, from draws within each country."""
    cast = sorted((vote for vote in votes if vote.country), key=lambda vote: (vote.country, vote.voter))
    if not cast or not order:
        return []
    shares, counted = np.zeros((DRAWS, len(order))), np.zeros((DRAWS, len(order)))
    for country in sorted({vote.country for vote in cast}):
        members = [vote for vote in cast if vote.country == country]
        times = _draw(len(members), seed)
        agree = times @ _said(members, order, SUPPORT)
        answers = agree + times @ _said(members, order, OPPOSE) + times @ _said(members, order, UNSURE)
        shares += np.where(answers > 0, (agree + 1) / (answers + 2), 0)
        counted += answers > 0
    return _doubts(shares / np.maximum(counted, 1), order, line)


def run_off(found: Iterable[Doubt]) -> list[int]:
    """What has to be voted on once more: items that cross the line in more than 10 % of the draws, at most 12."""
    crossing = [doubt for doubt in found if doubt.crosses > 1 - SURE]
    if len(crossing) < 2:
        return []
    most = sorted(crossing, key=lambda doubt: -doubt.crosses)[:RUN_OFF_AT_MOST]
    return [doubt.item for doubt in crossing if doubt in most]


def _draw(people: int, seed: int) -> Numbers:
    """How often each person is drawn in each draw; raw numbers, because only they are the same in all NumPys."""
    raw = np.random.PCG64(seed).random_raw(DRAWS * people)
    places = (raw % np.uint64(people)).astype(np.int64) + np.repeat(np.arange(DRAWS) * people, people)
    return np.bincount(places, minlength=DRAWS * people).reshape(DRAWS, people).astype(np.float64)


def _said(votes: Sequence[Vote], order: Sequence[int], choice: int) -> Numbers:
    return np.array([[vote.answers.get(item) == choice for item in order] for vote in votes], dtype=np.float64)


def _wilson(support: Numbers, oppose: Numbers, unsure: Numbers, entitled: Sequence[int] | None) -> Numbers:
    """`support.wilson` for all draws at once."""
    n = support + oppose
    some = np.maximum(n, 1)
    z = np.full_like(n, Z)
    if entitled is not None:
        voters = np.maximum(n, np.array(entitled) - unsure)
        z = Z * np.sqrt(np.where(voters > 1, (voters - n) / np.maximum(voters - 1, 1), 0))
    p = support / some
    reach = z * np.sqrt(p * (1 - p) / some + z * z / (4 * some * some))
    bound = (p + z * z / (2 * some) - reach) / (1 + z * z / some)
    return np.asarray(np.where(n > 0, np.maximum(bound, 0), 0))


def _doubts(scores: Numbers, order: Sequence[int], line: int) -> list[Doubt]:
    scores = scores.round(12)
    above = scores[:, :, None] > scores[:, None, :]  # draw, item, the other
    best = 1 + above.sum(axis=1)
    worst = len(order) - above.sum(axis=2)
    low = np.quantile(best, (1 - SURE) / 2, axis=0, method="lower")
    high = np.quantile(worst, (1 + SURE) / 2, axis=0, method="higher")
    bands = _bands(above.mean(axis=0) >= SURE)
    listed = np.arange(len(order)) < line
    stays = np.where(listed, worst <= line, best > line)  # who is tied on the line stays on neither side
    crosses = 1 - stays.mean(axis=0)
    return [Doubt(order[at], bands[at], int(low[at]), int(high[at]), float(crosses[at])) for at in range(len(order))]


def _bands(is_above: NDArray[np.bool_]) -> list[int]:
    """A band opens with its first item and takes the following ones until one that the first is above."""
    bands, first, band = [], 0, 1
    for at in range(len(is_above)):
        if is_above[first, at]:
            first, band = at, band + 1
        bands.append(band)
    return bands
