"""What the hub reads, each in one moment of the database and in a thread of the hub's own."""

import asyncio
from collections import defaultdict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from django.db import connections
from django.db.models import Q, Value
from django.utils import timezone, translation

from participants import sign_in
from participants.models import Credential, Grant
from participants.sign_in import Held

from . import feed
from .feed import Drawing
from .models import Assignment, Feed
from .snapshot import snapshot

Moment = tuple[int, int]  # version and content of a feed
Roles = frozenset[tuple[int, str]]  # session (0: the whole consultation) and role
Read = TypeVar("Read")


class Reader:
    """A thread of its own, with its own connection: drawing never waits behind somebody's page."""

    def __init__(self) -> None:
        self.thread = ThreadPoolExecutor(1, "beat")

    async def __call__(self, function: Callable[..., Read], *args: object) -> Read:
        """Call a reading function there."""
        return await asyncio.get_running_loop().run_in_executor(self.thread, reading, function, *args)


def reading(function: Callable[..., Read], *args: object) -> Read:
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


def roles_of(participants: set[int]) -> dict[int, Roles]:
    """What these people may do in sessions and for their consultation: one query for all desks and screens."""
    lasting = Q(until=None) | Q(until__gt=timezone.now())
    grants = Grant.objects.filter(lasting, participant__in=participants).order_by()
    assigned = Assignment.objects.filter(participant__in=participants).order_by()
    found: dict[int, set[tuple[int, str]]] = defaultdict(set)
    with snapshot():
        rows = assigned.values_list("participant", "session", "role")
        for participant, session, role in rows.union(grants.values_list("participant", Value(0), "role")):
            found[participant].add((session, role))
    return {participant: frozenset(roles) for participant, roles in found.items()}
