"""What the middleware puts on a request, told to the type checker."""

from typing import TYPE_CHECKING

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from .models import Consultation, Participant

if TYPE_CHECKING:
    from sessions.models import Room


class OpenRequest(HttpRequest):
    """A request that anybody may have sent."""

    consultation: Consultation
    htmx: HtmxDetails
    participant: Participant | None
    room: "Room | None"


class Request(OpenRequest):
    """A request of somebody who has come in: what a view behind a guard gets."""

    participant: Participant
