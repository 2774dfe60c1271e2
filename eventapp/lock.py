"""One process on the in-memory layer: a second one would hear nothing of the first, and no error would say so."""

import fcntl
import os
from pathlib import Path
from typing import IO, Any

import psycopg
from django.conf import settings
from psycopg.conninfo import make_conninfo

KEY = 7_120_466  # of the advisory lock, in the database that it is about
PATIENCE = "5s"  # PostgreSQL needs a moment to notice that a killed process has gone
_held: list[Any] = []  # for as long as the process lives


class TakenError(Exception):
    """Another process serves this database; the sentence names it."""


def hold() -> None:
    """Hold this database for as long as this process serves; raises TakenError where another one does, with who it is.

    With a file it is an exclusive lock beside it, with PostgreSQL an advisory one, shared where Redis carries hints.
    """
    database: Any = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        _held.append(lock_file(Path(database["NAME"])))
    else:
        _held.append(lock_row(database))


def lock_file(path: Path) -> IO[str]:
    """Lock a database file until what is returned is closed; the kernel lets go of it when the process dies."""
    file = path.with_name(f"{path.name}.lock").open("a+")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.seek(0)
        raise TakenError(f"{file.read().strip() or 'Another process'} uses {path}. Stop it first.") from None
    file.truncate(0)
    file.write(f"Process {os.getpid()}")
    file.flush()
    return file


def lock_row(database: dict[str, Any]) -> psycopg.Connection:
    """Lock a PostgreSQL database until the connection is closed."""
    shared = "_shared" if settings.REDIS_URL else ""
    connection = psycopg.connect(address(database), autocommit=True, application_name="eventapp-server")
    connection.execute(f"SET lock_timeout = '{PATIENCE}'".encode())
    try:
        connection.execute(f"SELECT pg_advisory_lock{shared}({KEY})".encode())
    except psycopg.errors.LockNotAvailable:
        connection.close()
        raise TakenError(
            f"Another process serves {database['NAME']}. Stop it first, or set REDIS_URL for all of them."
        ) from None
    return connection


def address(database: dict[str, Any], **other: Any) -> str:
    """What libpq needs to connect to a database of the settings."""
    known = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    return make_conninfo("", **{name: database[key] for name, key in known.items() if database.get(key)} | other)
