"""Plenary: the shortlists of all breakouts, level by level, on phones and on the screen."""

import pytest
from django.urls import reverse

from recommendations import conduct
from recommendations.models import Ballot, Publication
from sessions import feed
from sessions.models import Phase, Session


def page_of(client, session):
    answer = client.get(reverse("recommendations:room", args=["shenzhen-2019", session.pk]))
    assert answer.status_code == 200
    return answer.content.decode()


def screen_of(client, room, query):
    return client.get(reverse("recommendations:screen", args=["shenzhen-2019", room.pk]) + query).content.decode()


def drawn(consultation, audience):
    return {fragment.id: fragment.html for fragment in feed.draw(feed.of(consultation), audience).fragments}


@pytest.fixture
def reported(proposal, report):
    recommendation = proposal("Pay every teacher for redesigning courses.", support=7, against=2)
    proposal("Count online courses as teaching hours.", support=5)
    report(recommendation)
    return recommendation


def test_a_phone_shows_each_levels_shortlist(client_of, plenary, reported, crowd):
    text = page_of(client_of(crowd[0]), plenary)

    assert "Pay every teacher for redesigning courses." in text
    assert 'data-count="7"' in text
    assert "Count online courses" not in text


def test_a_phone_says_what_has_not_reported_yet(client_of, plenary, room, crowd):
    text = page_of(client_of(crowd[0]), plenary)

    assert "Not reported yet" in text
    assert "Now: Collecting." in text


def test_a_report_moves_the_feed_that_all_plenary_pages_hear(room, proposal, mina, consultation):
    proposal("Pay every teacher for redesigning courses.", support=7)
    before = feed.of(consultation).version

    conduct.move_on(breakout=room, to=Phase.CURATING, by=mina)
    conduct.move_on(breakout=room, to=Phase.REPORTED, by=mina)

    assert feed.of(consultation).version > before


@pytest.mark.parametrize("has_reported", [False, True])
def test_the_phones_page_shows_what_the_feed_sends(
    client_of, plenary, proposal, report, crowd, consultation, has_reported
):
    recommendation = proposal("Pay every teacher for redesigning courses.", support=7)
    if has_reported:
        report(recommendation)

    text = page_of(client_of(crowd[0]), plenary)

    sent = drawn(consultation, "phone")
    assert sent.keys() == {"shortlist-c"}
    assert sent["shortlist-c"] in text


def test_the_screens_page_shows_what_the_feed_sends(client_of, plenary, reported, consultation):
    text = screen_of(client_of(plenary.room), plenary.room, f"?session={plenary.pk}")

    sent = drawn(consultation, "screen")
    assert {name: html in text for name, html in sent.items()} == {
        "screen-agenda": True,
        "screen-overview": True,
        "screen-level-c": True,
    }


def test_the_screen_shows_one_level_at_a_time(client_of, plenary, reported):
    browser = client_of(plenary.room)

    overview = screen_of(browser, plenary.room, f"?session={plenary.pk}")
    level = screen_of(browser, plenary.room, f"?session={plenary.pk}&level=c")

    assert 'data-view="c" hidden' in overview
    assert 'data-view="">' in overview
    assert 'data-view="" hidden' in level
    assert 'data-view="c">' in level
    assert 'data-view="">' in screen_of(browser, plenary.room, f"?session={plenary.pk}&level=zz")


def test_the_screen_shows_how_to_come_in_while_nothing_is_reported(client_of, plenary, room):
    text = screen_of(client_of(plenary.room), plenary.room, f"?session={plenary.pk}")

    assert "QR code" in text


def test_going_back_takes_the_shortlist_away_everywhere(client_of, plenary, reported, room, mina, crowd, consultation):
    conduct.move_on(breakout=room, to=Phase.CURATING, by=mina, reason="One merge was wrong.")

    everything = [*drawn(consultation, "phone").values(), *drawn(consultation, "screen").values()]

    assert "Pay every teacher" not in page_of(client_of(crowd[0]), plenary)
    assert "Pay every teacher" not in "".join(everything)


def test_the_database_is_asked_as_often_for_two_reported_levels_as_for_one(
    client_of, plenary, reported, room, crowd, consultation, django_assert_max_num_queries
):
    browser = client_of(crowd[0])

    def asked():
        page_of(browser, plenary)
        with django_assert_max_num_queries(40) as queries:
            page_of(browser, plenary)
        return len(queries)

    one = asked()
    other = Session.objects.create(
        consultation=consultation,
        level=consultation.levels.get(letter="d"),
        kind="breakout",
        title="d",
        phase="reported",
    )
    ballot = Ballot.objects.create(session=other, kind="support", state="published")
    said = Publication.objects.get()
    Publication.objects.create(ballot=ballot, n=1, numbers=said.numbers, rules=said.rules, sha256=said.sha256)

    assert asked() == one
