"""A real server process of ours, started as `make run` starts it, on its own port, folder and database."""

import http.client
import itertools
import os
import re
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Self

import httpx
import pytest

from tests.places import DEMO, ROOT, Place, Seed, place

# Below the range that the kernel takes ports of outgoing connections from, and apart from other runs on this machine.
ports = itertools.cycle(range(20_000 + os.getpid() * 37 % 9_000, 32_000))
TROUBLE = re.compile(r"^Traceback|^\S+ \S+ (?:ERROR|CRITICAL) ", re.MULTILINE)


class Server:
    """One server process that can be killed, stalled and started again on the same port."""

    def __init__(self, home: Place, command: str = "serve", **environment: str) -> None:
        self.place = home
        self.command = ROOT / "bin" / command
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.environment = {"HOST": "127.0.0.1", "PORT": str(self.port), "PUBLIC_URL": self.url, **environment}
        self.log_file = home.folder / "server.log"
        self.process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.terminate()

    @property
    def pid(self) -> int:
        assert self.process is not None, "the server is not running"
        return self.process.pid

    @property
    def log(self) -> str:
        """All that the process wrote so far, over its restarts."""
        return self.log_file.read_text(errors="replace") if self.log_file.exists() else ""

    @property
    def troubles(self) -> list[str]:
        """Tracebacks and errors in the log, each with the lines that follow it."""
        log = self.log
        return [log[found.start() : found.start() + 3000] for found in TROUBLE.finditer(log)]

    def start(self, within: float = 60) -> None:
        """Start the process and return when it answers."""
        assert self.process is None, "the server runs already"
        with self.log_file.open("ab") as log:
            self.process = subprocess.Popen(
                [self.command],
                env=os.environ | self.place.environment | self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        try:
            self.wait(within)
        except BaseException:
            self.kill()
            raise

    def wait(self, within: float = 60) -> None:
        """Return when the server says that all is well; fail at once when the process has ended."""
        deadline = time.monotonic() + within
        while not self.is_well():
            assert self.process is not None
            assert not ended(self.process, 0.05), f"The server ended by itself:\n{self.log[-4000:]}"
            assert time.monotonic() < deadline, f"The server does not answer after {within} s:\n{self.log[-4000:]}"

    def is_well(self) -> bool:
        """Ask /health."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/health")
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def kill(self) -> None:
        """End it as a power cut would: kill -9."""
        self._end(signal.SIGKILL)

    def terminate(self) -> None:
        """End it as a deploy would, and with force when it has not gone after ten seconds."""
        self._end(signal.SIGTERM)

    def restart(self) -> None:
        """Start again on the same port and database, whether it still runs or not."""
        self.terminate()
        self.start()

    def stall(self) -> None:
        """Stop the process where it stands."""
        os.kill(self.pid, signal.SIGSTOP)

    def go_on(self) -> None:
        """Let a stalled process go on."""
        os.kill(self.pid, signal.SIGCONT)

    def manage(self, *arguments: str) -> str:
        """Run a management command beside the server, on its database, and return what it printed."""
        return self.place.manage(*arguments, environment=self.environment)

    def rows(self, query: str, *parameters: Any) -> list[tuple[Any, ...]]:
        """Ask the server's database, past the server."""
        return self.place.rows(query, *parameters)

    @contextmanager
    def come_in(self, code: str, consultation: str = "shenzhen-2019") -> Iterator[httpx.Client]:
        """A client that has come in with a code and sends the CSRF token with each request."""
        with httpx.Client(base_url=self.url, follow_redirects=True, timeout=30) as client:
            client.headers["Origin"] = self.url
            client.get(f"/{consultation}/enter/").raise_for_status()
            client.headers["X-CSRFToken"] = client.cookies["csrf"]
            client.post(f"/{consultation}/enter/", data={"code": code}).raise_for_status()
            client.headers["X-CSRFToken"] = client.cookies["csrf"]
            yield client

    def _end(self, how: signal.Signals) -> None:
        process, self.process = self.process, None
        if process is None:
            return
        process.send_signal(signal.SIGCONT)
        process.send_signal(how)
        if not ended(process, 10):
            process.kill()
            process.wait()


def ended(process: subprocess.Popen[bytes], within: float) -> bool:
    """Wait for the process, but not longer than this."""
    try:
        process.wait(within)
    except subprocess.TimeoutExpired:
        return False
    return True


def free_port() -> int:
    """A port that nobody listens on."""
    for port in ports:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if probe.connect_ex(("127.0.0.1", port)) != 0:
                return port
    raise AssertionError("no port is free")


@contextmanager
def running(seed: Seed = DEMO, **environment: str) -> Iterator[Server]:
    """A server with its own seeded data, until the block ends."""
    with place(seed) as home, Server(home, **environment) as server:
        yield server


@contextmanager
def _without_trouble() -> Iterator[Server]:
    with running() as server:
        yield server
        troubles = server.troubles
    assert troubles == []


@pytest.fixture
def server() -> Iterator[Server]:
    """A server with the demo, for this test alone; an error in its log fails the test."""
    with _without_trouble() as server:
        yield server


@pytest.fixture(scope="module")
def shared_server() -> Iterator[Server]:
    """A server with the demo for all tests of a file, for those that only read or mind their own row."""
    with _without_trouble() as server:
        yield server
