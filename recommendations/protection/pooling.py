"""Who shares a row of a breakdown, so that nobody can work out how a small group answered.

Threshold rule, merging of categories and secondary suppression as statistical offices use them (Hundepool et al. 2012,
Statistical Disclosure Control, chapter 4). The rows always add up to the total: there is no remainder to subtract.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import groupby


@dataclass(frozen=True, slots=True)
class Group:
    """A country or stakeholder group and its answers by choice, agreement first; without a name where none is known."""

    name: str
    counts: tuple[int, ...]
    region: str = ""

    @property
    def answers(self) -> int:
        return sum(self.counts)


class Kind(StrEnum):
    GROUP = "group"
    REGION = "region"
    OTHERS = "others"


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a breakdown: one group, the rest of a sub-region, or the others."""

    kind: Kind
    name: str
    members: tuple[str, ...]
    counts: tuple[int, ...]

    @property
    def answers(self) -> int:
        return sum(self.counts)


Possible = Callable[[Group, Group], bool]  # whether two groups as they might be agree with the single numbers shown


@dataclass(frozen=True, slots=True)
class _Block:
    """Groups on their way to one row; `alike` are large ones of one mind, which protect nobody."""

    kind: Kind
    name: str
    groups: tuple[Group, ...]
    alike: tuple[Group, ...] = ()

    @property
    def size(self) -> tuple[int, str]:
        return sum(group.answers for group in self.groups), self.name

    def row(self) -> Row:
        everyone = self.groups + self.alike
        return Row(self.kind, self.name, tuple(group.name for group in everyone), total(everyone))


def rows(groups: Sequence[Group], threshold: int, possible: Possible) -> tuple[Row, ...]:
    """Own row, else the sub-region's, else the others', who take in the next smallest row until they are safe."""
    blocks, others = _by_people(groups, threshold)
    pools = [block for block in blocks if block.kind is Kind.REGION]
    unsafe = [pool for pool in pools if not _is_safe(pool.groups, threshold, possible)]
    others += [group for pool in unsafe for group in pool.groups]
    blocks = [block for block in blocks if block not in unsafe]
    while others and blocks and not _is_safe(others, threshold, possible):
        others += blocks.pop(0).groups
    blocks, alike = _without_own_row(blocks)
    while alike and not others and blocks and not _is_mixed(alike):
        block = blocks.pop(0)
        alike += block.groups + block.alike
    if blocks and (others or alike):
        blocks.append(_Block(Kind.OTHERS, "", (*others, *alike)))
    return tuple(block.row() for kind in Kind for block in reversed(blocks) if block.kind is kind)


def _by_people(groups: Iterable[Group], threshold: int) -> tuple[list[_Block], list[Group]]:
    """Who could have a row, smallest first, and the others, by numbers of people alone.

    Answers come second: were the neighbour that covers a small group chosen by them, the choice would give them away.
    """
    in_order = sorted(groups, key=lambda group: (group.region, group.name))
    large = [group for group in in_order if group.answers >= threshold and group.name]
    blocks = [_Block(Kind.GROUP, group.name, (group,)) for group in large]
    others: list[Group] = []
    for region, members in groupby([group for group in in_order if group not in large], key=lambda group: group.region):
        pool = tuple(members)
        if region and _is_enough(pool, threshold):
            blocks.append(_Block(Kind.REGION, region, pool))
        else:
            others += pool
    blocks.sort(key=lambda block: block.size)
    while others and blocks and not _is_enough(others, threshold):
        others += blocks.pop(0).groups
    return blocks, others


def _without_own_row(blocks: Sequence[_Block]) -> tuple[list[_Block], list[Group]]:
    """Large groups of one mind go to their sub-region's row where there is one; the rest of them is returned."""
    alike = [block.groups[0] for block in blocks if not _is_mixed(block.groups)]
    mixed = [block for block in blocks if _is_mixed(block.groups)]
    pools = {block.name: block for block in mixed if block.kind is Kind.REGION}
    for region, pool in pools.items():
        joining = tuple(group for group in alike if group.region == region)
        mixed[mixed.index(pool)] = replace(pool, alike=joining)
    return mixed, [group for group in alike if group.region not in pools]


def _is_enough(groups: Sequence[Group], threshold: int) -> bool:
    return len(groups) > 1 and sum(group.answers for group in groups) >= threshold


def _is_mixed(groups: Sequence[Group]) -> bool:
    answers = total(groups)
    return max(answers) < sum(answers)


def _is_safe(groups: Sequence[Group], threshold: int, possible: Possible) -> bool:
    """Whether a row of these groups leaves open how each small one of them answered."""
    small = [group for group in groups if group.answers < threshold]
    return (
        _is_enough(groups, threshold)
        and _is_mixed(groups)
        and all(any(_could_differ(one, other, possible) for other in groups if other != one) for one in small)
    )


def _could_differ(one: Group, other: Group, possible: Possible) -> bool:
    """Whether two groups could have exchanged answers without any number that is shown being another."""
    choices = range(len(one.counts))
    return any(
        possible(_moved(one, x, y, times), _moved(other, y, x, times))
        for x in choices
        for y in choices
        if x != y
        for times in range(1, min(one.counts[x], other.counts[y]) + 1)
    )


def _moved(group: Group, before: int, after: int, times: int) -> Group:
    change = {before: -times, after: times}
    return replace(group, counts=tuple(count + change.get(at, 0) for at, count in enumerate(group.counts)))


def total(groups: Iterable[Group]) -> tuple[int, ...]:
    return tuple(sum(choice) for choice in zip(*(group.counts for group in groups), strict=True))
