from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import models, transaction

_reading: ContextVar[str | None] = ContextVar("reading", default=None)


class Router:
    """Sends every read inside `snapshot()` to the second alias, and nothing else."""

    def db_for_read(self, model: type[models.Model], **hints: Any) -> str | None:
        return _reading.get()

    def allow_relation(self, first: models.Model, second: models.Model, **hints: Any) -> bool:
        return True  # both aliases are one database

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return db == "default"


@contextmanager
def snapshot() -> Iterator[None]:
    """Read everything inside from one moment of the database, beside whoever is writing.

    Inside a transaction of one's own it is that one's moment, with what was written there.
    """
    alias = "default" if transaction.get_connection().in_atomic_block else "snapshot"
    token = _reading.set(alias)
    try:
        with transaction.atomic(using=alias):
            yield
    finally:
        _reading.reset(token)
