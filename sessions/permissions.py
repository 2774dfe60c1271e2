from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from participants.models import Consultation, Participant
from participants.permissions import View, can_decide, can_organise, come_in_first
from participants.requests import OpenRequest

from .models import Assignment, Room, Session


def is_assigned(participant: Participant | None, session: Session, *roles: Assignment.Role) -> bool:
    """Whether somebody has one of these roles in the session."""
    if participant is None or participant.consultation_id != session.consultation_id:
        return False
    return session.assignments.filter(participant=participant, role__in=roles).exists()


def can_conduct(participant: Participant | None, session: Session) -> bool:
    """Its moderators, and organisers: who opens and closes what happens in a session."""
    return is_assigned(participant, session, Assignment.Role.MODERATOR) or can_decide(participant, session.consultation)


def check_can_conduct(participant: Participant | None, session: Session) -> None:
    if not can_conduct(participant, session):
        raise PermissionDenied(_("Only the moderators of this session and organisers may do this."))


def is_seated(participant: Participant | None, session: Session) -> bool:
    return participant is not None and session.seats.filter(participant=participant).exists()


def is_staff(participant: Participant | None, session: Session | None) -> bool:
    """Organisers and secretariat, and a session's own moderators."""
    if participant is None:
        return False
    return can_organise(participant, participant.consultation) or (
        session is not None and is_assigned(participant, session, Assignment.Role.MODERATOR)
    )


def can_watch(participant: Participant | None, room: Room | None, session: Session | None, audience: str) -> bool:
    """Who may listen to a feed as a phone or a screen; desks are asked about by the package that has desks."""
    if audience == "phone":
        return participant is not None
    if audience == "screen":
        return room is not None or is_staff(participant, session)
    return False


def of_session(
    access: str, check: Callable[[Participant | None, Session], None], *, screens: bool = False
) -> Callable[[View], View]:
    """A decorator that finds the session of the address and asks `check`; the view gets (request, session).

    With `screens` the screen of a room may use the view too, as nobody in particular.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapped(
            request: OpenRequest, consultation: Consultation, pk: int, *args: Any, **kwargs: Any
        ) -> HttpResponse:
            if request.participant is None and not (screens and request.room):
                return come_in_first(request)
            rows = Session.objects.select_related("level", "room").exclude(kind=Session.Kind.BREAK)
            session = get_object_or_404(rows, consultation=consultation, pk=pk)
            session.consultation = consultation
            check(request.participant, session)
            return view(request, session, *args, **kwargs)

        wrapped.access = access  # type: ignore[attr-defined]
        return wrapped

    return decorate


def screen_required(view: View) -> View:
    """The room's own screen, or an organiser; the view gets (request, room)."""

    @wraps(view)
    def wrapped(request: OpenRequest, consultation: Consultation, pk: int) -> HttpResponse:
        if request.participant is None and request.room is None:
            return come_in_first(request)
        room = get_object_or_404(Room, consultation=consultation, pk=pk)
        room.consultation = consultation
        if request.room != room and not can_organise(request.participant, consultation):
            raise PermissionDenied(_("This page belongs to the screen of the room."))
        return view(request, room)

    wrapped.access = "screen"  # type: ignore[attr-defined]
    return wrapped


any_listener = of_session("listener", lambda participant, session: None, screens=True)
any_participant = of_session("participant", lambda participant, session: None)
conductor_required = of_session("conductor", check_can_conduct)
