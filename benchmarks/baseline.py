"""Servers to measure against, and the pages that listen to them."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

from tests.places import ROOT, Place
from tests.server import ended, free_port

from .phone import KEY, Page, Phone, found
from .wire import Address, Refused, Wire


class Listener(Page):
    """A page without a hello: it stands as soon as the handshake is done, and looks for the bytes of a change."""

    def __init__(self, port: int) -> None:
        super().__init__(Address("127.0.0.1", port, "/ws/"), "")

    async def open(self) -> None:
        self.wire = Wire(self.address, self.hear, self.lost)
        async with asyncio.timeout(60):
            await self.wire.open()

    def hear(self, text: bytes, now: float) -> None:
        if self.change and self.change.marker == text:
            self.change.reach(self, now, text)


class Voter(Phone):
    """A phone of the tutorial's room: it hears every vote, its own among them."""

    def __init__(self, port: int) -> None:
        super().__init__(Address("127.0.0.1", port, "/ws/"), "")
        self.seen: list[tuple[str, float]] = []
        self.tapped: dict[str, float] = {}

    open = Listener.open

    def hear(self, text: bytes, now: float) -> None:
        key = found(KEY, text)
        self.seen.append((key, now))
        if key in self.waiting:
            self.tapped[key], _text = self.waiting.pop(key)
            self.counted.append((self.tapped[key], now, 0))


def tutorial(home: Place) -> AbstractContextManager[int]:
    """A Daphne process that serves the tutorial's consumer on the database of a place."""
    endpoint = "tcp:port={port}:interface=127.0.0.1:backlog=2048"
    options = ["--websocket_connect_timeout", "30", "--verbosity", "0"]
    return served(home, "-m", "daphne", "--endpoint", endpoint, *options, "benchmarks.tutorial:application")


def bare(home: Place) -> AbstractContextManager[int]:
    """The bare broadcast."""
    return served(home, "-m", "benchmarks.bare", "{port}")


@contextmanager
def served(home: Place, *command: str) -> Iterator[int]:
    """A process of Python beside a place; yields its port when it takes sockets."""
    port = free_port()
    arguments = [part.format(port=port) for part in command]
    process = subprocess.Popen([sys.executable, *arguments], cwd=ROOT, env=os.environ | home.environment)
    try:
        asyncio.run(answers(port))
        yield port
    finally:
        process.terminate()
        if not ended(process, 10):
            process.kill()
            process.wait()


async def answers(port: int) -> None:
    """Until the server takes sockets."""
    async with asyncio.timeout(60):
        while True:
            page = Listener(port)
            try:
                await page.open()
            except (OSError, Refused):
                await asyncio.sleep(0.05)
            else:
                page.wire.close()
                return
