from datetime import UTC, datetime, timedelta
from math import prod

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recommendations.priorities import (
    Breadth,
    Tally,
    across_groups,
    breadth,
    controversy,
    equal_countries,
    heads,
    last_step,
    may_show,
    rank,
    shown_at,
    wilson,
)

MORNING = datetime(2019, 9, 24, 9, tzinfo=UTC)
XYZ = {"X": (36, 40), "Y": (0, 2), "Z": (1, 3)}
MIXED = {"one": (8, 1, 10), "two": (3, 0, 4), "three": (12, 4, 20)}
BLOC = {"one": (10, 0, 10), "against": (0, 4, 4), "three": (20, 0, 20)}
counts = st.integers(0, 300)


def near(number):
    return pytest.approx(number, abs=0.001)


def tally(item, support, oppose, **also):
    return Tally(**({"item": item, "support": support, "oppose": oppose, "since": MORNING} | also))


def falling(equal):
    """Items that fall by heads in the order of their ids."""
    return [tally(item, 20 - item, item, equal=share) for item, share in equal.items()]


def order(tallies):
    return [priority.tally.item for priority in rank(tallies)]


PLAIN = [(0, 0, 0), (0, 5, 0), (1, 0, 0.2065), (2, 0, 0.3424), (10, 0, 0.7225)]
PLAIN += [(20, 3, 0.6787), (50, 50, 0.4038), (100, 2, 0.9313), (180, 60, 0.6916)]


@pytest.mark.parametrize(("support", "oppose", "score"), PLAIN)
def test_wilson_is_the_lower_bound(support, oppose, score):
    assert wilson(support, oppose) == near(score)


@pytest.mark.parametrize(
    ("support", "oppose", "unsure", "entitled", "score"),
    [(180, 60, 0, 300, 0.7247), (180, 60, 0, 240, 0.75), (6, 2, 2, 10, 0.75), (1, 0, 0, 1, 1), (7, 3, 0, 9, 0.7)],
)
def test_wilson_narrows_as_fewer_are_left_to_answer(support, oppose, unsure, entitled, score):
    assert wilson(support, oppose, entitled, unsure) == near(score)


@settings(deadline=None)
@given(counts, counts, counts, st.none() | counts)
def test_wilson_is_never_above_the_share_nor_below_nothing(support, oppose, unsure, entitled):
    share = support / (support + oppose) if support + oppose else 0

    assert 0 <= wilson(support, oppose, entitled, unsure) <= share + 1e-9


@pytest.mark.parametrize(
    ("support", "oppose", "entitled", "score"),
    [(0, 0, 0, 0), (1, 1, 100, 0.167), (40, 40, 100, 0.889), (40, 10, 300, 0.25)],
)
def test_controversy_is_high_for_halves_of_many(support, oppose, entitled, score):
    assert controversy(support, oppose, entitled) == near(score)


def test_equal_countries_and_heads_tell_a_different_story():
    assert (heads(37, 45), equal_countries(XYZ), breadth(XYZ)) == (near(0.822), near(0.510), Breadth(1, 3))


def test_countries_that_have_not_answered_are_no_countries():
    silent = XYZ | {"W": (0, 0)}

    assert (equal_countries(silent), breadth(silent)) == (near(0.510), Breadth(1, 3))


def test_half_a_country_is_not_in_favour():
    assert breadth({"X": (2, 4), "Y": (3, 5)}) == Breadth(1, 2)


def test_nobody_has_no_share():
    assert (heads(0, 0), equal_countries({}), breadth({})) == (None, None, Breadth(0, 0))


@pytest.mark.parametrize(
    ("groups", "polis", "ours", "share"), [(MIXED, 0.2955, 0.5815, 0.676), (BLOC, 0.1458, 0.2055, 0.882)]
)
def test_across_groups_keeps_the_order_of_polis_without_falling_to_nothing(groups, polis, ours, share):
    agreed = [(agree, answers) for agree, _, answers in groups.values()]

    assert prod((a + 1) / (s + 2) for a, s in agreed) == near(polis)
    assert across_groups(groups).score == near(ours)
    assert heads(sum(a for a, _ in agreed), sum(s for _, s in agreed)) == near(share)


def test_across_groups_leaves_small_groups_out_and_says_so():
    across = across_groups(MIXED | {"tiny": (0, 2, 2)})

    assert across == (near(0.5815), ("one", "two", "three"), ("tiny",))


def test_across_no_groups_there_is_no_number():
    assert across_groups({"tiny": (0, 2, 2)}) == (None, (), ("tiny",))


def test_a_desk_sees_numbers_at_5_8_11_answers():
    assert [shown_at(answers) for answers in range(13)] == [0, 0, 0, 0, 0, 5, 5, 5, 8, 8, 8, 11, 11]


@settings(deadline=None)
@given(st.integers(0, 500), st.integers(1, 500))
def test_a_number_moves_when_at_least_three_more_have_answered(before, more):
    last, now = shown_at(before), shown_at(before + more)

    assert may_show(before + more, last) == (now > last)
    assert now == last or now - last >= 3


def test_a_changed_answer_waits_for_the_next_step():
    first_taps = [3, 4, 9, 10, 12, 17, 20]

    assert [last_step(first_taps[:heard]) for heard in range(8)] == [None] * 5 + [12, 12, 12]
    assert last_step([*first_taps, 31]) == 31


def test_the_higher_bound_comes_first():
    assert order([tally(1, 2, 0), tally(2, 20, 3), tally(3, 10, 0)]) == [3, 2, 1]


def test_ties_end_by_support_breadth_age_and_id():
    everybody = {"entitled": 4, "unsure": 2}
    later = {"since": MORNING + timedelta(minutes=1)}

    tied = [
        tally(6, 1, 1, **everybody, breadth=1),
        tally(5, 1, 1, **everybody, breadth=1),
        tally(4, 1, 1, **everybody, breadth=1, **later),
        tally(3, 1, 1, **everybody, breadth=2, **later),
        tally(2, 2, 2, entitled=4, breadth=1, **later),
    ]

    assert [priority.score for priority in rank(tied)] == [0.5] * 5
    assert order(tied) == [2, 3, 5, 6, 4]


def test_the_number_entitled_counts_for_all_items_or_for_none():
    shown_to_all = [tally(1, 6, 0, entitled=6), tally(2, 60, 3, entitled=100)]
    one_was_not = [*shown_to_all, tally(3, 1, 1)]

    assert order(shown_to_all) == [1, 2]
    assert order(one_was_not) == [2, 1, 3]
    assert [priority.score for priority in rank(one_was_not)] == [wilson(60, 3), wilson(6, 0), wilson(1, 1)]


def test_items_whose_ranks_differ_by_three_are_marked():
    equal = {1: 0.5, 2: 0.9, 3: 0.8, 4: 0.7, 5: 0.1}
    ranked = rank(falling(equal))

    assert [priority.by_heads for priority in ranked] == [1, 2, 3, 4, 5]
    assert [priority.by_countries for priority in ranked] == [4, 1, 2, 3, 5]
    assert [priority.higher_by_countries for priority in ranked] == [-3, 1, 1, 1, 0]
    assert [priority.is_marked for priority in ranked] == [True, False, False, False, False]


def test_items_that_cross_the_line_of_the_shortlist_are_marked():
    equal = {1: 0.9, 2: 0.6, 3: 0.7, 4: 0.5}
    ranked = rank(falling(equal), shortlist=2)

    assert [priority.crosses_line for priority in ranked] == [False, True, True, False]
    assert [priority.is_far_apart for priority in ranked] == [False] * 4
    assert [priority.is_marked for priority in ranked] == [False, True, True, False]


def test_ties_of_countries_end_as_by_heads():
    ranked = rank(falling({3: 0.5, 1: 0.5, 2: 0.5}))

    assert [(priority.tally.item, priority.by_countries) for priority in ranked] == [(1, 1), (2, 2), (3, 3)]


def test_an_item_whose_equal_countries_are_protected_pushes_nobody():
    equal = {1: 0.1, 2: None, 3: None, 4: None, 5: 0.9}
    ranked = rank(falling(equal), shortlist=4)

    assert [priority.by_countries for priority in ranked] == [5, None, None, None, 1]
    assert [priority.is_marked for priority in ranked] == [True, False, False, False, True]
