"""F6: phones leave in the middle of requests and sockets."""

import asyncio
import random
from collections.abc import Callable

import pytest

from tests.faults import process
from tests.faults.deaf import handshake, hello, request
from tests.faults.storm import SLUG, Storm, storm

LEAVING = 500  # in a round
AT_ONCE = 20
LEAVES_WITHIN = 0.1  # seconds: in the middle of a page
SPARE = 4  # threads and connections that come and go by themselves
HALF_CLOSED = 24  # files of SQLite that stay open until nobody holds a lock, and are used again by the next connection


async def leave(crowd: Storm, seed: str) -> None:
    """Five hundred requests, one in five for a socket, whose askers go away before the answer, twenty at a time."""
    dice = random.Random(f"{seed} leaves")
    owner, room = crowd.phones[0], f"/{SLUG}/sessions/{crowd.breakout}/"
    pages = [request(owner, page) for page in (room, f"{room}state/?audience=phone", f"{room}mine/")]
    door = asyncio.Semaphore(AT_ONCE)

    async def one(said: bytes) -> None:
        async with door:
            _reader, writer = await asyncio.open_connection("127.0.0.1", crowd.server.port)
            writer.write(said)
            await asyncio.sleep(dice.uniform(0, LEAVES_WITHIN))  # somewhere in the middle
            writer.transport.abort()

    socket = handshake(owner) + hello(owner.audience)
    await asyncio.gather(*(one(socket if number % 5 == 0 else dice.choice(pages)) for number in range(LEAVING)))


async def until(true: Callable[[], bool], within: float) -> bool:
    """Wait for what the kernel shows; it tells nobody by itself."""
    deadline = asyncio.get_running_loop().time() + within
    while not true() and asyncio.get_running_loop().time() < deadline:
        await asyncio.sleep(0.1)
    return true()


@pytest.mark.parametrize("rounds", [1, pytest.param(10, marks=pytest.mark.long)])
async def test_phones_that_leave_in_the_middle_leave_nothing_behind(room, seed, rounds):
    async with storm(room, seed) as crowd:
        await crowd.more(25)
        threads, sockets = process.threads(room.pid), process.sockets(room.pid)
        others = len(process.files(room.pid)) - sockets

        for _n in range(rounds):
            await leave(crowd, seed)
            await crowd.more(25)

        assert await until(lambda: process.threads(room.pid) <= threads + SPARE, 30), process.threads(room.pid)
        assert await until(lambda: process.sockets(room.pid) <= sockets + SPARE, 30), process.files(room.pid)
        assert len(process.files(room.pid)) - process.sockets(room.pid) <= others + HALF_CLOSED
        assert await crowd.settle(within=10) == []
