"""Two processes on one database: what changes in one is seen in the other, through Redis or without it."""

import asyncio
import os
from uuid import uuid4

import pytest
from channels_redis.core import RedisChannelLayer

from sessions import hints

URL = os.environ.get("REDIS_TEST_URL", "redis://127.0.0.1:6379/9")


@pytest.fixture
async def layer(monkeypatch):
    """A channel layer of our own on a real Redis, beside whoever else uses it."""
    layer = RedisChannelLayer(hosts=[URL], prefix=uuid4().hex)
    monkeypatch.setattr(hints, "get_channel_layer", lambda: layer)
    yield layer
    await layer.close_pools()


async def ended(*processes: hints.Hints) -> None:
    tasks = [task for process in processes for task in process.tasks]
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def test_the_other_process_hears_and_we_do_not_hear_ourselves(layer):
    ours: asyncio.Queue = asyncio.Queue()
    theirs: asyncio.Queue = asyncio.Queue()
    one = hints.Hints(lambda *said: ours.put_nowait(said))
    other = hints.Hints(lambda *said: theirs.put_nowait(said))
    async with asyncio.timeout(20):
        while theirs.empty():  # it hears nothing before it has subscribed
            one.say(feed=12)
            await asyncio.sleep(0.05)
        while not theirs.empty():
            assert (await theirs.get()) == ([12], [])
        for _vote in range(200):
            one.say(feed=12)
        one.say(participant=7)
        heard = [await theirs.get()]
        while 7 not in heard[-1][1]:
            heard.append(await theirs.get())
    await ended(one, other)

    assert len(heard) <= 3, "200 changes of a feed within a beat are one message"
    assert ours.empty()
