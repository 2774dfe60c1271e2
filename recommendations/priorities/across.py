from collections.abc import Mapping
from math import exp, fsum, log
from typing import NamedTuple

SMALLEST_GROUP = 3  # answers before a group speaks for itself


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
