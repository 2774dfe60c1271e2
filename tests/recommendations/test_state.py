"""Polling: what phones are told for whom sockets are forbidden."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from recommendations import voting
from sessions import polling
from sessions.models import Epoch

# What is drawn is kept only outside transactions: these tests commit, as in real life.
pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "snapshot"])


@pytest.fixture
def state(collecting):
    """What a browser is told, for an audience and what it shows."""

    def ask(browser, *, since="", epoch=None, **headers):
        query = {"audience": "phone", "since": since} | ({"epoch": epoch} if epoch else {})
        return browser.get(f"/shenzhen-2019/sessions/{collecting.pk}/state/", query, headers=headers)

    return ask


def shown(answer) -> str:
    """As a phone says what it shows after this answer."""
    return ",".join(f"{frame['feed']}:{frame['version']}" for frame in answer.json())


def test_it_is_drawn_once_for_everybody(client_of, state, item, ana, bao):
    first = state(client_of(ana))
    others = client_of(bao)

    with CaptureQueriesContext(connection) as asked:
        second = state(others)

    assert second.content == first.content
    assert [query["sql"].split()[0] for query in asked] == ["SELECT"] * 4


def test_what_is_kept_is_what_would_be_drawn_anew(client_of, state, item, ana, bao, tap):
    browser = client_of(ana)
    before = state(browser)
    voting.cast(taps=[tap(bao, item, "support")])
    kept = state(browser)

    polling._streams.clear()

    assert kept.json() != before.json()
    assert [frame | {"version": 0} for frame in state(browser).json()] == [
        frame | {"version": 0} for frame in kept.json()
    ]


def test_who_was_told_before_is_told_what_changed(client_of, state, item, ana, bao, tap):
    browser = client_of(ana)
    before = state(browser)
    voting.cast(taps=[tap(bao, item, "support")])

    [news] = state(browser, since=shown(before)).json()

    assert f"{news['feed']}:{news['since']}" in shown(before).split(",")
    assert 'id="room-turnout"' in news["html"]
    assert f'id="item-{item.pk}"' not in news["html"]


def test_a_weak_tag_is_the_same_tag_and_costs_four_queries(client_of, state, item, ana):
    browser = client_of(ana)
    compressed = state(browser, accept_encoding="gzip")
    tag = compressed.headers["ETag"]

    with CaptureQueriesContext(connection) as asked:
        again = state(browser, if_none_match=tag)

    assert tag.startswith('W/"')
    assert (again.status_code, again.content) == (304, b"")
    assert len(asked) == 4


def test_a_restored_database_with_the_same_version_is_told_whole(client_of, state, item, ana):
    browser = client_of(ana)
    before = state(browser)
    other = uuid4()
    Epoch.objects.update(name=other)

    after = state(browser, since=shown(before), epoch=before.json()[0]["epoch"], if_none_match=before.headers["ETag"])

    assert shown(after) == shown(before)
    assert {(frame["epoch"], frame["since"]) for frame in after.json()} == {(str(other), None)}


def test_rubbish_counts_as_nothing(client_of, state, item, ana):
    browser = client_of(ana)
    whole = state(browser).json()

    told = [state(browser, since=since).json() for since in ("s1:-1,c1", "x:y", "c1:²", f"s1:{'9' * 30}")]

    assert told == [whole] * 4
