"""Readers who do sums: from what is shown nobody learns exactly how a group below the threshold answered."""

from collections import defaultdict
from itertools import combinations_with_replacement, product
from operator import le

from hypothesis import given, settings
from hypothesis import strategies as st

from recommendations.protection import Group, protect

GROUPS = "ABCDEFG"


def nation(groups):
    """One country for them all, so that the breakdown by group is the only thing in question."""
    return [Group("All", tuple(map(sum, zip(*(group.counts for group in groups), strict=True))))]


def splits(answers, choices):
    if choices == 1:
        return [(answers,)]
    return [(first, *rest) for first in range(answers + 1) for rest in splits(answers - first, choices - 1)]


def breakdowns(choices, most, regions=("", "East", "West")):
    counts = st.lists(st.integers(0, most), min_size=choices, max_size=choices).map(tuple)
    group = st.tuples(counts, st.sampled_from(regions))
    several = st.lists(group, min_size=2, max_size=len(GROUPS))
    return several.map(
        lambda found: [Group(name, *rest) for name, rest in zip(GROUPS, found, strict=False) if sum(rest[0])]
    )


@settings(deadline=None)
@given(breakdowns(3, 6), st.integers(3, 6))
def test_rows_add_up_to_the_total_so_there_is_no_remainder(groups, protect_below):
    shown = protect(groups, groups, protect_below=protect_below)

    if shown.rows:
        assert sorted(name for row in shown.rows for name in row.members) == sorted(group.name for group in groups)
        assert tuple(map(sum, zip(*(row.counts for row in shown.rows), strict=True))) == shown.counts
        assert [row for row in shown.rows if row.answers < shown.threshold or max(row.counts) == row.answers] == []


@settings(deadline=None)
@given(breakdowns(3, 6), st.integers(3, 6))
def test_nobody_can_work_out_a_small_group_knowing_how_many_answered(groups, protect_below):
    """Rows share no group and leave no remainder, so whatever fits into a group's row may be its answer."""
    shown = protect(nation(groups) if groups else [], groups, protect_below=protect_below)

    for row in shown.rows:
        for group in [group for group in groups if group.name in row.members and group.answers < shown.threshold]:
            fitting = [way for way in splits(group.answers, 3) if all(map(le, way, row.counts))]
            assert len(fitting) > 1


@settings(max_examples=150, deadline=None)
@given(breakdowns(2, 4))
def test_nobody_can_work_out_a_small_country_from_rows_mean_and_breadth_together(countries):
    """By trying every way in which the countries of a row may have answered, the others being known."""
    shown = protect(countries, protect_below=3)

    for row in shown.rows:
        members = [country for country in countries if country.name in row.members]
        rest = [country for country in countries if country.name not in row.members]
        found = defaultdict(set)
        for ways in product(*(splits(country.answers, 2) for country in members)):
            if sum(way[0] for way in ways) == row.counts[0]:
                others = [Group(country.name, way) for country, way in zip(members, ways, strict=True)]
                again = protect(rest + others, (), protect_below=3)
                if (again.equal, again.breadth) == (shown.equal, shown.breadth):
                    for country, way in zip(members, ways, strict=True):
                        found[country.name].add(way)
        assert [c.name for c in members if c.answers < shown.threshold and len(found[c.name]) < 2] == []


def test_nobody_can_work_out_a_small_group_by_knowing_the_rule_itself():
    """Every breakdown of four groups of one to five people: what is shown always fits two answers of a small group."""
    for sizes in combinations_with_replacement(range(1, 6), 4):
        worlds = defaultdict(list)
        for ways in product(*(splits(size, 2) for size in sizes)):
            groups = [Group(name, way) for name, way in zip(GROUPS, ways, strict=False)]
            shown = protect(nation(groups), groups, protect_below=3)
            if shown.counts and 0 not in shown.counts:
                worlds[shown.counts, shown.rows].append(ways)
        for same in worlds.values():
            known = [at for at, size in enumerate(sizes) if size < 3 and len({ways[at] for ways in same}) == 1]
            assert (sizes, known) == (sizes, [])
