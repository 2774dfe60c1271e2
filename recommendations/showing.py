"""What a room's screen shows: the session that is on there, or how to come in."""

from datetime import datetime, timedelta

from django.db.models import QuerySet

from sessions.models import Phase, Room, Session
from sessions.queries import is_on

STAYS = timedelta(hours=12)  # that a breakout stays on the screen after its end, when nothing follows


def on_there(room: Room, at: datetime) -> Session | None:
    """The session that is on in a room; a breakout that runs over stays until another session begins."""
    last = of_room(room).filter(starts__lte=at).order_by("starts", "position", "id").last()
    if last is None:
        return None
    last.consultation = room.consultation
    runs_over = last.is_breakout and last.phase != Phase.SCHEDULED and last.ends and at - last.ends < STAYS
    return last if is_on(last, at) or runs_over else None


def next_change(room: Room, at: datetime) -> datetime | None:
    """When another session begins or ends in the room."""
    moments = of_room(room).values_list("starts", "ends")
    return min((moment for pair in moments for moment in pair if moment and moment > at), default=None)


def of_room(room: Room) -> "QuerySet[Session]":
    """What stands on the agenda of a room, breaks left out."""
    rows = Session.objects.filter(consultation=room.consultation, room=room).exclude(kind=Session.Kind.BREAK)
    return rows.select_related("level", "room")
