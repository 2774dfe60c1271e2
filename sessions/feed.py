"""The live stream of a session or a consultation: what rules lock, move and announce.

It knows no recommendation. Who draws what is registered by the package that owns the fragments.
"""

from collections import defaultdict
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.template.loader import render_to_string

from participants.models import Consultation, Participant

from .models import Epoch, Feed, Session


class Fragment(NamedTuple):
    """A piece of a page by its id; a slow one goes to phones at most every two seconds."""

    id: str
    html: str
    slow: bool = False


class Drawing(NamedTuple):
    """All fragments of one audience, and the shared order of its items (None where it has none)."""

    fragments: list[Fragment]
    order: list[int] | None = None


Draw = Callable[[Feed], Drawing]
_draws: dict[str, list[Draw]] = defaultdict(list)
_on_change: list[Callable[[int], None]] = []
_on_tell: list[Callable[[int], None]] = []
_on_look: list[Callable[[], None]] = []


def draws(audience: str, function: Draw) -> None:
    """Let a package draw its fragments for an audience: phone, desk or screen."""
    _draws[audience].append(function)


def draw(feed: Feed, audience: str) -> Drawing:
    """Everything that an audience sees of a feed now, in the active language."""
    drawn = [function(feed) for function in _draws[audience]]
    orders = [drawing.order for drawing in drawn if drawing.order is not None]
    return Drawing([fragment for drawing in drawn for fragment in drawing.fragments], orders[0] if orders else None)


def fragment(template: str, name: str, *, slow: bool = False, **context: object) -> Fragment:
    """Draw one fragment from its template, the same file that the page includes."""
    return Fragment(name, render_to_string(template, context).strip(), slow)


def listen(*, change: Callable[[int], None], tell: Callable[[int], None]) -> None:
    """Hear about every committed change of a feed (by its id), and about every participant told."""
    _on_change.append(change)
    _on_tell.append(tell)


def by_the_clock(function: Callable[[], None]) -> None:
    """Let a package do at each look (every two seconds) what is due by the clock; every process calls it."""
    _on_look.append(function)


def look() -> None:
    """Do what is due by the clock."""
    for function in _on_look:
        function()


def of(subject: Session | Consultation) -> Feed:
    """The feed of a session or a consultation; drawn up the first time it is asked for."""
    if isinstance(subject, Session):
        return Feed.objects.get_or_create(consultation_id=subject.consultation_id, session=subject)[0]
    return Feed.objects.get_or_create(consultation=subject, session=None)[0]


def at(slug: str, pk: int | None = None) -> list[Feed]:
    """The feeds of an address in one query: the consultation's, and the session's where it names one.

    None where there is no such consultation, the first alone where it has no such session.
    """
    there = Q(session=None) if pk is None else Q(session=None) | Q(session__id=pk)
    rows = Feed.objects.select_related("consultation", "session").filter(there, consultation__slug=slug)
    found = sorted(rows, key=lambda row: row.session_id or 0)
    return found if len(found) == (1 if pk is None else 2) else drawn_up(slug, pk)


def drawn_up(slug: str, pk: int | None) -> list[Feed]:
    """As `at`, for an address that nobody has asked for before."""
    consultation = Consultation.objects.filter(slug=slug).first()
    if consultation is None:
        return []
    if pk is None:
        return [of(consultation)]
    session = Session.objects.filter(consultation=consultation, pk=pk).first()
    if session is None:
        return [Feed(consultation=consultation)]  # not kept: an address where nothing is changes nothing
    return [of(consultation), of(session)]


def lock(*sessions: Session) -> Session:
    """Wait for the feeds of these sessions, in id order, and return the first session as it is now.

    Lock before reading: what was read earlier may have changed while we waited.
    """
    rows = Feed.objects.select_for_update().filter(session__in=sessions).order_by("id")
    if len(rows.all()) < len(set(sessions)):
        for session in sessions:
            of(session)
        list(rows)
    fresh = Session.objects.select_related("consultation", "level", "room").in_bulk([row.pk for row in sessions])
    return fresh[sessions[0].pk]


def changed(session: Session) -> int:
    """Move the feed of a session, and announce it once committed. Returns the new version."""
    return all_changed([session])[session.pk]


def all_changed(sessions: list[Session]) -> dict[int, int]:
    """As `changed`, for the feeds of several sessions at once. Returns the new versions by session."""
    return {row.session_id or 0: row.version for row in _move(Feed.objects.filter(session__in=sessions))}


def content_changed(session: Session) -> int:
    """As `changed`, where texts, lists, the phase, a ballot's state or a publication moved."""
    [row] = _move(Feed.objects.filter(session=session), content=True)
    return row.version


def consultation_changed(consultation: Consultation) -> int:
    """Move the feed of the consultation: what all its pages show."""
    of(consultation)
    [row] = _move(Feed.objects.filter(consultation=consultation, session=None), content=True)
    return row.version


def tell(participant: Participant | None) -> None:
    """Let somebody's own pages fetch what is personal, once committed."""
    if participant is not None:
        pk = participant.pk
        transaction.on_commit(lambda: _announce(_on_tell, pk))


def epoch() -> str:
    """The life of this database; a phone ahead of its version belongs to another one."""
    return str(Epoch.objects.get_or_create(id=1)[0].name)


def _move(feeds: QuerySet[Feed], *, content: bool = False) -> list[Feed]:
    feeds.update(version=F("version") + 1, **({"content": F("content") + 1} if content else {}))
    moved = list(feeds)
    for row in moved:
        transaction.on_commit(partial(_announce, _on_change, row.pk))
    return moved


def _announce(listeners: list[Callable[[int], None]], pk: int) -> None:
    for listener in listeners:
        listener(pk)
