from typing import Any
from zlib import crc32

from django.utils import timezone

from participants.models import Consultation
from sessions.feed import Drawing, Fragment, fragment
from sessions.models import Feed, Phase, Session

from .. import counting, queries, results
from ..published import Result
from .fitting import fitting
from .joining import door

NEWEST = 3


def draw(feed: Feed) -> Drawing:
    """What screens show: of a session what is on there, of the consultation its shortlists and a sign of its agenda."""
    # The beat has no request, and so no zone: times here are those on the wall of the venue.
    with timezone.override(feed.consultation.tz):
        return Drawing(of_consultation(feed) if feed.session is None else of_session(feed, feed.session))


def of_session(feed: Feed, session: Session) -> list[Fragment]:
    """Head, main part and foot of a session's screen."""
    session.consultation = feed.consultation
    context = scene(session)
    return [
        fragment(f"recommendations/_screen_{part}.html", f"screen-{part}", **context)
        for part in ("head", "main", "foot")
    ]


def scene(session: Session) -> dict[str, Any]:
    """One message for each phase; a plenary has its own page, and this is its head."""
    mode = mode_of(session)
    context = {
        "session": session,
        "consultation": session.consultation,
        "mode": mode,
        "door": door(session.consultation),
    }
    if mode == "collecting":
        return context | collecting(session)
    if mode == "curating":
        ballot = queries.support_ballot(session)
        return context | {"turnout": counting.turnout(ballot), "count": queries.recommendations_of(session).count()}
    if mode == "reported":
        return context | board(results.of(session))
    return context


def mode_of(session: Session) -> str:
    if not session.is_breakout:
        return "plenary"
    return "join" if session.phase == Phase.SCHEDULED else str(session.phase)


def collecting(session: Session) -> dict[str, Any]:
    """How many have answered, and the newest words: never what the answers were."""
    rows = queries.recommendations_of(session).filter(merged_into=None).order_by("-id")
    newest = list(rows[:NEWEST])
    texts = [(row.words.text, row.words.language) for row in newest]
    count, size = fitting(texts, width=62, height=45, least=6, gap=3)
    return {"turnout": counting.turnout(queries.support_ballot(session)), "newest": newest[:count], "size": size}


def board(result: Result | None) -> dict[str, Any]:
    """A shortlist with its bars, as many as can be read from the last row."""
    shortlist = result.shortlist if result else []
    texts = [(item.words, item.said["language"]) for item in shortlist]
    count, size = fitting(texts, width=85, height=64, least=6.5, gap=2.2)
    return {"result": result, "shown": shortlist[:count], "more": len(shortlist) - count, "size": size}


def of_consultation(feed: Feed) -> list[Fragment]:
    """All levels at a glance, each level's shortlist, and a sign that changes with the agenda."""
    context = overview(feed.consultation)
    boards = context.pop("boards")
    drawn = [
        fragment("recommendations/_screen_agenda.html", "screen-agenda", **context, sign=sign(feed)),
        fragment("recommendations/_screen_overview.html", "screen-overview", **context),
    ]
    for each in boards:
        letter = each["breakout"].level.letter
        drawn.append(fragment("recommendations/_screen_level.html", f"screen-level-{letter}", **context, each=each))
    return drawn


def overview(consultation: Consultation) -> dict[str, Any]:
    """What each level has reported, and how to come in while none has."""
    levels = results.by_level(consultation)
    return {
        "consultation": consultation,
        "door": door(consultation),
        "levels": levels,
        "has_reports": any(result for _breakout, result in levels),
        "boards": [{"breakout": breakout} | board(result) for breakout, result in levels if breakout.level],
    }


def sign(feed: Feed) -> str:
    """A word that is another one when a session was moved to another time or room."""
    rows = feed.consultation.agenda.order_by("id").values_list("id", "room", "starts", "ends")
    return format(crc32(repr(list(rows)).encode()), "x")
