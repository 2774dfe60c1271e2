"""The agenda: days and times of the venue, what is on now, the breakouts side by side, the own one marked."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from participants.models import Consultation
from sessions import queries
from sessions.models import Document, Room, Session

AGENDA = "/shenzhen-2019/agenda/"
DAY = datetime(2019, 9, 24, tzinfo=UTC)


@pytest.fixture
def hold(consultation: Consultation) -> Callable[..., Session]:
    """Put something on the agenda: hold("Lunch", 4, 5.5, kind="break"); hours are those of UTC."""

    def make(title: str, starts: float | None, ends: float | None = None, **fields: object) -> Session:
        level = fields.pop("level", None)
        return Session.objects.create(
            consultation=consultation,
            title=title,
            starts=DAY + timedelta(hours=starts) if starts is not None else None,
            ends=DAY + timedelta(hours=ends) if ends is not None else None,
            level=consultation.levels.get(letter=level) if level else None,
            **({"kind": "breakout" if level else "plenary"} | fields),
        )

    return make


@pytest.fixture
def at(consultation: Consultation):
    """Let the agenda go by this hour of the first day, in UTC."""

    def set_clock(hour: float) -> None:
        consultation.clock_shift = DAY + timedelta(hours=hour) - timezone.now()
        consultation.save()

    return set_clock


@pytest.fixture
def shown(client: Client):
    """The titles that a page of the agenda lists, in their order."""

    def titles(query: str = "") -> list[list[str]]:
        page = client.get(AGENDA + query)
        return [[row.title for row in slot.sessions] for slot in page.context["slots"]]

    return titles


def test_each_day_stands_alone_in_the_time_of_the_venue(hold, shown, client: Client) -> None:
    hold("Opening", 1, 2)
    hold("Late, and the next day in Shenzhen", 17, 18)

    assert client.get(AGENDA).context["days"] == [date(2019, 9, 24), date(2019, 9, 25)]
    assert shown("?day=2019-09-24") == [["Opening"]]
    assert shown("?day=2019-09-25") == [["Late, and the next day in Shenzhen"]]


def test_times_are_those_of_the_venue_and_say_so(hold, client: Client) -> None:
    hold("Opening", 1, 2)
    page = client.get(AGENDA).content.decode()

    assert ">09:00</time>" in page
    assert "(Asia/Shanghai)" in page


def test_parallel_breakouts_stand_together(hold, shown) -> None:
    hold("Opening", 1, 2)
    hold("Platforms", 3, 4, level="b", position=2)
    hold("Policy", 3, 4, level="a", position=1)
    hold("Lunch", 4, 5, kind="break")

    assert shown() == [["Opening"], ["Policy", "Platforms"], ["Lunch"]]


@pytest.mark.parametrize(
    ("hour", "on", "over"),
    [
        (0.9, [], []),
        (1, ["Opening"], []),
        (1.9, ["Opening"], []),
        (2, ["Open end"], ["Opening"]),
        (15.9, ["Open end"], ["Opening"]),
        (16, [], ["Opening", "Open end"]),
    ],
)
def test_what_is_on_now_and_what_is_over(hold, consultation: Consultation, hour: float, on: list, over: list) -> None:
    rows = [hold("Opening", 1, 2), hold("Open end", 2)]
    now = DAY + timedelta(hours=hour)

    assert [row.title for row in rows if queries.is_on(row, now)] == on
    assert [row.title for row in rows if queries.is_over(row, now)] == over


def test_the_page_marks_what_is_on_now_by_the_shifted_clock(hold, at, client: Client) -> None:
    hold("Opening", 1, 2)
    hold("Lunch", 4, 5, kind="break")
    at(4.5)
    page = client.get(AGENDA)

    assert [slot.is_now for slot in page.context["slots"]] == [False, True]
    assert page.content.decode().count('aria-current="time"') == 1


@pytest.mark.parametrize(
    ("hour", "query", "day"),
    [
        (30, "", date(2019, 9, 25)),
        (1, "?day=2019-09-25", date(2019, 9, 25)),
        (30, "?day=2019-09-24", date(2019, 9, 24)),
        (999, "", date(2019, 9, 24)),
        (1, "?day=2019-13-99", date(2019, 9, 24)),
        (1, "?day=%27", date(2019, 9, 24)),
        (1, "?day=2020-01-01", date(2019, 9, 24)),
    ],
)
def test_the_day_is_the_one_asked_for_or_today_or_the_first(hold, at, client: Client, hour, query, day) -> None:
    hold("Opening", 1, 2)
    hold("Priorities", 25, 26)
    at(hour)

    assert client.get(AGENDA + query).context["day"] == day


def test_the_own_breakout_is_marked_with_the_way_to_its_room(breakout: Session, ana, client_of) -> None:
    Room.objects.update(directions="Up the stairs, then left.")
    page = client_of(ana).get(AGENDA).content.decode()

    assert page.count('<li class="lane level-c" aria-current="true">') == 1
    assert "Up the stairs, then left." in page


def test_others_see_no_breakout_marked(breakout: Session, client: Client) -> None:
    assert 'aria-current="true"' not in client.get(AGENDA).content.decode()


def test_a_visitor_is_told_to_take_a_seat(breakout: Session, at, visitor, ana, client_of) -> None:
    hint = "You have no seat yet"
    at(3)

    assert hint in client_of(visitor).get(AGENDA).content.decode()
    assert hint not in client_of(ana).get(AGENDA).content.decode()


def test_rooms_and_times_that_are_not_settled_say_so(hold, client: Client) -> None:
    hold("Somewhere", 1, 2)
    hold("Some day", None)
    page = client.get(AGENDA).content.decode()

    assert "Room to be confirmed" in page
    assert "Time to be confirmed" in page
    assert "Some day" in page


def test_the_way_to_the_breakouts_is_on_every_day(hold, client: Client) -> None:
    hold("Policy", 1, 2, level="a")
    hold("Priorities", 25, 26)

    for day in ("2019-09-24", "2019-09-25"):
        assert client.get(f"{AGENDA}?day={day}").content.decode().count('id="breakouts"') == 1


def test_an_empty_agenda_says_when_there_will_be_one(consultation: Consultation, client: Client) -> None:
    assert "No agenda yet" in client.get(AGENDA).content.decode()


def test_documents_are_links_that_tell_no_referrer(hold, client: Client) -> None:
    Document.objects.create(session=hold("Opening", 1, 2), title="A <b>draft</b>", url="https://example.org/draft")
    page = client.get(AGENDA).content.decode()

    assert 'href="https://example.org/draft" rel="noopener noreferrer">A &lt;b&gt;draft&lt;/b&gt;</a>' in page


def test_three_items_take_as_many_queries_as_one(hold, client: Client) -> None:
    def count() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(AGENDA)
        return len(queries)

    Document.objects.create(session=hold("Policy", 1, level="a"), title="A draft", url="https://example.org/1")
    one = count()
    for letter, title in (("b", "Platforms"), ("c", "Providers")):
        Document.objects.create(session=hold(title, 1, level=letter), title="A draft", url="https://example.org/2")

    assert count() == one
