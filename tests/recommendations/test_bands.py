"""Bands, ranges of ranks and the run-off: how much an order could change, the same for the same seed."""

import random

import pytest

from recommendations.priorities import Vote, doubts, doubts_by_countries, run_off


def crowd(*supporters, voters=100, country=lambda voter: "PH"):
    """So many of the voters support each item, the rest are against; who supports what is mixed by the item."""
    order = {item: random.Random(item).sample(range(voters), count) for item, count in enumerate(supporters, 1)}
    return [
        Vote(voter, country(voter), {item: 1 if voter in who else -1 for item, who in order.items()})
        for voter in range(voters)
    ]


def test_items_that_votes_can_tell_apart_have_bands_of_their_own():
    found = doubts(crowd(95, 60, 10), [1, 2, 3], seed=7)

    assert [(doubt.band, doubt.best, doubt.worst) for doubt in found] == [(1, 1, 1), (2, 2, 2), (3, 3, 3)]


def test_items_that_votes_cannot_tell_apart_share_a_band():
    found = doubts(crowd(61, 60, 59, 5), [1, 2, 3, 4], seed=7)

    assert [(doubt.band, doubt.best, doubt.worst) for doubt in found] == [(1, 1, 3), (1, 1, 3), (1, 1, 3), (2, 4, 4)]


def test_a_chain_of_neighbours_does_not_join_a_whole_list():
    found = doubts(crowd(*range(80, 30, -4)), list(range(1, 14)), seed=7)

    assert max(doubt.band for doubt in found) >= 3


def test_the_run_off_is_on_what_crosses_the_line():
    found = doubts(crowd(90, 61, 60, 5), [1, 2, 3, 4], seed=7, line=2)

    assert run_off(found) == [2, 3]
    assert found[0].crosses == 0
    assert run_off(doubts(crowd(90, 60, 5), [1, 2, 3], seed=7, line=2)) == []


def test_equal_items_on_the_line_are_in_doubt_however_the_tie_is_written_down():
    alike = [Vote(voter, "PH", {1: 1, 2: 1, 3: -1}) for voter in range(10)]

    found = doubts(alike, [1, 2, 3], seed=1, line=1)

    assert [(doubt.best, doubt.worst) for doubt in found] == [(1, 2), (1, 2), (3, 3)]
    assert run_off(found) == [1, 2]


def test_a_run_off_has_at_most_twelve():
    alike = [Vote(voter, "PH", dict.fromkeys(range(20), 1)) for voter in range(10)]

    assert run_off(doubts(alike, list(range(20)), seed=1, line=10)) == list(range(12))


def test_the_same_seed_says_the_same_whatever_the_order_of_rows():
    votes, items = crowd(70, 65, 60, 55, 50), [1, 2, 3, 4, 5]
    mixed = random.Random(3).sample(votes, len(votes))

    assert doubts(votes, items, seed=7, line=2) == doubts(mixed, items, seed=7, line=2)
    assert doubts(votes, items, seed=7, line=2) != doubts(votes, items, seed=8, line=2)
    assert doubts_by_countries(votes, items, seed=7) == doubts_by_countries(mixed, items, seed=7)


def test_draws_are_those_of_any_numpy():
    found = doubts(crowd(70, 65, 60), [1, 2, 3], seed=42, line=1)

    assert [doubt.crosses for doubt in found] == pytest.approx([0.256, 0.228, 0.031])


def test_where_everybody_entitled_has_answered_the_bound_is_the_share():
    votes = crowd(60, 55, voters=100)

    free, known = doubts(votes, [1, 2], seed=7, line=1), doubts(votes, [1, 2], seed=7, line=1, entitled=[100, 100])

    assert [doubt.crosses for doubt in known] == [doubt.crosses for doubt in free]


def test_countries_are_drawn_within_and_weigh_the_same():
    # Item 1 has nearly all of the large country, item 2 all of five small ones.
    def country(voter):
        return "CN" if voter < 80 else f"C{voter % 5}"

    votes = [Vote(v, country(v), {1: 1 if v < 76 else -1, 2: 1 if v >= 80 else -1}) for v in range(100)]

    assert [doubt.item for doubt in doubts(votes, [1, 2], seed=7) if (doubt.best, doubt.worst) == (1, 1)] == [1]
    found = doubts_by_countries(votes, [2, 1], seed=7)
    assert [(doubt.item, doubt.band, doubt.best, doubt.worst) for doubt in found] == [(2, 1, 1, 1), (1, 2, 2, 2)]


def test_nobody_has_voted():
    assert doubts([], [1], seed=1) == doubts_by_countries([], [1], seed=1) == []
    assert run_off([]) == []
