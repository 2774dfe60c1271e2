"""The named styles of the workbook, and the colours of the levels."""

import re
from collections.abc import Mapping
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.writer.theme import theme_xml

from .columns import Column, Kind

FONT = "Calibri"
INK, QUIET, LINK = "10191D", "4C5B62", "0B57D0"
GREY, AMBER, PALE_AMBER, GREEN, RED = "ECEFF1", "FFD27F", "FFF1D6", "CFEBD3", "B3121D"
LEVELS = ("1C2FA8", "00727C", "B23F00", "6D1040", "8035DC")
OTHER_LEVEL = "1D2A30"

_LINE = Side(style="thin", color="CDD6D9")
_EDGES = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_WRAP = Alignment(vertical="top", wrap_text=True)
_TOP = Alignment(vertical="top")
_END = Alignment(vertical="top", horizontal="right", indent=1)
_HEAD = Alignment(vertical="center", wrap_text=True)
_CENTRE = Alignment(vertical="top", horizontal="center")

FORMATS: Mapping[Kind, tuple[str, str, Alignment]] = {
    Kind.TEXT: ("text", "General", _WRAP),
    # As text: 4.3 picked from a list must not turn into a number.
    Kind.PICK: ("pick", "@", _WRAP),
    Kind.CODE: ("code", "@", _TOP),
    Kind.INTEGER: ("int", "0", _END),
    Kind.NUMBER: ("number", "General", _END),
    Kind.MONEY: ("money", "#,##0", _END),
    Kind.DATE: ("date", "yyyy-mm-dd", _CENTRE),
    Kind.SHARE: ("pct", "0%", _END),
    Kind.SCORE: ("score", "0.000", _END),
}


def style_of(column: Column) -> str:
    """The named style of a column's cells."""
    if column.style:
        return column.style
    suffix = "" if column.is_editable else "_calc"
    return f"rp_{FORMATS[column.kind][0]}{suffix}"


def colour(place: int) -> str:
    """The colour of a level, by its place among them."""
    return LEVELS[place] if place < len(LEVELS) else OTHER_LEVEL


def table_style(place: int | None) -> str:
    """A light table style whose stripes are tinted with the level's colour: the theme holds it as an accent."""
    return f"TableStyleLight{place + 2}" if place is not None and place < len(LEVELS) else "TableStyleLight1"


def theme() -> str:
    """The usual theme with the levels' colours as its accents, for tables and charts."""
    text: str = theme_xml
    for n, value in enumerate(LEVELS, 1):
        text = re.sub(rf'(<a:accent{n}>\s*<a:srgbClr val=")[0-9A-F]{{6}}', rf"\g<1>{value}", text)
    return text


def add_styles(book: Workbook, levels: int) -> None:
    """Give the workbook its named styles; cells have no others."""
    book.loaded_theme = theme().encode()
    for name, fmt, align in FORMATS.values():
        _add(book, f"rp_{name}", align, fmt=fmt, edges=True)
        _add(book, f"rp_{name}_calc", align, fmt=fmt, edges=True, fill=GREY, ink=QUIET if name == "code" else INK)
    _add(book, "rp_calc", _WRAP, edges=True, fill=GREY)
    _add(book, "rp_strong", _WRAP, edges=True, bold=True)
    _add(book, "rp_ref", _CENTRE, fmt="0", edges=True, fill=GREY, bold=True)
    _add(book, "rp_title", Alignment(vertical="center"), size=18, bold=True)
    _add(book, "rp_subtitle", Alignment(vertical="center"), size=13, bold=True)
    _add(book, "rp_note", Alignment(vertical="top"), ink=QUIET)
    _add(book, "rp_label", _WRAP, bold=True)
    _add(book, "rp_fact", Alignment(vertical="top", horizontal="left", wrap_text=True))
    _add(book, "rp_fact_calc", Alignment(vertical="top", horizontal="left"), fmt="#,##0", fill=GREY)
    _add(book, "rp_link", _WRAP, ink=LINK, underline="single")
    _add(book, "rp_total_label", _TOP, edges=True, fill=GREY, bold=True)
    _add(book, "rp_count_calc", _END, fmt="0;-0;;@", edges=True, fill=GREY)  # none is blank, in the chart too
    _add(book, "rp_total", _END, fmt="#,##0", edges=True, fill=GREY, bold=True)
    _add(book, "rp_amber", _WRAP, edges=True, fill=AMBER)
    _add(book, "rp_head", _HEAD, ink="FFFFFF", fill=OTHER_LEVEL, bold=True, edges=True)
    for place in range(levels):
        _add(book, f"rp_head_{place + 1}", _HEAD, ink="FFFFFF", fill=colour(place), bold=True, edges=True)
        _add(book, f"rp_level_{place + 1}", Alignment(vertical="center"), ink=colour(place), size=16, bold=True)


def _add(
    book: Workbook,
    name: str,
    align: Alignment,
    *,
    fmt: str = "General",
    ink: str = INK,
    fill: str = "",
    edges: bool = False,
    **font: Any,
) -> None:
    style = NamedStyle(name=name, alignment=align, number_format=fmt)
    style.font = Font(**{"name": FONT, "size": 11, "color": ink, "scheme": None, **font})
    if fill:
        style.fill = PatternFill("solid", start_color=fill)
    if edges:
        style.border = _EDGES
    book.add_named_style(style)
