"""Reads of the desk: what the room said, what the numbers say as far as a desk may know, and who is there."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import QuerySet

from participants.models import Participant
from sessions.models import Session

from . import counting, priorities, queries
from .models import Ballot, Merge, Publication, Recommendation, Revision, Vote
from .priorities import Breadth
from .protection import Group, protect

Status = Recommendation.Status
ORDERS = ("support", "breadth", "controversy", "newest")


class Numbers(NamedTuple):
    """What a desk may know of an item; the counts only once the ballot is closed."""

    score: float
    breadth: Breadth | None
    controversy: float
    answers: int
    counts: tuple[int, int, int] | None  # support, not now, unsure


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One recommendation that stands on its own, and what was merged into it."""

    recommendation: Recommendation
    members: list[Recommendation]
    numbers: Numbers | None
    was_asked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Everything in a breakout's list, by support; what is set aside comes apart."""

    all: list[Recommendation]  # what was merged too
    breakout: Session
    ballot: Ballot | None
    lines: list[Line]
    set_aside: list[Line]
    shortlist: list[Recommendation]
    turnout: queries.Turnout
    fewest: int

    @property
    def waiting(self) -> int:
        """How many the desk has not decided on yet."""
        return sum(line.recommendation.status == Status.RECEIVED for line in self.lines)

    def line_of(self, recommendation: Recommendation) -> Line | None:
        return next((line for line in self.lines + self.set_aside if line.recommendation == recommendation), None)


def desk(breakout: Session) -> Desk:
    """What lies on the desk of a breakout now."""
    rows = list(queries.recommendations_of(breakout))
    ballot, below = queries.support_ballot(breakout), breakout.consultation.protect_below
    turnout = counting.turnout(ballot)
    known = numbers(ballot, turnout.entitled, below)
    asked = set(ballot.items.values_list("recommendation", flat=True)) if ballot else set()
    lines = [
        Line(
            recommendation=row,
            members=[member for member in rows if member.merged_into_id == row.pk],
            numbers=known.get(row.pk),
            was_asked=row.pk in asked,
        )
        for row in rows
        if row.status != Status.MERGED
    ]
    standing = [line for line in lines if line.recommendation.status != Status.SET_ASIDE]
    return Desk(
        all=rows,
        breakout=breakout,
        ballot=ballot,
        lines=sorted(standing, key=key_of("support")),
        set_aside=[line for line in lines if line.recommendation.status == Status.SET_ASIDE],
        shortlist=queries.shortlist(breakout),
        turnout=turnout,
        fewest=max(priorities.FEWEST, below),
    )


def numbers(ballot: Ballot | None, entitled: int, below: int) -> dict[int, Numbers]:
    """By recommendation, what the desk may know: in steps while the ballot is open, then totals, then as published."""
    if ballot is None or ballot.state == Ballot.State.DRAFT:
        return {}
    if ballot.state == Ballot.State.PUBLISHED:
        return published_numbers(ballot)
    is_open = ballot.state == Ballot.State.OPEN
    tallies = counting.of(ballot).tallies if is_open else queries.tallies(ballot)
    known = {pk: protected(tally, entitled, below, is_open) for pk, tally in tallies.items()}
    return {pk: row for pk, row in known.items() if row}


def protected(tally: queries.Tally, entitled: int, below: int, is_open: bool) -> Numbers | None:
    """The numbers of one item, or nothing where too few have answered."""
    countries = [Group(name, (agree, answers - agree)) for name, (agree, answers) in tally.countries.items()]
    shown = protect(countries, (), protect_below=below)
    if shown.answers is None:
        return None
    return Numbers(
        # Everybody entitled was shown every item of a support ballot, so N may enter for all of them.
        score=priorities.wilson(tally.support, tally.oppose, entitled, tally.unsure),
        breadth=shown.breadth,
        controversy=priorities.controversy(tally.support, tally.oppose, entitled),
        answers=tally.answers,
        counts=None if is_open else (tally.support, tally.oppose, tally.unsure),
    )


def published_numbers(ballot: Ballot) -> dict[int, Numbers]:
    """The numbers as they were published; nothing of that is counted anew."""
    publication = Publication.objects.filter(ballot=ballot, withdrawn_at=None).order_by("n").last()
    rows = publication.numbers.get("items", []) if publication else []
    return {
        row["id"]: Numbers(
            score=row["score"],
            breadth=None if row["breadth"] is None else Breadth(row["breadth"], row["countries"]),
            controversy=row["controversy"],
            answers=row["answers"],
            counts=(row["support"], row["oppose"], row["unsure"]),
        )
        for row in rows
        if row["answers"] is not None
    }


def key_of(order: str) -> Callable[[Line], tuple[float, ...]]:
    """The key to sort by one of ORDERS; what has no numbers yet comes last, oldest first."""

    def key(line: Line) -> tuple[float, ...]:
        pk, known = line.recommendation.pk, line.numbers
        if order == "newest":
            return (-pk,)
        if known is None:
            return (1, pk)
        broad = known.breadth.countries if known.breadth else 0
        first = {"support": known.score, "breadth": broad, "controversy": known.controversy}[order]
        return (0, -first, -known.score, -broad, pk)

    return key


class Wordings(NamedTuple):
    """How many answers a recommendation itself has to its present wording, and to those before the meaning changed."""

    present: int | None
    earlier: int | None


def answers_by_wording(recommendation: Recommendation, ballot: Ballot | None) -> Wordings | None:
    """Nothing where the meaning has never changed; while the ballot is open in a desk's steps, None below the first.

    Only answers are counted here: who answers again must not be seen to have changed sides.
    """
    if ballot is None or not recommendation.revisions.filter(kind=Revision.Kind.MATERIAL).exists():
        return None
    own = Vote.objects.filter(ballot=ballot, item__recommendation=recommendation).exclude(choice="")
    earlier = own.filter(queries.is_outdated()).count()
    present = own.count() - earlier
    if ballot.state != Ballot.State.OPEN:
        return Wordings(present, earlier)
    return Wordings(priorities.shown_at(present) or None, priorities.shown_at(earlier) or None)


def merges_into(recommendation: Recommendation) -> "QuerySet[Merge]":
    """The merges that stand on a recommendation, newest first."""
    rows = recommendation.merges.filter(undone_at=None).prefetch_related(
        "memberships__recommendation__current_revision"
    )
    return rows.order_by("-id")


def answerers(recommendations: Iterable[Recommendation]) -> "QuerySet[Participant]":
    """Everybody whose answer to one of these counts."""
    votes = Vote.objects.filter(item__recommendation__in=list(recommendations)).exclude(choice="")
    return Participant.objects.filter(voter__in=votes.values("voter"))


class Present(NamedTuple):
    here: int
    seats: int


def present(breakout: Session) -> Present:
    """How many of those with a seat are in the room now."""
    seats = breakout.seats.values("participant")
    here = breakout.presences.filter(left_at=None, participant__in=seats).values("participant").distinct().count()
    return Present(here, breakout.seats.count())
