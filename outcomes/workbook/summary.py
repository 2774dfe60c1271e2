"""The summary: counts, money and status of each level, all of it live, and a chart."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from openpyxl.chart import BarChart, Reference
from openpyxl.chart.label import DataLabelList
from openpyxl.utils import get_column_letter

from .facts import Plan
from .names import over
from .page import lock, set_up
from .styles import OTHER_LEVEL
from .text import put_text

HEADER = 4
CHART_TITLE = "Actions by status"
# No colour has a meaning but the levels': statuses are steps from light to dark, and each bar says its number.
STEPS = ("D9E1E5", "C5D0D6", "B1BFC7", "9DAEB7", "899CA7", "768A96")


@dataclass(frozen=True)
class Figure:
    """One column of the summary: its name, and what it counts in a table."""

    name: str
    formula: str
    style: str = "rp_int_calc"
    width: int = 15


def figures(plan: Plan) -> tuple[Figure, ...]:
    """What is counted; without leads and money in the public file."""
    count = "COUNTIFS(tbl_x[{}],{})".format
    found = [
        Figure("Actions", "COUNTA(tbl_x[Row ID])"),
        Figure("Research", count("Priority type", '"Research"')),
        Figure("Capacity building", count("Priority type", '"Capacity building"')),
        Figure("SDG 4.3", count("SDG target", '"4.3"') + "+" + count("SDG target", '"4.3 and 4.4"'), width=9),
        Figure("SDG 4.4", count("SDG target", '"4.4"') + "+" + count("SDG target", '"4.3 and 4.4"'), width=9),
        Figure("Complete", complete(plan)),
    ]
    if not plan.export.is_public:
        found.append(Figure("With confirmed lead", count("Lead agreed", '"Confirmed"')))
        if plan.about.years:
            found.append(Figure(f"Budget, {plan.about.currency}", "SUM(tbl_x[Budget total])", "rp_money_calc", 15))
    return (*found, *(Figure(name, count("Status", f'"{name}"'), "rp_count_calc") for name in statuses(plan)))


def statuses(plan: Plan) -> tuple[str, ...]:
    return next((each.values for each in plan.lists if each.name == "lstStatus"), ())


def complete(plan: Plan) -> str:
    """Actions that have lead, dates and indicator."""
    lead = "" if plan.export.is_public else 'tbl_x[Lead organisation],"<>",'
    return f'COUNTIFS(tbl_x[Row ID],"<>",{lead}tbl_x[Start],"<>",tbl_x[End],"<>",tbl_x[Indicator],"<>")'


def write_summary(sheet: Any, plan: Plan, tables: Sequence[str], version: str) -> None:
    """Write a row for each level and one for all, live, and the chart below."""
    put_text(sheet["A1"], "Summary", "rp_title")
    have = "dates and indicator" if plan.export.is_public else "lead, dates and indicator"
    line = sheet["A2"]
    line.value = (
        f'=({over(tables, complete(plan))})&" of "&({over(tables, "COUNTA(tbl_x[Row ID])")})&" actions have {have}"'
    )
    line.style = "rp_note"
    columns = figures(plan)
    _head(sheet, columns)
    for at, (level, table) in enumerate(zip(plan.levels, tables, strict=True), HEADER + 1):
        put_text(sheet.cell(at, 1), f"{level.letter}) {level.name}", "rp_text_calc")
        for n, figure in enumerate(columns, 2):
            _figure(sheet.cell(at, n), "=" + over([table], figure.formula), figure.style)
    last = HEADER + len(tables)
    _total(sheet, columns, last)
    if tables and statuses(plan):
        _chart(sheet, len(columns) + 1, len(statuses(plan)), last)
    _as_exported(sheet, plan, columns)
    sheet.freeze_panes = sheet.cell(HEADER + 1, 2)
    set_up(sheet, version, title_row=HEADER, colour=OTHER_LEVEL)
    lock(sheet)


def _head(sheet: Any, columns: Sequence[Figure]) -> None:
    put_text(sheet.cell(HEADER, 1), "Level", "rp_head")
    sheet.column_dimensions["A"].width = 36
    for n, figure in enumerate(columns, 2):
        put_text(sheet.cell(HEADER, n), figure.name, "rp_head")
        sheet.column_dimensions[get_column_letter(n)].width = figure.width
    sheet.row_dimensions[HEADER].height = 34
    sheet.row_dimensions[2].height = 20


def _figure(cell: Any, formula: str, style: str) -> None:
    cell.value = formula
    cell.style = style


def _total(sheet: Any, columns: Sequence[Figure], last: int) -> None:
    put_text(sheet.cell(last + 1, 1), "All levels", "rp_total_label")
    for n, _ in enumerate(columns, 2):
        letter = get_column_letter(n)
        _figure(sheet.cell(last + 1, n), f"=SUM({letter}{HEADER + 1}:{letter}{last})", "rp_total")


def _as_exported(sheet: Any, plan: Plan, columns: Sequence[Figure]) -> None:
    """The counts as values too: previews on phones do not calculate."""
    n = len(columns) + 3
    put_text(sheet.cell(HEADER, n), "Actions, as exported", "rp_head")
    sheet.column_dimensions[get_column_letter(n)].width = 13
    for at, level in enumerate(plan.levels, HEADER + 1):
        sheet.cell(at, n, len(level.rows)).style = "rp_int_calc"
    sheet.cell(HEADER + 1 + len(plan.levels), n, sum(len(level.rows) for level in plan.levels)).style = "rp_total"


def _chart(sheet: Any, last_column: int, series: int, last: int) -> None:
    """Actions by status, one bar for each level; it counts, so sorting a table does not disturb it."""
    chart = BarChart()
    chart.type, chart.grouping, chart.overlap = "bar", "stacked", 100
    chart.title = CHART_TITLE
    chart.height, chart.width = 9, 26
    chart.y_axis.delete = chart.x_axis.delete = False
    chart.y_axis.majorGridlines = None
    chart.y_axis.crosses = "max"
    chart.y_axis.number_format = "0"
    chart.x_axis.scaling.orientation = "maxMin"
    first = last_column - series + 1
    data = Reference(sheet, min_col=first, max_col=last_column, min_row=HEADER, max_row=last)
    chart.add_data(data, titles_from_data=True)
    chart.set_categories(Reference(sheet, min_col=1, min_row=HEADER + 1, max_row=last))
    for step, each in zip(STEPS, chart.series, strict=False):
        each.graphicalProperties.solidFill = step
        each.graphicalProperties.line.solidFill = "FFFFFF"
    chart.dataLabels = DataLabelList(showVal=True, showSerName=False, showCatName=False, showLegendKey=False)
    sheet.add_chart(chart, f"A{last + 4}")
