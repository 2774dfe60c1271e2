"""What stays behind so that the file can come back: lists with names, the scores, and the hidden _meta sheet."""

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, date
from decimal import Decimal
from hashlib import sha256
from typing import Any

from openpyxl import Workbook
from openpyxl.packaging.custom import StringProperty
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName

from .columns import Column, Edit
from .facts import SCHEMA, CodeList, Plan, Row, Value
from .names import LISTS
from .page import lock, set_up
from .styles import OTHER_LEVEL
from .text import measure, put_text


def write_lists(book: Workbook, sheet: Any, lists: Sequence[CodeList], version: str) -> None:
    """Write each list into a column of its own and give it its name."""
    for n, each in enumerate(lists, 1):
        letter = get_column_letter(n)
        put_text(sheet.cell(1, n), each.title, "rp_head")
        for at, value in enumerate(each.values, 2):
            put_text(sheet.cell(at, n), value, "rp_pick_calc")
        sheet.column_dimensions[letter].width = max([12, *(measure(text) + 3 for text in (each.title, *each.values))])
        area = f"'{LISTS}'!${letter}$2:${letter}${max(len(each.values), 1) + 1}"
        book.defined_names[each.name] = DefinedName(each.name, attr_text=area)
    sheet.freeze_panes = "A2"
    set_up(sheet, version, title_row=1, colour=OTHER_LEVEL)
    lock(sheet)


def base_of(plan: Plan, columns: Sequence[Column]) -> dict[str, dict[str, dict[str, str]]]:
    """The cells as they go out, by level and Row ID: what a file that comes back is compared with."""
    kept = [column for column in columns if column.edit in (Edit.KEY, Edit.EDITABLE)]
    return {
        level.letter: {str(row["row_id"]): {c.key: plain(row.get(c.key)) for c in kept} for row in level.rows}
        for level in plan.levels
    }


def plain(value: Value) -> str:
    """A value as one text, the same for equal values."""
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()[:10]
    if isinstance(value, int | float | Decimal):
        return f"{Decimal(str(value)).normalize():f}"
    return value


def digest(content: object) -> str:
    return sha256(json.dumps(content, sort_keys=True, ensure_ascii=True).encode()).hexdigest()


def scores_hash(scores: Sequence[Row]) -> str:
    return digest([{key: plain(value) for key, value in sorted(row.items())} for row in scores])


def write_meta(book: Workbook, sheet: Any, plan: Plan, tables: Sequence[str], columns: Sequence[Column]) -> None:
    """Write keys and values, hidden, and the chief of them as properties of the file."""
    facts = {
        "export_id": plan.export.export_id,
        "event": plan.about.slug,
        "schema": SCHEMA,
        "exported_at": plan.export.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "base_hash": digest(base_of(plan, columns)),
        "scores_hash": scores_hash(plan.scores),
    }
    for at, (key, value) in enumerate([*facts.items(), *_schema(plan, tables, columns)], 1):
        put_text(sheet.cell(at, 1), key)
        put_text(sheet.cell(at, 2), value)
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 24, 80
    sheet.sheet_state = "hidden"
    properties: Any = book.custom_doc_props  # type: ignore[attr-defined]
    for key in ("export_id", "event", "schema", "base_hash"):
        properties.append(StringProperty(name=key, value=facts[key]))


def _schema(plan: Plan, tables: Sequence[str], columns: Sequence[Column]) -> Iterator[tuple[str, str]]:
    for level, table in zip(plan.levels, tables, strict=True):
        yield f"table:{table}", level.letter
    for column in columns:
        yield f"column:{column.key}", f"{column.name} | {column.edit} | {column.kind}"
