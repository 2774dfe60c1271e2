"""Seats: one in a time slot, as many as the room has, taken with one tap."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from participants.models import Consultation, Participant
from recommendations.models import BallotItem, Roll
from sessions import feed, seating
from sessions.models import Phase, Room, Seat, Session


@pytest.fixture
def another(consultation: Consultation, breakout: Session) -> Callable[..., Session]:
    """Another breakout: another("d"), at the same time unless told otherwise."""

    def make(letter: str, later: timedelta = timedelta()) -> Session:
        return Session.objects.create(
            consultation=consultation,
            level=consultation.levels.get(letter=letter),
            kind=Session.Kind.BREAKOUT,
            title=f"Breakout {letter}",
            starts=breakout.starts + later if breakout.starts else None,
        )

    return make


def seats_of(session: Session) -> list[str]:
    return list(session.seats.order_by("id").values_list("participant__name", flat=True))


def test_a_visitor_takes_a_seat_with_one_tap(client_of, breakout: Session, visitor: Participant) -> None:
    answer = client_of(visitor).post(f"/shenzhen-2019/sessions/{breakout.pk}/seat/")

    assert (answer.status_code, answer["Location"]) == (302, f"/shenzhen-2019/sessions/{breakout.pk}/")
    assert seats_of(breakout) == ["Visitor"]


def test_the_feed_moves_with_a_seat(breakout: Session, visitor: Participant) -> None:
    before = feed.of(breakout).version
    seating.take(session=breakout, participant=visitor)

    assert feed.of(breakout).version == before + 1


def test_a_full_room_refuses_with_its_number(breakout: Session, ana, visitor: Participant) -> None:
    Room.objects.update(capacity=1)

    with pytest.raises(ValidationError, match=r"This room is full: all 1 seats are taken\."):
        seating.take(session=breakout, participant=visitor)
    assert seats_of(breakout) == ["Ana"]


def test_a_full_room_says_so_on_the_page(client_of, breakout: Session, ana, visitor: Participant) -> None:
    Room.objects.update(capacity=1)
    answer = client_of(visitor).post(f"/shenzhen-2019/sessions/{breakout.pk}/seat/")

    assert (answer.status_code, seats_of(breakout)) == (409, ["Ana"])
    assert "This room is full" in answer.content.decode()


def test_nobody_sits_in_two_breakouts_at_once(another, breakout: Session, ana: Participant) -> None:
    with pytest.raises(ValidationError, match="You already have a seat at this time: Institutional/training providers"):
        seating.take(session=another("d"), participant=ana)
    assert list(Seat.objects.values_list("session", flat=True)) == [breakout.pk]


def test_a_seat_at_another_time_is_another_seat(another, ana: Participant) -> None:
    later = another("d", timedelta(days=1))
    seating.take(session=later, participant=ana)

    assert seats_of(later) == ["Ana"]


def test_a_breakout_that_has_reported_takes_nobody(breakout: Session, visitor: Participant) -> None:
    Session.objects.filter(pk=breakout.pk).update(phase=Phase.REPORTED)

    with pytest.raises(ValidationError, match="This breakout has reported"):
        seating.take(session=breakout, participant=visitor)
    assert seats_of(breakout) == []


def test_a_plenary_has_no_seats(consultation: Consultation, visitor: Participant) -> None:
    plenary = Session.objects.create(consultation=consultation, kind=Session.Kind.PLENARY, title="Opening")

    with pytest.raises(ValidationError, match="everybody is welcome in a plenary"):
        seating.take(session=plenary, participant=visitor)


def test_a_seat_taken_while_a_ballot_is_open_is_on_its_roll(client_of, item: BallotItem, visitor: Participant) -> None:
    client_of(visitor).post(f"/shenzhen-2019/sessions/{item.ballot.session_id}/seat/")

    assert Roll.objects.filter(ballot=item.ballot, voter__participant=visitor).count() == 1


def test_a_stranger_takes_no_seat(client_of, breakout: Session) -> None:
    answer = client_of(None).post(f"/shenzhen-2019/sessions/{breakout.pk}/seat/")

    assert (answer.status_code, seats_of(breakout)) == (403, [])
