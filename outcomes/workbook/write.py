"""The workbook, from facts to bytes: no request, no query, no clock of its own."""

from datetime import UTC
from typing import Any

from openpyxl import Workbook
from openpyxl.workbook.properties import CalcProperties

from .back import write_lists, write_meta
from .columns import level_columns
from .cover import TITLE, write_cover
from .facts import Plan
from .levels import write_level
from .names import COVER, LISTS, META, SCORES, SCORES_TABLE, SUMMARY, sheet_titles, table_names
from .package import packed
from .page import lock, set_up
from .scoring import SCORE_COLUMNS
from .styles import OTHER_LEVEL, add_styles
from .summary import write_summary
from .tables import write_table
from .text import clean, put_text

ALT_TEXT = "Stacked bars: how many actions of each level have each status. The table above has the numbers."


def write(plan: Plan) -> bytes:
    """The research action plan as an .xlsx file."""
    book = Workbook()
    add_styles(book, len(plan.levels))
    version = f"v{plan.export.version} {plan.export.status}"
    tables = table_names(plan.levels)
    write_cover(_first(book), plan, tables, version)
    write_summary(book.create_sheet(SUMMARY), plan, tables, version)
    _write_levels(book, plan, tables, version)
    _write_scores(book.create_sheet(SCORES), plan, version)
    columns = level_columns(plan.about.years, is_public=plan.export.is_public)
    used = {column.list_name for column in columns}
    write_lists(book, book.create_sheet(LISTS), [each for each in plan.lists if each.name in used], version)
    write_meta(book, book.create_sheet(META), plan, tables, columns)
    _properties(book, plan)
    company = ", ".join(name for _, name in plan.about.bodies)
    return packed(book, company=clean(company), charts={"Chart 1": ALT_TEXT})


def _first(book: Workbook) -> Any:
    sheet: Any = book.active
    sheet.title = COVER
    return sheet


def _write_levels(book: Workbook, plan: Plan, tables: list[str], version: str) -> None:
    columns = level_columns(plan.about.years, is_public=plan.export.is_public)
    for place, (level, title) in enumerate(zip(plan.levels, sheet_titles(plan.levels), strict=True)):
        write_level(
            book.create_sheet(title), level, tables[place], columns,
            place=place, not_before=plan.about.starts, version=version,
        )  # fmt: skip


def _write_scores(sheet: Any, plan: Plan, version: str) -> None:
    put_text(sheet["A1"], "Scores from the published support ballots", "rp_title")
    said = "Generated and locked: the proof of the ranking. Where too few people answered, numbers are not shown."
    put_text(sheet["A2"], said, "rp_note")
    sheet.row_dimensions[2].height = 20
    write_table(sheet, SCORES_TABLE, SCORE_COLUMNS, plan.scores, top=3)
    sheet.freeze_panes = "B4"
    set_up(sheet, version, title_row=3, colour=OTHER_LEVEL)
    lock(sheet)


def _properties(book: Workbook, plan: Plan) -> None:
    at = plan.export.at.astimezone(UTC).replace(tzinfo=None)
    properties = book.properties
    properties.title = clean(f"{TITLE}: {plan.about.title}")
    properties.creator = properties.lastModifiedBy = "eventapp"
    properties.category = "Research action plan"
    properties.subject = clean(plan.about.title)
    properties.version = str(plan.export.version)
    properties.created = properties.modified = at
    book.calculation = CalcProperties(fullCalcOnLoad=True)
