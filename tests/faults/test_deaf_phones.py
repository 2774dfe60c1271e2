"""F8: phones that read nothing."""

import asyncio
import statistics

import pytest

from eventapp.simulation.phone import Phone
from tests.faults import process
from tests.faults.deaf import deaf
from tests.faults.storm import Storm, storm

CLOSED = 30.0  # seconds
FLAT = 30.0  # MB
AT_ONCE = 1.0  # seconds in which the others have their answer
EVERY = 0.3  # seconds between two things that are said aloud and typed in at the desk: the whole list goes out again


async def say_aloud(desk: Phone, breakout: int) -> None:
    """Change what everybody sees, again and again."""
    number = 0
    while True:
        number += 1
        words = f"From the floor, number {number}: " + "let every campus share what it has learnt. " * 5
        fields = {"words": words, "kind": "research", "sdg_target": "4.3"}
        answer = await desk.post(f"sessions/{breakout}/desk/floor/", fields)
        assert answer.status_code == 302, answer.text
        await asyncio.sleep(EVERY)


async def watch_them_go(crowd: Storm, ports: set[int]) -> tuple[float, float]:
    """Wait until the deaf are closed. Returns the seconds it took, and the most memory in use meanwhile, in MB."""
    loop = asyncio.get_running_loop()
    began, most = loop.time(), 0.0
    while process.connected(crowd.server.port, ports) and loop.time() - began < 2 * CLOSED:
        most = max(most, process.memory(crowd.server.pid))
        await asyncio.sleep(0.1)
    return loop.time() - began, most


@pytest.mark.parametrize("number", [10, pytest.param(50, marks=pytest.mark.long)])
async def test_phones_that_read_nothing_are_closed_and_nobody_notices(room, seed, number):
    async with storm(room, seed) as crowd:
        desk = crowd.watchers[0]
        changes = asyncio.create_task(say_aloud(desk, crowd.breakout))
        await crowd.more(100)
        memory = process.memory(room.pid)

        # Desks are sent more than phones are.
        with deaf(desk, number // 2) as desks, deaf(crowd.phones[0], number // 2) as phones:
            assert process.connected(room.port, desks | phones) == number
            took, most = await watch_them_go(crowd, desks | phones)
        assert changes.cancel(), changes.exception()

        waits = [wait for phone in crowd.phones for wait in phone.heard.values()]
        assert took < CLOSED
        assert most - memory < FLAT
        assert statistics.quantiles(waits, n=20)[-1] < AT_ONCE
        assert await crowd.settle(within=10) == []
    assert room.troubles == []
