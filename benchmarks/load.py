"""Phones that vote at a fixed pace; they stamp the tap, and keep every frame with the moment in which it came."""

import asyncio
import json
import random
import time
from collections.abc import Iterator
from contextlib import AsyncExitStack
from typing import Any, NamedTuple
from uuid import uuid4

import websockets

GRACE = 30.0  # seconds after the last tap in which an answer may still come


class Line(NamedTuple):
    """Where a socket goes, and what it says first."""

    url: str
    origin: str
    cookie: str = ""
    hello: dict[str, Any] | None = None


class Page:
    """One socket and everything that it heard: (seconds, message)."""

    def __init__(self, line: Line) -> None:
        self.line = line
        self.heard: list[tuple[float, str]] = []
        self.sent: dict[str, float] = {}
        self._socket: websockets.ClientConnection | None = None
        self._listener: asyncio.Task[None] | None = None

    async def open(self) -> None:
        headers = {"Cookie": self.line.cookie} if self.line.cookie else {}
        self._socket = await websockets.connect(
            self.line.url, additional_headers=headers, origin=self.line.origin, compression=None, open_timeout=60
        )
        if self.line.hello:
            await self._socket.send(json.dumps(self.line.hello))
        self._listener = asyncio.create_task(self._listen(self._socket))

    async def close(self) -> None:
        assert self._socket is not None
        await self._socket.close()
        if self._listener:
            await asyncio.gather(self._listener, return_exceptions=True)

    async def vote(self, message: dict[str, Any]) -> None:
        assert self._socket is not None
        key = str(uuid4())
        self.sent[key] = time.perf_counter()
        await self._socket.send(json.dumps({"type": "vote", "key": key} | message))

    @property
    def messages(self) -> Iterator[tuple[float, dict[str, Any]]]:
        return ((at, json.loads(text)) for at, text in self.heard)

    async def _listen(self, socket: websockets.ClientConnection) -> None:
        async for text in socket:
            self.heard.append((time.perf_counter(), str(text)))
            if '"ask": true' in text[-16:]:
                frame = json.loads(text)
                await socket.send(json.dumps({"type": "seen", "feed": frame["feed"], "version": frame["version"]}))


async def run(
    phones: list[Page], watchers: list[Page], ballot: int, items: list[int], votes: int, seconds: float, settled: Any
) -> float:
    """Open all sockets, then let every phone vote so many times in so many seconds. Returns its own CPU."""
    async with AsyncExitStack() as lines:
        for page in [*watchers, *phones]:
            await page.open()
            lines.push_async_callback(page.close)
        await asyncio.sleep(2)  # sockets stand before the clock starts
        started, cpu = time.perf_counter(), time.process_time()
        await asyncio.gather(*(tap(page, n, ballot, items, votes, seconds) for n, page in enumerate(phones)))
        share = (time.process_time() - cpu) / (time.perf_counter() - started)
        deadline = time.perf_counter() + GRACE
        while not settled() and time.perf_counter() < deadline:
            await asyncio.sleep(0.25)
        await asyncio.sleep(2.5)  # phones are told of turnout every two seconds
        return share


async def tap(page: Page, number: int, ballot: int, items: list[int], votes: int, seconds: float) -> None:
    """One thumb: an even pace with a start of its own, and an item never twice."""
    dice = random.Random(number)
    start = time.perf_counter() + dice.uniform(0, seconds / votes)
    for n, item in enumerate(dice.sample(items, votes)):
        await asyncio.sleep(max(0.0, start + n * seconds / votes - time.perf_counter()))
        choice = dice.choice(["support", "not_now", "unsure"])
        await page.vote({"ballot": ballot, "item": item, "choice": choice})
