from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from participants.limits import TooFast
from participants.requests import Request
from sessions.models import Session
from sessions.permissions import any_participant

from .. import conduct, submission
from ..drawing.room import Amended
from ..forms import PRACTICE, RecommendationForm
from ..models import Recommendation
from .room import show_again


@require_POST
@any_participant
def submit(request: Request, breakout: Session) -> HttpResponse:
    """Somebody says something: a form gets its page back, a script gets an answer as from the ballot box."""
    form = RecommendationForm(request.POST)
    try:
        if not form.is_valid():
            raise ValidationError([message for found in form.errors.values() for message in found])
        number = say(request, breakout, form.cleaned_data)
    except TooFast as wait:
        return answer(request, breakout, {"type": "later", "after": round(wait.after + 0.1, 1)}, 429)
    except ValidationError as error:
        refusal = {"type": "refused", "key": request.POST.get("key", ""), "reason": " ".join(error.messages)}
        return answer(request, breakout, refusal, 422)
    if request.accepts("text/html"):
        messages.success(request, confirmation(number))
    return answer(request, breakout, {"type": "counted", "key": request.POST.get("key", ""), "number": number}, 200)


@require_POST
@any_participant
def amend(request: Request, breakout: Session, number: str) -> HttpResponse:
    """An author changes or takes back own words while nobody has answered."""
    own = get_object_or_404(Recommendation, session=breakout, author=request.participant, number=number)
    try:
        if "withdraw" in request.POST:
            submission.withdraw(recommendation=own, by=request.participant)
        else:
            submission.change(recommendation=own, by=request.participant, words=request.POST.get("text", ""))
    except TooFast as wait:
        return answer(request, breakout, {"type": "later", "after": round(wait.after + 0.1, 1)}, 429)
    except ValidationError as error:
        refused = Amended(number, request.POST.get("text", ""), " ".join(error.messages))
        if request.accepts("text/html"):
            return show_again(request, breakout, amended=refused, status=422)
        return answer(request, breakout, {"type": "refused", "reason": refused.reason}, 422)
    return answer(request, breakout, {"type": "counted", "number": number}, 200)


@require_POST
@any_participant
def seat(request: Request, breakout: Session) -> HttpResponse:
    """Take a seat in a breakout with one tap, while there is room."""
    try:
        conduct.take_seat(breakout=breakout, participant=request.participant)
    except ValidationError as error:
        return show_again(request, breakout, problem=" ".join(error.messages), status=409)
    return redirect("recommendations:room", breakout.consultation.slug, breakout.pk)


def confirmation(number: str) -> str:
    """What somebody reads whose words are in; a practice has no number."""
    if not number:
        return _("Sent. It is in the register of practices; nobody votes on it.")
    return _("Sent. It is number %(number)s; you can change or withdraw it until somebody answers.") % {
        "number": number
    }


def say(request: Request, breakout: Session, said: dict) -> str:
    """Hand the words to their rule. Returns the number to call it by, nothing for a practice."""
    common = {"breakout": breakout, "author": request.participant, "key": said["key"], "why": said["why"]}
    if said["type"] == PRACTICE:
        submission.submit_practice(words=said["text"], **common)
        return ""
    return submission.submit(words=said["text"], type=said["type"], sdg_target=said["sdg_target"], **common).number


def answer(request: Request, breakout: Session, message: dict, status: int) -> HttpResponse:
    """JSON for a script; for a plain form the page again, with what was typed where it did not work."""
    if request.accepts("text/html"):
        if status == 200:
            return redirect("recommendations:room", breakout.consultation.slug, breakout.pk)
        return show_again(
            request,
            breakout,
            problem=message.get("reason", ""),
            later=message.get("after"),
            typed=request.POST,
            status=status,
        )
    response = JsonResponse(message, status=status)
    if "after" in message:
        response.headers["Retry-After"] = str(int(message["after"]) + 1)
    return response
