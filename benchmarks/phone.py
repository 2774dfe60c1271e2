"""The pages of a room as far as a benchmark needs them: phones that vote, desks and screens that are watched."""

import asyncio
import json
import re
import time
from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from .wire import Address, Wire

# What is read of a frame: its beginning, and whether it asks for an answer; a room is 60 kB, and nobody looks at it.
KIND = re.compile(rb'"type": ?"(\w+)"')
FEED = re.compile(rb'"feed": ?"(\w+)"')
EPOCH = re.compile(rb'"epoch": ?"([^"]*)"')
VERSION = re.compile(rb'"version": ?(\d+)')
KEY = re.compile(rb'"key": ?"([^"]*)"')
AFTER = re.compile(rb'"after": ?([\d.]+)')
HEAD, TAIL = 240, 16


class Change:
    """One change of what a room shows, on its way to everybody's page."""

    def __init__(self, marker: bytes, pages: Iterable["Page"]) -> None:
        self.marker = marker
        self.missing = set(pages)
        self.times: list[float] = []
        self.text = b""
        for page in self.missing:
            page.change = self
        self.began = time.perf_counter()

    def reach(self, page: "Page", now: float, text: bytes) -> None:
        """A frame with the change came to a page; a second one tells nothing new."""
        if page in self.missing:
            self.missing.remove(page)
            self.times.append(now - self.began)
            self.text = text

    @property
    def last(self) -> float:
        """Seconds until the last page had it; for ever where one has it not."""
        return float("inf") if self.missing else max(self.times)


class Page:
    """One socket of one person: what a page needs to come back, and all that it heard where `keeps` says so."""

    def __init__(self, address: Address, feed: str, audience: str = "phone", *, keeps: bool = False) -> None:
        self.address, self.feed, self.audience, self.keeps = address, feed, audience, keeps
        self.epoch = ""
        self.versions: dict[str, int] = {}
        self.frames: list[tuple[int, float]] = []  # (version, moment) of its room's feed; of a kept page only
        self.texts: list[bytes] = []
        self.change: Change | None = None
        self.losses = 0
        self.wire: Wire | None = None
        self.stands: asyncio.Future[None] | None = None

    async def open(self) -> None:
        """Connect, say hello, and return when the first frame of the room has come; raises OSError or Refused."""
        self.stands = asyncio.get_running_loop().create_future()
        self.wire = Wire(self.address, self.hear, self.lost)
        async with asyncio.timeout(60):
            await self.wire.open()
            hello = {"type": "hello", "epoch": self.epoch, "audience": self.audience, "language": "en"}
            self.say(hello | {"versions": self.versions})
            await self.stands

    def drop(self) -> None:
        if self.wire:
            self.wire.drop()

    def say(self, message: dict[str, Any]) -> None:
        assert self.wire is not None
        self.wire.send(json.dumps(message).encode())

    def lost(self) -> None:
        self.losses += 1
        if self.stands and not self.stands.done():
            self.stands.set_exception(ConnectionResetError("The line went after the hello."))

    def hear(self, text: bytes, now: float) -> None:
        kind = KIND.search(text, 0, HEAD)
        if kind is None:
            return
        if kind[1] == b"room":
            self.take(text, now)
        else:
            self.told(kind[1], text, now)

    def take(self, text: bytes, now: float) -> None:
        """A frame: remember its version, and whether it brought what is looked for."""
        feed, version = found(FEED, text), int(found(VERSION, text))
        self.versions[feed] = version
        if b'"ask"' in text[-TAIL:]:
            self.say({"type": "seen", "feed": feed, "version": version})
        if self.keeps:
            self.texts.append(text)
        if feed == self.feed:
            self.shown(text, now, version)

    def shown(self, text: bytes, now: float, version: int) -> None:
        if self.keeps:
            self.frames.append((version, now))
        if self.change and self.change.marker in text:
            self.change.reach(self, now, text)
        if self.stands and not self.stands.done():
            self.epoch = found(EPOCH, text)
            self.stands.set_result(None)

    def told(self, kind: bytes, text: bytes, now: float) -> None:
        """Beats and "yours" need nothing here."""


class Phone(Page):
    """A page that votes, keeps what is not answered, and writes down how long each answer took."""

    def __init__(self, address: Address, feed: str, *, keeps: bool = False) -> None:
        super().__init__(address, feed, keeps=keeps)
        self.device, self.taps = str(uuid4()), 0
        self.waiting: dict[str, tuple[float, bytes]] = {}
        self.counted: list[tuple[float, float, int]] = []  # tapped at, answered at, version
        self.later = 0

    def vote(self, ballot: int, item: int, choice: str) -> None:
        """Tap: the moment is that of the tap, whatever happens to the message."""
        self.taps += 1
        key = str(uuid4())
        vote = {"type": "vote", "key": key, "ballot": ballot, "item": item, "choice": choice}
        text = json.dumps(vote | {"device": self.device, "tap": self.taps, "revision": 1}).encode()
        self.waiting[key] = (time.perf_counter(), text)
        self.send(key)

    def send(self, key: str) -> None:
        if key in self.waiting and self.wire:
            self.wire.send(self.waiting[key][1])

    def told(self, kind: bytes, text: bytes, now: float) -> None:
        if kind == b"counted":
            if kept := self.waiting.pop(found(KEY, text), None):  # one that was put off may be answered twice
                self.counted.append((kept[0], now, int(found(VERSION, text))))
        elif kind == b"refused":
            self.waiting.pop(found(KEY, text), None)
        elif kind == b"later":
            self.later += 1
            asyncio.get_running_loop().call_later(float(found(AFTER, text)), self.send, found(KEY, text))


def found(what: re.Pattern[bytes], text: bytes) -> str:
    match = what.search(text, 0, HEAD)
    assert match is not None, f"{what.pattern!r} is not in {text[:HEAD]!r}"
    return match[1].decode()
