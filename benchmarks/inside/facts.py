"""What a benchmark must know of a room: ids, and the cookies that the door would have given its people."""

import json
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.signed_cookies import SessionStore

from participants.models import Credential, Participant
from recommendations import queries
from sessions import feed
from sessions.models import Session

from ..rooms import FACTS


def of(breakout: Session, people: list[Participant]) -> dict[str, Any]:
    """A room as `benchmarks.rooms.Room` has it."""
    ballot = queries.support_ballot(breakout)
    assert ballot is not None
    assert breakout.room is not None
    codes = Credential.objects.filter(kind=Credential.Kind.CODE, ended_at=None)
    held = {row.participant_id: row for row in codes.filter(participant__consultation=breakout.consultation)}
    slug = breakout.consultation.slug
    return {
        "breakout": breakout.pk,
        "ballot": ballot.pk,
        "feed": feed.of(breakout).name,
        "items": list(ballot.items.values_list("pk", flat=True)),
        "people": [cookie(slug, held[person.pk]) for person in people],
        "desks": [cookie(slug, held[row.participant_id]) for row in breakout.assignments.exclude(role="speaker")],
        "screen": cookie(slug, codes.get(room=breakout.room)),
    }


def cookie(slug: str, credential: Credential) -> str:
    """The session that coming in with this credential leaves in the browser."""
    session = SessionStore()
    session["in"] = {slug: [credential.pk, credential.issue]}
    session.save()
    return str(session.session_key)


def write(rooms: list[dict[str, Any]]) -> None:
    """Leave them beside the database, for those who measure."""
    (settings.VAR / FACTS).write_text(json.dumps(rooms))
