"""Text in cells: one function writes it, so that no words of a person ever become a formula."""

import re
import unicodedata
from math import ceil
from typing import Any

REPLACEMENT = "\ufffd"
LONGEST = 32_767  # what a cell holds, counted as Excel does, in UTF-16 units
LINE = 15.0  # points of one line of the workbook's font
TALL_LINE = 21.0  # of scripts with signs above and below the letters
TALLEST = 409.0  # what a row can have

# Everything that XML 1.0 has no place for.
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TALL = re.compile("[\u0900-\u109f\u1780-\u17ff]")  # from Devanagari to Burmese, and Khmer
# A spreadsheet would read _x0041_ as the letter A.
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def clean(text: str) -> str:
    """What a cell can hold of a text: characters that XML forbids become U+FFFD, and a too long text ends early."""
    text = _ILLEGAL.sub(REPLACEMENT, text.replace("\r\n", "\n").replace("\r", "\n"))
    if len(text) * 2 <= LONGEST:
        return text
    return text.encode("utf-16-le")[: LONGEST * 2].decode("utf-16-le", "ignore")


def put_text(cell: Any, text: str, style: str = "") -> None:
    """Write words into a cell, as words whatever they begin with."""
    words = _ESCAPE.sub("_x005F_", clean(text))[:LONGEST]
    if words:
        cell.value = words
        cell.data_type = "s"  # openpyxl took a leading = for a formula
    if style:
        cell.style = style


def measure(text: str) -> int:
    """The width of a line in columns: wide East Asian characters count two, combining marks none."""
    return len(text) if text.isascii() else sum(map(_width, text))


def _width(char: str) -> int:
    if unicodedata.combining(char) or unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def lines(text: str, width: float) -> int:
    """How many lines a text takes in a column; a little less fits than the width says, for words are not broken."""
    room = max(width * 0.92 - 1, 1)
    return sum(max(ceil(measure(line) / room), 1) for line in text.split("\n"))


def height(cells: list[tuple[str, float]], least: int = 1) -> float:
    """The height of a row in points, from its texts and the widths of their columns."""
    tall = (lines(text, width) * (TALL_LINE if _TALL.search(text) else LINE) for text, width in cells if text)
    return min(max([least * LINE, *tall]) + 3, TALLEST)
