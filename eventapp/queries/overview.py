from collections import defaultdict
from typing import NamedTuple

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery

from participants.models import Consultation, Participant
from recommendations.models import Ballot, Vote
from recommendations.queries import Turnout, breakouts
from sessions.models import Assignment, Presence, Seat, Session


class RoomNow(NamedTuple):
    """A breakout as the organiser sees it: how it goes, and who runs it."""

    breakout: Session
    seats: int
    present: int
    turnout: Turnout
    moderators: list[Participant]
    rapporteurs: list[Participant]


class Arrival(NamedTuple):
    """A country, how many of its people have come to a session, and how many are registered."""

    country: str
    came: int
    registered: int


def rooms_now(consultation: Consultation) -> list[RoomNow]:
    """The breakouts as they are now, in as many queries for five as for one."""
    newest = Ballot.objects.filter(session=OuterRef("pk"), kind=Ballot.Kind.SUPPORT, is_rehearsal=False).order_by("-id")
    rows = breakouts(consultation).annotate(newest_ballot=Subquery(newest.values("pk")[:1]))
    staff = Assignment.objects.select_related("participant").order_by("id")
    found = list(rows.prefetch_related(Prefetch("assignments", staff)))
    seats = dict(Seat.objects.filter(session__in=found).values_list("session").annotate(n=Count("pk")))
    here = Presence.objects.filter(session__in=found, left_at__isnull=True)
    present = dict(here.values_list("session").annotate(n=Count("participant", distinct=True)))
    turnouts = turnouts_of([row.newest_ballot for row in found if row.newest_ballot])
    return [
        RoomNow(
            row,
            seats.get(row.pk, 0),
            present.get(row.pk, 0),
            turnouts.get(row.newest_ballot, Turnout(0, 0)),
            having(row, Assignment.Role.MODERATOR),
            having(row, Assignment.Role.RAPPORTEUR),
        )
        for row in found
    ]


def turnouts_of(ballots: list[int]) -> dict[int, Turnout]:
    """The turnout of several ballots at once."""
    votes = Vote.objects.filter(ballot__in=ballots).exclude(choice="")
    counted = votes.values_list("ballot").annotate(people=Count("voter", distinct=True), answers=Count("pk"))
    by_ballot = {pk: (people, answers) for pk, people, answers in counted}
    entitled = Ballot.objects.filter(pk__in=ballots).annotate(
        n=Count("roll", filter=Q(roll__voter__participant__can_vote=True))
    )
    found = {}
    for row in entitled:
        people, answers = by_ballot.get(row.pk, (0, 0))
        found[row.pk] = Turnout(people, row.n, answers)
    return found


def having(breakout: Session, role: Assignment.Role) -> list[Participant]:
    return [row.participant for row in breakout.assignments.all() if row.role == role]


def arrivals(consultation: Consultation) -> list[Arrival]:
    """Who has come to any session, by country."""
    came = Presence.objects.filter(participant=OuterRef("pk"))
    rows = registered(consultation).annotate(has_come=Exists(came)).values_list("country", "has_come")
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for country, has_come in rows:
        counts[country][0] += has_come
        counts[country][1] += 1
    return [Arrival(country, *counts[country]) for country in sorted(counts)]


def people(consultation: Consultation, *, name: str = "") -> "QuerySet[Participant]":
    """Everybody who is registered, by name, with seats and what they do; `name` is a part of it."""
    seats = Seat.objects.select_related("session__level").order_by("session__starts", "session__position")
    tasks = Assignment.objects.select_related("session__level").order_by("session__starts", "session__position")
    rows = registered(consultation).prefetch_related(Prefetch("seats", seats), Prefetch("assignments", tasks), "grants")
    found = Q(name__icontains=name) | Q(organisation__icontains=name) if name else Q()
    return rows.filter(found).order_by("name", "id")


def registered(consultation: Consultation) -> "QuerySet[Participant]":
    """Registrations that hold."""
    gone = [Participant.State.CANCELLED, Participant.State.DECLINED]
    return consultation.participants.filter(erased_at__isnull=True).exclude(state__in=gone)
