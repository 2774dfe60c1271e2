"""The lead's own page, on a phone and without an account, and the organisers' page that gives the link to it."""

from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.middleware.csrf import rotate_token
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from participants.models import Consultation
from participants.permissions import organiser_required, public
from participants.requests import OpenRequest, Request

from .. import plan, queries
from ..models import Action, LeadLink
from ..plan import EDITABLE, LEAD_COLUMNS
from ..queries import Cell

OPENED = "leads"  # in the cookie: the link that was opened, by the consultation's slug


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@public
def lead(request: OpenRequest, consultation: Consultation) -> HttpResponse:
    """The action of whoever holds a link; the link fills in the form of the door, which can be typed too."""
    if request.method == "POST":
        return come_in(request, consultation)
    link = opened_link(request, consultation)
    return show(request, link.action) if link else door(request)


def come_in(request: OpenRequest, consultation: Consultation) -> HttpResponse:
    secret = request.POST.get("code", "").rpartition("#")[2]
    try:
        link = plan.find_link(consultation=consultation, secret=secret)
    except ValidationError as error:
        return door(request, error.messages[0])
    request.session[OPENED] = request.session.get(OPENED, {}) | {consultation.slug: link.pk}
    rotate_token(request)
    return redirect("outcomes:lead", consultation.slug)


def door(request: OpenRequest, problem: str = "") -> HttpResponse:
    return render(request, "outcomes/lead_door.html", {"problem": problem}, status=422 if problem else 200)


def opened_link(request: OpenRequest, consultation: Consultation) -> LeadLink | None:
    """The link that this phone opened, while it lives; asked of the database each time."""
    held = request.session.get(OPENED, {}).get(consultation.slug)
    return LeadLink.objects.live(consultation).filter(pk=held).first() if isinstance(held, int) else None


@never_cache
@require_POST
@public
def save(request: OpenRequest, consultation: Consultation) -> HttpResponse:
    """Save what the lead typed."""
    link = opened_link(request, consultation)
    if link is None:
        raise PermissionDenied(_("This link has ended. Please ask the organisers for a new one."))
    sent = {key: str(value).replace("\r\n", "\n") for key, value in request.POST.items()}
    typed = {column: sent[column] for column in LEAD_COLUMNS if column in sent}
    before = {column: sent[f"{column}-before"] for column in LEAD_COLUMNS if f"{column}-before" in sent}
    try:
        plan.edit_as_lead(link=link, typed=typed, before=before)
    except ValidationError as error:
        link.action.refresh_from_db()
        return show(request, link.action, typed, error.message_dict)
    return redirect(f"{reverse('outcomes:lead', args=[consultation.slug])}?saved")


def show(
    request: OpenRequest,
    action: Action,
    typed: dict[str, str] | None = None,
    problems: dict[str, list[str]] | None = None,
) -> HttpResponse:
    cells = [lead_cell(action, column, typed or {}, problems or {}) for column in LEAD_COLUMNS]
    context = {"action": action, "cells": cells, "is_saved": "saved" in request.GET, "problems": problems}
    return render(request, "outcomes/lead.html", context, status=422 if problems else 200)


def lead_cell(action: Action, column: str, typed: dict[str, str], problems: dict[str, list[str]]) -> Cell:
    """A cell with what was typed and refused, and its history. After a conflict, saving again replaces."""
    cell = queries.cell(action, EDITABLE[column], queries.plan_years(action.consultation))
    tried: dict[str, Any] = {"typed": typed[column]} if column in typed else {}
    return Cell(action, cell.column, cell.label, problem=" ".join(problems.get(column, [])), **tried)


@require_http_methods(["GET", "HEAD", "POST"])
@organiser_required
def link(request: Request, consultation: Consultation, number: str) -> HttpResponse:
    """Give a lead the link to its action, shown once, or take it back."""
    rows = Action.objects.select_related("consultation", "level")
    action = get_object_or_404(rows, consultation=consultation, number=number)
    context: dict[str, Any] = {"action": action}
    if request.method == "POST" and "take_back" in request.POST:
        plan.take_links_back(action=action, by=request.participant)
        return redirect("outcomes:lead_link", consultation.slug, number)
    if request.method == "POST":
        try:
            secret = plan.give_link(action=action, by=request.participant, until=day(request.POST.get("until", "")))
            where = reverse("outcomes:lead", args=[consultation.slug])
            context["link"] = f"{settings.PUBLIC_URL}{where}#{secret}"
        except ValidationError as error:
            context["problem"] = error.messages[0]
    context["live"] = LeadLink.objects.live(consultation).filter(action=action).first()
    return render(request, "outcomes/lead_link.html", context, status=422 if "problem" in context else 200)


def day(typed: str) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise ValidationError(_("Please type the date as year, month, day: 2020-03-31.")) from None
