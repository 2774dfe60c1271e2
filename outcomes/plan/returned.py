"""The cells of a workbook that came back, as the values that they stand for."""

import re
import unicodedata
from datetime import date, datetime
from decimal import Decimal
from difflib import get_close_matches

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import override
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

from participants import text
from participants.models import Consultation

from ..models import Action
from ..workbook.back import plain
from ..workbook.columns import Column, Kind
from ..workbook.lists import WORDS
from ..workbook.text import clean
from .comparison import Typed
from .values import parse

NUMBERS = (Kind.INTEGER, Kind.NUMBER, Kind.MONEY, Kind.SHARE, Kind.SCORE)
FORMULA, ERROR, DAY, NUMBER = "f", "e", "d", "n"
DAYS = (20_000, 80_000)  # serial numbers from 1954 to 2119
_ESCAPES = re.compile(r"x005F_|_x000D_")  # what spreadsheets add around control characters
_PLACES = 9  # a spreadsheet keeps 0.1 + 0.2 as 0.30000000000000004


def settled(column: Column, value: str) -> str:
    """A value of the plan, or as it went out, as it would come back: the documented cleaning, and codes for words."""
    if column.kind is Kind.PICK:
        return code_of(column, value) or value
    if column.kind in (Kind.TEXT, Kind.CODE):
        return text.clean(_ESCAPES.sub("", clean(value)))
    return value


def understood(column: Column, kind: str, found: str, consultation: Consultation, *, is_1904: bool = False) -> Typed:
    """What a cell of the file stands for, or why it stands for nothing."""
    if kind == FORMULA:
        return Typed(found, _("This is a formula: %(formula)s. Please type its value.") % {"formula": found[:80]})
    if kind == ERROR:
        return Typed(found, _("This cell shows an error: %(error)s.") % {"error": found[:20]})
    value = settled(column, typed(column, kind, found, is_1904=is_1904))
    try:
        return Typed(settled(column, plain(parse(column, value, consultation))))
    except ValidationError as error:
        return Typed(value, nearest(column, value) or error.messages[0])


def typed(column: Column, kind: str, found: str, *, is_1904: bool) -> str:
    """The text that somebody would have typed for it: numbers and dates have several faces in a file."""
    if kind == NUMBER and column.kind is Kind.DATE:
        return day(float(found), is_1904=is_1904)
    if kind == NUMBER:
        return plain(round(Decimal(found), _PLACES)) if abs(float(found)) < 10**15 else found
    if column.kind in NUMBERS:
        return unicodedata.normalize("NFKC", found).strip()
    return found


def day(serial: float, *, is_1904: bool) -> str:
    """A date that lost its format, from the number of its day."""
    if not DAYS[0] <= serial <= DAYS[1]:
        return f"{serial:g}"
    moment = from_excel(serial, CALENDAR_MAC_1904 if is_1904 else CALENDAR_WINDOWS_1900)
    return moment.isoformat()[:10] if isinstance(moment, datetime | date) else f"{serial:g}"


def code_of(column: Column, word: str) -> str:
    """The code of a word of a list, in whichever of our languages it was picked; '' for a word that is in none."""
    wanted = " ".join(word.split()).casefold()
    return next((code for code, words in words_of(column).items() if wanted in {w.casefold() for w in words}), "")


def words_of(column: Column) -> dict[str, set[str]]:
    """Each code of a list with everything that it is called."""
    known: dict[str, set[str]] = {code: {code} for code in Action.choices_of(column.key)}
    for code, word in WORDS.get(column.list_name, {}).items():
        known.setdefault(code, {code}).add(word)
    for language, _name in settings.LANGUAGES:
        with override(language):
            for code, word in Action.choices_of(column.key).items():
                known[code].add(word)
    return known


def nearest(column: Column, value: str) -> str:
    """For a word that is not in its list: the one that was perhaps meant."""
    if column.kind is not Kind.PICK or not value:
        return ""
    words = WORDS.get(column.list_name, {}).values()
    for close in get_close_matches(value, words, n=1):
        told = {"typed": value[:60], "close": close}
        return _("“%(typed)s” is not in the list. Did you mean “%(close)s”?") % told
    return ""
