"""The proportional shortlist, also against what the package abcvoting says of the same profiles."""

import json
from fractions import Fraction
from pathlib import Path

import pytest

from recommendations.priorities import equal_shares, minority_annex, proportional, sequential_pav

A, B = (1, 2, 3), (4, 5)
TEN = {voter: A if voter < 6 else B for voter in range(10)}
# 200 random profiles with the answers of abcvoting 2.19.2 (rules "equal-shares" without completion and "seqpav",
# exact fractions, ties to the first); the package itself brings a commercial solver along, and so is not installed.
PROFILES = json.loads((Path(__file__).parent / "abcvoting.json").read_text())


def test_a_smaller_group_of_like_minds_gets_its_place():
    picks = proportional(TEN, A + B, 3)

    assert [(pick.item, pick.price) for pick in picks] == [
        (1, Fraction(1, 6)),
        (4, Fraction(1, 4)),
        (2, None),
    ]
    assert picks[0].paid == dict.fromkeys(range(6), Fraction(1, 6))
    assert picks[1].paid == dict.fromkeys(range(6, 10), Fraction(1, 4))


def test_the_order_of_voters_does_not_matter():
    assert proportional(dict(reversed(TEN.items())), A + B, 3) == proportional(TEN, A + B, 3)


def test_a_country_of_forty_weighs_as_much_as_one_of_two():
    many, few = range(40), range(40, 42)
    approvals = {voter: [1, 2] for voter in many} | {voter: [3, 4] for voter in few}
    weights = dict.fromkeys(many, Fraction(1, 40)) | dict.fromkeys(few, Fraction(1, 2))

    by_people = [pick.item for pick in proportional(approvals, [1, 2, 3, 4], 2)]
    by_countries = [pick.item for pick in proportional(approvals, [1, 2, 3, 4], 2, weights)]

    assert (by_people, by_countries) == ([1, 2], [1, 3])


def test_nobody_chooses_nothing_by_money_and_the_first_by_completion():
    assert equal_shares({}, [1, 2], 1) == []
    assert [pick.item for pick in proportional({}, [1, 2], 1)] == [1]


@pytest.mark.parametrize("at", range(0, len(PROFILES), 20))
def test_equal_shares_and_sequential_pav_are_those_of_abcvoting(at):
    for profile in PROFILES[at : at + 20]:
        approvals, items, places = dict(enumerate(profile["approvals"])), range(profile["items"]), profile["places"]

        assert sorted(pick.item for pick in equal_shares(approvals, items, places)) == profile["equal_shares"]
        assert sorted(sequential_pav(approvals, items, places)) == profile["seqpav"]


def test_what_one_group_puts_first_is_kept_where_it_is_below_the_line():
    groups = {"ministries": {1: 0.9, 2: 0.5, 3: 0.2}, "teachers": {1: 0.4, 2: 0.4, 3: 0.75}, "even": {2: 0.5, 3: 0.5}}

    assert [tuple(each) for each in minority_annex([1, 2, 3], 2, groups)] == [(3, "teachers", pytest.approx(0.35))]
