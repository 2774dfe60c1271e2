"""Two commands: what make run does, and what it says on a machine that is not ready."""

import os
import re
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.places import ROOT, Place
from tests.server import Server

ROLES = ["organiser", "moderator", "rapporteur", "screen", "participant-3", "participant-8"]


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


def test_make_run_loads_the_demo_once_and_keeps_what_people_change(tmp_path: Path) -> None:
    counts = "SELECT (SELECT count(*) FROM recommendations_recommendation), (SELECT count(*) FROM recommendations_vote)"
    with Server(Place(tmp_path, f"sqlite:///{tmp_path / 'db.sqlite3'}"), command="run") as server:
        first, loaded = server.log, server.rows(counts)
        server.rows("UPDATE participants_participant SET organisation = ? WHERE id = 1", "Kept")
        server.restart()
        second = server.log.removeprefix(first)

        assert [re.findall(rf"{server.url}/shenzhen-2019/enter/#demo-(\S+)", log) for log in (first, second)] == [
            ROLES
        ] * 2
        assert server.rows("SELECT organisation FROM participants_participant WHERE id = 1") == [("Kept",)]
        assert server.rows(counts) == loaded
        assert server.troubles == []


@pytest.mark.parametrize("code", ["demo-organiser", "demo-participant-1", "demo-screen"])
def test_a_printed_code_lets_its_owner_in(shared_server: Server, code: str) -> None:
    with shared_server.come_in(code) as client:
        assert client.get("/shenzhen-2019/").status_code == 200
        assert len(client.cookies) == 2


def test_everything_that_a_page_asks_for_is_there_and_from_here(shared_server: Server) -> None:
    page = httpx.get(f"{shared_server.url}/shenzhen-2019/")
    files = re.findall(r'(?:href|src)="(/static/[^"]+)"', page.text)
    others = re.findall(r'(?:src|<link[^>]+href)="(https?:[^"]+)"', page.text)

    assert files != []
    assert [httpx.get(shared_server.url + file).status_code for file in files] == [200] * len(files)
    assert others == []


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
