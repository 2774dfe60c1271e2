"""The cover: what this file is, how old it is, and how to use it."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from .facts import About, Plan
from .names import over
from .page import lock, set_up
from .styles import OTHER_LEVEL
from .text import height, put_text

TITLE = "Regional research action plan"
LABELS, FACTS = 36, 84
TBC = "to be confirmed"
LEGEND = (
    ("rp_text", "White or pale: type here"),
    ("rp_calc", "Grey: calculated, or told by the application; typing here is not read back"),
    ("rp_amber", "Amber: something is missing or late; the column Check says what"),
)
HOW = (
    "Edit the sheets of the levels. The plus signs above the columns open the years of the budget and the trace.",
    "Leave Row ID as it is: it is how a row is found again. A row that you add needs none. Do not delete rows: "
    "give them the status Cancelled.",
    "Grey cells and locked sheets calculate; they are locked against slips only, without a password.",
)


def write_cover(sheet: Any, plan: Plan, tables: Sequence[str], version: str) -> None:
    """Write the cover as two columns, label and fact."""
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = LABELS, FACTS
    put_text(sheet["A1"], TITLE, "rp_title")
    sheet.row_dimensions[1].height = 30
    put_text(sheet["A2"], plan.about.title, "rp_subtitle")
    at = 4
    for label, fact in [*_meeting(plan.about), *_file(plan)]:
        _line(sheet, at, label, fact)
        at += 1
    at = _totals(sheet, at, plan, tables)
    at = _ending(sheet, at, plan)
    _legend(sheet, at + 1)
    set_up(sheet, version, colour=OTHER_LEVEL, pages=1)
    sheet.print_area = f"A1:B{at + 1 + len(LEGEND)}"
    sheet.sheet_view.showGridLines = False
    lock(sheet)


def _meeting(about: About) -> Iterator[tuple[str, str]]:
    yield "Dates", _dates(about.starts, about.ends)
    yield "Venue", about.venue or TBC
    yield from about.bodies
    yield "Plan period", f"{about.years[0]} to {about.years[-1]}" if about.years else TBC
    yield "Currency", about.currency
    yield "Time zone", about.zone


def _dates(starts: date | None, ends: date | None) -> str:
    if starts is None:
        return TBC
    return f"{starts:%Y-%m-%d}" if ends in (None, starts) else f"{starts:%Y-%m-%d} to {ends:%Y-%m-%d}"


def _file(plan: Plan) -> Iterator[tuple[str, str]]:
    export, zone = plan.export, plan.about.zone
    yield "Status", export.status
    yield "Version", f"{export.version}, public" if export.is_public else str(export.version)
    yield f"Exported at ({zone})", f"{export.at.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}"
    yield "Exported by", export.by


def _totals(sheet: Any, at: int, plan: Plan, tables: Sequence[str]) -> int:
    _line(sheet, at, "Actions now", "")
    sheet.cell(at, 2).value = "=" + over(tables, "COUNTA(tbl_x[Row ID])")
    sheet.cell(at, 2).style = "rp_fact_calc"
    counts = (
        ("Actions at export", sum(len(level.rows) for level in plan.levels)),
        ("Participants", plan.about.participants),
        ("Countries", plan.about.countries),
        ("Votes counted", plan.about.votes),
    )
    for step, (label, number) in enumerate(counts, 1):
        _line(sheet, at + step, label, "")
        sheet.cell(at + step, 2, number).style = "rp_fact_calc"
    return at + len(counts) + 1


def _ending(sheet: Any, at: int, plan: Plan) -> int:
    if plan.about.url:
        _line(sheet, at, "Public record", plan.about.url)
        sheet.cell(at, 2).hyperlink = plan.about.url
        sheet.cell(at, 2).style = "rp_link"
        at += 1
    for contact in plan.about.contacts:
        _line(sheet, at, "Contact", contact)
        at += 1
    _line(sheet, at, "Personal data", plan.about.notice)
    for step, sentence in enumerate(HOW, 1):
        _line(sheet, at + step, "How to use this file" if step == 1 else "", sentence)
    return at + len(HOW) + 1


def _legend(sheet: Any, at: int) -> None:
    for step, (style, words) in enumerate(LEGEND):
        put_text(sheet.cell(at + step, 1), "Fills" if step == 0 else "", "rp_label")
        put_text(sheet.cell(at + step, 2), words, style)


def _line(sheet: Any, at: int, label: str, fact: str) -> None:
    put_text(sheet.cell(at, 1), label, "rp_label")
    put_text(sheet.cell(at, 2), fact, "rp_fact")
    sheet.row_dimensions[at].height = height([(label, LABELS), (fact, FACTS)])
