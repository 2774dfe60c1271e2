"""A proportional shortlist: groups of like minds get places in proportion to their numbers."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

Approvals = Mapping[int, Collection[int]]  # voter → items
Weights = Mapping[int, Fraction]


class Pick(NamedTuple):
    """An item of the shortlist, its price for one vote, and what each voter paid; without a price it completes."""

    item: int
    price: Fraction | None
    paid: dict[int, Fraction]


def proportional(approvals: Approvals, items: Sequence[int], places: int, weights: Weights | None = None) -> list[Pick]:
    """The method of equal shares, completed by sequential PAV; ties go to the item that comes first in `items`."""
    picks = equal_shares(approvals, items, places, weights)
    chosen = [pick.item for pick in picks]
    rest = sequential_pav(approvals, items, places, weights, chosen=chosen)[len(chosen) :]
    return picks + [Pick(item, None, {}) for item in rest]


def equal_shares(approvals: Approvals, items: Sequence[int], places: int, weights: Weights | None = None) -> list[Pick]:
    """Everybody has the same money, an item costs what one place is worth, and its supporters share the price evenly;
    the item that is cheapest for each of them is bought, until nobody can afford another.

    Peters and Skowron (2020), Proportionality and the limits of welfarism, EC '20, 793-794. Exact fractions. A voter
    of weight w has w times the money and pays w times as much.
    """
    weigh = weights or dict.fromkeys(approvals, Fraction(1))
    everybody = sum(weigh[voter] for voter in approvals)
    # Money is kept for one vote: a voter of weight w has and pays w times as much.
    left = dict.fromkeys(approvals, Fraction(places) / everybody) if everybody else {}
    fans = _fans(approvals, items)
    # Money only gets less, so a price only rises: what was dearer before need not be asked again.
    least = dict.fromkeys(items, Fraction(0))
    picks: list[Pick] = []
    while len(picks) < places and (bought := _cheapest(least, fans, left, weigh)):
        item, price = bought
        paid = {voter: min(left[voter], price) for voter in fans[item] if left[voter]}
        for voter, amount in paid.items():
            left[voter] -= amount
        picks.append(Pick(item, price, {voter: amount * weigh[voter] for voter, amount in paid.items()}))
        del least[item]
    return picks


def _cheapest(
    least: dict[int, Fraction], fans: Mapping[int, list[int]], left: Mapping[int, Fraction], weigh: Weights
) -> tuple[int, Fraction] | None:
    """The item with the lowest price, the first of equals; what cannot be afforded any more is taken off."""
    best: tuple[int, Fraction] | None = None
    for item, before in list(least.items()):
        if best is not None and before >= best[1]:
            continue
        price = _price(fans[item], left, weigh)
        if price is None:
            del least[item]
            continue
        least[item] = price
        if best is None or price < best[1]:
            best = item, price
    return best


def _price(fans: Iterable[int], left: Mapping[int, Fraction], weigh: Weights) -> Fraction | None:
    """What each vote pays for an item that costs 1; who has less gives all; None where it is not enough."""
    purses: dict[Fraction, Fraction] = {}  # money for one vote → votes that have so much
    for voter in fans:
        each = left[voter]
        purses[each] = purses.get(each, Fraction(0)) + weigh[voter]
    missing, votes = Fraction(1), sum(purses.values())
    for each, count in sorted(purses.items()):
        if each * votes >= missing:
            return missing / votes
        missing -= each * count
        votes -= count
    return None


def sequential_pav(
    approvals: Approvals,
    items: Sequence[int],
    places: int,
    weights: Weights | None = None,
    *,
    chosen: Iterable[int] = (),
) -> list[int]:
    """Item by item, the one that adds most where each further item counts 1/2, 1/3 and so on for the same voter.

    Thiele (1895); Aziz et al. (2017), Justified representation in approval-based committee voting, Soc. Choice
    Welf. 48:461-485. Goes on from `chosen`; ties go to the item that comes first in `items`.
    """
    weigh = weights or dict.fromkeys(approvals, Fraction(1))
    fans, taken = _fans(approvals, items), list(chosen)
    while len(taken) < min(places, len(items)):
        has = {voter: sum(item in approved for item in taken) for voter, approved in approvals.items()}
        worth = {item: _worth(fans[item], has, weigh) for item in items if item not in taken}
        taken.append(max(worth, key=worth.__getitem__))
    return taken


def _worth(fans: Iterable[int], has: Mapping[int, int], weigh: Weights) -> Fraction:
    votes: dict[int, Fraction] = {}  # items had → votes that have so many
    for voter in fans:
        votes[has[voter]] = votes.get(has[voter], Fraction(0)) + weigh[voter]
    return sum((count / (had + 1) for had, count in votes.items()), Fraction(0))


def _fans(approvals: Approvals, items: Sequence[int]) -> dict[int, list[int]]:
    return {item: [voter for voter in sorted(approvals) if item in approvals[voter]] for item in items}
