from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from participants.models import Consultation, Participant
from participants.permissions import participant_required, public
from participants.requests import OpenRequest, Request
from sessions.models import Phase, Session
from sessions.permissions import can_conduct, of_session

from .. import lineage_queries, permissions, report_queries, results, what_if
from ..drawing import slopes
from ..models import Recommendation
from ..published import Result
from ..report import write

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

Reported = tuple[Session, Result | None]


def check_can_read_report(participant: Participant | None, breakout: Session) -> None:
    """Everybody reads what was reported; before that it is the desk's."""
    if not breakout.is_breakout:
        raise Http404
    if breakout.phase == Phase.REPORTED or permissions.can_curate(participant, breakout):
        return
    if not can_conduct(participant, breakout):
        raise PermissionDenied(_("This breakout has not reported yet. Its result is here as soon as it has."))


report_reader = of_session("report", check_can_read_report)


@require_GET
@public
def priorities(request: OpenRequest, consultation: Consultation) -> HttpResponse:
    """The published ranking of a level: by people and by countries, all types or one."""
    levels = [pair for pair in results.by_level(consultation) if pair[0].level]
    kind = request.GET.get("type", "")
    breakout, result = chosen(levels, request.GET.get("level", ""))
    context = ranking(breakout, result, kind if kind in Recommendation.Type.values else "")
    context |= {"levels": levels, "kinds": Recommendation.Type.choices}
    return render(request, "recommendations/priorities.html", context)


def chosen(levels: list[Reported], letter: str) -> Reported | tuple[None, None]:
    """The level of that letter, else the first that has reported, else the first."""
    named = [pair for pair in levels if pair[0].level and pair[0].level.letter == letter]
    reported = [pair for pair in levels if pair[1]]
    return next(iter([*named, *reported, *levels]), (None, None))


def ranking(breakout: Session | None, result: Result | None, kind: str) -> dict[str, Any]:
    """What the page shows of a level: all its items or those of one type, and the line of its shortlist."""
    items = result.items if result else []
    return {
        "breakout": breakout,
        "result": result,
        "kind": kind,
        "items": [item for item in items if kind in ("", item.said["type"])],
        "what_if": {"countries": what_if.countries_equal(result), "authors": what_if.without_authors(result)}
        if result
        else {},
        "slope": slopes.slope(result.ranked) if result else None,
        "line": 0 if kind else sum(1 for item in items if item.place and item.has_numbers),
    }


@require_GET
@report_reader
def report(request: Request, breakout: Session) -> HttpResponse:
    """What a breakout reports, to be read out."""
    rows = report_queries.report(breakout, get_language() or "en")
    return render(request, "recommendations/report.html", {"breakout": breakout, "report": rows, "here": "room"})


@require_GET
@report_reader
def report_docx(request: Request, breakout: Session) -> HttpResponse:
    """The same as a file for a word processor."""
    rows = report_queries.report(breakout, get_language() or "en")
    response = HttpResponse(write(rows), content_type=DOCX)
    name = f"{breakout.consultation.slug}-{rows.letter or breakout.pk}-report.docx"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_GET
@participant_required
def lineage(request: Request, consultation: Consultation, number: str) -> HttpResponse:
    """Where a recommendation came from, and what became of it."""
    rows = Recommendation.objects.select_related("session__level", "current_revision", "merged_into")
    recommendation = get_object_or_404(rows, consultation=consultation, number=number)
    recommendation.session.consultation = consultation
    result = results.of(recommendation.session)
    context = {
        "lineage": lineage_queries.lineage(recommendation, request.participant),
        "level": recommendation.session.level,
        "item": result.item(number) if result else None,
        "here": "room",
    }
    return render(request, "recommendations/lineage.html", context)
