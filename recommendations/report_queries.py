"""What a breakout reports, gathered for the page that is read out and for the file."""

from typing import Any

from participants.models import Organisation
from sessions.models import Session

from . import queries, results
from .models import Recommendation
from .published import Item, Result
from .report import Entry, Report


def report(breakout: Session, language: str) -> Report:
    """The published shortlist with its numbers; while nothing is published, the desk's shortlist without any."""
    result = results.of(breakout)
    about: dict[str, Any] = {
        "consultation": breakout.consultation.name,
        "hosts": [row.name for row in breakout.consultation.organisations.filter(role=Organisation.Role.HOST)],
        "letter": breakout.level.letter if breakout.level else "",
        "level": breakout.level.name if breakout.level else "",
        "breakout": breakout.name,
        "question": breakout.asked,
        "language": language,
        "room": breakout.room.name if breakout.room else "",
        "held": breakout.starts.astimezone(breakout.consultation.tz) if breakout.starts else None,
    }
    if result is None:
        return Report(**about, entries=[drafted(row) for row in queries.shortlist(breakout)])
    return Report(**about, **counted(result), entries=[entry(item) for item in result.shortlist])


def counted(result: Result) -> dict[str, Any]:
    return {
        "entitled": result.entitled,
        "answered": result.answered,
        "countries": result.countries,
        "others": len(result.items) - len(result.shortlist),
        "rules": result.publication.rules["text"],
        "published": result.at.astimezone(result.session.consultation.tz),
        "sha256": result.publication.sha256,
    }


def entry(item: Item) -> Entry:
    """A published recommendation with its numbers."""
    return Entry(
        number=item.number,
        words=item.words,
        language=item.said["language"],
        why=item.why,
        reason=item.said["reason"],
        type=item.type,
        sdg=item.sdg,
        merged=item.said["merged"],
        support=item.votes.get("support"),
        answers=item.votes.get("answers"),
        breadth=item.votes.get("breadth"),
        countries=item.votes.get("countries"),
        score=item.score,
        was_asked=item.was_asked,
    )


def drafted(row: Recommendation) -> Entry:
    """A recommendation as it stands at the desk."""
    return Entry(
        number=row.number,
        words=row.words.text,
        language=row.words.language,
        why=row.words.why,
        type=row.get_type_display(),
        sdg=row.get_sdg_target_display(),
    )
