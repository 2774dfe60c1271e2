import os
import sqlite3
from pathlib import Path

from django.conf import settings

from . import postgres, sqlite
from .files import ImpossibleError, finish, note, stamp, thin


def take(*, to: Path, keep: int) -> Path:
    """Write a checked backup into a folder beside the running server, and keep the newest `keep` of them.

    Nobody waits for it: SQLite copies from one moment of the log, pg_dump reads one snapshot. Raises ImpossibleError.
    """
    database = settings.DATABASES["default"]
    kind = sqlite if is_file() else postgres
    path = to / f"eventapp-{stamp()}{kind.ENDING}"
    made = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        to.mkdir(parents=True, exist_ok=True)
        made.touch(mode=0o600)  # people's names are in it
        kind.dump(database, made)
        kind.check(made)
        finish(made, path)
        thin(to, keep)
        note()
    except (OSError, sqlite3.Error) as error:
        raise ImpossibleError(f"There is no new backup in {to}: {error}") from error
    finally:
        made.unlink(missing_ok=True)
    return path


def restore(*, file: Path) -> str:
    """Put a backup in the place of the database, in a new epoch; returns where the replaced one is kept, or ''.

    A new epoch lets every phone offer again what it heard `counted` for. Raises ImpossibleError, with nothing changed.
    """
    kind = sqlite if is_file() else postgres
    if not file.is_file():
        raise ImpossibleError(f"There is no file {file}.")
    try:
        kind.check(file)
        return kind.put_back(settings.DATABASES["default"], file)
    except (OSError, sqlite3.Error) as error:
        raise ImpossibleError(f"{file} was not restored: {error}") from error


def is_file() -> bool:
    return bool(settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"))
