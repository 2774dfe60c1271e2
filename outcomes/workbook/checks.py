"""What Excel checks while somebody types: lists, lengths, dates, amounts; and the colours that come with a word."""

from datetime import date, timedelta
from typing import Any

from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font, PatternFill
from openpyxl.utils.datetime import to_excel
from openpyxl.worksheet.datavalidation import DataValidation

from .columns import Column, Edit, Kind
from .styles import AMBER, GREEN, PALE_AMBER, QUIET, RED

SPARE = 200  # rows below a table that are checked already, for those who add some
_EARLIEST = date(2000, 1, 1)


def validate(sheet: Any, columns: list[tuple[str, Column]], first: int, last: int, not_before: date | None) -> None:
    """Add the check of each column; without showErrorMessage Excel would only suggest."""
    letters = {column.key: letter for letter, column in columns}
    for letter, column in columns:
        rule = _rule(column, letters, first, not_before)
        if rule is None:
            continue
        rule.showErrorMessage = True
        rule.allow_blank = True
        rule.errorTitle = column.name[:32]
        rule.error = (rule.error or column.help)[:255]
        rule.add(f"{letter}{first}:{letter}{last + SPARE}")
        sheet.add_data_validation(rule)


def _rule(column: Column, letters: dict[str, str], first: int, not_before: date | None) -> DataValidation | None:
    if column.edit is Edit.KEY:
        return _key_rule(column, letters, first)
    if not column.is_editable:
        return None
    if column.kind is Kind.PICK:
        return DataValidation(type="list", formula1=f"={column.list_name}", error="Please pick from the list.")
    if column.kind is Kind.DATE:
        return _date_rule(column, letters, first, not_before)
    if column.kind is Kind.MONEY:
        return DataValidation(type="decimal", operator="greaterThanOrEqual", formula1="0", error="A number, 0 or more.")
    if column.kind is Kind.NUMBER:
        return DataValidation(type="decimal", formula1="-1000000000000", formula2="1000000000000", error="A number.")
    return _length_rule(column)


def _key_rule(column: Column, letters: dict[str, str], first: int) -> DataValidation:
    """Keys may be typed in a new row only; an edit asks once more."""
    here = f"{letters[column.key]}{first}"
    said = f"{column.name} is how a row is found again. Do you really want to change it?"
    return DataValidation(type="custom", formula1=f"LEN({here})=0", errorStyle="warning", error=said)


def _date_rule(column: Column, letters: dict[str, str], first: int, not_before: date | None) -> DataValidation:
    if column.key == "end":
        start = f"{letters['start']}{first}"
        return DataValidation(
            type="date", operator="greaterThanOrEqual", formula1=start, errorStyle="warning",
            error="The end lies before the start. Keep it?",
        )  # fmt: skip
    least = not_before - timedelta(days=30) if not_before else _EARLIEST
    return DataValidation(
        type="date", operator="greaterThanOrEqual", formula1=str(int(to_excel(least))),
        error=f"A date, as yyyy-mm-dd, not before {least:%Y-%m-%d}.",
    )  # fmt: skip


def _length_rule(column: Column) -> DataValidation:
    return DataValidation(
        type="textLength", operator="between", formula1=str(column.shortest), formula2=str(column.longest),
        error=f"Between {column.shortest} and {column.longest} characters, please.",
    )  # fmt: skip


def colour_cells(sheet: Any, columns: list[tuple[str, Column]], first: int, last: int) -> None:
    """Amber where something is missing or late, green for a lead that has confirmed; Check says it in words."""
    at = {column.key: f"${letter}{first}" for letter, column in columns}
    span = {column.key: f"{letter}{first}:{letter}{last + SPARE}" for letter, column in columns}
    whole = f"{columns[0][0]}{first}:{columns[-1][0]}{last + SPARE}"
    _ink(sheet, span["check"], f'AND({at["check"]}<>"",{at["check"]}<>"OK")', RED, bold=True)
    _ink(sheet, span["check"], f'{at["check"]}="OK"', QUIET)
    in_use = f"LEN({at['row_id']}&{at['activity']})>0"
    for _, column in columns:
        if column.required:
            _fill(sheet, span[column.key], f"AND({in_use},LEN({at[column.key]})=0)", AMBER)
    if "lead_agreed" in at:
        _fill(sheet, span["lead_agreed"], f'{at["lead_agreed"]}="Confirmed"', GREEN)
    done = f'AND({at["status"]}<>"Closed",{at["status"]}<>"Cancelled")'
    _fill(sheet, whole, f"AND(ISNUMBER({at['end']}),{at['end']}<TODAY(),{done})", PALE_AMBER)


def _fill(sheet: Any, where: str, when: str, colour: str) -> None:
    fill = PatternFill(bgColor=colour, fill_type="solid")
    sheet.conditional_formatting.add(where, FormulaRule(formula=[when], fill=fill))


def _ink(sheet: Any, where: str, when: str, colour: str, *, bold: bool = False) -> None:
    sheet.conditional_formatting.add(where, FormulaRule(formula=[when], font=Font(color=colour, bold=bold)))
