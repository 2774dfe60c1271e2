"""What a publication says of its doubts: bands, ranges of ranks, the run-off, and other ways of counting."""

import pytest
from django.urls import reverse

from recommendations import queries, results, tabulation, what_if

WORDS = (
    "Pay every teacher for redesigning courses.",
    "Count online courses as teaching hours.",
    "Publish what every course costs a student.",
)
MANY = ["PH", "VN", "TH", "LK"] * 6


@pytest.fixture
def page(client):
    return lambda: client.get(reverse("recommendations:priorities", args=["shenzhen-2019"])).content.decode()


def margin(item):
    return tuple(item[name] for name in ("band", "best", "worst", "run_off"))


@pytest.mark.parametrize("crowd", [MANY], indirect=True)
def test_what_votes_can_tell_apart_has_a_band_and_a_rank_of_its_own(proposal, report):
    first = proposal(WORDS[0], support=24)
    proposal(WORDS[1], against=24)

    items = report(first).numbers["items"]

    assert [margin(item) for item in items] == [(1, 1, 1, False), (2, 2, 2, False)]


@pytest.mark.parametrize("crowd", [MANY], indirect=True)
def test_a_tie_at_the_line_is_one_band_and_has_to_be_voted_on_again(proposal, report, room, page):
    first = proposal(WORDS[0], support=14, against=10)
    second = proposal(WORDS[1], against=10, support=14)
    proposal(WORDS[2], against=24)

    items = report(first).numbers["items"]

    assert [margin(item) for item in items] == [(1, 1, 2, True), (1, 1, 2, True), (2, 3, 3, False)]
    assert [item.number for item in results.of(room).run_off] == [first.number, second.number]
    text = page()
    assert text.count("The votes cannot tell these apart.") == 1
    assert text.count("Its rank could be 1 to 2") == 2
    assert "Too close at the shortlist’s line:" in text


def test_the_same_ballot_says_the_same_twice(proposal, room):
    proposal(WORDS[0], support=5, against=4)
    proposal(WORDS[1], support=4, against=4)
    ballot = queries.support_ballot(room)

    assert tabulation.numbers_of(ballot) == tabulation.numbers_of(ballot)


@pytest.mark.parametrize("crowd", [["PH", "VN"] * 6], indirect=True)
def test_two_countries_have_no_bands_and_no_other_ways_of_counting(proposal, report, room, page):
    first = proposal(WORDS[0], support=7, against=4)

    numbers = report(first).numbers

    assert margin(numbers["items"][0]) == (None, None, None, None)
    assert numbers["without_authors"] is None
    assert what_if.countries_equal(results.of(room)) is None
    assert "What if it were counted otherwise?" not in page()


def test_below_five_answers_there_is_no_band(proposal, report):
    shown = proposal(WORDS[0], support=7, against=2)
    thin = proposal(WORDS[1], support=4)

    assert margin(report(shown, thin).numbers["items"][1]) == (None, None, None, None)


def test_without_authors_votes_another_one_may_be_first(proposal, report, room, page):
    # Both have the same seven of nine: the author of the first one is one of them, that of the second one is not.
    own = proposal(WORDS[0], support=7, against=2, author=0)
    other = proposal(WORDS[1], support=7, against=2, author=8)

    report(own)

    assert results.of(room).numbers["without_authors"] == [other.pk, own.pk]
    assert what_if.without_authors(results.of(room)) == (1, 0, [own.number], [other.number])
    assert f"0 of the first 1 stays. {other.number} would replace {own.number}." in " ".join(page().split())


def test_the_first_ten_stay(proposal, report, room, page):
    first = proposal(WORDS[0], support=8, against=1, author=8)
    proposal(WORDS[1], support=1, against=8, author=8)

    report(first)

    assert what_if.countries_equal(results.of(room)) == (1, 1, [], [])
    assert "The first 1 stays." in page()


def test_what_was_published_before_there_were_bands_still_has_its_page(proposal, report, page):
    publication = report(proposal(WORDS[0], support=7, against=2))
    for name in ("band", "best", "worst", "run_off"):
        del publication.numbers["items"][0][name]
    del publication.numbers["without_authors"]
    publication.save()

    text = page()

    assert WORDS[0] in text
    assert "Its rank" not in text
