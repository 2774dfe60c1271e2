from django.http import HttpResponse, JsonResponse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from participants.models import Consultation
from participants.permissions import come_in_first, public
from participants.requests import OpenRequest
from sessions import feed, polling
from sessions.models import Session
from sessions.permissions import any_listener

from .. import permissions


@require_GET
@public
def consultation_state(request: OpenRequest, consultation: Consultation) -> HttpResponse:
    """The consultation's feed alone: for people, and for a screen where no session is on."""
    if request.participant is None and request.room is None:
        return come_in_first(request)
    return state_of(request, consultation)


@require_GET
@any_listener
def state(request: OpenRequest, breakout: Session) -> HttpResponse:
    """What the socket would have said, for phones that have none."""
    return state_of(request, breakout.consultation, breakout)


def state_of(request: OpenRequest, consultation: Consultation, session: Session | None = None) -> HttpResponse:
    audience, language = request.GET.get("audience", "phone"), get_language() or "en"
    if not permissions.can_listen(request.participant, request.room, session, audience):
        return JsonResponse({"type": "refused", "reason": ""}, status=403)
    rows, epoch = feed.at(consultation.slug, session.pk if session else None), feed.epoch()
    etag = quote_etag(f"{epoch}-{'-'.join(str(row.version) for row in rows)}-{audience}-{language}")
    # It compares weakly, as it must: what compresses an answer makes its tag a weak one.
    response = get_conditional_response(request, etag=etag)
    if response is None:
        shown = shown_by(request, epoch)
        news = [
            polling.news(row, epoch=epoch, audience=audience, language=language, since=shown.get(row.name, 0))
            for row in rows
        ]
        response = HttpResponse(f"[{','.join(frame for frame in news if frame)}]", content_type="application/json")
    for name, value in {"ETag": etag, "Cache-Control": "private", "Vary": "Cookie, Accept-Language"}.items():
        response.headers[name] = value
    return response


def shown_by(request: OpenRequest, epoch: str) -> dict[str, int]:
    """The versions that a page says it shows, by feed; rubbish, and another life of the database, count as nothing."""
    if request.GET.get("epoch", epoch) != epoch:
        return {}
    said = [part.split(":", 1) for part in request.GET.get("since", "").split(",") if ":" in part]
    return {name: int(version) for name, version in said if version.isdecimal() and len(version) < 19}
