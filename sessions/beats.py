import asyncio
import logging

from .live import Key, Live
from .metrics import BEATS
from .reading import Reader, draw, moments

log = logging.getLogger(__name__)

BEAT = 0.1  # seconds between two beats of one feed when sending is quick
GATHER = 0.02  # seconds in which hints gather: many feeds are measured in one query


class Beats:
    """Measures the feeds that were hinted at, and draws those that moved: each at its own beat, one at a time."""

    def __init__(self, lives: dict[int, Live], reader: Reader) -> None:
        self.lives, self.reader = lives, reader
        self.clock = asyncio.get_running_loop().time
        self.hinted = asyncio.Event()

    def mark(self, pk: int) -> None:
        """Have a feed measured, and drawn where it moved; during a beat, after it."""
        if live := self.lives.get(pk):
            live.dirty = True
            if live.beating is None:
                self.hinted.set()

    def forget(self, live: Live) -> None:
        """Let go of a feed that nobody listens to any more."""
        if not any(live.all_lines) and live.beating is None:
            self.lives.pop(live.pk, None)

    async def run(self) -> None:
        """Measure for ever, whatever fails."""
        while True:
            await self.hinted.wait()
            self.hinted.clear()
            await self.measure()
            await asyncio.sleep(GATHER)

    async def measure(self) -> None:
        """Ask for the versions of all feeds that were hinted at, in one query, and draw those that moved."""
        dirty = [live for live in self.lives.values() if live.dirty and live.beating is None]
        for live in dirty:
            live.dirty = False
        try:
            found = await self.reader(moments, [live.pk for live in dirty])
        except Exception:
            log.exception("The feeds could not be measured; the next look tries again.")
            return
        for live in dirty:
            if live.pk in found:
                self._consider(live, *found[live.pk])

    def _consider(self, live: Live, version: int, content: int) -> None:
        """Begin a beat for the streams that are due, and come again for those that are held back."""
        waits = live.waits(version, content, self.clock())
        due = [key for key, wait in waits.items() if wait <= 0]
        for key in live.lines.keys() - waits.keys():
            live.wake(key)
        if due:
            live.beating = asyncio.create_task(self._beat(live, due))
        later = [wait for wait in waits.values() if wait > 0]
        if later and (live.again is None or live.again.when() <= self.clock()):
            live.again = asyncio.get_running_loop().call_later(min(later), self.mark, live.pk)

    async def _beat(self, live: Live, keys: list[Key]) -> None:
        try:
            began = self.clock()
            moment, drawings = await self.reader(draw, live.pk, keys)
            drawn = self.clock()
            live.take(moment, drawings, drawn)
            await asyncio.sleep(0)  # the writers go first; what they took is what sending costs
            sent = self.clock()
            BEATS.observe(sent - began)
            await asyncio.sleep(max(BEAT, drawn - began, 2 * (sent - drawn)))
        except Exception:
            log.exception("A beat of feed %s failed; the next look tries again.", live.name)
            await asyncio.sleep(BEAT)
        finally:
            live.beating = None
            self.forget(live)
            if live.dirty:
                self.hinted.set()
