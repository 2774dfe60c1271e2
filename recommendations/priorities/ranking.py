"""Two ranks side by side: one person one vote, and equal countries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from .support import wilson

FAR_APART = 3  # ranks


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
