"""LibreOffice, and what it makes of a workbook; and a look into the package."""

import os
import re
import shutil
import subprocess
import warnings
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from defusedxml.ElementTree import fromstring
from openpyxl import load_workbook

FILTERS = {"xlsx": "xlsx:Calc MS Excel 2007 XML"}


def office() -> str:
    """LibreOffice's program; without it a test is skipped, but never where CI is set."""
    found = shutil.which("soffice")
    if found:
        return found
    said = "LibreOffice is missing: apt-get install libreoffice-calc"
    if os.environ.get("CI"):
        pytest.fail(said)
    pytest.skip(said)


def read_back(path: Path, **how: bool) -> Any:
    """Open what LibreOffice saved: it prints whole columns, which openpyxl reads with a warning."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Print area cannot be set")
        return load_workbook(path, **how)


def convert(data: bytes, to: str, folder: Path, profile: str) -> Path:
    """Convert a workbook; a fresh profile may end with code 81 and write nothing, so it is tried twice."""
    program = office()
    source, out = folder / "plan.xlsx", folder / "out"
    source.write_bytes(data)
    target = out / f"plan.{to}"
    told = [*("--headless", "--norestore", "--convert-to", FILTERS.get(to, to)), "--outdir", str(out), str(source)]
    for _ in range(2):
        done = subprocess.run([program, profile, *told], capture_output=True, timeout=120, check=False)
        if target.exists():
            return target
    raise AssertionError(f"LibreOffice wrote nothing: {done.stderr.decode()}")


def parts(package: ZipFile, pattern: str) -> list[Any]:
    return [fromstring(package.read(name)) for name in package.namelist() if re.fullmatch(pattern, name)]
