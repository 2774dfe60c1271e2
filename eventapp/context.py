from typing import Any

from django.conf import settings

from participants import permissions
from participants.requests import OpenRequest
from sessions import queries


def page(request: OpenRequest) -> dict[str, Any]:
    """What every page of a consultation shows around its content."""
    consultation = getattr(request, "consultation", None)
    if consultation is None:
        return {"csrf_cookie": settings.CSRF_COOKIE_NAME}
    participant = request.participant
    return {
        "consultation": consultation,
        "participant": participant,
        "csrf_cookie": settings.CSRF_COOKIE_NAME,
        "is_organiser": permissions.can_organise(participant, consultation),
        "own_breakout": queries.breakout_of(participant) if participant else None,
        "is_plain_http": not settings.IS_SECURE,
    }
