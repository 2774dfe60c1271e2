from datetime import datetime
from typing import Any

from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from participants.models import Consultation, Participant
from participants.models.consultation import translated
from participants.permissions import can_organise, public
from participants.requests import OpenRequest
from sessions import calendar
from sessions import queries as agenda
from sessions.models import Assignment, Phase, Session

from ..queries import own

NEXT = 3  # as many things to come as a phone shows without scrolling


@require_safe
@public
def index(request: OpenRequest) -> HttpResponse:
    """The consultations of this server."""
    rows = Consultation.objects.order_by(F("starts").desc(nulls_last=True), "title")
    return render(request, "eventapp/index.html", {"consultations": rows})


@require_safe
@public
def start(request: OpenRequest, consultation: Consultation) -> HttpResponse:
    """Send whoever came in to the page that they work on."""
    participant = request.participant
    if request.room:
        return redirect("recommendations:screen", consultation.slug, request.room.pk)
    if can_organise(participant, consultation):
        return redirect("organise", consultation.slug)
    tasks = own.tasks_of(participant) if participant else []
    if not tasks:
        return redirect("home", consultation.slug)
    page = "conduct" if tasks[0].role == Assignment.Role.MODERATOR else "desk"
    return redirect(f"recommendations:{page}", consultation.slug, tasks[0].session_id)


@require_safe
@public
def home(request: OpenRequest, consultation: Consultation) -> HttpResponse:
    """About, hosts, contacts and what is on now; for those who came in, what is asked of them."""
    now = calendar.now(consultation)
    sessions = list(agenda.agenda(consultation))
    breakout = agenda.breakout_of(request.participant) if request.participant else None
    on_now = agenda.slots([row for row in sessions if agenda.is_on(row, now)], now)
    to_come = agenda.slots(agenda.to_come(sessions, now), now)
    context = {
        "now": now,
        "is_running": now.astimezone(consultation.tz).date() in agenda.days(sessions, consultation.tz),
        # The card above says already what is asked in the own breakout.
        "on_now": [slot for slot in on_now if breakout not in slot.sessions],
        "next": [of_somebody(slot, breakout) for slot in to_come[:NEXT]],
        "about": translated(consultation, "about").splitlines(),
        "organisations": consultation.organisations.all(),
        "own_breakout": breakout,
        "here": "now",
    }
    if request.participant:
        context |= personal(request.participant, breakout, now)
    return render(request, "eventapp/home.html", context)


def personal(participant: Participant, breakout: Session | None, now: datetime) -> dict[str, Any]:
    """What is asked of somebody now, what they run, and what became of what they said."""
    return {
        "asked": own.asked_of(participant, breakout) if breakout else None,
        "minutes": minutes_left(breakout, now) if breakout else None,
        "own": own.words_of(participant)[:NEXT],
        "tasks": own.tasks_of(participant),
    }


def of_somebody(slot: agenda.Slot, breakout: Session | None) -> agenda.Slot:
    """Of parallel breakouts the own one alone, for those who have one."""
    return slot._replace(sessions=[breakout]) if breakout and breakout in slot.sessions else slot


def minutes_left(breakout: Session, now: datetime) -> int | None:
    """How long a breakout still collects by the agenda; None where that is over or unknown."""
    if breakout.phase != Phase.COLLECTING or breakout.ends is None or breakout.ends <= now:
        return None
    return int((breakout.ends - now).total_seconds() // 60)
