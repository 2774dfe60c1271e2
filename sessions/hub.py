import asyncio
import logging
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from weakref import WeakKeyDictionary

from django.conf import settings
from django.db import connections

from . import feed
from .feed import Drawing
from .hints import Hints
from .line import OWES_AT_MOST, Line
from .live import Key, Live
from .metrics import BEATS, DRAWN, SOCKETS
from .models import Feed
from .reading import Moment, draw, live_credentials, moments, reading
from .stream import Stream

log = logging.getLogger(__name__)

BEAT = 0.1  # seconds between two beats of one feed when sending is quick
GATHER = 0.02  # seconds in which hints gather: many feeds are measured in one query
LOOK = 2.0  # seconds between two looks at all versions: what no hint told of is seen then
RIGHTS = 10.0  # seconds between two checks of who may still listen
PATIENCE = 5.0  # seconds that a pulse waits for the database before it says that we are here
RETRY_AFTER = (0.5, 5.0)
COMING_BACK = 400  # sockets a second that a process takes back without trouble
GOING = 4012


class Hub:
    """The sockets of one process: it draws each feed once a beat, and gives everybody the same bytes."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop
        self.lives: dict[int, Live] = {}
        self.epoch = ""
        self.retry_after = RETRY_AFTER
        # A thread of its own, with its own connection: drawing never waits behind somebody's page.
        self.reader = ThreadPoolExecutor(1, "beat")
        self.hinted = asyncio.Event()
        self.hints = Hints(self.heard) if settings.REDIS_URL else None
        self.tasks = [loop.create_task(task()) for task in (self._measure, self._look, self._pulse)]
        feed.listen(change=self.changed, tell=self.told)

    async def join(self, line: Line, rows: list[Feed], versions: dict[str, int], epoch: str) -> None:
        """Let a socket listen to feeds from the versions that it shows; another epoch starts from nothing."""
        if not self.epoch:
            self.epoch = await self._read(feed.epoch)
        for row in rows:
            live = self.lives.setdefault(row.pk, Live(row))
            self._add(line, live, versions.get(live.name, 0) if epoch == self.epoch else 0)
        SOCKETS.labels(line.audience).inc()
        line.answer(self._beat_of(line))

    def _add(self, line: Line, live: Live, at: int) -> None:
        key = (line.audience, line.language)
        lines = live.lines.setdefault(key, set())
        if not lines:  # nobody listened: what the stream shows may be old
            live.streams.pop(key, None)
        lines.add(line)
        line.at[live.pk] = at
        if key in live.streams and at <= live.streams[key].checked:
            line.wake(live)
        else:
            self.mark(live.pk)

    def part(self, line: Line) -> None:
        """Forget a socket, and a feed that nobody listens to any more."""
        SOCKETS.labels(line.audience).dec()
        for pk in line.at:
            if live := self.lives.get(pk):
                live.lines.get((line.audience, line.language), set()).discard(line)
                self._forget(live)
        line.stop()

    def _forget(self, live: Live) -> None:
        if not any(live.all_lines) and live.beating is None:
            self.lives.pop(live.pk, None)

    def changed(self, pk: int) -> None:
        """A feed changed here; callable from any thread."""
        self.loop.call_soon_threadsafe(self._changed, pk)

    def _changed(self, pk: int) -> None:
        self.mark(pk)
        if self.hints:
            self.hints.say(feed=pk)

    def told(self, participant: int) -> None:
        self.loop.call_soon_threadsafe(self._told, participant)

    def _told(self, participant: int) -> None:
        self._tell({participant})
        if self.hints:
            self.hints.say(participant=participant)

    def heard(self, feeds: Iterable[int], people: Iterable[int]) -> None:
        """Another process says what changed there."""
        for pk in feeds:
            self.mark(pk)
        self._tell(set(people))

    def mark(self, pk: int) -> None:
        """Have a feed measured, and drawn where it moved; during a beat, after it."""
        if live := self.lives.get(pk):
            live.dirty = True
            if live.beating is None:
                self.hinted.set()

    def _tell(self, people: set[int]) -> None:
        own = {line for line in self._lines() if line.participant in people}
        for line in own:
            line.answer({"type": "yours"})
        if own:  # what changed may be the right to listen
            self.loop.create_task(self._check(own))

    def _lines(self) -> set[Line]:
        return {line for live in self.lives.values() for line in live.all_lines}

    async def _check(self, lines: set[Line]) -> None:
        """Let go who may not listen any more."""
        try:
            live = await self._read(live_credentials, {line.credential for line in lines})
        except Exception:
            log.exception("The rights of the sockets could not be checked; the next pulse tries again.")
            return
        for line in lines:
            if line.credential not in live:
                await line.drop(4401)
            elif line.audience != "phone":  # few, and what they see hangs on a role
                await self._check_role(line)

    async def _check_role(self, line: Line) -> None:
        try:
            answer = await self._read(line.still)
        except Exception:
            log.exception("A role could not be checked; the next pulse tries again.")
            return
        if isinstance(answer, int):
            await line.drop(answer)

    async def _measure(self) -> None:
        """Ask for the versions of all feeds that were hinted at, in one query, and draw those that moved."""
        while True:
            await self.hinted.wait()
            self.hinted.clear()
            dirty = [live for live in self.lives.values() if live.dirty and live.beating is None]
            for live in dirty:
                live.dirty = False
            try:
                found = await self._read(moments, [live.pk for live in dirty])
            except Exception:
                log.exception("The feeds could not be measured; the next look tries again.")
                found = {}
            for live in dirty:
                if live.pk in found:
                    self._consider(live, *found[live.pk])
            await asyncio.sleep(GATHER)

    def _consider(self, live: Live, version: int, content: int) -> None:
        """Begin a beat for the streams that are due, and come again for those that are held back."""
        waits = live.waits(version, content, self.loop.time())
        due = [key for key, wait in waits.items() if wait <= 0]
        for key in live.lines.keys() - waits.keys():
            live.wake(key)
        if due:
            live.beating = self.loop.create_task(self._beat(live, due))
        later = [wait for wait in waits.values() if wait > 0]
        if later and (live.again is None or live.again.when() <= self.loop.time()):
            live.again = self.loop.call_later(min(later), self.mark, live.pk)

    async def _beat(self, live: Live, keys: list[Key]) -> None:
        try:
            began = self.loop.time()
            moment, drawings = await self._read(draw, live.pk, keys)
            drawn = self.loop.time()
            self._show(live, moment, drawings)
            await asyncio.sleep(0)  # the writers go first; what they took is what sending costs
            sent = self.loop.time()
            BEATS.observe(sent - began)
            await asyncio.sleep(max(BEAT, drawn - began, 2 * (sent - drawn)))
        except Exception:
            log.exception("A beat of feed %s failed; the next look tries again.", live.name)
            await asyncio.sleep(BEAT)
        finally:
            live.beating = None
            self._forget(live)
            if live.dirty:
                self.hinted.set()

    def _show(self, live: Live, moment: Moment, drawings: dict[Key, Drawing]) -> None:
        for key, drawing in drawings.items():
            stream = live.streams.setdefault(key, Stream(live.name, self.epoch, paced=key[0] == "phone"))
            stream.take(drawing, *moment, self.loop.time())
            DRAWN.labels(key[0]).inc()
            if stream.held:
                live.dirty = True
            live.wake(key)

    async def _look(self) -> None:
        """See what no hint told of (another process, a command), and do what is due by the clock."""
        while True:
            await asyncio.sleep(LOOK)
            for pk in list(self.lives):
                self.mark(pk)
            try:
                await asyncio.to_thread(by_the_clock)
            except Exception:
                log.exception("What is due could not be done; the next look tries again in %s s.", LOOK)

    async def _pulse(self) -> None:
        """Say every ten seconds that we are here, and let go who may not or cannot listen."""
        while True:
            await asyncio.sleep(RIGHTS)
            await asyncio.wait([self.loop.create_task(self._check(self._lines()))], timeout=PATIENCE)
            for line in self._lines():
                if line.owes(self.loop.time()) > OWES_AT_MOST:
                    await line.drop(4000)
                else:
                    line.answer(self._beat_of(line))

    def _beat_of(self, line: Line) -> dict[str, object]:
        lives = [self.lives[pk] for pk in line.at if pk in self.lives]
        key = (line.audience, line.language)
        shown = {live.name: live.streams[key].version for live in lives if key in live.streams}
        return {"type": "beat", "versions": shown, "retry_after": self.retry_after}

    async def go(self) -> None:
        """Before the process ends: say when to come back, spread over as long as another one needs, and hang up."""
        lines = self._lines()
        self.retry_after = (0.5, max(RETRY_AFTER[1], len(lines) / COMING_BACK))
        for line in lines:
            line.answer(self._beat_of(line))
        await asyncio.sleep(0.2)  # the writers go first
        await asyncio.gather(*(line.drop(GOING) for line in lines), return_exceptions=True)

    async def _read(self, function, *args):  # type: ignore[no-untyped-def] # any reading function
        return await self.loop.run_in_executor(self.reader, reading, function, *args)


def by_the_clock() -> None:
    try:
        feed.look()
    finally:
        connections.close_all()


_hubs: WeakKeyDictionary[asyncio.AbstractEventLoop, Hub] = WeakKeyDictionary()


def current() -> Hub:
    """The hub of the running loop; started by the first request or socket."""
    loop = asyncio.get_running_loop()
    if loop not in _hubs:
        _hubs[loop] = Hub(loop)
    return _hubs[loop]


def is_there() -> bool:
    """Whether the running loop has its hub."""
    return asyncio.get_running_loop() in _hubs
