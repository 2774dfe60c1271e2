from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_POST

from participants.permissions import View
from participants.requests import Request
from sessions.models import Session

from .. import comparison, curation, latest, queries
from ..desk_forms import FloorForm, MergeForm, PlaceForm, ReasonForm, RewordForm, StepForm
from ..models import Decision, Merge, Recommendation
from ..permissions import rapporteur_required
from .desk_page import back, show

Act = Callable[[Recommendation, dict[str, Any]], Decision | None]


def at_desk(view: View) -> View:
    """The desk of a breakout, for its rapporteurs and moderators; the view gets (request, breakout, …)."""

    @wraps(view)
    def checked(request: Request, breakout: Session, **where: Any) -> HttpResponse:
        if not breakout.is_breakout:
            raise Http404
        return view(request, breakout, **where)

    return rapporteur_required(checked)


@require_GET
@at_desk
def desk(request: Request, breakout: Session) -> HttpResponse:
    """The list on the left, the recommendation in hand on the right."""
    return show(request, breakout)


@require_POST
@at_desk
def floor(request: Request, breakout: Session) -> HttpResponse:
    """Enter what somebody said aloud."""
    form = FloorForm(request.POST)
    try:
        check(form)
        made = curation.from_floor(breakout=breakout, by=request.participant, **form.cleaned_data)
    except ValidationError as error:
        return show(request, breakout, floor_problem=error)
    return back(request, breakout, made, made.decisions.first())


@require_POST
@at_desk
def reword(request: Request, breakout: Session, number: str) -> HttpResponse:
    def act(row: Recommendation, said: dict[str, Any]) -> Decision:
        return curation.reword(recommendation=row, by=request.participant, **said)

    return step(request, breakout, number, RewordForm(request.POST), act)


@require_POST
@at_desk
def preview(request: Request, breakout: Session, number: str) -> HttpResponse:
    """What a wording would change, while it is typed."""
    row = get_object_or_404(queries.recommendations_of(breakout), number=number)
    pieces = comparison.differences(row.words.text, request.POST.get("words", "")[:2000])
    return render(request, "recommendations/_desk_diff.html", {"pieces": pieces, "words": row.words})


@require_POST
@at_desk
def merge(request: Request, breakout: Session, number: str) -> HttpResponse:
    def act(row: Recommendation, said: dict[str, Any]) -> Decision | None:
        made = curation.merge(into=row, by=request.participant, **said)
        return made.decisions.order_by("id").first()

    form = MergeForm(request.POST, queries.recommendations_of(breakout))
    return step(request, breakout, number, form, act)


@require_POST
@at_desk
def undo_merge(request: Request, breakout: Session, number: str, merge: int) -> HttpResponse:
    made = get_object_or_404(Merge, pk=merge, into__session=breakout)

    def act(row: Recommendation, said: dict[str, Any]) -> Decision | None:
        curation.undo_merge(merge=made, by=request.participant)
        return made.decisions.order_by("id").last()

    return step(request, breakout, number, StepForm(request.POST), act)


@require_POST
@at_desk
def set_aside(request: Request, breakout: Session, number: str) -> HttpResponse:
    def act(row: Recommendation, said: dict[str, Any]) -> Decision:
        return curation.set_aside(recommendation=row, by=request.participant, **said)

    return step(request, breakout, number, ReasonForm(request.POST), act)


@require_POST
@at_desk
def bring_back(request: Request, breakout: Session, number: str) -> HttpResponse:
    def act(row: Recommendation, said: dict[str, Any]) -> Decision:
        return curation.bring_back(recommendation=row, by=request.participant, **said)

    return step(request, breakout, number, StepForm(request.POST), act)


@require_POST
@at_desk
def shortlist(request: Request, breakout: Session, number: str) -> HttpResponse:
    def act(row: Recommendation, said: dict[str, Any]) -> Decision:
        return curation.shortlist(recommendation=row, by=request.participant, **said)

    return step(request, breakout, number, StepForm(request.POST), act)


@require_POST
@at_desk
def unshortlist(request: Request, breakout: Session, number: str) -> HttpResponse:
    def act(row: Recommendation, said: dict[str, Any]) -> Decision:
        return curation.unshortlist(recommendation=row, by=request.participant, **said)

    return step(request, breakout, number, StepForm(request.POST), act)


@require_POST
@at_desk
def place(request: Request, breakout: Session, number: str) -> HttpResponse:
    def act(row: Recommendation, said: dict[str, Any]) -> Decision:
        return curation.order_shortlist(recommendation=row, by=request.participant, **said)

    return step(request, breakout, number, PlaceForm(request.POST), act)


@require_POST
@at_desk
def undo(request: Request, breakout: Session, decision: int) -> HttpResponse:
    """Take a step back, from the line that says it was taken."""
    taken = get_object_or_404(Decision, pk=decision, recommendation__session=breakout)

    def act(row: Recommendation, said: dict[str, Any]) -> Decision | None:
        curation.undo(decision=taken, by=request.participant)
        return latest.last_decision(row)

    hand = request.POST.get("hand", "")
    number = hand if hand.isalnum() else taken.recommendation.number
    return step(request, breakout, number, StepForm(request.POST), act)


def step(request: Request, breakout: Session, number: str, form: Form, act: Act) -> HttpResponse:
    """Take a step on the recommendation in hand, and show the desk after it, or why it was not taken."""
    row = get_object_or_404(queries.recommendations_of(breakout), number=number)
    try:
        check(form)
        decision = act(row, form.cleaned_data)
    except ValidationError as error:
        return show(request, breakout, hand=row, problem=error)
    return back(request, breakout, row, decision)


def check(form: Form) -> None:
    if not form.is_valid():
        raise ValidationError([message for messages in form.errors.values() for message in messages])
