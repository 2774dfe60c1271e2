"""What is asked of a file before anything of it is parsed, and what its package says about its sheets."""

import posixpath
import re
from io import BytesIO
from typing import Any, NamedTuple
from zipfile import BadZipFile, ZipFile

from defusedxml.ElementTree import fromstring

LARGEST = 5 * 1024 * 1024
MEMBERS = 200
UNPACKED = 50 * 1024 * 1024
RATIO = 100
_SMALL = 256 * 1024  # a part that stays below this is no bomb, however well it packs

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MACROS = re.compile(r"vbaProject|macrosheets/|activeX/", re.IGNORECASE)
_FOREIGN = re.compile(r"externalLinks/|connections\.xml|queryTables/", re.IGNORECASE)
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3}[0-9]{1,7}:[A-Z]{1,3}[0-9]{1,7})"')
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


class RefusedError(Exception):
    """A file that is not read; `rule` names why."""

    def __init__(self, rule: str) -> None:
        super().__init__(rule)
        self.rule = rule


class Part(NamedTuple):
    """A sheet in the package: the names of its tables, and the ranges of its merged cells."""

    tables: list[str]
    merged: list[str]


def opened(data: bytes) -> ZipFile:
    """The package of a workbook that keeps the rules."""
    if len(data) > LARGEST:
        raise RefusedError("size")
    if data.startswith(_OLE):
        raise RefusedError("encrypted" if _ENCRYPTED in data else "type")
    if not data.startswith(b"PK\x03\x04"):
        raise RefusedError("type")
    try:
        package = ZipFile(BytesIO(data))
    except (BadZipFile, ValueError, OSError) as error:
        raise RefusedError("damaged") from error
    check_members(package)
    check_kind(package)
    return package


def check_members(package: ZipFile) -> None:
    """Hold the central directory to its limits."""
    members = package.infolist()
    if len(members) > MEMBERS:
        raise RefusedError("members")
    if any(member.flag_bits & 1 for member in members):
        raise RefusedError("encrypted")
    if sum(member.file_size for member in members) > UNPACKED:
        raise RefusedError("unpacked")
    if any(m.file_size > max(_SMALL, RATIO * max(m.compress_size, 1)) for m in members):
        raise RefusedError("ratio")


def check_kind(package: ZipFile) -> None:
    """Its parts have to be those of a workbook without macros and links, by their names."""
    names = package.namelist()
    if len(set(names)) < len(names) or any(is_odd(name) for name in names):
        raise RefusedError("names")
    for pattern, rule in ((_MACROS, "macros"), (_FOREIGN, "links")):
        if any(pattern.search(name) for name in names):
            raise RefusedError(rule)
    if not {"[Content_Types].xml", "xl/workbook.xml"} <= set(names):
        raise RefusedError("type")
    if b"macroEnabled" in package.read("[Content_Types].xml"):
        raise RefusedError("macros")


def is_odd(name: str) -> bool:
    """A name that leads out of the package, or that nobody can read."""
    return name.startswith(("/", "\\")) or ".." in name.split("/") or "\\" in name or not name.isprintable()


def sheet_parts(package: ZipFile) -> dict[str, Part]:
    """The tables and merged cells of each sheet, by its title."""
    targets = relations(package, "xl/workbook.xml")
    book = fromstring(package.read("xl/workbook.xml"))
    found = {}
    for sheet in book.iter():
        path = targets.get(sheet.get(_RELATION, "")) if local(sheet) == "sheet" else None
        if path and path in package.namelist():
            tables = [t for t in relations(package, path).values() if t.startswith("xl/tables/")]
            merged = [found.decode() for found in _MERGED.findall(package.read(path))]
            found[sheet.get("name", "")] = Part([table_name(package, table) for table in tables], merged)
    return found


def relations(package: ZipFile, path: str) -> dict[str, str]:
    """What a part points to inside the package, by the id of the relation."""
    folder, name = posixpath.split(path)
    beside = f"{folder}/_rels/{name}.rels"
    if beside not in package.namelist():
        return {}
    inside = [each for each in fromstring(package.read(beside)) if each.get("TargetMode") != "External"]
    return {
        each.get("Id", ""): posixpath.normpath(posixpath.join("/" + folder, each.get("Target", ""))).lstrip("/")
        for each in inside
    }


def table_name(package: ZipFile, path: str) -> str:
    root = fromstring(package.read(path))
    return str(root.get("displayName") or root.get("name") or "")


def local(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]
