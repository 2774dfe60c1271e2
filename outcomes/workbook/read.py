"""A workbook that comes back, from bytes to plain rows. It is read in a process of its own, which holds the limits."""

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

from .columns import Column
from .read_package import RefusedError

__all__ = ["Book", "RefusedError", "Sheet", "book_from", "read"]

WITHIN = 9.0  # seconds of the clock, the start of the process included
HOME = Path(__file__).resolve().parents[2]
_at_once = BoundedSemaphore(2)  # in each process; the others are told to come again


@dataclass(frozen=True)
class Sheet:
    """A sheet with a table of actions: each row as its number, and kind and text by column."""

    title: str
    tables: list[str]
    columns: list[str]
    rows: list[tuple[int, dict[str, tuple[str, str]]]]


@dataclass(frozen=True)
class Book:
    """A workbook as it was read; `meta` is the hidden sheet and the properties of the file."""

    meta: dict[str, str]
    sheets: list[Sheet]
    others: list[str]
    is_1904: bool = False


def read(data: bytes, columns: Sequence[Column]) -> dict[str, Any]:
    """Read a file, as plain data that `book_from` takes; raises RefusedError with the rule that the file broke."""
    if not _at_once.acquire(blocking=False):
        raise RefusedError("busy")
    try:
        found = _apart(data, [column.name for column in columns])
    finally:
        _at_once.release()
    if "refused" in found:
        raise RefusedError(found["refused"])
    return found


def _apart(data: bytes, wanted: list[str]) -> dict[str, Any]:
    # Without our environment: it has keys that a parser of foreign files need not know. defusedxml guards no lxml.
    environment = {"OPENPYXL_LXML": "False", "OPENPYXL_DEFUSEDXML": "True", "PYTHONUTF8": "1"}
    command = [sys.executable, "-m", "outcomes.workbook.read_apart", json.dumps(wanted)]
    try:
        done = subprocess.run(
            command, input=data, capture_output=True, timeout=WITHIN, cwd=HOME, env=environment, check=False
        )
        found: dict[str, Any] = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, ValueError) as error:
        raise RefusedError("limits") from error
    return found


def book_from(found: dict[str, Any]) -> Book:
    """The workbook that was read, from what `read` answered and perhaps was kept since."""
    sheets = [
        Sheet(
            sheet["title"],
            sheet["tables"],
            sheet["columns"],
            [(at, {name: (kind, text) for name, (kind, text) in cells.items()}) for at, cells in sheet["rows"]],
        )
        for sheet in found["sheets"]
    ]
    return Book(found["meta"], sheets, found["others"], found["is_1904"])
