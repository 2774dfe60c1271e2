"""Dots, criteria, impact and feasibility: the vectors, and what the numbers are for."""

import pytest

from recommendations.priorities import bayesian_average, criteria_score, dot_budget, dots, rated
from recommendations.priorities.criteria import Label


def near(number):
    return pytest.approx(number, abs=0.001)


def test_dots_tell_how_many_people_are_behind_them():
    assert dots([2, 2, 1, 0, 1]) == (6, 4, 2)
    assert dots([]) == (0, 0, 0)


@pytest.mark.parametrize(("items", "budget"), [(1, 3), (12, 3), (13, 3), (14, 4), (18, 5), (25, 6), (38, 10), (60, 10)])
def test_a_quarter_of_the_items_rounded_half_up_and_between_3_and_10(items, budget):
    assert dot_budget(items) == budget


def criteria(counts, asked=40, scorers=40, **also):
    return criteria_score(counts, asked=dict.fromkeys(counts, asked), scorers=scorers, **also)


def test_a_maybe_is_half_a_yes_and_not_informed_is_left_out():
    scored = criteria({"answerable": (20, 10, 0), "relevant": (10, 0, 30), "regional": (0, 0, 0)})

    assert scored.score == near(100 * (25 / 30 + 10 / 40) / 2)
    assert scored.agreement == near((20 / 40 + 30 / 40 + 0) / 3)


def test_weights_are_those_that_were_printed():
    weights = {"answerable": 3, "relevant": 1}

    assert criteria({"answerable": (40, 0, 0), "relevant": (0, 0, 40)}, weights=weights).score == near(75)


def test_labels_say_agreed_contested_and_thin():
    clear = {"answerable": (30, 10, 0), "relevant": (30, 5, 5)}
    split = {"answerable": (14, 13, 13), "relevant": (14, 13, 13)}

    assert criteria(clear).labels == (Label.AGREED,)
    assert criteria(clear, groups=[80, 64.9]).labels == (Label.AGREED, Label.CONTESTED)
    assert criteria(clear, groups=[80, 65]).labels == (Label.AGREED,)
    assert criteria(split).labels == (Label.CONTESTED,)
    assert criteria(split, scorers=29).labels == (Label.CONTESTED, Label.THIN)
    assert criteria({"answerable": (70, 15, 15)}, asked=100).labels == ()


def test_nobody_scored():
    assert criteria({"answerable": (0, 0, 0)}, asked=0, scorers=0) == (None, None, (Label.THIN,))


@pytest.mark.parametrize(("total", "n", "average"), [(1, 1, 0.6364), (9, 10, 0.75), (80, 100, 0.7818)])
def test_few_answers_stay_near_the_mean_of_all(total, n, average):
    assert bayesian_average(total, n, prior=0.6, weight=10) == near(average)


def test_impact_without_feasibility_carries_nothing():
    item = rated([5] * 90, [1] * 90, prior=0.5, weight=10)

    assert (item.impact, item.feasibility, item.score) == (near(0.95), near(0.05), near(0.2179))
    assert not item.dissent


def test_dissent_is_a_spread_of_more_than_three_tenths_of_the_range():
    assert rated([1, 5, 1, 5], [3, 3], prior=0.5, weight=10).dissent
    assert not rated([2, 4, 2, 4], [3, 3], prior=0.5, weight=10).dissent
