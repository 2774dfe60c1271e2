"""F1, F3 and F4: the server dies, is replaced, or stands still in the middle of voting."""

import asyncio
import signal

import pytest

from tests.faults.storm import storm

long = pytest.mark.long


@pytest.mark.parametrize("times", [2, pytest.param(8, marks=long)])
async def test_a_server_that_dies_in_the_middle_of_voting_loses_nothing_counted(room, seed, times):
    async with storm(room, seed) as crowd:
        for _n in range(times):
            await crowd.more(25)
            room.kill()
            await asyncio.to_thread(room.start)

        assert await crowd.settle(within=10) == []
    assert room.troubles == []


@pytest.mark.parametrize("times", [1, pytest.param(6, marks=long)])
async def test_a_deploy_in_the_middle_of_voting_fails_nothing_that_is_sent_again(room, seed, times):
    async with storm(room, seed) as crowd:
        for _n in range(times):
            await crowd.more(25)
            process = room.process
            await asyncio.to_thread(room.terminate)
            assert process.returncode != -signal.SIGKILL, f"It did not end when it was asked to. {crowd}"
            await asyncio.to_thread(room.start)

        assert await crowd.settle(within=10) == []
    assert room.troubles == []


@pytest.mark.parametrize("seconds", [5, pytest.param(30, marks=long), pytest.param(70, marks=long)])
async def test_a_server_that_stood_still_shows_the_same_to_everybody_afterwards(room, seed, seconds):
    async with storm(room, seed) as crowd:
        await crowd.more(25)
        room.stall()
        await asyncio.sleep(seconds)  # this is the fault
        room.go_on()

        assert await crowd.settle(within=10) == []
    assert room.troubles == []
