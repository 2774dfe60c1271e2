from collections.abc import Iterable
from datetime import date, datetime
from itertools import groupby
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, QuerySet

from participants.models import Consultation, Participant

from .models import Presence, Seat, Session


class Place(NamedTuple):
    """A breakout where somebody has a seat, by its id, and whether they have come."""

    breakout: int
    is_there: bool


class Slot(NamedTuple):
    """What stands at one time of the agenda: one item, or the breakouts that run in parallel."""

    sessions: list[Session]
    is_now: bool
    is_over: bool

    @property
    def first(self) -> Session:
        return self.sessions[0]


def breakout_of(participant: Participant) -> Session | None:
    """The breakout where this participant has a seat; the nearest one where there are several."""
    return (
        Session.objects.filter(seats__participant=participant, kind=Session.Kind.BREAKOUT)
        .select_related("level", "room")
        .order_by("starts", "position", "id")
        .first()
    )


def places_of(participant: Participant) -> list[Place]:
    """Where this participant has a seat; the nearest breakout comes first."""
    there = Presence.objects.filter(session=OuterRef("session"), participant=OuterRef("participant"), left_at=None)
    seats = Seat.objects.filter(participant=participant, session__kind=Session.Kind.BREAKOUT)
    rows = seats.order_by("session__starts", "session__position", "session").values_list("session", Exists(there))
    return [Place(*row) for row in rows]


def agenda(consultation: Consultation) -> "QuerySet[Session]":
    """All items of a consultation in their order, with level, room and documents."""
    rows = consultation.agenda.select_related("level", "room").prefetch_related("documents")
    return rows.order_by("starts", "position", "id")


def days(sessions: Iterable[Session], zone: ZoneInfo) -> list[date]:
    """The days of an agenda, by the clocks of the venue."""
    return sorted({row.starts.astimezone(zone).date() for row in sessions if row.starts})


def on_day(sessions: Iterable[Session], day: date, zone: ZoneInfo) -> list[Session]:
    """The items that begin on a day, by the clocks of the venue."""
    return [row for row in sessions if row.starts and row.starts.astimezone(zone).date() == day]


def slots(sessions: Iterable[Session], now: datetime) -> list[Slot]:
    """Items in their order, parallel breakouts together."""

    def place(row: Session) -> tuple[datetime | None, int]:
        return row.starts, 0 if row.is_breakout else row.pk

    grouped = [list(rows) for _place, rows in groupby(sessions, key=place)]
    return [
        Slot(rows, any(is_on(row, now) for row in rows), all(is_over(row, now) for row in rows)) for rows in grouped
    ]


def is_on(session: Session, now: datetime) -> bool:
    """Whether an item is on; one without an end is on for as long as its day lasts."""
    return session.starts is not None and session.starts <= now and not is_over(session, now)


def is_over(session: Session, now: datetime) -> bool:
    if session.ends:
        return session.ends <= now
    zone = session.consultation.tz
    return session.starts is not None and session.starts.astimezone(zone).date() < now.astimezone(zone).date()


def to_come(sessions: Iterable[Session], now: datetime) -> list[Session]:
    """The items that have not begun."""
    return [row for row in sessions if row.starts and row.starts > now]
