"""The server process that other tests stand on."""

from collections.abc import Iterator

import pytest

from tests.places import Place, place
from tests.server import Server, running


@pytest.fixture
def empty() -> Iterator[Place]:
    with place(seed=()) as home:
        yield home


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
