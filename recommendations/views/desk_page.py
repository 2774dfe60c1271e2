from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from participants.requests import Request
from sessions import feed
from sessions.models import Session

from .. import comparison, curation, desk_queries, latest
from ..desk_forms import FloorForm
from ..desk_queries import Desk
from ..models import Decision, Merge, Recommendation

NEAREST = 3  # offered with a key of their own
FINAL = (Decision.What.UNMERGED, Decision.What.WITHDRAWN, Decision.What.ADOPTED)


def back(request: Request, breakout: Session, hand: Recommendation, decision: Decision | None) -> HttpResponse:
    """The desk again, with the recommendation in hand and what was just done."""
    query = {"hand": hand.number, "order": order_in(request)} | ({"done": decision.pk} if decision else {})
    return redirect(f"{address(breakout)}?{urlencode(query)}")


def show(
    request: Request,
    breakout: Session,
    *,
    hand: Recommendation | None = None,
    problem: ValidationError | None = None,
    floor_problem: ValidationError | None = None,
) -> HttpResponse:
    """The desk as it is now; where a step was refused with the reason, and what was typed is kept."""
    # Versions first: a page that says an older version than it shows is only brought up to date once more.
    versions = {row.name: row.version for row in (feed.of(breakout.consultation), feed.of(breakout))}
    error = problem or floor_problem
    context = {
        "breakout": breakout,
        "level": breakout.level,
        "versions": versions,
        "epoch": feed.epoch(),
        "orders": desk_queries.ORDERS,
        "order": order_in(request),
        "problem": " ".join(problem.messages) if problem else "",
        "floor_problem": " ".join(floor_problem.messages) if floor_problem else "",
        "typed": request.POST,
        "floor": FloorForm(),
        **lists(request, breakout, hand),
    }
    response = render(request, "recommendations/desk.html", context, status=status_of(error))
    if error:
        # The address of a step is no page: what is in the address bar stays there.
        response.headers["HX-Replace-Url"] = "false"
    return response


def lists(request: Request, breakout: Session, hand: Recommendation | None) -> dict[str, Any]:
    """What lies on the desk, what is in hand, and what was done last."""
    desk = desk_queries.desk(breakout)
    desk.lines.sort(key=desk_queries.key_of(order_in(request)))
    in_hand = hand_of(request, desk, hand)
    done = done_in(request, breakout)
    return {
        "desk": desk,
        "steps": latest.steps(breakout),
        "done": done,
        "can_undo": done is not None and can_undo(done),
        **(hand_context(request, desk, in_hand) if in_hand else {}),
    }


def hand_of(request: Request, desk: Desk, hand: Recommendation | None) -> Recommendation | None:
    """The one asked for, else the first that waits for the desk, else the first."""
    number = hand.number if hand else request.GET.get("hand")
    waiting = [line for line in desk.lines if line.recommendation.status == "received"]
    first = [line.recommendation for line in [*waiting, *desk.lines, *desk.set_aside]][:1]
    return next((row for row in desk.all if row.number == number), first[0] if first else None)


def hand_context(request: Request, desk: Desk, hand: Recommendation) -> dict[str, Any]:
    """Everything about one recommendation that helps to decide on it."""
    last = latest.last_decision(hand)
    typed = request.POST.get("words", "") if request.POST.get("revision") else ""
    others = {line.recommendation: line.recommendation.words.text for line in desk.lines + desk.set_aside}
    others.pop(hand, None)
    near = comparison.nearest(hand.words.text, others)
    return {
        "hand": hand,
        "line": desk.line_of(hand),
        "last": last,
        "wordings": hand.revisions.all(),
        "by_wording": desk_queries.answers_by_wording(hand, desk.ballot),
        "pieces": comparison.differences(hand.words.text, typed or hand.words.text),
        "wording": typed or hand.words.text,
        "merges": desk_queries.merges_into(hand),
        "merged": Merge.objects.filter(memberships__recommendation=hand, undone_at=None).order_by("id").last(),
        "near": near[:NEAREST],
        "far": near[NEAREST:],
    }


def done_in(request: Request, breakout: Session) -> Decision | None:
    """The step that this person has just taken, while no other one followed."""
    pk = request.GET.get("done", "")
    if not pk.isdecimal() or len(pk) > 18:
        return None
    rows = Decision.objects.filter(pk=pk, by=request.participant, recommendation__session=breakout)
    done = rows.select_related("recommendation", "merge__into").first()
    return done if done and latest.last_decision(done.recommendation) == done else None


def can_undo(done: Decision) -> bool:
    """Words that were put back are a wording of their own; everything else at the desk is taken back by a button."""
    return done.what not in FINAL and not (done.what == Decision.What.UNDONE and done.before.isdecimal())


def address(breakout: Session) -> str:
    return reverse("recommendations:desk", args=[breakout.consultation.slug, breakout.pk])


def order_in(request: Request) -> str:
    asked = request.POST.get("order") or request.GET.get("order")
    return asked if asked in desk_queries.ORDERS else desk_queries.ORDERS[0]


def status_of(error: ValidationError | None) -> int:
    """409 where somebody else was quicker, 422 where it cannot be done so."""
    if error is None:
        return 200
    return 409 if getattr(error, "code", None) == curation.CHANGED else 422
