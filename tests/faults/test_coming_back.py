"""F7: everybody comes back at once."""

import asyncio
import resource

import pytest

from tests.faults.storm import storm
from tests.faults.tabs import tabs

CAUGHT_UP = 20.0  # seconds after the server is there again


@pytest.fixture
def room_for_sockets() -> None:
    """A socket is an open file, and 1,024 is a usual limit."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


@pytest.mark.parametrize("number", [200, pytest.param(2000, marks=pytest.mark.long)])
async def test_everybody_who_comes_back_at_once_is_let_in_and_caught_up(room, seed, number, room_for_sockets):
    loop = asyncio.get_running_loop()
    async with storm(room, seed) as crowd, tabs(crowd.phones, number, seed) as opened:
        await asyncio.to_thread(room.restart)
        back = loop.time()
        words = f"Everybody who is back reads this, {seed}."
        for tab in opened:
            tab.words = words
        await crowd.phones[1].say(words)

        async with asyncio.timeout(CAUGHT_UP + 10):
            await asyncio.gather(*(tab.told.wait() for tab in opened))
        took = loop.time() - back

        assert [why for tab in opened for at, why in tab.lost if at > back] == []
        assert took < CAUGHT_UP
        assert await crowd.settle(within=10) == []
    assert room.troubles == []
