"""Two processes on one PostgreSQL database and one Redis, half of the phones on each."""

import asyncio
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from tests.places import Place, Seed, place

from .. import rooms
from ..report import NotMeasured, Run
from ..servers import start
from ..sizes import Size
from .load import measure

PHONES, PACE = 2000, 600.0
# Taken out of the environment: all other benchmarks are SQLite's, in one process.
DATABASE = os.environ.pop("DATABASE_TEST_URL", "postgresql://postgres@127.0.0.1/postgres")
REDIS = os.environ.pop("REDIS_TEST_URL", "redis://127.0.0.1:6379/9")
os.environ.pop("REDIS_URL", None)


def processes(kind: str, size: Size) -> Run:
    """Every phone hears its answer, and every screen shows the same, whichever process it hangs on."""
    for name, address, port in (("DATABASE_TEST_URL", DATABASE, 5432), ("REDIS_TEST_URL", REDIS, 6379)):
        if not answers(address, port):
            raise NotMeasured(f"nothing answers at {address}; {name} may name another.")
    phones = size.of(PHONES)
    seed, redis = rooms.seed(size, people=phones, database="PostgreSQL"), {"REDIS_URL": REDIS}
    with on_postgres(seed) as home, start(kind, home, **redis) as one, start(kind, home, **redis) as other:
        return asyncio.run(measure([one, other], size, phones, PACE * size.share))


def answers(address: str, port: int) -> bool:
    """Whether something listens at an address."""
    parts = urlsplit(address)
    try:
        socket.create_connection((parts.hostname or "127.0.0.1", parts.port or port), timeout=3).close()
    except OSError:
        return False
    return True


@contextmanager
def on_postgres(seed: Seed) -> Iterator[Place]:
    """A place whose database is on the PostgreSQL server."""
    os.environ["DATABASE_TEST_URL"] = DATABASE
    try:
        with place(seed) as home:
            yield home
    finally:
        del os.environ["DATABASE_TEST_URL"]
