"""The plan as .csv and as JSON: the same columns as the workbook, with plain values in place of its formulas."""

import csv
import json
from collections.abc import Iterator
from decimal import Decimal
from io import StringIO

from .back import plain
from .columns import Column, level_columns
from .facts import LevelPlan, Plan, Row, Value
from .text import clean

SCHEMA = "rap-json/1"
_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_csv(plan: Plan) -> bytes:
    """One row for each action, after a header; UTF-8 with a byte order mark, by which Excel knows it."""
    columns = flat_columns(plan)
    out = StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(["Level", *(column.name for column in columns)])
    for level, row in lines(plan):
        writer.writerow([harmless(level.letter), *(in_csv(value_of(row, column)) for column in columns)])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def as_json(plan: Plan) -> bytes:
    """The levels with their actions, by the keys of the columns; amounts and numbers are numbers, days are ISO 8601."""
    columns = flat_columns(plan)
    content = {
        "schema": SCHEMA,
        "consultation": {"slug": plan.about.slug, "title": plan.about.title, "currency": plan.about.currency},
        "budget_years": list(plan.about.years),
        "exported_at": plan.export.at.isoformat(timespec="seconds"),
        "is_public": plan.export.is_public,
        "levels": [
            {
                "letter": level.letter,
                "name": level.name,
                "actions": [{c.key: in_json(value_of(row, c)) for c in columns} for row in level.rows],
            }
            for level in plan.levels
        ],
    }
    return json.dumps(content, ensure_ascii=False, indent=1).encode()


def flat_columns(plan: Plan) -> list[Column]:
    """The columns of a level's table without Check, which says what a spreadsheet still needs."""
    columns = level_columns(plan.about.years, is_public=plan.export.is_public)
    return [column for column in columns if column.key != "check"]


def lines(plan: Plan) -> Iterator[tuple[LevelPlan, Row]]:
    for level in plan.levels:
        for row in level.rows:
            yield level, row


def value_of(row: Row, column: Column) -> Value:
    """The cell's value; the total, which the workbook calculates, is added up here."""
    if column.key != "budget_total":
        return row.get(column.key)
    years = [value for key, value in row.items() if key.startswith("budget_y") and isinstance(value, Decimal)]
    return sum(years, Decimal(0)) if years else None


def in_csv(value: Value) -> str:
    return harmless(clean(value)) if isinstance(value, str) else plain(value)


def harmless(text: str) -> str:
    """Text that a spreadsheet would take for a formula gets the usual quote in front."""
    return f"'{text}" if text.startswith(_STARTS_FORMULA) else text


def in_json(value: Value) -> str | int | float | None:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if value is None or isinstance(value, int | float):
        return value
    return clean(value) if isinstance(value, str) else plain(value)
