"""F2: the power goes, and what no sync had carried to the disk is torn or gone."""

import os
import random
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from uuid import UUID

import pytest

from tests.faults.committing import TAPS
from tests.faults.power import STRACE, Disk, Event, events
from tests.faults.storm import ROOM
from tests.places import ROOT, place

IMAGES = 60
KEPT = ("db.sqlite3", "db.sqlite3-wal")  # the third file lives in memory, and SQLite makes it anew


@pytest.fixture
def traced(on_a_file: None, tmp_path: Path, seed: str) -> tuple[dict[str, bytes], list[Event]]:
    """What was on the disk at first, and all that a process did to it while it counted votes."""
    if not shutil.which("strace"):
        pytest.skip("Power cuts are made from the trace of a process. Type: sudo apt-get install strace")
    command = f"from tests.faults import committing; committing.main({seed!r})"
    manage = [sys.executable, "manage.py", "shell", "--no-imports", "-c", command]
    with place(ROOM) as home:
        before = {name: (home.folder / name).read_bytes() for name in KEPT if (home.folder / name).exists()}
        trace = tmp_path / "trace"
        environment = os.environ | home.environment
        told = subprocess.run(
            [*STRACE, "-o", trace, *manage], cwd=ROOT, env=environment, stdout=subprocess.PIPE, check=True
        )
        with trace.open() as lines:
            done = [event for event in events(lines, home.folder) if event.what == "tell" or event.name in ("", *KEPT)]
    assert len(told.stdout.split()) == TAPS
    return before, done


def cuts(done: list[Event], dice: random.Random) -> list[int]:
    """When the power goes: anywhere, and most often just before a sync, when most is in the air."""
    syncs = [number for number, event in enumerate(done) if event.what == "sync"]
    return [dice.choice(syncs) if dice.random() < 0.7 else dice.randrange(len(done)) for _n in range(IMAGES)]


def after_the_cut(before: dict[str, bytes], done: list[Event], dice: random.Random, folder: Path) -> list[str]:
    """Let the power go after these events. Returns what is wrong with what is found then, a sentence each."""
    disk = Disk(before)
    for event in done:
        disk.take(event)
    for name in KEPT:
        (folder / name).unlink(missing_ok=True)
    for name, content in disk.image(dice).items():
        (folder / name).write_bytes(content)
    told = {UUID(event.data.decode()) for event in done if event.what == "tell"}
    try:
        return examine(folder / "db.sqlite3", told)
    except sqlite3.DatabaseError as error:
        return [str(error)]


def examine(path: Path, told: set[UUID]) -> list[str]:
    with closing(sqlite3.connect(path)) as file:
        wrong = [row[0] for row in file.execute("PRAGMA integrity_check") if row != ("ok",)]
        wrong += [f"a row of {row[0]} points nowhere" for row in file.execute("PRAGMA foreign_key_check")]
        kept = {UUID(key) for (key,) in file.execute("SELECT key FROM recommendations_tap")}
    return wrong + [f"{key} was answered “counted” and is gone" for key in sorted(told - kept)]


@pytest.mark.long
def test_a_power_cut_takes_no_vote_that_was_counted(traced, tmp_path, seed):
    before, done = traced
    dice = random.Random(f"{seed} cuts")

    found = {cut: after_the_cut(before, done[:cut], dice, tmp_path) for cut in cuts(done, dice)}

    assert {cut: wrong for cut, wrong in found.items() if wrong} == {}


@pytest.mark.long
def test_a_disk_that_does_not_sync_would_be_found_out(traced, tmp_path, seed):
    before, done = traced
    dice = random.Random(f"{seed} cuts")
    never = [event for event in done if event.what != "sync"]

    found = [after_the_cut(before, never[:cut], dice, tmp_path) for cut in [len(never) // 2, len(never) - 1]]

    assert all(found)
