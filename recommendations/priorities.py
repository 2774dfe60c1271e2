"""Arithmetic on votes: pure functions on plain numbers, each with its source.

U support, D oppose, P unsure, n = U + D, N entitled; A, D and S are a group's agreeing, disagreeing and all answers.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import exp, fsum, log, sqrt
from typing import NamedTuple

Z = 1.96  # 95 %
FEWEST = 5  # answers before a desk sees a number
STEP = 3  # new voters before it sees the next one
SMALLEST_GROUP = 3  # answers before a group speaks for itself
FAR_APART = 3  # ranks


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


class Across(NamedTuple):
    """Support that reaches across groups, which groups it is made of, and which were too small to count."""

    score: float | None
    counted: tuple[str, ...]
    left_out: tuple[str, ...]


def across_groups(groups: Mapping[str, tuple[int, int, int]]) -> Across:
    """Geometric mean over groups (A, D, S) of a*(1-d), with a = (A+½)/(S+1), d = (D+½)/(S+1), where S is 3 or more.

    Group-aware consensus of Polis (Small et al. 2021, Recerca 26(2)), whose plain product of (A+1)/(S+2) falls to
    nothing with 30 groups; the mean does not. Shares are Krichevsky and Trofimov's (1981, IEEE Trans. IT 27:199-207).
    """
    counted = {name: numbers for name, numbers in groups.items() if numbers[2] >= SMALLEST_GROUP}
    left_out = tuple(name for name in groups if name not in counted)
    if not counted:
        return Across(None, (), left_out)
    logs = [log((a + 0.5) / (s + 1)) + log(1 - (d + 0.5) / (s + 1)) for a, d, s in counted.values()]
    return Across(exp(fsum(logs) / len(logs)), tuple(counted), left_out)


def shown_at(answers: int) -> int:
    """Of so many answers, how many the number at a desk may take in: none below 5, then 5, 8, 11 and so on.

    It asks the count only, so that every process and every restart says the same.
    """
    return 0 if answers < FEWEST else answers - (answers - FEWEST) % STEP


def may_show(answers: int, last_shown: int) -> bool:
    """Whether a desk that last saw the tally of so many answers may see a new one."""
    return shown_at(answers) >= max(FEWEST, last_shown + STEP)


def last_step(first_taps: Iterable[int]) -> int | None:
    """The tap with which the number at a desk last moved, given the id of each voter's first answer to the item.

    Tally the taps up to this one: a thumb that turns afterwards waits for the next three voters, else it is seen.
    """
    in_order = sorted(first_taps)
    step = shown_at(len(in_order))
    return in_order[step - 1] if step else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What the votes say about one item; `equal` and `breadth` as far as they may be shown."""

    item: int  # its id, which ends the last tie
    since: datetime
    support: int
    oppose: int
    unsure: int = 0
    entitled: int | None = None  # None where the item was not on the list of everybody entitled
    breadth: int = 0
    equal: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Priority:
    """A rank and why; `by_countries` is None where equal countries may not be shown."""

    tally: Tally
    score: float
    by_heads: int
    by_countries: int | None
    crosses_line: bool

    @property
    def higher_by_countries(self) -> int:
        """Places gained when countries count equally; negative when lost."""
        return 0 if self.by_countries is None else self.by_heads - self.by_countries

    @property
    def is_far_apart(self) -> bool:
        return abs(self.higher_by_countries) >= FAR_APART

    @property
    def is_marked(self) -> bool:
        """Whether it matters for this item who counts: people or countries."""
        return self.is_far_apart or self.crosses_line


def rank(tallies: Iterable[Tally], *, shortlist: int = 0) -> list[Priority]:
    """Order by W, then U, then breadth, then the older, then id; rank by countries beside it; the line is after k.

    N enters only if every item was shown to all entitled, else for none: a bound narrowed for some would favour them.
    """
    tallies = list(tallies)
    known = all(tally.entitled is not None for tally in tallies)
    scores = {t.item: wilson(t.support, t.oppose, t.entitled if known else None, t.unsure) for t in tallies}
    order = sorted(tallies, key=lambda t: (-round(scores[t.item], 12), -t.support, -t.breadth, t.since, t.item))
    places = _by_countries(order)
    return [_priority(t, scores[t.item], place, places.get(t.item), shortlist) for place, t in enumerate(order, 1)]


def _by_countries(order: Sequence[Tally]) -> dict[int, int]:
    """Rank by E; ties as by heads. Items without E keep their place, so that they push nobody over a line."""
    compared = [(place, tally) for place, tally in enumerate(order, 1) if tally.equal is not None]
    by_equal = sorted((tally for _, tally in compared), key=lambda tally: -round(tally.equal or 0.0, 12))
    return {tally.item: place for (place, _), tally in zip(compared, by_equal, strict=True)}


def _priority(tally: Tally, score: float, place: int, other: int | None, line: int) -> Priority:
    crosses = other is not None and (place <= line) != (other <= line)
    return Priority(tally=tally, score=score, by_heads=place, by_countries=other, crosses_line=crosses)
