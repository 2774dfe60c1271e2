"""The research action plan as a workbook."""

from .facts import About, CodeList, ExportFacts, LevelPlan, Plan, Row
from .names import file_name
from .write import write

__all__ = ["About", "CodeList", "ExportFacts", "LevelPlan", "Plan", "Row", "file_name", "write"]
