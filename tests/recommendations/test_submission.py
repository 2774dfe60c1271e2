"""Saying something: the rules behind the form."""

import pytest
from django.core.exceptions import ValidationError

from participants.limits import TooFast
from recommendations import ballots, submission
from recommendations.models import Recommendation
from sessions import feed
from sessions.models import Phase

LATE = 2**40  # an id of a server that has served for years


def test_an_item_stands_where_its_recommendation_stands_however_large_its_id(collecting, bao, item):
    of_room = {"consultation": collecting.consultation, "session": collecting, "level": collecting.level}
    late = Recommendation.objects.create(
        pk=LATE, number="c99", type="research", sdg_target="4.3", author=bao, **of_room
    )

    ballots.open_items(item.ballot)

    assert [row.recommendation_id for row in item.ballot.items.all()] == [item.recommendation_id, late.pk]


def test_an_author_changes_words_at_the_pace_at_which_people_speak(item, ana):
    recommendation = item.recommendation
    submission.change(recommendation=recommendation, by=ana, words="Give every teacher fifty paid hours a year.")

    with pytest.raises(TooFast):
        submission.change(recommendation=recommendation, by=ana, words="Give every teacher sixty paid hours a year.")

    recommendation.refresh_from_db()
    assert recommendation.words.text == "Give every teacher fifty paid hours a year."


def test_a_hurried_author_is_told_when_to_come_again(client_of, collecting, item, ana):
    address = f"/shenzhen-2019/sessions/{collecting.pk}/recommendations/{item.recommendation.number}/amend/"
    browser, words = client_of(ana), {"text": "Give every teacher fifty paid hours a year."}
    browser.post(address, words)

    answer = browser.post(address, words, headers={"Accept": "application/json"})

    assert (answer.status_code, answer.json()["type"]) == (429, "later")


@pytest.mark.parametrize("phase", [Phase.SCHEDULED, Phase.COLLECTING, Phase.CURATING])
def test_a_practice_is_told_before_and_during_a_breakout_and_moves_no_screen(phase, breakout, ana):
    breakout.phase = phase
    breakout.save()
    before = feed.of(breakout).version

    practice = submission.submit_practice(breakout=breakout, author=ana, words="Tutors meet their students by phone.")

    assert (practice.session, feed.of(breakout).version) == (breakout, before)


def test_a_breakout_that_has_reported_takes_no_practice(breakout, ana):
    breakout.phase = Phase.REPORTED
    breakout.save()

    with pytest.raises(ValidationError, match="the breakout is in the phase “Reported”"):
        submission.submit_practice(breakout=breakout, author=ana, words="Tutors meet their students by phone.")

    assert ana.practices.count() == 0
