"""An author's own words: sent, changed and taken back with plain forms, and refused where they were typed."""

import re

import pytest

from recommendations import conduct, voting
from sessions.models import Phase

FORM = re.compile(r'<details id="amend-c01"( open)?>.*?<textarea[^>]*>([^<]*)</textarea>(.*?)</form>', re.DOTALL)
SAY = re.compile(r'<textarea id="say"[^>]*>([^<]*)</textarea>')
OFFERED = "Change or withdraw"


@pytest.fixture
def room(collecting):
    return f"/shenzhen-2019/sessions/{collecting.pk}/"


@pytest.fixture
def browser(client_of, ana):
    return client_of(ana)


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("research", "Sent. It is number c01; you can change or withdraw it until somebody answers."),
        ("practice", "Sent. It is in the register of practices; nobody votes on it."),
    ],
)
def test_what_was_sent_is_confirmed_once(browser, room, kind, told):
    fields = {"text": "Pay every teacher for redesigning courses.", "type": kind, "sdg_target": "4.3"}

    after = browser.post(f"{room}recommendations/", fields, follow=True).content.decode()

    shown = [f"<span>{told}</span>" in page for page in (after, browser.get(room).content.decode())]
    assert shown == [True, False]


def test_a_change_that_is_too_short_comes_back_in_its_own_form(browser, room, item):
    answer = browser.post(f"{room}recommendations/c01/amend/", {"text": "Too short."})

    text = answer.content.decode()
    (is_open, typed, after), *others = FORM.findall(text)
    assert (answer.status_code, is_open, typed, others) == (422, " open", "Too short.", [])
    assert "10 characters are missing" in after
    assert SAY.findall(text) == [""]


def test_words_that_somebody_has_answered_are_not_offered_for_change(browser, room, item, ana, bao, tap):
    voting.cast(taps=[tap(ana, item, "support")])
    before = browser.get(room).content.decode()
    voting.cast(taps=[tap(bao, item, "support")])

    shown = [browser.get(room).content.decode(), browser.get(f"{room}mine/").json()["html"]]

    assert (OFFERED in before, [OFFERED in each for each in shown]) == (True, [False, False])


def test_a_change_that_came_too_late_says_so_at_the_words_and_shows_what_was_typed(browser, room, item, bao, tap):
    voting.cast(taps=[tap(bao, item, "support")])

    text = browser.post(
        f"{room}recommendations/c01/amend/", {"text": "Give teachers forty paid days."}
    ).content.decode()

    own = text[text.index('id="said-c01"') :]
    assert "Somebody has answered already, so these words stay." in own
    assert "Give teachers forty paid days." in own
    assert OFFERED not in own


def test_nothing_is_offered_for_change_once_the_breakout_collects_no_more(browser, room, item, mina):
    conduct.move_on(breakout=item.ballot.session, to=Phase.CURATING, by=mina)

    assert OFFERED not in browser.get(room).content.decode()


def test_moderators_and_rapporteurs_find_their_pages_from_the_room_and_others_do_not(
    client_of, room, item, ana, mina, ravi
):
    for address in (room, "/shenzhen-2019/me/"):
        shown = {who.name: client_of(who).get(address).content.decode() for who in (ana, mina, ravi)}

        assert {name: f"{room}conduct/" in text for name, text in shown.items()} == {
            "Ana": False,
            "Mina": True,
            "Ravi": False,
        }
        assert (f"{room}desk/" in shown["Ana"], f"{room}desk/" in shown["Ravi"]) == (False, True)
