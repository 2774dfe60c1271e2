"""Impact against feasibility: answers from 1 to 5 on both."""

from collections.abc import Collection
from math import fsum, sqrt
from typing import NamedTuple

LOWEST, HIGHEST = 1, 5
DISSENT = 0.30  # of the range


class Rated(NamedTuple):
    """Both averages, their geometric mean, and whether people disagree on either; of one."""

    impact: float
    feasibility: float
    score: float
    dissent: bool


def bayesian_average(total: float, n: int, *, prior: float, weight: float) -> float:
    """B = (m·C + Σr)/(m + n): few answers stay near the mean C of all items, as if m people had said it before.

    The mean of a posterior with a conjugate prior (Gelman et al. 2013, Bayesian Data Analysis, chapter 2).
    """
    return (weight * prior + total) / (weight + n)


def rated(impact: Collection[int], feasibility: Collection[int], *, prior: float, weight: float) -> Rated:
    """Each answer x scaled to (x - 1)/4; the score is the geometric mean, which neither side can carry alone."""
    first, second = (
        bayesian_average(fsum(map(_scaled, side)), len(side), prior=prior, weight=weight)
        for side in (impact, feasibility)
    )
    return Rated(first, second, sqrt(first * second), any(_spread(side) > DISSENT for side in (impact, feasibility)))


def _scaled(answer: int) -> float:
    return (answer - LOWEST) / (HIGHEST - LOWEST)


def _spread(answers: Collection[int]) -> float:
    """Standard deviation of all answers, as a share of the range."""
    if not answers:
        return 0.0
    middle = fsum(map(_scaled, answers)) / len(answers)
    return sqrt(fsum((_scaled(answer) - middle) ** 2 for answer in answers) / len(answers))
