from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from participants.models import Consultation
from participants.permissions import can_organise, organiser_required, public
from participants.requests import OpenRequest, Request
from recommendations.models import Recommendation

from .. import plan as rules
from .. import queries
from ..models import Action
from ..plan import EDITABLE
from .page import opened_cell, show


@require_safe
@public
def plan(request: OpenRequest, consultation: Consultation) -> HttpResponse:
    """The plan: for organisers to fill in, for everybody else to read, without leads, money and contacts."""
    if not can_organise(request.participant, consultation):
        return render(request, "outcomes/public.html", {"plan": queries.by_level(consultation)})
    number, _dash, column = request.GET.get("cell", "").rpartition("-")
    action = Action.objects.filter(consultation=consultation, number=number).select_related("consultation", "level")
    found = action.first() if column in EDITABLE else None
    opened = opened_cell(found, column) if found else None
    return show(request, consultation, request.GET.get("level", ""), opened)


@require_POST
@organiser_required
def adopt(request: Request, consultation: Consultation, number: str) -> HttpResponse:
    """Take a shortlisted recommendation into the plan."""
    rows = Recommendation.objects.select_related("session__consultation", "level")
    recommendation = get_object_or_404(rows, consultation=consultation, number=number)
    try:
        action = rules.adopt(recommendation=recommendation, by=request.participant)
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect(level_url(consultation, recommendation.level.letter))
    messages.success(request, _("%(number)s is in the plan as %(action)s.") % {"number": number, "action": action})
    return redirect(level_url(consultation, recommendation.level.letter, action.number))


def level_url(consultation: Consultation, letter: str, place: str = "") -> str:
    """The plan's page of a level, at a place of it."""
    url = reverse("outcomes:plan", kwargs={"consultation": consultation.slug})
    return f"{url}?level={letter}{f'#{place}' if place else ''}"
