"""A room in which people vote, on a server of its own, and the seed of all that is drawn by lot."""

import os
import secrets
from collections.abc import Iterator

import pytest

from tests.faults.storm import ROOM
from tests.places import place
from tests.server import Server


@pytest.fixture
def seed(request: pytest.FixtureRequest) -> str:
    """What all dice of a test begin with; FAULTS_SEED replays a test that failed."""
    drawn = os.environ.get("FAULTS_SEED") or secrets.token_hex(4)
    request.node.add_report_section("setup", "seed", f"To replay: FAULTS_SEED={drawn}")
    return drawn


@pytest.fixture(params=["", pytest.param("uvicorn", marks=pytest.mark.long)], ids=["", "uvicorn"])
def room(request: pytest.FixtureRequest) -> Iterator[Server]:
    """A server whose breakout c collects, with sixty recommendations; the long tier takes uvicorn too."""
    engine = {"SERVER": request.param} if request.param else {}
    with place(ROOM) as home, Server(home, **engine) as server:
        yield server


@pytest.fixture
def on_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite, also where DATABASE_TEST_URL moves other tests to PostgreSQL."""
    monkeypatch.delenv("DATABASE_TEST_URL", raising=False)


@pytest.fixture
def file_room(on_a_file: None, room: Server) -> Server:
    """The room on SQLite."""
    return room
