"""The organisers' page of the plan, drawn for several views."""

from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from participants.models import Consultation, Level
from participants.requests import OpenRequest

from .. import queries
from ..models import Action
from ..plan import EDITABLE
from ..queries import Cell, Line


def show(
    request: OpenRequest, consultation: Consultation, letter: str = "", opened: Cell | None = None
) -> HttpResponse:
    """One level of the plan as a table; a cell may be open for typing."""
    plan = queries.by_level(consultation)
    level, lines = next((pair for pair in plan if pair[0].letter == letter), plan[0] if plan else (None, []))
    years = queries.plan_years(consultation)
    context = {
        "plan": plan,
        "level": level,
        "rows": [queries.row(line, years) for line in lines],
        "waiting": queries.still_to_adopt(level) if level else [],
        "opened": opened,
        **figures(plan, level),
    }
    status = 200 if opened is None or not opened.problem else 422
    return render(request, "outcomes/plan.html", context, status=status)


def figures(plan: list[tuple[Level, list[Line]]], level: Level | None) -> dict[str, Any]:
    """How complete the plan is, the level's part and all of it."""
    actions = [line.action for each, lines in plan for line in lines if each == level]
    return {
        "part": queries.completeness(actions),
        "whole": queries.completeness(line.action for _level, lines in plan for line in lines),
        "higher": sum(row.sdg_target in ("4.3", "both") for row in actions),
        "skills": sum(row.sdg_target in ("4.4", "both") for row in actions),
    }


def opened_cell(action: Action, column: str, **tried: Any) -> Cell:
    """A cell open for typing, with its history; `tried` is what was refused."""
    cell = queries.cell(action, EDITABLE[column], queries.plan_years(action.consultation))
    steps = queries.history(cell.column, queries.changes_of(action, column))
    return replace(cell, history=steps, **tried)
