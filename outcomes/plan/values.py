"""What people type into a cell, as the value that it stands for."""

import re
from datetime import date, timedelta
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from participants import text
from participants.models import Consultation

from ..models import Action
from ..workbook.columns import Column, Kind
from ..workbook.facts import Value

NEVER_EMPTY = ("type", "activity", "status")
FIRST, LAST = date(2000, 1, 1), date(2099, 12, 31)
_AMOUNT = re.compile(r"[0-9]{1,12}(\.[0-9]{1,2})?")
_NUMBER = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,4})?")


def parse(column: Column, typed: str, consultation: Consultation) -> Value:
    """The value of what was typed; refused with a sentence where it is none. Empty is '' for words, else None."""
    typed = text.clean(typed)
    if not typed:
        return nothing(column)
    if column.kind is Kind.PICK:
        return picked(column, typed)
    if column.kind is Kind.DATE:
        return day(typed, consultation)
    if column.kind is Kind.MONEY:
        return number(typed, _AMOUNT, _("Please type the amount in digits, without spaces and commas: 84000."))
    if column.kind is Kind.NUMBER:
        return number(typed, _NUMBER, _("Please type a number in digits, without spaces and commas: 1200 or 0.5."))
    return words(column, typed)


def nothing(column: Column) -> Value:
    """An empty cell, where it may be empty."""
    if column.key in NEVER_EMPTY:
        raise ValidationError(_("This cannot be empty."))
    return None if column.kind in (Kind.DATE, Kind.MONEY, Kind.NUMBER) else ""


def words(column: Column, typed: str) -> str:
    """Words, counted as a spreadsheet counts them."""
    if len(typed) > column.longest:
        told = {"over": len(typed) - column.longest, "most": column.longest}
        sentence = ngettext(
            "This is %(over)d character too long; %(most)d fit.",
            "This is %(over)d characters too long; %(most)d fit.",
            told["over"],
        )
        raise ValidationError(sentence % told)
    if len(typed) < column.shortest:
        raise ValidationError(
            _("Please say a little more: %(least)d characters at least.") % {"least": column.shortest}
        )
    return typed


def picked(column: Column, typed: str) -> str:
    if typed not in Action.choices_of(column.key):
        raise ValidationError(_("“%(typed)s” is not in the list. Please choose from it.") % {"typed": typed[:60]})
    return typed


def day(typed: str, consultation: Consultation) -> date:
    try:
        found = date.fromisoformat(typed)
    except ValueError:
        raise ValidationError(_("Please type the date as year, month, day: 2020-03-31.")) from None
    first = consultation.starts - timedelta(days=30) if consultation.starts else FIRST
    if not first <= found <= LAST:
        told = {"first": first.isoformat(), "last": LAST.isoformat()}
        raise ValidationError(_("Please choose a date between %(first)s and %(last)s.") % told)
    return found


def number(typed: str, pattern: re.Pattern[str], sentence: str) -> Decimal:
    if not pattern.fullmatch(typed):
        raise ValidationError(sentence)
    return Decimal(typed)
