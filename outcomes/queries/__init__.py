"""Reads of the plan: its lines by level and rank, what it still needs, and the facts of the workbook."""

from .cells import Cell, Row, cell, history, row
from .lines import Line, by_level, changes_of, completeness, plan_years, still_to_adopt
from .rows import plan_rows

__all__ = [
    "Cell",
    "Line",
    "Row",
    "by_level",
    "cell",
    "changes_of",
    "completeness",
    "history",
    "plan_rows",
    "plan_years",
    "row",
    "still_to_adopt",
]
