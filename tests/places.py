"""A folder and a database for one server process; seeded once per test run, copied for each server."""

import atexit
import functools
import itertools
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlsplit

import psycopg

ROOT = Path(__file__).resolve().parent.parent
Seed = tuple[tuple[str, ...], ...]
DEMO: Seed = (("demo",),)

numbers = itertools.count(1)
at_the_end = ExitStack()
atexit.register(at_the_end.close)


class Place:
    """Where a server keeps its things: EVENTAPP_VAR and the database."""

    def __init__(self, folder: Path, database_url: str) -> None:
        self.folder = folder
        self.database_url = database_url
        self.environment = {"EVENTAPP_VAR": str(folder), "DATABASE_URL": database_url}

    def manage(self, *arguments: str, environment: dict[str, str] | None = None) -> str:
        """Run a management command here and return what it printed; a failure shows both streams."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=os.environ | self.environment | (environment or {}),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, (
            f"manage.py {' '.join(arguments)} ended with {done.returncode}:\n{done.stdout}{done.stderr}"
        )
        return done.stdout

    def rows(self, query: str, *parameters: Any) -> list[tuple[Any, ...]]:
        """Ask the database itself, past the server; write ? for parameters on both kinds."""
        if self.database_url.startswith("sqlite"):
            with closing(sqlite3.connect(self.folder / "db.sqlite3", timeout=20)) as file, file:
                return file.execute(query, parameters).fetchall()
        with psycopg.connect(self.database_url) as connection:
            cursor = connection.execute(query.replace("?", "%s").encode(), parameters)
            return cursor.fetchall() if cursor.description else []


@contextmanager
def place(seed: Seed = DEMO, server: str | None = None) -> Iterator[Place]:
    """A fresh folder and database in which the seeding commands have already run.

    The database is one on the PostgreSQL server of this address, else of DATABASE_TEST_URL, else a file.
    """
    server = server or os.environ.get("DATABASE_TEST_URL", "")
    source = _seeded(seed, server)
    with TemporaryDirectory(prefix="eventapp-") as name:
        folder = Path(name) / "var"
        shutil.copytree(source.folder, folder)
        with _database(folder, server, template=source.database_url) as database_url:
            yield Place(folder, database_url)


@functools.cache
def _seeded(seed: Seed, server: str) -> Place:
    """The place that others with the same seed are copied from; it goes when the tests end."""
    folder = Path(at_the_end.enter_context(TemporaryDirectory(prefix="eventapp-seed-"))) / "var"
    folder.mkdir()
    source = Place(folder, at_the_end.enter_context(_database(folder, server)))
    source.manage("migrate", "--verbosity=0")
    source.manage("collectstatic", "--noinput", "--verbosity=0")
    for command in seed:
        source.manage(*command)
    return source


@contextmanager
def _database(folder: Path, server: str, template: str = "template1") -> Iterator[str]:
    """A database of its own: a file, or one on a PostgreSQL server."""
    if not server:
        yield f"sqlite:///{folder / 'db.sqlite3'}"
        return
    name = f"eventapp_{os.getpid()}_{next(numbers)}"
    source = urlsplit(template).path.lstrip("/")
    _execute(server, f"CREATE DATABASE {name} TEMPLATE {source}")
    yield urlsplit(server)._replace(path=f"/{name}").geturl()
    with suppress(psycopg.OperationalError):  # a server of the tests' own may have gone, with all that was on it
        _execute(server, f"DROP DATABASE {name} WITH (FORCE)")


def _execute(server: str, statement: str) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(statement.encode())
