from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from participants.requests import Request
from sessions import feed, phases
from sessions.models import Phase, Session
from sessions.permissions import conductor_required

from .. import conduct as rules
from .. import desk_queries, latest, permissions, queries
from ..desk_forms import MoveForm


@require_GET
@conductor_required
def conduct(request: Request, breakout: Session) -> HttpResponse:
    """The moderator's page; a script gets the part that changes with the phase."""
    if not request.accepts("text/html"):
        parts = ("recommendations/_conduct.html", "recommendations/_conduct_more.html")
        context = context_of(request, breakout)
        return JsonResponse({"html": "".join(render_to_string(part, context, request) for part in parts)})
    return show(request, breakout)


@require_POST
@conductor_required
def move_on(request: Request, breakout: Session) -> HttpResponse:
    """Move the breakout one phase on, or back with a reason; from the phase that was seen, and from no other."""
    check_breakout(breakout)
    form = MoveForm(request.POST)
    if not form.is_valid():
        return show(request, breakout, problem=_("This is not a phase that a breakout knows."), status=422)
    seen, to, reason = (form.cleaned_data[field] for field in ("seen", "to", "reason"))
    if seen != breakout.phase:
        problem = _(
            "Somebody else was quicker: the breakout is in the phase “%(phase)s” now. Look again before you move it."
        )
        return show(request, breakout, problem=problem % {"phase": breakout.get_phase_display()}, status=409)
    try:
        rules.move_on(breakout=breakout, to=Phase(to), by=request.participant, reason=reason)
    except ValidationError as error:
        breakout.refresh_from_db(fields=["phase"])
        return show(request, breakout, problem=" ".join(error.messages), status=422 if seen == breakout.phase else 409)
    return redirect("recommendations:conduct", breakout.consultation.slug, breakout.pk)


def show(request: Request, breakout: Session, *, problem: str = "", status: int = 200) -> HttpResponse:
    versions = {row.name: row.version for row in (feed.of(breakout.consultation), feed.of(breakout))}
    context = context_of(request, breakout) | {
        "versions": versions,
        "epoch": feed.epoch(),
        "problem": problem,
        "here": "room",
    }
    return render(request, "recommendations/conduct.html", context | {"typed": request.POST}, status=status)


def context_of(request: Request, breakout: Session) -> dict[str, Any]:
    """What a moderator knows of the breakout: where it stands, who is there, what happened last."""
    check_breakout(breakout)
    ballot = queries.support_ballot(breakout)
    return {
        "breakout": breakout,
        "level": breakout.level,
        "following": phases.following(breakout),
        "preceding": phases.preceding(breakout),
        "turnout": queries.turnout(ballot),
        "starts_anew": ballot is not None and ballot.is_on_record,
        "present": desk_queries.present(breakout),
        "listed": len(queries.shortlist(breakout)),
        "moves": latest.moves(breakout),
        "can_curate": permissions.can_curate(request.participant, breakout),
    }


def check_breakout(session: Session) -> None:
    if not session.is_breakout:
        raise Http404
