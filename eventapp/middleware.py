from collections.abc import Callable
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from participants import sign_in
from participants.models import Consultation, Participant
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
        if "consultation" in kwargs:
            kwargs["consultation"] = get_object_or_404(Consultation, slug=kwargs["consultation"])
            request.consultation = kwargs["consultation"]
            timezone.activate(request.consultation.tz)
            request.participant, request.room = sign_in.who(request.session, request.consultation)
        return None
