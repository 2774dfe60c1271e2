from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from participants.requests import OpenRequest
from sessions import calendar, feed
from sessions.models import Room, Session
from sessions.permissions import screen_required

from .. import permissions, showing
from ..drawing import screen as drawing


@require_GET
@screen_required
def screen(request: OpenRequest, room: Room) -> HttpResponse:
    """The projector of a room: the session that is on there, or the one that it is pinned to."""
    now = calendar.now(room.consultation)
    session = pinned(request, room) or showing.on_there(room, now)
    subjects = [feed.of(room.consultation)] + ([feed.of(session)] if session else [])
    # Versions first: what moves while this page is drawn comes again with the first frame.
    context: dict[str, Any] = {"versions": {row.name: row.version for row in subjects}, "epoch": feed.epoch()}
    context |= {"room_shown": room, "session": session, "sign": drawing.sign(subjects[0])}
    context["listens"] = permissions.can_listen(request.participant, request.room, session, "screen")
    change = None if "session" in request.GET else showing.next_change(room, now)
    context["next"] = round((change - now).total_seconds()) + 1 if change else None
    if session and session.is_breakout:
        return render(request, "recommendations/screen.html", context | drawing.scene(session))
    if session:
        return render(request, "recommendations/screen_plenary.html", context | plenary(request, session))
    door = drawing.door(room.consultation)
    return render(request, "recommendations/screen_join.html", context | {"door": door, "mode": "join"})


def pinned(request: OpenRequest, room: Room) -> Session | None:
    """The session that the address names; one of another consultation is not here."""
    asked = request.GET.get("session")
    if asked is None:
        return None
    rows = Session.objects.select_related("level", "room").exclude(kind=Session.Kind.BREAK)
    number = int(asked) if asked.isdecimal() and len(asked) < 19 else 0
    session = get_object_or_404(rows, consultation=room.consultation, pk=number)
    session.consultation = room.consultation
    return session


def plenary(request: OpenRequest, session: Session) -> dict[str, object]:
    """All levels at a glance and each level's shortlist; the address or a key says which one is in sight."""
    overview = drawing.overview(session.consultation)
    letters = [each["breakout"].level.letter for each in overview["boards"]]
    view = request.GET.get("level", "")
    return drawing.scene(session) | overview | {"view": view if view in letters else ""}
