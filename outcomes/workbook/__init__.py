"""The research action plan as a workbook."""

from .facts import About, CodeList, ExportFacts, LevelPlan, Plan, Row
from .flat import as_csv, as_json
from .names import file_name
from .write import write

__all__ = ["About", "CodeList", "ExportFacts", "LevelPlan", "Plan", "Row", "as_csv", "as_json", "file_name", "write"]
