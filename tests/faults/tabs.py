"""Sockets by the thousand: pages that only look whether they were told, and come back as the scripts do."""

import asyncio
import json
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import websockets

from eventapp.simulation.phone import Phone

AT_ONCE = 50


class Tab:
    """One more open page of somebody who has come in: a socket that comes back when it is lost."""

    def __init__(self, owner: Phone, dice: random.Random) -> None:
        self.owner, self.dice = owner, dice
        self.here = asyncio.Event()
        self.words = ""
        self.told = asyncio.Event()
        self.lost: list[tuple[float, str]] = []
        self.retry_after = (0.5, 5.0)

    async def live(self, door: asyncio.Semaphore) -> None:
        """Be there, and come back; `door` lets so many connect at a time."""
        while True:
            try:
                await self._line(door)
            except (OSError, websockets.WebSocketException) as error:
                self.lost.append((asyncio.get_running_loop().time(), repr(error)))
            self.here.clear()
            await asyncio.sleep(self.dice.uniform(*self.retry_after))

    async def _line(self, door: asyncio.Semaphore) -> None:
        cookies = "; ".join(f"{name}={value}" for name, value in self.owner.http.cookies.items())
        address = self.owner.url.replace("http", "ws", 1) + self.owner.path
        async with door:
            socket = await websockets.connect(
                address,
                additional_headers={"Cookie": cookies},
                origin=websockets.Origin(self.owner.url),
                compression=None,
                open_timeout=30,
            )
        async with socket:
            hello = {"type": "hello", "epoch": "", "audience": "phone", "language": "en", "versions": {}}
            await socket.send(json.dumps(hello))
            async for text in socket:
                self._take(str(text))
                if '"ask": true' in str(text)[-16:]:  # as every page does: who owes an answer is told nothing new
                    frame = json.loads(text)
                    await socket.send(json.dumps({"type": "seen", "feed": frame["feed"], "version": frame["version"]}))

    def _take(self, text: str) -> None:
        if text.startswith('{"type": "beat"'):
            self.retry_after = tuple(json.loads(text)["retry_after"])
            self.here.set()
        elif self.words and self.words in text:
            self.told.set()


@asynccontextmanager
async def tabs(owners: list[Phone], number: int, seed: str) -> AsyncIterator[list[Tab]]:
    """So many open pages, shared out among those who have come in, until the block ends."""
    dice = random.Random(f"{seed} tabs")
    opened = [Tab(owners[n % len(owners)], random.Random(dice.random())) for n in range(number)]
    door = asyncio.Semaphore(AT_ONCE)
    lives = [asyncio.create_task(tab.live(door)) for tab in opened]
    try:
        await asyncio.gather(*(tab.here.wait() for tab in opened))
        for _n in range(number):  # the first time in good order; back they come as they like
            door.release()
        yield opened
    finally:
        for life in lives:
            life.cancel()
        await asyncio.gather(*lives, return_exceptions=True)
