"""简体中文 is whole: every sentence has its translation, and what is served is what was translated."""

import ast
import os
import re
import subprocess
import sys
from collections.abc import Callable
from gettext import GNUTranslations
from pathlib import Path
from shutil import copytree, ignore_patterns
from typing import NamedTuple

import pytest
from django.test import Client
from django.urls import reverse

from participants.models import Participant
from sessions.models import Session

ROOT = Path(__file__).parent.parent
PO = Path("locale/zh_Hans/LC_MESSAGES/django.po")
TOLD = "type `make messages`, translate what is new in locale/zh_Hans, and type it once more"
FOLDERS = ("eventapp", "outcomes", "participants", "recommendations", "sessions", "templates", "locale")
FIELD = re.compile(r'^(msgctxt|msgid|msgid_plural|msgstr(?:\[\d\])?) ((?:".*"\n?)+)', re.MULTILINE)
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%%|\{\w+\}|</?\w+>")


class Entry(NamedTuple):
    """A sentence as it stands in the code, and what it is in Chinese."""

    english: tuple[str, ...]
    chinese: tuple[str, ...]
    is_fuzzy: bool


def entries(path: Path) -> list[Entry]:
    """All sentences of a catalogue, without its head."""
    found = []
    for block in path.read_text(encoding="utf-8").split("\n\n")[1:]:
        fields = {name: "".join(map(ast.literal_eval, text.split("\n"))) for name, text in _fields(block)}
        english = tuple(fields[name] for name in ("msgid", "msgid_plural") if name in fields)
        chinese = tuple(text for name, text in fields.items() if name.startswith("msgstr"))
        is_fuzzy = re.search(r"^#, .*fuzzy", block, re.MULTILINE) is not None
        found.append(Entry(english, chinese, is_fuzzy))
    return found


def _fields(block: str) -> list[tuple[str, str]]:
    return [(name, text.strip()) for name, text in FIELD.findall(block)]


def unfinished(path: Path) -> list[str]:
    """The sentences without a translation, or with one that was only guessed."""
    return [entry.english[0] for entry in entries(path) if entry.is_fuzzy or not all(entry.chinese)]


def placeholders(texts: tuple[str, ...]) -> set[str]:
    return {found for text in texts for found in PLACEHOLDER.findall(text)}


def test_every_sentence_is_translated() -> None:
    assert unfinished(ROOT / PO) == [], TOLD


def test_every_placeholder_is_in_the_translation() -> None:
    wrong = [
        entry.english[0]
        for entry in entries(ROOT / PO)
        for chinese in entry.chinese
        if placeholders((chinese,)) != placeholders(entry.english)
    ]

    assert wrong == []


def test_what_is_served_is_what_was_translated(tmp_path: Path) -> None:
    compiled = tmp_path / "django.mo"
    subprocess.run(["msgfmt", "--check-format", "-o", compiled, ROOT / PO], check=True)

    with compiled.open("rb") as now, (ROOT / PO).with_suffix(".mo").open("rb") as committed:
        assert vars(GNUTranslations(committed))["_catalog"] == vars(GNUTranslations(now))["_catalog"], TOLD


def test_no_sentence_of_the_code_is_missing(tmp_path: Path) -> None:
    for folder in FOLDERS:
        copytree(ROOT / folder, tmp_path / folder, ignore=ignore_patterns("__pycache__", "static", "*.mo"))
    (tmp_path / "manage.py").write_bytes((ROOT / "manage.py").read_bytes())
    collect = ["makemessages", "-l", "zh_Hans", "--no-wrap", "--no-location", "--no-obsolete"]

    subprocess.run(
        [sys.executable, "manage.py", *collect],
        cwd=tmp_path,
        env=os.environ | {"EVENTAPP_VAR": str(tmp_path / "var")},
        check=True,
        capture_output=True,
    )

    assert unfinished(tmp_path / PO) == [], TOLD
    assert {entry.english for entry in entries(ROOT / PO)} == {entry.english for entry in entries(tmp_path / PO)}, TOLD


@pytest.mark.parametrize("page", ["home", "room"])
def test_a_page_answers_in_chinese(
    page: str, client_of: Callable[[Participant], Client], ana: Participant, collecting: Session
) -> None:
    home = reverse("home", args=["shenzhen-2019"])
    address = home if page == "home" else reverse("recommendations:room", args=["shenzhen-2019", collecting.pk])

    text = client_of(ana).get(address, headers={"Accept-Language": "zh-hans"}).content.decode()

    assert '<html lang="zh-hans"' in text
    assert re.findall(r">(现在|议程|会场|我的)</a>", text) == ["现在", "议程", "会场", "我的"]
