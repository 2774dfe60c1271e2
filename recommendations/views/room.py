import zlib

from django.core.exceptions import ValidationError
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils.http import quote_etag
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_POST

from participants.limits import TooFast
from participants.models import Consultation
from participants.permissions import come_in_first, public
from participants.requests import OpenRequest, Request
from sessions import feed, hub, presence
from sessions.models import Session
from sessions.permissions import any_listener, any_participant
from sessions.stream import Stream

from .. import conduct, permissions, queries, submission
from ..forms import PRACTICE, RecommendationForm
from ..models import Recommendation
from .plenary import plenary


@require_GET
@any_participant
def room(request: Request, breakout: Session) -> HttpResponse:
    """A session's page on a phone."""
    if not breakout.is_breakout:
        return plenary(request, breakout)
    if permissions.is_seated(request.participant, breakout):
        presence.arrive(session=breakout, participant=request.participant)
    return show(request, breakout)


@require_GET
@any_participant
def mine(request: Request, breakout: Session) -> HttpResponse:
    """The personal part of a session's page: own votes, and what became of own words."""
    board = queries.board(breakout)
    context = personal(request, breakout, board)
    votes = {item: {"choice": vote.choice, "revision": vote.revision} for item, vote in context["votes"].items()}
    return JsonResponse(
        {
            "seed": context["seed"],
            "can_vote": context["may_vote"],
            "ballot": board.ballot.pk if board.ballot else None,
            "votes": votes,
            "html": render_to_string("recommendations/_mine.html", context, request),
        }
    )


@require_POST
@any_participant
def submit(request: Request, breakout: Session) -> HttpResponse:
    """Somebody says something: a form gets its page back, a script gets an answer as from the ballot box."""
    form = RecommendationForm(request.POST)
    try:
        if not form.is_valid():
            raise ValidationError([message for messages in form.errors.values() for message in messages])
        number = say(request, breakout, form.cleaned_data)
    except TooFast as wait:
        return answer(request, breakout, {"type": "later", "after": round(wait.after + 0.1, 1)}, 429)
    except ValidationError as error:
        refusal = {"type": "refused", "key": request.POST.get("key", ""), "reason": " ".join(error.messages)}
        return answer(request, breakout, refusal, 422)
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
    except ValidationError as error:
        return answer(request, breakout, {"type": "refused", "reason": " ".join(error.messages)}, 422)
    return answer(request, breakout, {"type": "counted", "number": number}, 200)


@require_POST
@any_participant
def seat(request: Request, breakout: Session) -> HttpResponse:
    """Take a seat in a breakout with one tap, while there is room."""
    try:
        conduct.take_seat(breakout=breakout, participant=request.participant)
    except ValidationError as error:
        return show(request, breakout, problem=" ".join(error.messages), status=409)
    return redirect("recommendations:room", breakout.consultation.slug, breakout.pk)


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
    version, drawings = hub.draw(pk, [(audience, language)])
    stream = Stream(name, epoch, paced=False)
    stream.take(drawings[audience, language], version, 0)
    return stream.frame(0)


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
        return show(request, breakout, problem=message.get("reason", ""), later=message.get("after"), status=status)
    response = JsonResponse(message, status=status)
    if "after" in message:
        response.headers["Retry-After"] = str(int(message["after"]) + 1)
    return response


def show(request: Request, breakout: Session, *, status: int = 200, **problem: object) -> HttpResponse:
    """The room page, from one moment of the database: the version that it says is what it shows."""
    # Versions first: a page that says an older version than it shows is only brought up to date once more.
    versions = {
        "consultation_version": feed.of(breakout.consultation).version,
        "session_version": feed.of(breakout).version,
    }
    context = personal(request, breakout, queries.board(breakout)) | versions
    context |= {"epoch": feed.epoch(), "here": "room", "typed": request.POST, "form": RecommendationForm()}
    return render(request, "recommendations/room.html", context | problem, status=status)


def personal(request: Request, breakout: Session, board: queries.Board) -> dict:
    """What the page shows of this reader alone, and the board's items in this reader's own order."""
    participant, ballot = request.participant, board.ballot
    seed = zlib.crc32(f"{ballot.seed if ballot else 0}:{participant.pk}".encode())
    votes = queries.own_votes(ballot, participant) if ballot else {}
    choices = {item.pk: votes[item.pk].choice if item.pk in votes else "" for item in board.items}
    own_order = sorted(board.items, key=lambda item: (fnv1a(f"{seed}:{item.pk}"), item.pk))
    is_seated = permissions.is_seated(participant, breakout)
    return {
        "breakout": breakout,
        "level": breakout.level,
        "board": board,
        "seed": seed,
        "cards": [(item, choices[item.pk]) for item in own_order],
        "votes": votes,
        "answered": sum(1 for choice in choices.values() if choice),
        "turnout": queries.turnout(ballot),
        "is_seated": is_seated,
        "may_vote": is_seated and participant.may_vote and ballot is not None and ballot.state == ballot.State.OPEN,
        "own": queries.own_words(participant, breakout),
    }


def fnv1a(text: str) -> int:
    """FNV-1a, 32 bit: small enough that the phone orders its list by the same hash (Fowler, Noll, Vo)."""
    value = 0x811C9DC5
    for byte in text.encode():
        value = ((value ^ byte) * 0x01000193) & 0xFFFFFFFF
    return value
