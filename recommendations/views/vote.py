from uuid import uuid4

from django.db import connection
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from participants import sign_in
from participants.requests import Request
from sessions.models import Session
from sessions.permissions import any_participant

from .. import voting
from ..answers import Answer, Arrival, Counted, Later, Refused, read
from ..ballot_box import box

WAIT = 15  # seconds for the writer, before a phone is told to come again


@require_POST
@any_participant
def vote(request: Request, breakout: Session) -> HttpResponse:
    """One tap by POST; it goes into the same box as those from the sockets."""
    said = read(request.POST)
    if said is None:
        return reply(
            request,
            breakout,
            request.POST.get("key", ""),
            Refused(_("This is not an answer that the ballot knows."), 422),
        )
    if not breakout.ballots.filter(pk=said["ballot"]).exists():
        return reply(
            request, breakout, said["key"] or "", Refused(_("There is nothing to vote on here any more."), 404)
        )
    tap = Arrival(
        participant=request.participant.pk,
        credential=sign_in.held(request.session, breakout.consultation.slug) or sign_in.Held(0, 0),
        key=said.pop("key") or uuid4(),
        language=get_language() or "en",
        **said,
    )
    return reply(request, breakout, tap.key, answer_to(tap))


def answer_to(tap: Arrival) -> Answer:
    """Wait for the writer; inside a transaction of the caller's the vote belongs to that one."""
    if connection.in_atomic_block:
        return voting.cast(taps=[tap])[0]
    try:
        return box.put(tap).result(timeout=WAIT)
    except TimeoutError:
        return Later()


def reply(request: Request, breakout: Session, key: object, answer: Answer) -> HttpResponse:
    """JSON as on the socket for a script; for a plain form the room again, at the item."""
    if not request.accepts("text/html"):
        response = JsonResponse(answer.message(key), status=answer.status)
        if isinstance(answer, Later):
            response.headers["Retry-After"] = str(int(answer.after) + 1)
        return response
    if isinstance(answer, Counted):
        room = reverse("recommendations:room", args=[breakout.consultation.slug, breakout.pk])
        return redirect(f"{room}#item-{request.POST.get('item')}")
    context = {"breakout": breakout, "reason": reason_of(answer), "here": "room"}
    return render(request, "recommendations/refused.html", context, status=answer.status)


def reason_of(answer: Refused | Later) -> str:
    """Why a vote is not counted, or not yet."""
    if isinstance(answer, Refused):
        return answer.reason
    if answer.status == 403:
        return _("You have been signed out on this phone. Come in again to vote.")
    return _("The room is busy. Your vote is not counted yet: please send it again.")
