from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sessions import feed
from sessions.models import Session

from .. import queries


def plenary(request: HttpRequest, session: Session) -> HttpResponse:
    """A plenary on a phone: the shortlists of the five breakouts, level by level."""
    versions = {row.name: row.version for row in (feed.of(session.consultation), feed.of(session))}
    breakouts = queries.breakouts(session.consultation)
    context = {"session": session, "breakouts": breakouts, "versions": versions, "epoch": feed.epoch(), "here": "room"}
    return render(request, "recommendations/plenary.html", context)
