"""Criteria: each expert scores what they know, on several criteria, yes, maybe or no."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from math import fsum
from typing import NamedTuple

Answers = tuple[int, int, int]  # yes, maybe, no; not informed is left out
ENOUGH = 30  # scores
APART = 15  # points


class Label(StrEnum):
    AGREED = "agreed"
    CONTESTED = "contested"
    THIN = "thin"


class Criteria(NamedTuple):
    """Score of a hundred and agreement of one; None where nobody scored."""

    score: float | None
    agreement: float | None
    labels: tuple[Label, ...]


def criteria_score(
    criteria: Mapping[str, Answers],
    *,
    asked: Mapping[str, int],
    scorers: int,
    weights: Mapping[str, float] | None = None,
    groups: Iterable[float] = (),
) -> Criteria:
    """100·Σ w·C / Σ w over criteria with answers, C = (yes + ½·maybe)/(yes + maybe + no); agreement is the mean over
    criteria of the most frequent answer's share of all who were asked.

    `asked` is how many were asked each criterion, `groups` the scores of groups that may be compared, of a hundred.
    Rudan et al. (2008), Croat. Med. J. 49:720-733: the CHNRI method for setting priorities in research.
    """
    answered = {name: counts for name, counts in criteria.items() if sum(counts)}
    weigh = {name: weights.get(name, 0.0) if weights else 1.0 for name in answered}
    total = fsum(weigh.values())
    agreement = _mean([max(counts) / asked[name] for name, counts in criteria.items() if asked[name]])
    score = 100 * fsum(weigh[name] * _share(counts) for name, counts in answered.items()) / total if total else None
    return Criteria(score, agreement, tuple(_labels(answered.values(), agreement, list(groups), scorers)))


def _share(counts: Answers) -> float:
    yes, maybe, _no = counts
    return (yes + maybe / 2) / sum(counts)


def _mean(shares: list[float]) -> float | None:
    return fsum(shares) / len(shares) if shares else None


def _labels(answered: Iterable[Answers], agreement: float | None, groups: list[float], scorers: int) -> Iterable[Label]:
    yes, maybe, no = (sum(choice) for choice in zip((0, 0, 0), *answered, strict=True))
    answers = yes + maybe + no
    if answers and 10 * yes >= 7 * answers and 100 * no < 15 * answers:
        yield Label.AGREED
    if (agreement is not None and agreement < 0.5) or (groups and max(groups) - min(groups) > APART):
        yield Label.CONTESTED
    if scorers < ENOUGH:
        yield Label.THIN
