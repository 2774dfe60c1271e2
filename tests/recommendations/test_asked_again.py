"""Whoever answered words that mean something else now is asked again, and nobody else is."""

import re

import pytest

from recommendations import conduct, curation, voting
from recommendations.models import Decision
from sessions.models import Phase

ASKED = "This was reworded after you answered: keep your vote?"
NOTED = "This was reworded after you answered. Voting has closed: your answer counts, as one to the earlier wording."
KEEP = re.compile(r'<button class="btn small" form="vote-\d+" name="choice" value="(\w+)">([^<]+)</button>')
ANSWERED = re.compile(r'<output id="answered">([^<]+)</output>')


@pytest.fixture
def room(collecting):
    return f"/shenzhen-2019/sessions/{collecting.pk}/"


@pytest.fixture
def page(client_of, room):
    return lambda who: client_of(who).get(room).content.decode()


@pytest.fixture
def reword(ravi):
    """Let the desk say it in other words: reword(item, "…", material=True)."""

    def make(item, words, *, material):
        row = item.recommendation
        row.refresh_from_db()
        return curation.reword(recommendation=row, by=ravi, words=words, revision=row.words.n, material=material)

    return make


WORDS = "Give every lecturer forty paid hours a year."


def test_who_answered_is_asked_with_the_difference_and_nobody_else(page, item, ana, bao, visitor, tap, reword):
    voting.cast(taps=[tap(ana, item, "not_now")])
    reword(item, WORDS, material=True)

    shown = page(ana)

    assert (shown.count(ASKED), KEEP.findall(shown)) == (1, [("not_now", "Keep “Not now”")])
    assert "Give every <del>teacher</del><ins>lecturer</ins> forty paid hours a year." in shown
    assert ANSWERED.findall(shown) == ["0 of 1 answered"]
    assert f'1 recommendation was reworded after you answered. <a href="#item-{item.pk}">Look again</a>' in shown
    assert [ASKED in page(who) for who in (bao, visitor)] == [False, False]


def test_the_personal_part_brings_what_is_asked_again(client_of, room, item, ana, bao, tap, reword):
    voting.cast(taps=[tap(ana, item, "support")])
    reword(item, WORDS, material=True)

    again = [client_of(who).get(f"{room}mine/").json()["again"] for who in (ana, bao)]

    assert [list(each) for each in again] == [[str(item.pk)], []]
    assert ASKED in again[0][str(item.pk)]


def test_keeping_the_vote_by_a_plain_form_answers_the_words_that_stand(client_of, room, page, item, ana, tap, reword):
    voting.cast(taps=[tap(ana, item, "support")])
    reword(item, WORDS, material=True)
    page(ana)

    fields = {"ballot": item.ballot_id, "item": item.pk, "revision": 2, "choice": "support"}
    client_of(ana).post(f"{room}votes/", fields)

    assert [(vote.choice, vote.revision) for vote in item.votes.all()] == [("support", 2)]
    assert (ASKED in page(ana), ANSWERED.findall(page(ana))) == (False, ["1 of 1 answered"])


def test_a_minor_change_and_a_vote_taken_back_ask_nobody(page, item, ana, bao, tap, reword):
    voting.cast(taps=[tap(ana, item, "support"), tap(bao, item, "support")])
    voting.cast(taps=[tap(bao, item, "")])

    reword(item, "Give every teacher 40 paid hours a year.", material=False)
    minor = [ASKED in page(who) for who in (ana, bao)]
    reword(item, WORDS, material=True)

    assert minor == [False, False]
    assert [ASKED in page(who) for who in (ana, bao)] == [True, False]


def test_words_that_stand_again_are_asked_about_no_more(page, item, ana, bao, ravi, tap, reword):
    voting.cast(taps=[tap(ana, item, "support")])
    step = reword(item, WORDS, material=True)
    voting.cast(taps=[tap(bao, item, "support", revision=2)])

    curation.undo(decision=Decision.objects.get(pk=step.pk), by=ravi)

    assert [ASKED in page(who) for who in (ana, bao)] == [False, True]


def test_after_closing_it_is_a_notice_without_a_button(client_of, room, page, item, ana, mina, tap, reword):
    voting.cast(taps=[tap(ana, item, "support")])
    conduct.move_on(breakout=item.ballot.session, to=Phase.CURATING, by=mina)
    reword(item, WORDS, material=True)

    shown = page(ana)

    assert (NOTED in shown, ASKED in shown, KEEP.findall(shown)) == (True, False, [])
    assert NOTED in client_of(ana).get(f"{room}mine/").json()["again"][str(item.pk)]
