"""The server process that other tests stand on, and what the commands say on a machine that is not ready."""

import os
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.places import ROOT, Place, place
from tests.server import Server, running


def run(*command: str, **environment: str) -> tuple[int, str]:
    done = subprocess.run(
        command, cwd=ROOT, env=os.environ | environment, capture_output=True, text=True, check=False, timeout=60
    )
    return done.returncode, done.stderr.strip()


@pytest.fixture
def taken() -> Iterator[str]:
    """A port that another program listens on."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        yield str(other.getsockname()[1])


@pytest.fixture
def empty() -> Iterator[Place]:
    with place(seed=()) as home:
        yield home


def test_a_used_port_is_said_before_anything_starts(taken: str, tmp_path: Path) -> None:
    answer = run("bin/run", PORT=taken, EVENTAPP_VAR=str(tmp_path))

    assert answer == (
        1,
        f"Port {taken} is used by another program. Choose another one: make run PORT={int(taken) + 1}",
    )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("port", ["", "0", "65536", "http", "-1"])
def test_a_port_that_is_none_is_said(port: str) -> None:
    assert run("bin/address.py", "127.0.0.1", port) == (1, f"PORT is {port!r}, and has to be a number from 1 to 65535.")


def test_a_host_of_another_machine_is_said() -> None:
    answer = run("bin/address.py", "192.0.2.7", "8000")

    assert answer == (1, "This machine has no address 192.0.2.7. For the phones of a room: make run HOST=0.0.0.0")


def test_every_version_that_is_served_is_the_one_that_is_tested() -> None:
    served = (ROOT / "requirements.txt").read_text().splitlines()
    tested = (ROOT / "requirements-dev.txt").read_text().splitlines()

    assert [line for line in served if line not in tested] == []


def test_a_killed_server_comes_back_on_its_port_with_its_data(empty: Place) -> None:
    empty.rows("CREATE TABLE kept (word text)")
    with Server(empty) as server:
        first, url = server.pid, server.url
        empty.rows("INSERT INTO kept VALUES (?)", "before")
        server.kill()
        server.start()

        assert (server.pid == first, server.url, server.rows("SELECT word FROM kept")) == (False, url, [("before",)])


def test_two_servers_share_nothing() -> None:
    with running(seed=()) as one, running(seed=()) as other:
        one.rows("CREATE TABLE mine (word text)")

        assert one.port != other.port
        assert one.place.database_url != other.place.database_url


def test_a_server_that_cannot_start_shows_its_log(empty: Place) -> None:
    with pytest.raises(AssertionError, match="The server ended by itself"), Server(empty, PORT="none"):
        pass
