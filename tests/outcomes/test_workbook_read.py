"""A workbook that comes back is read in a process with limits; what breaks a rule is refused by its name."""

import struct
import time
from collections.abc import Callable
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook, load_workbook

from outcomes.workbook.columns import level_columns
from outcomes.workbook.read import Book, RefusedError, book_from, read

COLUMNS = level_columns((1, 2, 3))
SHEET = "xl/worksheets/sheet3.xml"


def changed(data: bytes, more: dict[str, bytes] | None = None, **edits: Callable[[bytes], bytes]) -> bytes:
    """The same package with other parts."""
    target = BytesIO()
    with ZipFile(BytesIO(data)) as source, ZipFile(target, "w", ZIP_DEFLATED) as package:
        for name in source.namelist():
            edit = edits.get(name.rpartition("/")[2].partition(".")[0])
            package.writestr(name, edit(source.read(name)) if edit else source.read(name))
        for name, content in (more or {}).items():
            package.writestr(name, content)
    return target.getvalue()


def many_rows() -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(["Row ID", "Priority action"])
    for n in range(5001):
        sheet.append([f"RAP-{n}", "x"])
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def laughing(part: bytes) -> bytes:
    """A billion laughs before the sheet begins."""
    layers = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">{layers}]>'.encode() + part


def encrypted(data: bytes) -> bytes:
    """The bit of the first member that says so."""
    at = data.index(b"PK\x01\x02") + 8
    return data[:at] + struct.pack("<H", 1) + data[at + 2 :]


HOSTILE: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "too large": ("size", lambda data: data + b"x" * 5_300_000),
    "a picture": ("type", lambda data: b"\x89PNG\r\n\x1a\n" + data),
    "an old .xls": ("type", lambda data: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600),
    "a password": ("encrypted", lambda d: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")),
    "an encrypted member": ("encrypted", encrypted),
    "cut off": ("damaged", lambda data: data[: len(data) // 2]),
    "a bomb": ("ratio", lambda data: changed(data, {"xl/media/a.xml": b"0" * 40_000_000})),
    "many bombs": ("unpacked", lambda d: changed(d, {f"xl/media/{n}.xml": b"0" * 9_000_000 for n in range(6)})),
    "many members": ("members", lambda data: changed(data, {f"xl/x{n}.xml": b"" for n in range(200)})),
    "a slip": ("names", lambda data: changed(data, {"../../etc/passwd": b"x"})),
    "macros": ("macros", lambda data: changed(data, {"xl/vbaProject.bin": b"x"})),
    "links": ("links", lambda data: changed(data, {"xl/externalLinks/externalLink1.xml": b"<x/>"})),
    "entities": ("entities", lambda data: changed(data, sheet3=laughing)),
    "broken XML": ("damaged", lambda data: changed(data, sheet3=lambda part: part[:-200])),
    "many rows": ("rows", lambda data: many_rows()),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_file_is_refused_by_the_name_of_its_rule(data: bytes, kind: str) -> None:
    rule, make = HOSTILE[kind]
    file = make(data)
    started = time.monotonic()

    with pytest.raises(RefusedError) as refusal:
        read(file, COLUMNS)

    assert refusal.value.rule == rule
    assert time.monotonic() - started < 10


def book_of(data: bytes) -> Book:
    return book_from(read(data, COLUMNS))


def edited(data: bytes, edit: Callable[[Any], None]) -> bytes:
    """As a spreadsheet saves it: through openpyxl, which keeps tables and properties."""
    book, target = load_workbook(BytesIO(data)), BytesIO()
    edit(book)
    book.save(target)
    return target.getvalue()


def test_sheets_rows_and_identity_are_found(data: bytes) -> None:
    book = book_of(data)

    assert (book.meta["event"], book.meta["table:tbl_policy"]) == ("shenzhen-2019", "a")
    assert [(sheet.tables, len(sheet.rows)) for sheet in book.sheets][:3] == [
        *((["tbl_policy"], 2), (["tbl_platforms"], 0), (["tbl_providers"], 3))
    ]
    assert book.others == ["Cover", "Summary", "Scores", "Lists"]
    assert book.sheets[0].rows[0][1]["Budget Y2"] == ("n", "44000.5")
    assert book.sheets[0].rows[0][1]["Start"] == ("d", "2090-01-01")


def test_columns_are_found_by_their_words_wherever_they_are(data: bytes) -> None:
    def move(book: Any) -> None:
        sheet = book["A Policy"]
        del sheet.tables["tbl_policy"]
        sheet.insert_cols(1, 2)
        sheet.insert_rows(3, 5)
        sheet["A9"] = "A note beside the table"

    moved, usual = book_of(edited(data, move)).sheets[0], book_of(data).sheets[0]

    assert moved.tables == []
    assert [cells["Priority action"] for _at, cells in moved.rows] == [c["Priority action"] for _at, c in usual.rows]


def test_a_cell_under_a_merged_one_is_not_seen(data: bytes) -> None:
    def merge(book: Any) -> None:
        del book["A Policy"].tables["tbl_policy"]
        book["A Policy"].merge_cells("I4:I5")

    rows = book_of(edited(data, merge)).sheets[0].rows

    assert [cells["Lead organisation"][0] for _at, cells in rows] == ["s", "m"]
