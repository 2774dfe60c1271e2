from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from participants import sign_in
from participants.models import Participant
from participants.requests import OpenRequest
from sessions.models import Room

Answer = Callable[[HttpRequest], HttpResponse]

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    # A captive portal answers 200 to everything; what carries this header came from us.
    "X-Eventapp": "1",
}


def headers(get_response: Answer) -> Answer:
    """Say on every answer what a browser may load and do: only what comes from here."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        for name, value in HEADERS.items():
            response.setdefault(name, value)
        return response

    return middleware


def kept_token(get_response: Answer) -> Answer:
    """Send the cookie against forgeries only to a browser that has not got it, and not anew with every form."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        has_it = request.META.get("CSRF_COOKIE") == request.COOKIES.get(settings.CSRF_COOKIE_NAME)
        if has_it and request.META.pop("CSRF_COOKIE_NEEDS_UPDATE", False):
            patch_vary_headers(response, ["Cookie"])  # the form's token is this reader's all the same
        return response

    return middleware


class ParticipantMiddleware:
    """Turn the slug in the address into a consultation, and the cookie into who acts in it."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: OpenRequest) -> HttpResponse:
        nobody: tuple[Participant | None, Room | None] = (None, None)
        request.participant, request.room = nobody
        timezone.deactivate()
        response = self.get_response(request)
        if request.participant or request.room:
            response.setdefault("Cache-Control", "private, no-store")
            patch_vary_headers(response, ["Cookie"])
        return response

    def process_view(
        self, request: OpenRequest, view: Callable, args: list[Any], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        if not hasattr(view, "access"):
            raise ImproperlyConfigured(f"{view.__module__}.{view.__name__} does not say who may use it.")
        if any("\0" in value for values in request.GET.lists() for value in (values[0], *values[1])):
            raise Http404  # PostgreSQL takes no NUL, and no address of ours has one
        if "consultation" in kwargs:
            consultation, request.participant, request.room = sign_in.who(request.session, kwargs["consultation"])
            if consultation is None:
                raise Http404
            request.consultation = kwargs["consultation"] = consultation
            timezone.activate(consultation.tz)
        return None
