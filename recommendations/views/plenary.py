from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sessions import feed
from sessions.models import Session

from .. import results


def plenary(request: HttpRequest, session: Session) -> HttpResponse:
    """A plenary on a phone: the shortlists of the five breakouts, level by level."""
    # Versions first: what moves while this page is drawn comes again with the first frame.
    versions = {row.name: row.version for row in (feed.of(session.consultation), feed.of(session))}
    levels = [(breakout, result) for breakout, result in results.by_level(session.consultation) if breakout.level]
    context = {"session": session, "levels": levels, "versions": versions, "epoch": feed.epoch(), "here": "room"}
    return render(request, "recommendations/plenary.html", context)
