from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from participants.models import Consultation
from participants.permissions import public
from participants.requests import OpenRequest

from . import calendar, queries


@require_safe
@public
def agenda(request: OpenRequest, consultation: Consultation) -> HttpResponse:
    """The agenda, one day at a time, with what is on now."""
    now, zone = calendar.now(consultation), consultation.tz
    sessions = list(queries.agenda(consultation))
    days = queries.days(sessions, zone)
    day = chosen(request.GET.get("day", ""), days, now.astimezone(zone).date())
    today = queries.on_day(sessions, day, zone) if day else []
    context = {
        "days": days,
        "day": day,
        "slots": queries.slots(today, now),
        "first_breakout": next((row.pk for row in today if row.is_breakout), None),
        "unsettled": [row for row in sessions if not row.starts],
        "breakout_days": queries.days([row for row in sessions if row.is_breakout], zone),
        "here": "agenda",
    }
    return render(request, "sessions/agenda.html", context)


def chosen(asked: str, days: list[date], today: date) -> date | None:
    """The day that was asked for, else today, else the first."""
    for day in (asked, today.isoformat()):
        if day in [each.isoformat() for each in days]:
            return date.fromisoformat(day)
    return days[0] if days else None
