"""Reads of publications: result pages, screens and files show these numbers and no others."""

from collections.abc import Iterable

from django.db.models import F, QuerySet

from participants.models import Consultation
from sessions.models import Session

from . import queries
from .models import Ballot, Publication, Recommendation
from .published import Result


def publications() -> "QuerySet[Publication]":
    """Publications of support ballots that stand, the newest last."""
    rows = Publication.objects.filter(ballot__kind=Ballot.Kind.SUPPORT, ballot__is_rehearsal=False, withdrawn_at=None)
    return rows.order_by("ballot", "n")


def of(session: Session) -> Result | None:
    """What a breakout has published and not withdrawn; None while there is nothing."""
    row = publications().filter(ballot__session=session).last()
    return result(row, session, erased_among([row])) if row else None


def by_level(consultation: Consultation) -> list[tuple[Session, Result | None]]:
    """Each breakout, level by level, with what it has reported."""
    rows = {
        row.session_pk: row
        for row in publications()
        .annotate(session_pk=F("ballot__session"))
        .filter(ballot__session__consultation=consultation)
    }
    erased = erased_among(rows.values())
    levels: list[tuple[Session, Result | None]] = []
    for breakout in queries.breakouts(consultation):
        breakout.consultation = consultation
        row = rows.get(breakout.pk)
        levels.append((breakout, result(row, breakout, erased) if row else None))
    return levels


def result(publication: Publication, session: Session, erased: Iterable[str]) -> Result:
    return Result(publication, session, frozenset(erased))


def erased_among(rows: Iterable[Publication]) -> set[str]:
    """Numbers of what was published and then blanked, because its author left and took the words along."""
    published = {said["id"] for row in rows for said in row.numbers["said"]}
    blanked = Recommendation.objects.filter(pk__in=published, current_revision__text="")
    return set(blanked.values_list("number", flat=True))
