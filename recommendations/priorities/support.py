"""Support: U in favour, D against, P unsure, n = U + D, N entitled; A and S: a country that agrees, all answers."""

from collections.abc import Mapping
from math import fsum, sqrt
from typing import NamedTuple

Z = 1.96  # 95 %


def wilson(support: int, oppose: int, entitled: int | None = None, unsure: int = 0) -> float:
    """Lower bound of the share in favour, 95 %.

    Wilson (1927), J. Am. Stat. Assoc. 22:209-212; the score for rankings: E. Miller (2009), "How not to sort by
    average rating". Where N is known the finite population correction sqrt((M-n)/(M-1)), M = max(n, N-P), narrows z:
    when everybody has voted there is nothing left to doubt (Cochran 1977, Sampling Techniques).
    """
    n = support + oppose
    if n == 0:
        return 0.0
    z = Z if entitled is None else Z * _still_to_come(n, max(n, entitled - unsure))
    p = support / n
    middle = p + z * z / (2 * n)
    reach = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    # Floats may leave a bound of nothing a hair below zero.
    return max(0.0, (middle - reach) / (1 + z * z / n))


def _still_to_come(n: int, voters: int) -> float:
    return sqrt((voters - n) / (voters - 1)) if voters > 1 else 0.0


def controversy(support: int, oppose: int, entitled: int) -> float:
    """How evenly the room is split, 2*min(U,D)/(U+D+max(1, N/10)): near 1 for halves, low while few have answered.

    As arsnova.eu sorts its comments; the third term keeps one against one from being the hottest topic.
    """
    return 2 * min(support, oppose) / (support + oppose + max(1.0, 0.1 * entitled))


def heads(support: int, answers: int) -> float | None:
    """Share of all answers that agree: one person, one vote."""
    return support / answers if answers else None


def equal_countries(countries: Mapping[str, tuple[int, int]]) -> float | None:
    """Mean over countries that answered of (A+1)/(S+2): a delegation of one weighs as much as one of forty.

    Each country's share is Laplace's rule of succession (1774), so that a single answer is not taken for certainty.
    Give it all countries, never pools.
    """
    shares = [(agree + 1) / (answers + 2) for agree, answers in countries.values() if answers]
    return fsum(shares) / len(shares) if shares else None


class Breadth(NamedTuple):
    """Countries in favour, and of how many that answered."""

    countries: int
    of: int


def breadth(countries: Mapping[str, tuple[int, int]]) -> Breadth:
    """Countries where more than half of all answers agree: A/S > 1/2."""
    answered = [(agree, answers) for agree, answers in countries.values() if answers]
    return Breadth(sum(2 * agree > answers for agree, answers in answered), len(answered))
