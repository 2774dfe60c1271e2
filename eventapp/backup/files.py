import os
import re
import time
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

OURS = re.compile(r"eventapp-\d{8}-\d{6}\.(sqlite3|dump)")


class ImpossibleError(Exception):
    """A backup or a restore that cannot be made; the sentence says why, and what to do."""


def stamp() -> str:
    """Now, as a part of a name that sorts by time; UTC."""
    return datetime.now(UTC).strftime("%Y%m%d-%H%M%S")


def finish(made: Path, path: Path) -> None:
    """Give a whole file its name, so that a power cut leaves either all of it or none."""
    with made.open("rb") as file:
        os.fsync(file.fileno())
    made.replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Let the names in a folder reach the disk."""
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def thin(folder: Path, keep: int) -> None:
    """Remove all but the newest backups; other files are not touched."""
    found = sorted((path for path in folder.iterdir() if OURS.fullmatch(path.name)), key=lambda path: path.stem)
    for path in found[: max(0, len(found) - max(keep, 1))]:
        path.unlink(missing_ok=True)


def note() -> None:
    """Remember that there is a fresh backup, for whoever watches the server."""
    (settings.VAR / "last_backup").touch()


def age() -> float | None:
    """Seconds since the last backup of this installation; None where there has been none."""
    try:
        return max(0.0, time.time() - (settings.VAR / "last_backup").stat().st_mtime)
    except OSError:
        return None
