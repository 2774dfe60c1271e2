"""The organiser's pages: all rooms in one view, the people, and new codes for them."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from eventapp.queries import attention, overview
from participants import sign_in
from participants.models import Consultation, Credential, Grant, Participant
from recommendations import ballot_box, conduct, voting
from recommendations.queries import Turnout, support_ballot, turnout
from sessions import presence
from sessions.models import Assignment, Phase, Room, Session

ORGANISE = "/shenzhen-2019/organise/"
PEOPLE = "/shenzhen-2019/organise/participants/"


@pytest.fixture
def another(consultation: Consultation) -> Callable[[str], Session]:
    """Another breakout in a room of its own: another("d")."""

    def make(letter: str) -> Session:
        return Session.objects.create(
            consultation=consultation,
            level=consultation.levels.get(letter=letter),
            kind=Session.Kind.BREAKOUT,
            title=f"Breakout {letter}",
            room=Room.objects.create(consultation=consultation, name=f"Room {letter}"),
        )

    return make


@pytest.fixture
def sasha(enrol) -> Participant:
    """Of the secretariat."""
    person = enrol("Sasha", can_vote=False)
    Grant.objects.create(participant=person, role=Grant.Role.SECRETARIAT)
    return person


def count_queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return len(queries)


def test_a_room_is_seen_with_phase_presence_answers_and_staff(
    client_of, collecting, ana, bao, ravi, mina, olga, say, tap
):
    voting.cast(taps=[tap(ana, say(collecting, bao).items.get(), "support")])
    presence.arrive(session=collecting, participant=ana)
    [room] = client_of(olga).get(ORGANISE).context["rooms"]

    assert (room.breakout, room.breakout.phase, room.seats, room.present) == (collecting, Phase.COLLECTING, 2, 1)
    assert (room.turnout, room.moderators, room.rapporteurs) == (Turnout(1, 2, 1), [mina], [ravi])


def test_the_turnout_is_the_one_that_the_room_shows(client_of, collecting, ana, bao, mina, olga, say, tap) -> None:
    item = say(collecting, bao).items.get()
    voting.cast(taps=[tap(ana, item, "support"), tap(bao, item, "unsure"), tap(bao, item, "")])
    for phase in (Phase.CURATING, Phase.REPORTED):
        [room] = client_of(olga).get(ORGANISE).context["rooms"]
        assert room.turnout == turnout(support_ballot(collecting))
        conduct.move_on(breakout=collecting, to=phase, by=mina)


def test_an_answer_is_a_number_and_never_a_choice(client_of, collecting, ana, bao, olga, say, tap) -> None:
    voting.cast(taps=[tap(ana, say(collecting, bao).items.get(), "not_now")])
    page = client_of(olga).get(ORGANISE).content.decode()

    assert "1 of 2" in page
    assert "not_now" not in page


def test_the_page_refreshes_itself_by_its_own_fragment(client_of, breakout: Session, olga) -> None:
    client = client_of(olga)
    whole, fragment = client.get(ORGANISE), client.get(ORGANISE, headers={"HX-Request": "true"})

    assert 'hx-get="/shenzhen-2019/organise/" hx-trigger="every 5s"' in whole.content.decode()
    assert fragment.content.decode().strip().startswith('<section id="rooms"')
    assert fragment.templates[0].name == "eventapp/_rooms.html"


def test_links_lead_to_conduct_and_screen(client_of, breakout: Session, olga, sasha) -> None:
    conduct_page = f'href="/shenzhen-2019/sessions/{breakout.pk}/conduct/"'
    screen = f'href="/shenzhen-2019/rooms/{breakout.room_id}/screen/"'
    seen = [client_of(who).get(ORGANISE).content.decode() for who in (olga, sasha)]

    assert [(conduct_page in page, screen in page) for page in seen] == [(True, True), (False, True)]


def test_arrivals_are_counted_by_country(client_of, breakout: Session, ana, bao, visitor, enrol, olga) -> None:
    enrol("Amihan", country="PH")
    enrol("Gone", country="FJ", state=Participant.State.CANCELLED)
    presence.arrive(session=breakout, participant=ana)

    assert client_of(olga).get(ORGANISE).context["arrivals"] == [("KZ", 0, 1), ("LK", 0, 1), ("PH", 1, 2), ("VN", 0, 1)]


def test_what_is_not_settled_asks_for_attention(client_of, breakout: Session, olga) -> None:
    needs = client_of(olga).get(ORGANISE).context["needs"]

    assert [need.title for need in needs] == [
        "No moderator yet",
        "No rapporteur yet",
        "The venue is to be confirmed",
        "1 breakout room is to be confirmed",
    ]


def test_a_room_past_its_time_comes_first(client_of, collecting: Session, olga) -> None:
    need = client_of(olga).get(ORGANISE).context["needs"][0]

    assert (need.title, need.breakout) == ("Institutional/training providers is past its time", collecting)


@pytest.mark.parametrize(
    ("late", "said"),
    [(timedelta(minutes=1), "1 minute"), (timedelta(hours=3, minutes=9), "3 hours"), (timedelta(days=9), "1 week")],
)
def test_how_late_a_room_is_reads_as_people_say_it(
    collecting: Session, consultation, late: timedelta, said: str
) -> None:
    [need] = attention.overdue(overview.rooms_now(consultation), collecting.ends + late)

    assert need.text.replace("\xa0", " ") == f"It is still in the phase “Collecting”, {said} after its end."


@pytest.mark.parametrize(("is_secure", "said"), [(False, True), (True, False)])
def test_plain_http_is_said(client_of, olga, settings, is_secure: bool, said: bool) -> None:
    client = client_of(olga)
    settings.IS_SECURE = is_secure

    assert ("This network can read along" in client.get(ORGANISE).content.decode()) == said


def test_people_stand_with_country_group_seat_and_task(client_of, breakout: Session, ana, ravi, olga) -> None:
    page = client_of(olga).get(PEOPLE)

    assert [row.name for row in page.context["page"]] == ["Ana", "Olga", "Ravi"]
    for said in ("Philippines", "Higher education institution", "Rapporteur c", "Organiser"):
        assert said in page.content.decode()


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("an", ["Ana", "Bao"]),
        ("LANTERN", ["Bao"]),
        (" ana ", ["Ana"]),
        ("%", []),
        ("zzz", []),
    ],
)
def test_people_are_found_by_a_part_of_name_or_organisation(client_of, enrol, olga, asked: str, found: list) -> None:
    enrol("Ana")
    enrol("Bao", organisation="Lanterns for Learning")

    assert [row.name for row in client_of(olga).get(PEOPLE, {"q": asked}).context["page"]] == found


@pytest.mark.parametrize("page", ["2", "0", "999", "x", "-1", ""])
def test_any_page_number_leads_to_a_page(client_of, enrol, olga, page: str) -> None:
    assert client_of(olga).get(PEOPLE, {"page": page}).status_code == 200


def test_many_people_stand_on_several_pages(client_of, enrol, olga) -> None:
    for n in range(60):
        enrol(f"Person {n:02d}")
    first, second = (client_of(olga).get(PEOPLE, {"page": n}).context["page"] for n in (1, 2))

    assert (len(first), len(second), first.paginator.count) == (50, 11, 61)


def test_a_new_code_and_link_are_shown_once_and_end_the_old_ones(
    client_of, client: Client, ana, olga, settings
) -> None:
    settings.PUBLIC_URL = "https://event.example"
    of_ana, (_secret, old) = client_of(ana), sign_in.issue(participant=ana)
    page = client_of(olga).post(f"{PEOPLE}{ana.pk}/reissue/")
    code, link = page.context["code"], page.context["link"]

    assert of_ana.get("/shenzhen-2019/me/").status_code == 302
    assert client.post("/shenzhen-2019/enter/", {"code": old}).status_code == 422
    assert link.startswith("https://event.example/shenzhen-2019/enter/#")
    assert [
        Client().post("/shenzhen-2019/enter/", {"code": each}).status_code for each in (code, link.split("#")[1])
    ] == [
        302,
        302,
    ]
    assert page["Cache-Control"] == "private, no-store"
    assert (code in page.content.decode().replace(" ", ""), link in page.content.decode()) == (True, True)


def test_the_secretariat_sees_people_and_gives_out_no_codes(client_of, ana, sasha) -> None:
    client, before = client_of(sasha), Credential.objects.filter(participant=ana).count()

    assert "Re-issue code" not in client.get(PEOPLE).content.decode()
    assert client.post(f"{PEOPLE}{ana.pk}/reissue/").status_code == 403
    assert Credential.objects.filter(participant=ana).count() == before


def test_people_of_another_consultation_are_not_here(client_of, olga, other_consultation: Consultation) -> None:
    guest = Participant.objects.create(consultation=other_consultation, name="Guest")

    assert client_of(olga).post(f"{PEOPLE}{guest.pk}/reissue/").status_code == 404
    assert client_of(olga).get("/elsewhere/organise/").status_code == 302
    assert list(guest.credentials.all()) == []


@pytest.mark.parametrize("address", [ORGANISE, PEOPLE])
def test_nobody_else_gets_in(client_of, ana, ravi, mina, breakout: Session, address: str) -> None:
    answers = [client_of(who).get(address).status_code for who in (ana, ravi, mina, breakout.room, None)]

    assert answers == [403, 403, 403, 302, 302]


@pytest.mark.parametrize("address", [PEOPLE])
def test_three_people_take_as_many_queries_as_one(client_of, enrol, breakout: Session, olga, address: str) -> None:
    client = client_of(olga)
    Assignment.objects.create(session=breakout, participant=enrol("One", seat=breakout), role="rapporteur")
    one = count_queries(client, address)
    for name in ("Two", "Three"):
        Assignment.objects.create(session=breakout, participant=enrol(name, seat=breakout), role="rapporteur")

    assert count_queries(client, address) == one


def test_three_rooms_take_as_many_queries_as_one(client_of, another, enrol, say, tap, olga) -> None:
    client = client_of(olga)

    def fill(letter: str) -> None:
        breakout = another(letter)
        moderator, delegate = enrol(f"Moderator {letter}"), enrol(f"Delegate {letter}", seat=breakout)
        Assignment.objects.create(session=breakout, participant=moderator, role=Assignment.Role.MODERATOR)
        conduct.move_on(breakout=breakout, to=Phase.COLLECTING, by=moderator)
        breakout.refresh_from_db()
        presence.arrive(session=breakout, participant=delegate)
        ballot_box.VOTES.refill()
        voting.cast(taps=[tap(delegate, say(breakout, delegate).items.get(), "support")])

    fill("a")
    one = count_queries(client, ORGANISE)
    fill("b")
    fill("c")

    assert count_queries(client, ORGANISE) == one
