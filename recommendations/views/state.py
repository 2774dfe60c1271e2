from django.http import HttpResponse, JsonResponse
from django.utils.http import quote_etag
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from participants.models import Consultation
from participants.permissions import come_in_first, public
from participants.requests import OpenRequest
from sessions import feed, reading
from sessions.models import Session
from sessions.permissions import any_listener
from sessions.stream import Stream

from .. import permissions


@require_GET
@public
def consultation_state(request: OpenRequest, consultation: Consultation) -> HttpResponse:
    """The consultation's feed alone: for people, and for a screen where no session is on."""
    if request.participant is None and request.room is None:
        return come_in_first(request)
    return state_of(request, [consultation])


@require_GET
@any_listener
def state(request: OpenRequest, breakout: Session) -> HttpResponse:
    """What the socket would have said, for phones that have none."""
    return state_of(request, [breakout.consultation, breakout])


def state_of(request: OpenRequest, subjects: list) -> HttpResponse:
    audience, session = request.GET.get("audience", "phone"), subjects[-1] if len(subjects) > 1 else None
    if not permissions.can_listen(request.participant, request.room, session, audience):
        return JsonResponse({"type": "refused", "reason": ""}, status=403)
    rows, epoch, language = [feed.of(subject) for subject in subjects], feed.epoch(), get_language() or "en"
    etag = quote_etag(f"{epoch}-{'-'.join(str(row.version) for row in rows)}-{audience}-{language}")
    if request.headers.get("If-None-Match") == etag:
        response: HttpResponse = HttpResponse(status=304)
    else:
        shown = dict(part.split(":", 1) for part in request.GET.get("since", "").split(",") if ":" in part)
        behind = [row for row in rows if shown.get(row.name) != str(row.version)]
        frames = ",".join(whole(row.pk, row.name, epoch, audience, language) for row in behind)
        response = HttpResponse(f"[{frames}]", content_type="application/json")
    for name, value in {"ETag": etag, "Cache-Control": "private", "Vary": "Cookie, Accept-Language"}.items():
        response.headers[name] = value
    return response


def whole(pk: int, name: str, epoch: str, audience: str, language: str) -> str:
    moment, drawings = reading.draw(pk, [(audience, language)])
    stream = Stream(name, epoch, paced=False)
    stream.take(drawings[audience, language], *moment, 0)
    return stream.frame(0)
