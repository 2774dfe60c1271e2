import pytest

from recommendations.priorities import Breadth
from recommendations.protection import Group, Kind, Row, Shown, Why, protect

MIXED = [Group("X", (36, 4), "East"), Group("Y", (3, 3), "East"), Group("Z", (4, 5), "West")]


def nation(groups):
    """One country for them all, so that the breakdown by group is the only thing in question."""
    return [Group("All", tuple(map(sum, zip(*(group.counts for group in groups), strict=True))))]


def rows(groups, **also):
    return protect(nation(groups), groups, **also).rows


def names(found):
    return [(str(row.kind), row.name, row.members) for row in found]


def test_below_five_answers_nothing_is_shown():
    shown = protect([Group("X", (2, 0)), Group("Y", (1, 0)), Group("Z", (0, 1))])

    assert shown == Shown(threshold=5, hidden=(("X", Why.FEW), ("Y", Why.FEW), ("Z", Why.FEW)))


def test_from_five_answers_totals_are_shown():
    shown = protect([Group("X", (2, 1, 0)), Group("Y", (1, 0, 1))])

    assert (shown.answers, shown.counts, shown.spans, shown.equal, shown.breadth) == (5, (3, 1, 1), False, None, None)


def test_from_three_countries_equal_countries_and_breadth_are_shown():
    shown = protect([Group("X", (36, 4)), Group("Y", (0, 2)), Group("Z", (1, 2)), Group("W", (0, 0))])

    assert (shown.spans, shown.equal, shown.breadth) == (True, 0.51, Breadth(1, 3))


def test_people_of_no_known_country_are_in_the_totals_and_no_country():
    shown = protect([Group("X", (5, 1)), Group("Y", (4, 2)), Group("", (5, 4))])

    assert (shown.counts, shown.spans) == ((14, 7), False)
    assert names(shown.rows) == [("group", "Y", ("Y",)), ("others", "", ("", "X"))]


def test_a_country_noted_under_two_regions_is_one_country():
    shown = protect([Group("X", (3, 1), "East"), Group("X", (0, 2)), Group("Y", (3, 3)), Group("Z", (2, 5))])

    assert shown.breadth == Breadth(0, 3)
    assert [(row.name, row.counts) for row in shown.rows] == [("Z", (2, 5)), ("Y", (3, 3)), ("X", (3, 3))]


def test_groups_with_enough_people_of_several_minds_have_their_row():
    assert protect(MIXED).rows == (
        Row(Kind.GROUP, "X", ("X",), (36, 4)),
        Row(Kind.GROUP, "Z", ("Z",), (4, 5)),
        Row(Kind.GROUP, "Y", ("Y",), (3, 3)),
    )
    assert protect(MIXED).hidden == ()


def test_small_groups_share_the_row_of_their_sub_region():
    found = rows([*MIXED, Group("A", (2, 1), "East"), Group("B", (1, 1), "East")])

    assert found[3:] == (Row(Kind.REGION, "East", ("A", "B"), (3, 2)),)


def test_small_groups_of_several_sub_regions_are_the_others():
    shown = protect(MIXED, [*MIXED, Group("A", (2, 1), "North"), Group("B", (1, 1), "South")])

    assert shown.rows[3:] == (Row(Kind.OTHERS, "", ("A", "B"), (3, 2)),)
    assert shown.hidden == (("A", Why.FEW), ("B", Why.FEW))


def test_a_group_of_one_mind_joins_its_sub_region():
    found = rows([*MIXED, Group("A", (2, 1), "East"), Group("B", (1, 1), "East"), Group("C", (6, 0), "East")])

    assert found[3:] == (Row(Kind.REGION, "East", ("A", "B", "C"), (9, 2)),)


def test_beside_one_hidden_group_the_next_smallest_is_hidden():
    shown = protect(nation([*MIXED, Group("A", (2, 1))]), [*MIXED, Group("A", (2, 1))])

    assert names(shown.rows) == [("group", "X", ("X",)), ("group", "Z", ("Z",)), ("others", "", ("A", "Y"))]
    assert shown.hidden == (("Y", Why.WORKED_OUT), ("A", Why.FEW))


def test_a_group_of_one_mind_alone_takes_the_next_smallest_with_it():
    found = rows([*MIXED, Group("C", (7, 0))])

    assert names(found) == [("group", "X", ("X",)), ("group", "Z", ("Z",)), ("others", "", ("C", "Y"))]


def test_a_group_of_one_mind_is_no_cover_for_a_small_one():
    """Seven of one mind in a row of eight for and one against would leave one and one for the delegation of two."""
    found = rows([*MIXED, Group("A", (1, 1), "West"), Group("C", (7, 0), "West")])

    assert names(found) == [("group", "X", ("X",)), ("group", "Z", ("Z",)), ("others", "", ("A", "Y", "C"))]


def test_small_groups_of_one_mind_take_the_next_smallest_with_them():
    found = rows([*MIXED, Group("A", (3, 0), "North"), Group("B", (4, 0), "North")])

    assert names(found) == [("group", "X", ("X",)), ("group", "Z", ("Z",)), ("others", "", ("A", "B", "Y"))]


def test_the_cover_of_a_small_group_is_chosen_before_anybody_looks_at_answers():
    """Were Y shown because A and B came to the others, readers would know that A and B are of one mind."""
    small = [Group("A", (3, 0), "North"), Group("B", (4, 0), "North"), Group("D", (1, 1), "South")]

    assert names(rows([*MIXED, *small])) == [
        ("group", "X", ("X",)),
        ("group", "Z", ("Z",)),
        ("others", "", ("D", "Y", "A", "B")),
    ]


def test_people_of_no_known_country_and_one_mind_have_no_row():
    found = protect([Group("", (6, 0)), Group("V", (5, 0)), *MIXED]).rows

    assert names(found) == [("group", "X", ("X",)), ("group", "Z", ("Z",)), ("others", "", ("", "V", "Y"))]


def test_where_all_groups_would_be_the_others_there_is_no_breakdown():
    shown = protect([Group("X", (5, 1)), Group("Y", (1, 1))])

    assert (shown.counts, shown.rows) == ((6, 2), ())
    assert shown.hidden == (("X", Why.WORKED_OUT), ("Y", Why.FEW))


def test_without_a_breakdown_the_rest_is_the_same():
    assert protect(MIXED, ()) == Shown(
        threshold=5, answers=55, counts=(43, 12), spans=True, equal=0.61, breadth=Breadth(1, 3)
    )


@pytest.mark.parametrize(("protect_below", "threshold"), [(0, 3), (3, 3), (5, 5), (10, 10)])
def test_organisers_may_protect_more_and_never_below_three(protect_below, threshold):
    assert protect(MIXED, protect_below=protect_below).threshold == threshold


def test_a_threshold_below_five_leaves_totals_as_they_are():
    assert protect([Group("X", (2, 2))], protect_below=3).counts is None


def test_a_threshold_above_five_holds_for_totals_too():
    assert protect([Group("X", (5, 2))], protect_below=8).counts is None


def test_countries_have_no_rows_where_the_mean_of_countries_would_tell_a_small_one():
    """A row of five and the mean over countries are two equations for two small countries: only one answer fits."""
    small = [Group("A", (1, 0), "East"), Group("B", (1, 3), "East")]

    assert names(rows([*MIXED, *small]))[3:] == [("region", "East", ("A", "B"))]
    assert ("region", "East", ("A", "B")) not in names(protect([*MIXED, *small]).rows)
