from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from participants.models import Consultation
from participants.permissions import organiser_required
from participants.requests import Request

from .. import plan, queries
from ..models import Action
from ..plan import CHANGED, EDITABLE
from .page import figures, opened_cell, show
from .plan import level_url


@require_http_methods(["GET", "POST"])
@organiser_required
def cell(request: Request, consultation: Consultation, number: str, column: str) -> HttpResponse:
    """One cell: opened for typing, left as it was, or saved."""
    rows = Action.objects.select_related("consultation", "level")
    action = get_object_or_404(rows, consultation=consultation, number=number)
    if column not in EDITABLE:
        raise Http404
    if request.method == "POST":
        return save(request, action, column)
    if not request.htmx:
        return redirect(f"{level_url(consultation, action.level.letter)}&cell={number}-{column}#{number}-{column}")
    if "leave" in request.GET:
        return closed(request, action, column)
    return render(request, "outcomes/_cell_form.html", {"cell": opened_cell(action, column)})


def save(request: Request, action: Action, column: str) -> HttpResponse:
    typed = request.POST.get("value", "")
    before = request.POST.get("before")
    before = None if before is None else before.replace("\r\n", "\n")
    try:
        plan.edit_cell(action=action, column=column, value=typed, by=request.participant, before=before)
    except ValidationError as error:
        return refused(request, action, column, error, before)
    if request.htmx:
        return saved(request, action, column)
    return redirect(level_url(action.consultation, action.level.letter, action.number))


def refused(request: Request, action: Action, column: str, error: ValidationError, before: str | None) -> HttpResponse:
    """The cell stays open with what was typed, and says what is wrong. After a conflict, saving again replaces."""
    is_conflict = getattr(error, "code", None) == CHANGED
    action.refresh_from_db()
    opened = opened_cell(
        action, column, typed=request.POST.get("value", ""), problem=error.messages[0],
        base=None if is_conflict else before,
    )  # fmt: skip
    if not request.htmx:
        return show(request, action.consultation, action.level.letter, opened)
    return render(request, "outcomes/_cell_form.html", {"cell": opened}, status=409 if is_conflict else 422)


def closed(request: Request, action: Action, column: str) -> HttpResponse:
    cell = queries.cell(action, EDITABLE[column], queries.plan_years(action.consultation))
    return render(request, "outcomes/_cell.html", {"cell": cell, "has_focus": True})


def saved(request: Request, action: Action, column: str) -> HttpResponse:
    """The cell as it is now, and what else on the page it changes: total, check, completeness."""
    plan = queries.by_level(action.consultation)
    line = next(line for _level, lines in plan for line in lines if line.action.pk == action.pk)
    row = queries.row(line, queries.plan_years(action.consultation))
    context = {"cell": row.cells[column], "row": row, "has_focus": True, **figures(plan, action.level)}
    return render(request, "outcomes/_cell_saved.html", context)
