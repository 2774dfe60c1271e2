"""A room's screen: what is on there, in each phase, for whom, and never how an open ballot stands."""

import re

import pytest
import segno
from django.urls import reverse

from recommendations import conduct, voting
from recommendations.drawing import joining
from recommendations.drawing.fitting import SIZES, fit, fitting, tall
from sessions import feed
from sessions.models import Phase, Room, Session


def screen_of(room, query=""):
    return reverse("recommendations:screen", args=["shenzhen-2019", room.pk]) + query


def shown(client, room, query=""):
    answer = client.get(screen_of(room, query))
    assert answer.status_code == 200
    return answer.content.decode()


def drawn(subject):
    """What the feed sends to screens, by fragment."""
    row = feed.of(subject)
    return {fragment.id: fragment.html for fragment in feed.draw(row, "screen").fragments}


@pytest.fixture
def browser(client_of, breakout):
    """The screen of the breakout's room."""
    return client_of(breakout.room)


def test_a_room_without_a_session_shows_how_to_come_in(browser, breakout, at):
    at(8, 0)

    text = shown(browser, breakout.room)

    assert "Come in and say what should be done" in text
    assert 'aria-label="QR code: 127.0.0.1:8000/shenzhen-2019/enter/"' in text
    assert 'data-live="/ws/shenzhen-2019/"' in text
    assert 'class="dark"' in text
    assert 'class="light"' in shown(browser, breakout.room, "?light")


def test_the_code_is_the_address_of_the_enter_page(settings, consultation):
    settings.PUBLIC_URL = "https://ict.example"

    code = joining.door(consultation).code

    dark = {
        (int(x) + dx, int(y))
        for x, y, width in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", code.path)
        for dx in range(int(width))
    }
    rows = list(segno.make("https://ict.example/shenzhen-2019/enter/", error="m", micro=False).matrix_iter(border=4))
    assert dark == {(x, y) for y, row in enumerate(rows) for x, module in enumerate(row) if module}
    assert code.size == len(rows)


def test_a_scheduled_breakout_shows_how_to_come_in(browser, breakout, at):
    at(10, 55)

    text = shown(browser, breakout.room)

    assert "QR code" in text
    assert "What should universities do next?" in text
    assert f'data-showing="{breakout.pk}"' in text


def test_a_collecting_breakout_shows_how_many_have_answered_and_the_newest_words(browser, room, proposal, at):
    at(11, 0)
    for n in range(4):
        proposal(f"Publish what course number {n} costs a student.", support=7)

    text = shown(browser, room.room)

    assert '<p class="huge">7<span class="of"> of 9</span></p>' in text
    assert [f"course number {n} costs" in text for n in range(4)] == [False, True, True, True]
    assert "data-count" not in text


def test_a_curating_breakout_says_that_the_shortlist_is_being_put_together(browser, room, proposal, mina, at):
    at(12, 0)
    proposal("Pay every teacher for redesigning courses.", support=7)
    conduct.move_on(breakout=room, to=Phase.CURATING, by=mina)

    text = shown(browser, room.room)

    assert "The shortlist is being put together." in text
    assert "7 of 9 people have answered." in text
    assert "Pay every teacher" not in text


def test_a_reported_breakout_shows_its_shortlist_with_bars(browser, room, proposal, report, at):
    at(12, 5)
    first = proposal("Pay every teacher for redesigning courses.", support=7, against=2)
    proposal("Count online courses as teaching hours.", support=5)
    report(first)

    text = shown(browser, room.room)

    assert 'data-count="7"' in text
    assert '<rect class="fill" width="78%"' in text
    assert "9 of 9 people answered, 4 countries." in text
    assert "Count online courses" not in text


def test_a_breakout_that_runs_over_stays_until_the_next_session(browser, room, at):
    following = Session.objects.create(
        consultation=room.consultation, room=room.room, kind="plenary", title="After", starts=room.ends.replace(hour=6)
    )
    at(13, 0)
    assert f'data-showing="{room.pk}"' in shown(browser, room.room)

    at(14, 10)

    assert f'data-showing="{following.pk}"' in shown(browser, room.room)


def test_a_screen_is_not_on_yesterdays_breakout(browser, room, at):
    at(9, 0, day=25)

    assert 'data-showing=""' in shown(browser, room.room)


def test_the_page_says_when_to_look_again(browser, breakout, at):
    at(10, 40)

    seconds = int(re.search(r'data-next="(\d+)"', shown(browser, breakout.room)).group(1))

    assert 595 <= seconds <= 601


def test_the_sign_of_the_agenda_moves_when_a_session_moves(breakout, consultation):
    before = drawn(consultation)["screen-agenda"]
    assert drawn(consultation)["screen-agenda"] == before

    breakout.room = Room.objects.create(consultation=consultation, name="Room 7")
    breakout.save()

    assert drawn(consultation)["screen-agenda"] != before


def test_a_screen_can_be_pinned(browser, breakout, plenary, at):
    at(11, 0)

    assert f'data-showing="{plenary.pk}"' in shown(browser, breakout.room, f"?session={plenary.pk}")


@pytest.mark.parametrize("asked", ["", "0", "-1", "x", "9" * 30, "٣", "1e3"])
def test_a_pin_that_names_nothing_is_not_here(browser, breakout, asked):
    assert browser.get(screen_of(breakout.room, f"?session={asked}")).status_code == 404


def test_a_session_of_another_consultation_cannot_be_pinned(browser, breakout, other_consultation):
    other = Session.objects.create(consultation=other_consultation, kind="plenary", title="Elsewhere")

    assert browser.get(screen_of(breakout.room, f"?session={other.pk}")).status_code == 404


def test_a_screen_belongs_to_its_room_and_to_organisers(client, client_of, breakout, plenary, ana, olga):
    answers = {
        "stranger": client.get(screen_of(breakout.room)).status_code,
        "participant": client_of(ana).get(screen_of(breakout.room)).status_code,
        "other screen": client_of(plenary.room).get(screen_of(breakout.room)).status_code,
        "own screen": client_of(breakout.room).get(screen_of(breakout.room)).status_code,
        "organiser": client_of(olga).get(screen_of(breakout.room)).status_code,
    }

    assert answers == {
        "stranger": 302,
        "participant": 403,
        "other screen": 403,
        "own screen": 200,
        "organiser": 200,
    }


@pytest.mark.parametrize("phase", [Phase.SCHEDULED, Phase.COLLECTING, Phase.CURATING, Phase.REPORTED])
def test_the_page_shows_what_the_feed_sends(browser, crowd, breakout, mina, at, phase):
    at(11, 0)
    for each in (Phase.COLLECTING, Phase.CURATING, Phase.REPORTED):
        breakout.refresh_from_db()
        if breakout.phase != phase:
            conduct.move_on(breakout=breakout, to=each, by=mina)

    text = shown(browser, breakout.room)

    assert {name: html in text for name, html in drawn(breakout).items()} == {
        "screen-head": True,
        "screen-main": True,
        "screen-foot": True,
    }


def test_what_a_screen_shows_does_not_tell_how_an_open_ballot_stands(room, proposal, crowd, tap, consultation):
    recommendation = proposal("Pay every teacher for redesigning courses.", support=8)
    before = (drawn(room), drawn(consultation))

    voting.cast(taps=[tap(who, recommendation.items.get(), "not_now") for who in crowd[:8]])

    assert (drawn(room), drawn(consultation)) == before


def test_a_closed_ballot_is_sealed_too(room, proposal, crowd, tap, mina):
    item = proposal("Pay every teacher for redesigning courses.", support=8).items.get()
    conduct.move_on(breakout=room, to=Phase.CURATING, by=mina)
    before = drawn(room)

    item.votes.update(choice="not_now")

    assert drawn(room) == before


def test_markup_is_text_on_the_projector(browser, room, proposal, at):
    at(11, 0)
    proposal("<img src=x onerror=alert(1)> Teach every teacher to read HTML.")

    text = shown(browser, room.room)

    assert "<img" not in text
    assert "&lt;img src=x onerror=alert(1)&gt;" in text


def test_a_screen_asks_the_database_as_often_for_one_item_as_for_three(room, proposal, django_assert_max_num_queries):
    def asked():
        with django_assert_max_num_queries(30) as queries:
            drawn(room)
        return len(queries)

    proposal("Publish what a course costs a student.", support=5)
    first = asked()
    for n in range(2):
        proposal(f"Publish what course number {n} costs a student.", support=5)

    assert asked() == first


def test_words_are_as_large_as_fits():
    short, long = [("Pay every teacher.", "en")], [("Pay every teacher for it. " * 11, "en")] * 6
    space = {"width": 85, "height": 64, "least": 6.5, "gap": 2.2}

    assert fit(short, **space) == 1
    count, size = fitting(long, **space)
    assert 1 < count <= 6
    assert sum(max(6.5, tall(*text, SIZES[size - 1], 85)) for text in long[:count]) + 2.2 * (count - 1) <= 64
    assert fitting([], **space) == (0, 1)


def test_tall_and_wide_scripts_need_more_room():
    assert tall("把学习成果而不是登录次数作为质量指标" * 3, "zh-Hans", 4, 60) > tall("a" * 54, "en", 4, 60)
    assert tall("ให้นักศึกษาเรียนออนไลน์", "th", 4, 60) > tall("a" * 23, "en", 4, 60)
