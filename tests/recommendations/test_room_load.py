"""The room page when many ask for it: drawn once for everybody, and still each reader's own."""

import json
import re
from collections import Counter
from zlib import crc32

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from participants import sign_in
from recommendations import conduct, curation, queries, submission, voting
from recommendations.drawing import room as drawing
from recommendations.models import BallotItem
from recommendations.views.room import own_order
from sessions import feed
from sessions.models import Phase, Presence

# What is drawn is kept only outside transactions: these tests commit, as in real life.
pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "snapshot"])

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
CARD = re.compile(r'<article class="rec" id="item-(\d+)".*?</article>', re.DOTALL)
PRESSED = re.compile(r'name="choice" value="(\w+)" aria-pressed="true"')
VERSIONS = re.compile(r"data-versions='(.*?)'")
TURNOUT = re.compile(r'id="room-turnout".*?data-version="(\d+)">(\d+) of')


@pytest.fixture
def page(collecting):
    """The room page as this browser gets it."""

    def read(browser: Client, **headers: str) -> str:
        answer = browser.get(f"/shenzhen-2019/sessions/{collecting.pk}/", headers=headers)
        assert answer.status_code == 200
        return answer.content.decode()

    return read


@pytest.fixture
def said(collecting, ana, bao, say):
    return [
        say(collecting, who, f"Pay every teacher for hour {n} of the redesign.") for n, who in enumerate([ana, bao])
    ]


def choices(text: str) -> dict[int, list[str]]:
    """The buttons that are pressed on a page, by item."""
    return {int(card[1]): PRESSED.findall(card[0]) for card in CARD.finditer(text)}


def without_token(text: str) -> str:
    """The page but for what is drawn by lot each time."""
    return TOKEN.sub("", text)


def anew(page, browser: Client) -> str:
    """The page as a process draws it that has drawn nothing before."""
    drawing._drawn.clear()
    return page(browser)


@pytest.mark.parametrize("items", [5, 60])
@pytest.mark.parametrize("is_author", [False, True])
def test_a_delegate_who_comes_back_costs_four_queries_an_author_one_more_and_no_write(
    items, is_author, client_of, page, collecting, ana, bao, say, tap
):
    said = [say(collecting, ana, f"Pay every teacher for hour {n} of the redesign.") for n in range(items)]
    reader = ana if is_author else bao
    voting.cast(taps=[tap(reader, row.items.get(), "support") for row in said])
    browser = client_of(reader)
    page(browser)

    with CaptureQueriesContext(connection) as asked:
        text = page(browser)

    assert [query["sql"].split()[0] for query in asked] == ["SELECT"] * (5 if is_author else 4)
    assert list(choices(text).values()) == [["support"]] * items
    assert text.count('class="rec own"') == (items if is_author else 0)


def test_a_delegate_who_comes_back_is_given_no_cookie(client_of, page, said, ana):
    browser = client_of(ana)
    first = browser.get(f"/shenzhen-2019/sessions/{said[0].session_id}/")

    again = browser.get(f"/shenzhen-2019/sessions/{said[0].session_id}/")

    assert (list(first.cookies), list(again.cookies)) == (["csrf"], [])
    assert "Cookie" in again.headers["Vary"]


def test_coming_is_noted_once(client_of, page, collecting, ana):
    browser = client_of(ana)
    for _time in range(3):
        page(browser)

    assert Presence.objects.filter(session=collecting, participant=ana).count() == 1


def test_everybody_sees_own_answers_and_rights_alone(client_of, page, said, ana, bao, visitor, tap):
    first, second = (row.items.get() for row in said)
    voting.cast(taps=[tap(ana, first, "support"), tap(bao, first, "not_now"), tap(bao, second, "unsure")])
    browsers = {name: client_of(who) for name, who in {"ana": ana, "bao": bao, "visitor": visitor}.items()}

    for _time in range(2):
        shown = {name: page(browser) for name, browser in browsers.items()}
        pressed = {name: choices(text) for name, text in shown.items()}

        assert pressed == {
            "ana": {first.pk: ["support"], second.pk: []},
            "bao": {first.pk: ["not_now"], second.pk: ["unsure"]},
            "visitor": {first.pk: [], second.pk: []},
        }
        assert {name: "data-vote" in text for name, text in shown.items()} == {
            "ana": True,
            "bao": True,
            "visitor": False,
        }
        assert {name: f"said-{said[0].number}" in text for name, text in shown.items()} == {
            "ana": True,
            "bao": False,
            "visitor": False,
        }
        assert [drawing.MARK in text for text in shown.values()] == [False] * 3


def test_somebody_who_may_not_vote_any_more_loses_the_forms_at_once(client_of, page, said, ana, bao):
    browsers = [client_of(ana), client_of(bao)]
    assert ["data-vote" in page(browser) for browser in browsers] == [True, True]

    ana.can_vote = False
    ana.save()

    assert ["data-vote" in page(browser) for browser in browsers] == [False, True]


def test_the_token_of_a_page_is_good_for_its_reader_alone(client_of, page, said, ana, bao):
    browsers = [client_of(ana), client_of(bao)]
    for browser in browsers:
        browser.handler.enforce_csrf_checks = True
    tokens = [set(TOKEN.findall(page(browser))) for browser in browsers]
    assert [len(each) for each in tokens] == [1, 1]
    item = said[0].items.get()
    where, form = (
        f"/shenzhen-2019/sessions/{item.ballot.session_id}/votes/",
        {"ballot": item.ballot_id, "item": item.pk},
    )

    answers = [
        browser.post(where, form | {"choice": "support", "csrfmiddlewaretoken": token}).status_code
        for browser in browsers
        for (token,) in tokens
    ]

    assert answers == [302, 403, 403, 302]


def test_each_reader_has_a_list_in_an_order_that_stays(client_of, page, collecting, ana, bao, say):
    for n in range(12):
        say(collecting, ana, f"Pay every teacher for hour {n} of the redesign.")
    browsers = [client_of(ana), client_of(bao)]

    first, again = ([list(choices(page(browser))) for browser in browsers] for _time in range(2))

    assert first == again
    assert first[0] != first[1]
    assert sorted(first[0]) == sorted(first[1])


def test_every_recommendation_stands_first_for_about_as_many_readers():
    items = [BallotItem(pk=pk) for pk in range(142, 154)]

    orders = [tuple(item.pk for item in own_order(items, crc32(f"0:{reader}".encode()))) for reader in range(1, 1201)]

    assert len(set(orders)) == 1200
    firsts = Counter(order[0] for order in orders)
    assert sorted(firsts) == list(range(142, 154))
    assert 70 < min(firsts.values()) < max(firsts.values()) < 130


def test_two_languages_do_not_mix(client_of, page, said, ana):
    browser = client_of(ana)

    shown = [page(browser, accept_language=language) for language in ("en", "zh-hans", "en", "zh-hans")]

    assert [("Support</button>" in text, 'lang="zh-hans"' in text) for text in shown] == [
        (True, False),
        (False, True),
    ] * 2


def test_what_is_said_to_one_reader_is_said_once_and_to_nobody_else(client_of, page, collecting, ana, bao):
    others, browser = client_of(bao), client_of(ana)
    page(others)
    _secret, code = sign_in.issue(participant=ana)
    browser.post("/shenzhen-2019/enter/", {"code": code})
    browser.post("/shenzhen-2019/leave/")
    browser.post("/shenzhen-2019/enter/", {"code": code})

    shown = [page(browser), page(others), page(browser)]

    assert ["You are signed out on this device." in text for text in shown] == [True, False, False]


def test_what_somebody_typed_comes_back_to_nobody_else(client_of, page, collecting, ana, bao):
    browsers = [client_of(ana), client_of(bao)]
    refused = browsers[0].post(
        f"/shenzhen-2019/sessions/{collecting.pk}/recommendations/",
        {"text": "Too short.", "type": "research", "sdg_target": "4.3"},
    )

    assert "Too short." in refused.content.decode()
    assert ["Too short." in page(browser) for browser in browsers] == [False, False]


def test_what_is_rolled_back_is_not_kept(client_of, page, collecting, ana, say):
    browser, words = client_of(ana), "Words that nobody has said in the end."
    page(browser)
    with transaction.atomic():
        say(collecting, ana, words)
        feed.content_changed(collecting)
        within = page(browser)
        transaction.set_rollback(True)

    with transaction.atomic():  # another change takes the number of the one that was taken back
        feed.content_changed(collecting)
    after = page(browser)

    assert (words in within, words in after) == (True, False)


def test_a_turnout_that_waits_is_shown_with_the_version_that_it_is_of(client_of, page, collecting, said, ana, bao, tap):
    browser, item = client_of(ana), said[0].items.get()
    page(browser)
    before = feed.of(collecting).version
    shown = [page(browser)]
    voting.cast(taps=[tap(bao, item, "support")])
    shown.append(page(browser))

    of_page = [json.loads(VERSIONS.search(text)[1])[f"s{collecting.pk}"] for text in shown]
    turnouts = [tuple(map(int, TURNOUT.search(text).groups())) for text in shown]
    frames = browser.get(f"/shenzhen-2019/sessions/{collecting.pk}/state/?since=s{collecting.pk}:{of_page[1]}").json()

    assert [version for version, _answered in turnouts] == of_page
    assert of_page[1] <= feed.of(collecting).version == before + 1
    assert turnouts[1][1] == 1 or "1 of 2 people in the room have answered." in "".join(row["html"] for row in frames)


def test_a_page_is_fresh_after_each_step_of_a_breakout(
    client_of, page, collecting, said, ana, bao, mina, ravi, visitor, enrol, tap
):
    """Whoever reads it before and after: what was kept is what would be drawn anew."""
    first, second = said
    carla = enrol("Carla", seat=collecting)
    voting.cast(taps=[tap(bao, second.items.get(), "support")])

    def move(to: Phase, reason: str = "") -> None:
        conduct.move_on(breakout=collecting, to=to, by=mina, reason=reason)

    def reword() -> None:
        curation.reword(recommendation=first, by=ravi, words="Pay teachers by the hour.", revision=2, material=True)

    steps = {
        "say": lambda: submission.submit(
            breakout=collecting, author=carla, words="Ask learners before you buy.", type="research", sdg_target="4.3"
        ),
        "change own words": lambda: submission.change(
            recommendation=first, by=ana, words="Pay teachers for their time."
        ),
        "reword": reword,
        "merge": lambda: curation.merge(into=first, others=[second], by=ravi),
        "take the merge back": lambda: curation.undo_merge(merge=first.merges.get(), by=ravi),
        "close": lambda: move(Phase.CURATING),
        "set aside": lambda: curation.set_aside(recommendation=second, by=ravi, reason="Said twice."),
        "shortlist": lambda: curation.shortlist(recommendation=first, by=ravi),
        "report": lambda: move(Phase.REPORTED),
        "go back": lambda: move(Phase.CURATING, reason="One was forgotten."),
        "open again": lambda: move(Phase.COLLECTING, reason="Some came late."),
    }
    browsers = [client_of(who) for who in (ana, bao, visitor, mina)]
    shown = [without_token(page(browser)) for browser in browsers]
    for step, take in steps.items():
        take()
        before, shown = shown, [without_token(page(browser)) for browser in browsers]

        assert [old == new for old, new in zip(before, shown, strict=True)] == [False] * 4, step
        assert shown == [without_token(anew(page, browser)) for browser in browsers], step
        words = {row.words.text for row in queries.recommendations_of(collecting) if row.status in queries.LISTED}
        assert [all(escape(each) in text for each in words) for text in shown] == [True] * 4, step
