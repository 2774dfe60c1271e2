from collections.abc import Mapping, Sequence
from typing import NamedTuple


class Minority(NamedTuple):
    """An item below the line that is first for one group, and by how much of its answers (0 to 1)."""

    item: int
    group: str
    margin: float


def minority_annex(order: Sequence[int], line: int, groups: Mapping[str, Mapping[int, float]]) -> list[Minority]:
    """Items below the line that one group puts first, alone, with its lead over the group's second.

    `order` is the ranking, `groups` each group's share in favour by item, of groups that may be shown. The idea is
    that of a minority report: what one group needs most is kept beside what most people want.
    """
    below = set(order[line:])
    found = []
    for group, shares in sorted(groups.items()):
        ranked = sorted(((shares[item], item) for item in order if item in shares), reverse=True)
        if len(ranked) > 1 and ranked[0][1] in below and ranked[0][0] > ranked[1][0]:
            found.append(Minority(ranked[0][1], group, ranked[0][0] - ranked[1][0]))
    return found
