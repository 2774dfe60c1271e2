import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any
from uuid import uuid4

from eventapp import lock

from .files import ImpossibleError, finish, stamp, sync_folder

ENDING = ".sqlite3"
PARTS = ("", "-wal", "-shm")  # a database in WAL mode is up to three files, which belong together


def dump(database: dict[str, Any], made: Path) -> None:
    """Copy the database by SQLite's online backup, in one step: writers neither wait nor make it begin anew."""
    source = Path(database["NAME"]).resolve()
    with (
        closing(sqlite3.connect(f"{source.as_uri()}?mode=ro", uri=True, timeout=20)) as file,
        closing(sqlite3.connect(made, isolation_level=None)) as copy,
    ):
        file.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, without a log beside it


def check(path: Path) -> None:
    """Refuse a file that is damaged, or no database of ours."""
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as file:
            found = file.execute("PRAGMA integrity_check").fetchall()
            file.execute("SELECT count(*) FROM event_sessions_epoch")
    except sqlite3.DatabaseError as error:
        raise ImpossibleError(f"{path} is no backup of ours, or damaged: {error}") from error
    if found != [("ok",)]:
        raise ImpossibleError(f"{path} is damaged: {found[0][0]}")


def put_back(database: dict[str, Any], file: Path) -> str:
    """Replace the database file, which nobody may use meanwhile, and keep it beside the new one."""
    path = Path(database["NAME"])
    try:
        held = lock.lock_file(path)
    except lock.TakenError as taken:
        raise ImpossibleError(str(taken)) from taken
    fresh = path.with_name(f".{path.name}.restored")
    try:
        shutil.copyfile(file, fresh)
        with closing(sqlite3.connect(fresh)) as copy, copy:
            copy.execute("INSERT OR REPLACE INTO event_sessions_epoch (id, name) VALUES (1, ?)", [uuid4().hex])
        kept = set_aside(path)
        finish(fresh, path)
    finally:
        fresh.unlink(missing_ok=True)
        held.close()
    return kept


def set_aside(path: Path) -> str:
    """Give the database another name, with its log; returns that name, or '' where there is no database."""
    kept = path.with_name(f"{path.name}.replaced-{stamp()}")
    for part in PARTS:
        there = path.with_name(path.name + part)
        if there.exists():
            there.rename(kept.with_name(kept.name + part))
    sync_folder(path.parent)
    return str(kept) if kept.exists() else ""
