"""What the hub reads, each in one moment of the database and in a thread of the hub's own."""

from django.db import connections
from django.utils import timezone, translation

from participants import sign_in
from participants.models import Credential
from participants.sign_in import Held

from . import feed
from .feed import Drawing
from .models import Feed
from .snapshot import snapshot

Moment = tuple[int, int]  # version and content of a feed


def reading(function, *args):  # type: ignore[no-untyped-def] # any reading function
    """Call a reading function; a connection that broke is dropped, so that the next call opens a new one."""
    try:
        return function(*args)
    except Exception:
        connections.close_all()
        raise


def draw(pk: int, keys: list[tuple[str, str]]) -> tuple[Moment, dict[tuple[str, str], Drawing]]:
    """Draw a feed for these audiences and languages from one moment of the database, version first."""
    with snapshot():
        row = Feed.objects.select_related("session__level", "session__room", "consultation").get(pk=pk)
        drawings = {}
        for audience, language in keys:
            with translation.override(language), timezone.override(row.consultation.tz):
                drawings[audience, language] = feed.draw(row, audience)
        return (row.version, row.content), drawings


def moments(pks: list[int]) -> dict[int, Moment]:
    """Version and content of many feeds in one query."""
    with snapshot():
        rows = Feed.objects.filter(pk__in=pks).values_list("pk", "version", "content")
        return {pk: (version, content) for pk, version, content in rows}


def live_credentials(held: set[Held]) -> set[Held]:
    """Which of these still let in: two queries for all sockets."""
    with snapshot():
        live = Credential.objects.live().filter(pk__in={one.credential for one in held}, participant__erased_at=None)
        issues, over = set(live.values_list("pk", "issue")), sign_in.over(one.visit for one in held)
        return {one for one in held if one[:2] in issues and one.visit not in over}
