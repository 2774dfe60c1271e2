from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from .models import Consultation, Grant, Participant
from .requests import OpenRequest

View = Callable[..., HttpResponse]


def public(view: View) -> View:
    """Anybody may use this view."""
    view.access = "public"  # type: ignore[attr-defined]
    return view


def come_in_first(request: OpenRequest) -> HttpResponse:
    """Send a reader to the door, and back afterwards; refuse what would have changed something."""
    if request.method not in ("GET", "HEAD"):
        raise PermissionDenied(_("Please come in first: open the link of your badge, or type its code."))
    enter = reverse("participants:enter", kwargs={"consultation": request.consultation.slug})
    return redirect(f"{enter}?{urlencode({'next': request.get_full_path()})}")


def guarded(access: str, check: Callable[..., None]) -> Callable[[View], View]:
    """A decorator that lets a participant in where `check(participant, …)` does not refuse."""

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapped(request: OpenRequest, consultation: Consultation, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.participant is None:
                return come_in_first(request)
            check(request.participant, consultation)
            return view(request, consultation, *args, **kwargs)

        wrapped.access = access  # type: ignore[attr-defined]
        return wrapped

    return decorate


def can_organise(participant: Participant | None, consultation: Consultation) -> bool:
    """Organisers and the secretariat of this consultation."""
    return _has_grant(participant, consultation, [Grant.Role.ORGANISER, Grant.Role.SECRETARIAT])


def can_decide(participant: Participant | None, consultation: Consultation) -> bool:
    """Organisers alone: what the secretariat may not do (grant roles, end people, move phases, publish)."""
    return _has_grant(participant, consultation, [Grant.Role.ORGANISER])


def check_can_organise(participant: Participant | None, consultation: Consultation) -> None:
    if not can_organise(participant, consultation):
        raise PermissionDenied(_("Only organisers of this consultation may do this."))


def check_can_decide(participant: Participant | None, consultation: Consultation) -> None:
    if not can_decide(participant, consultation):
        raise PermissionDenied(_("Only organisers of this consultation may do this; the secretariat may not."))


def _has_grant(participant: Participant | None, consultation: Consultation, roles: list[Grant.Role]) -> bool:
    if participant is None or participant.consultation_id != consultation.pk:
        return False
    lasting = Q(until__isnull=True) | Q(until__gt=timezone.now())
    return participant.grants.filter(lasting, role__in=roles).exists()


participant_required = guarded("participant", lambda participant, consultation: None)
organiser_required = guarded("organiser", check_can_organise)
decider_required = guarded("decider", check_can_decide)
