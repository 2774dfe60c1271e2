"""PostgreSQL and Redis of the tests' own, started from what is installed; nobody else's server is ever touched."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest
import redis

from tests.server import ended, free_port

PLACES = os.pathsep.join(
    [os.environ["PATH"], *map(str, sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True))]
)


class Service:
    """A server process that can be stopped, killed, stalled and started again where it was."""

    def __init__(self, url: str, command: Sequence[str], is_well: Callable[[str], object]) -> None:
        self.url, self.command, self.is_well = url, command, is_well
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, and return when it answers."""
        self.process = subprocess.Popen(self.command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + 30
        while not self._answers():
            assert time.monotonic() < deadline, f"{self.command[0]} does not answer"
            assert not ended(self.process, 0.05), f"{self.command[0]} ended by itself"

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """End it; SIGINT is the way in which both of them end at once and in order."""
        process, self.process = self.process, None
        if process is not None:
            process.send_signal(signal.SIGCONT)
            process.send_signal(how)
            if not ended(process, 15):
                process.kill()
                process.wait()

    def stall(self) -> None:
        assert self.process is not None
        self.process.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        assert self.process is not None
        self.process.send_signal(signal.SIGCONT)

    def _answers(self) -> bool:
        try:
            return bool(self.is_well(self.url))
        except (psycopg.OperationalError, redis.RedisError):
            return False


def installed(name: str, package: str) -> str:
    """The program, or a failure that says the line to type."""
    if found := shutil.which(name, path=PLACES):
        return found
    pytest.fail(f"{name} is missing. Type: sudo apt-get install {package}")


@pytest.fixture(scope="module")
def own_redis() -> Iterator[Service]:
    port = free_port()
    command = [installed("redis-server", "redis-server"), "--port", str(port), "--bind", "127.0.0.1", "--save", ""]
    service = Service(f"redis://127.0.0.1:{port}/0", command, answers_redis)
    service.start()
    yield service
    service.stop()


@pytest.fixture(scope="module")
def own_postgres() -> Iterator[Service]:
    with TemporaryDirectory(prefix="eventapp-pg-") as name, cluster(Path(name)) as service:
        yield service


@contextmanager
def cluster(folder: Path) -> Iterator[Service]:
    """A PostgreSQL of our own in a folder; it never runs as root, so there it runs as the user of the package."""
    as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    if as_user:
        shutil.chown(folder, "postgres")
    initdb, postgres = installed("initdb", "postgresql"), installed("postgres", "postgresql")
    how = ["--auth=trust", "--username=postgres", "--no-sync", "--encoding=UTF8", "--locale=C.UTF-8"]
    subprocess.run([*as_user, initdb, "-D", str(folder / "data"), *how], check=True, capture_output=True, cwd="/")
    port = free_port()
    settings = {"listen_addresses": "127.0.0.1", "unix_socket_directories": str(folder), "fsync": "off"}
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    # setpriv becomes the server; runuser would stay between us and it, and signals would reach the wrong process.
    become = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if as_user else []
    command = [*become, postgres, "-D", str(folder / "data"), "-p", str(port), *options]
    service = Service(f"postgres://postgres@127.0.0.1:{port}/postgres", command, answers_postgres)
    service.start()
    try:
        yield service
    finally:
        service.stop()


def answers_redis(url: str) -> bool:
    with closing(redis.Redis.from_url(url, socket_timeout=2)) as client:
        return bool(client.ping())


def answers_postgres(url: str) -> bool:
    with psycopg.connect(url, connect_timeout=2) as connection:
        return connection.execute("SELECT 1").fetchone() == (1,)
