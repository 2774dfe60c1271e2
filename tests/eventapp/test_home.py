"""Home: about the consultation, what is on, and what is asked of the reader now."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from participants.models import Consultation, Organisation, Participant
from recommendations import conduct, curation, voting
from sessions.models import Assignment, Phase, Session

HOME = "/shenzhen-2019/"
NOON = datetime(2019, 9, 24, 4, tzinfo=UTC)


@pytest.fixture
def at(consultation: Consultation):
    """Let the agenda go by this minute before or after noon in Shenzhen on the first day."""

    def set_clock(minutes: float) -> None:
        consultation.clock_shift = NOON + timedelta(minutes=minutes) - timezone.now()
        consultation.save()

    return set_clock


@pytest.fixture
def agenda(consultation: Consultation, breakout: Session) -> None:
    """A plenary before the breakout, and a meal and another plenary after it."""
    for title, kind, starts, ends in (
        ("Opening", "plenary", -180, -90),
        ("Lunch", "break", 10, 100),
        ("The five breakouts report back", "plenary", 120, 180),
        ("Priorities", "plenary", 60 * 24, 60 * 25),
    ):
        times = {"starts": NOON + timedelta(minutes=starts), "ends": NOON + timedelta(minutes=ends)}
        Session.objects.create(consultation=consultation, title=title, kind=kind, **times)


def titles(slots) -> list[str]:
    return [row.title for slot in slots for row in slot.sessions]


def test_anybody_reads_what_it_is_about(client: Client, consultation: Consultation) -> None:
    Consultation.objects.update(about="For two days.\nOn five levels.", outcomes="A brief.\nA plan.", city="Shenzhen")
    page = client.get(HOME).content.decode()

    for said in ("<p>For two days.</p>", "<p>On five levels.</p>", "<li>A plan.</li>", "to be confirmed", "Shenzhen"):
        assert said in page
    assert "24 September to 25 September 2019" in page


def test_a_venue_is_named_once_it_is_confirmed(client: Client, consultation: Consultation) -> None:
    Consultation.objects.update(venue="Lychee Hall", venue_confirmed=True)
    page = client.get(HOME).content.decode()

    assert "<bdi>Lychee Hall</bdi>" in page
    assert "to be confirmed" not in page


def test_texts_stand_in_the_language_of_the_reader(client: Client, consultation: Consultation) -> None:
    Consultation.objects.update(translations={"zh-hans": {"title": "磋商会", "about": "为期两天。"}})
    client.cookies["django_language"] = "zh-hans"
    page = client.get(HOME).content.decode()

    assert ("磋商会" in page, "为期两天。" in page) == (True, True)


def test_where_an_address_is_missing_the_note_says_why(client: Client, consultation: Consultation) -> None:
    rows = consultation.organisations
    rows.create(name="ICHEI", role=Organisation.Role.HOST, country="CN", note="Two addresses are printed.")
    rows.create(name="UNESCO Bangkok", role=Organisation.Role.HOST, email="eisd@example.org", contact="EISD")
    page = client.get(HOME).content.decode()

    assert "Two addresses are printed." in page
    assert '<a class="tapline" href="mailto:eisd@example.org">eisd@example.org</a>' in page


def test_what_is_on_and_what_comes_next(client: Client, agenda, at) -> None:
    at(-20)
    page = client.get(HOME)

    assert titles(page.context["on_now"]) == ["Institutional/training providers"]
    assert titles(page.context["next"]) == ["Lunch", "The five breakouts report back", "Priorities"]


@pytest.mark.parametrize(("minutes", "on"), [(-181, []), (-180, ["Opening"]), (-90, []), (50, ["Lunch"]), (3000, [])])
def test_now_is_the_time_of_the_agenda(client: Client, agenda, at, minutes: float, on: list[str]) -> None:
    at(minutes)

    assert titles(client.get(HOME).context["on_now"]) == on


def test_strangers_are_asked_to_come_in(client: Client, consultation: Consultation) -> None:
    page = client.get(HOME).content.decode()

    assert ("Come in with your code" in page, "No code? Register here" in page) == (True, True)


def test_a_visitor_is_asked_to_choose_a_breakout(client_of, visitor: Participant) -> None:
    assert "Choose a breakout" in client_of(visitor).get(HOME).content.decode()


def test_the_card_says_what_the_own_breakout_asks_now(client_of, at, collecting, ana, bao, say, tap) -> None:
    first = say(collecting, ana)
    say(collecting, bao, "Pay teachers for forty hours of learning each year.")
    voting.cast(taps=[tap(ana, first.items.get(), "support")])
    at(-36)
    page = client_of(ana).get(HOME).content.decode()

    for said in (
        "Room 204 is collecting",
        "until 12:10, 45 minutes left",
        "What should universities do next?",
        "You have answered <strong>1 of 2</strong>.",
        "One recommendation of your own is in.",
        "Go to the room",
    ):
        assert said in page


def test_answers_that_were_withdrawn_and_words_that_were_taken_back_do_not_count(
    client_of, collecting, ana, bao, say, tap
) -> None:
    item = say(collecting, bao).items.get()
    voting.cast(taps=[tap(ana, item, "support"), tap(ana, item, "")])
    taken_back = say(collecting, ana)
    taken_back.status = "withdrawn"
    taken_back.save()

    assert client_of(ana).get(HOME).context["asked"] == (0, 1, 0)


@pytest.mark.parametrize(
    ("phase", "said"),
    [
        (Phase.SCHEDULED, "Your breakout: Institutional/training providers"),
        (Phase.CURATING, "Room 204 is curating"),
        (Phase.REPORTED, "Room 204 has reported"),
    ],
)
def test_the_card_follows_the_phase(client_of, breakout: Session, ana, phase: Phase, said: str) -> None:
    Session.objects.filter(pk=breakout.pk).update(phase=phase)

    assert said in client_of(ana).get(HOME).content.decode()


def test_a_breakout_past_its_time_goes_on_and_says_so(client_of, at, collecting, ana) -> None:
    at(30)

    assert "it goes on until the moderator closes it" in client_of(ana).get(HOME).content.decode()


def test_the_own_breakout_is_not_told_twice(client_of, at, breakout: Session, ana) -> None:
    at(-20)

    assert client_of(ana).get(HOME).context["on_now"] == []


def test_of_parallel_breakouts_the_own_one_is_next(
    client_of, at, consultation, breakout: Session, ana, visitor
) -> None:
    level = consultation.levels.get(letter="d")
    times = {"starts": breakout.starts, "ends": breakout.ends}
    Session.objects.create(
        consultation=consultation, level=level, kind="breakout", title="Learners", position=1, **times
    )
    at(-120)

    assert titles(client_of(ana).get(HOME).context["next"]) == ["Institutional/training providers"]
    assert titles(client_of(visitor).get(HOME).context["next"]) == ["Institutional/training providers", "Learners"]


def test_what_became_of_mine_stands_here_and_nobody_elses(client_of, collecting, ana, bao, say) -> None:
    said = say(collecting, ana)
    say(collecting, bao, "Pay teachers for forty hours of learning each year.")

    assert list(client_of(ana).get(HOME).context["own"]) == [said]


def test_words_of_people_are_text(client_of, collecting, ana, say) -> None:
    say(collecting, ana, "<script>alert(1)</script> for every teacher")
    page = client_of(ana).get(HOME).content.decode()

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert" not in page


def test_staff_find_the_pages_that_they_work_on(client_of, breakout: Session, mina, ravi, olga) -> None:
    base = f"/shenzhen-2019/sessions/{breakout.pk}"

    assert f'href="{base}/conduct/"' in client_of(mina).get(HOME).content.decode()
    assert f'href="{base}/desk/"' in client_of(ravi).get(HOME).content.decode()
    assert 'href="/shenzhen-2019/organise/"' in client_of(olga).get(HOME).content.decode()


def test_whoever_moderates_one_breakout_lands_there_and_not_at_the_desk_of_another(
    client_of, consultation, breakout: Session, ravi
) -> None:
    level = consultation.levels.get(letter="d")
    other = Session.objects.create(consultation=consultation, level=level, kind="breakout", title="Learners")
    Assignment.objects.create(session=other, participant=ravi, role=Assignment.Role.MODERATOR)

    assert client_of(ravi).get("/shenzhen-2019/start/")["Location"] == f"/shenzhen-2019/sessions/{other.pk}/conduct/"


def test_three_of_everything_take_as_many_queries_as_one(client_of, at, agenda, collecting, mina, ana, say) -> None:
    client = client_of(ana)
    at(-20)

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(HOME)
        return len(queries)

    consultation = collecting.consultation
    say(collecting, ana)
    consultation.organisations.create(name="One", role="host")
    one = count()
    for words in ("Pay teachers for forty hours of learning each year.", "Let each village repair its devices."):
        say(collecting, ana, words)
        consultation.organisations.create(name=words, role="host")

    assert count() == one
    conduct.move_on(breakout=collecting, to=Phase.CURATING, by=mina)
    assert count() == one


def test_an_answer_to_words_that_have_changed_since_is_asked_for_again(
    client_of, collecting, item, ana, ravi, tap
) -> None:
    voting.cast(taps=[tap(ana, item, "support")])
    assert client_of(ana).get(HOME).context["asked"].answered == 1

    curation.reword(
        recommendation=item.recommendation, by=ravi, words="Give students paid time.", revision=1, material=True
    )
    assert client_of(ana).get(HOME).context["asked"].answered == 0

    voting.cast(taps=[tap(ana, item, "support")])
    assert client_of(ana).get(HOME).context["asked"].answered == 1
