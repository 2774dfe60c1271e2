import asyncio
import logging
from collections.abc import Callable, Iterable
from typing import Any
from uuid import uuid4

from channels.layers import get_channel_layer

from .metrics import HINTS_LOST

log = logging.getLogger(__name__)

GROUP = "hubs"
GATHER = 0.1  # seconds in which hints gather: one message a beat and process, however many votes there are
PATIENCE = 1.0  # seconds for the channel layer to take a message
SUBSCRIBE = 5.0  # seconds between two subscriptions: an emptied Redis has forgotten us

Heard = Callable[[Iterable[int], Iterable[int]], None]


class Hints:
    """Says to the other processes which feeds changed, and which participants were told; hears the same from them.

    Hints may be lost: every process looks at all feeds every two seconds, and phones ask for what is theirs.
    """

    def __init__(self, heard: Heard) -> None:
        self.heard = heard
        self.own = uuid4().hex
        self.feeds: set[int] = set()
        self.people: set[int] = set()
        self._said = asyncio.Event()
        self.tasks = [asyncio.create_task(self._send()), asyncio.create_task(self._listen())]

    def say(self, *, feed: int | None = None, participant: int | None = None) -> None:
        """Tell the others at the next beat."""
        self.feeds |= {feed} - {None}  # type: ignore[arg-type]
        self.people |= {participant} - {None}  # type: ignore[arg-type]
        self._said.set()

    async def _send(self) -> None:
        while True:
            await self._said.wait()
            self._said.clear()
            message = {"type": "hint", "from": self.own, "feeds": list(self.feeds), "people": list(self.people)}
            self.feeds.clear()
            self.people.clear()
            try:
                async with asyncio.timeout(PATIENCE):
                    await get_channel_layer().group_send(GROUP, message)
            except Exception as error:
                HINTS_LOST.inc()
                log.warning("A hint to the other processes was lost; they look by themselves: %s", error)
            await asyncio.sleep(GATHER)

    async def _listen(self) -> None:
        while True:
            try:
                await self._hear(await get_channel_layer().new_channel("hub"))
            except Exception as error:
                log.warning("Nothing is heard from the other processes; trying again: %s", error)
                await asyncio.sleep(PATIENCE)

    async def _hear(self, channel: str) -> None:
        layer, clock = get_channel_layer(), asyncio.get_running_loop().time
        until = clock()
        while True:
            if clock() >= until:
                async with asyncio.timeout(PATIENCE):
                    await layer.group_add(GROUP, channel)
                until = clock() + SUBSCRIBE
            try:
                async with asyncio.timeout(until - clock()):
                    self._take(await layer.receive(channel))
            except TimeoutError:
                continue

    def _take(self, message: dict[str, Any]) -> None:
        if message.get("from") != self.own:
            self.heard(message["feeds"], message["people"])
