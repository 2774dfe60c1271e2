import asyncio
import logging
from collections.abc import Iterable
from weakref import WeakKeyDictionary

from django.conf import settings
from django.db import connections

from . import feed
from .beats import Beats
from .hints import Hints
from .line import OWES_AT_MOST, Line
from .live import Live
from .metrics import SOCKETS
from .models import Feed
from .reading import Reader
from .rights import Rights

log = logging.getLogger(__name__)

LOOK = 2.0  # seconds between two looks at all versions: what no hint told of is seen then
PULSE = 10.0  # seconds between two signs of life, and two checks of who may still listen
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
        self.reader = Reader()
        self.beats = Beats(self.lives, self.reader)
        self.rights = Rights(self.reader)
        self.hints = Hints(self.heard) if settings.REDIS_URL else None
        self.tasks = [loop.create_task(task()) for task in (self.beats.run, self._look, self._pulse)]
        feed.listen(change=self.changed, tell=self.told)

    async def join(self, line: Line, rows: list[Feed], versions: dict[str, int], epoch: str) -> None:
        """Let a socket listen to feeds from the versions that it shows; another epoch starts from nothing."""
        if not self.epoch:
            self.epoch = await self.reader(feed.epoch)
        for row in rows:
            live = self.lives.setdefault(row.pk, Live(row, self.epoch))
            if live.add(line, versions.get(live.name, 0) if epoch == self.epoch else 0):
                self.beats.mark(live.pk)
        SOCKETS.labels(line.audience).inc()
        line.answer(self._sign(line))

    def part(self, line: Line) -> None:
        """Forget a socket, and a feed that nobody listens to any more."""
        SOCKETS.labels(line.audience).dec()
        for pk in line.at:
            if live := self.lives.get(pk):
                live.lines.get((line.audience, line.language), set()).discard(line)
                self.beats.forget(live)
        line.stop()

    def changed(self, pk: int) -> None:
        """A feed changed here; callable from any thread."""
        self.loop.call_soon_threadsafe(self._changed, pk)

    def _changed(self, pk: int) -> None:
        self.beats.mark(pk)
        if self.hints:
            self.hints.say(feed=pk)

    def told(self, participant: int) -> None:
        """Somebody was told something here; callable from any thread."""
        self.loop.call_soon_threadsafe(self._told, participant)

    def _told(self, participant: int) -> None:
        self._tell({participant})
        if self.hints:
            self.hints.say(participant=participant)

    def heard(self, feeds: Iterable[int], people: Iterable[int]) -> None:
        """Another process says what changed there."""
        for pk in feeds:
            self.beats.mark(pk)
        self._tell(set(people))

    def _tell(self, people: set[int]) -> None:
        own = {line for line in self.lines() if line.participant in people}
        for line in own:
            line.answer({"type": "yours"})
        if own:  # what changed may be the right to listen
            self.loop.create_task(self.rights.check(own))

    def lines(self) -> set[Line]:
        """Every socket of this process."""
        return {line for live in self.lives.values() for line in live.all_lines}

    async def _look(self) -> None:
        """See what no hint told of (another process, a command), let go who reads nothing, do what is due."""
        while True:
            await asyncio.sleep(LOOK)
            for pk in list(self.lives):
                self.beats.mark(pk)
            for line in self.lines():
                if line.owes(self.loop.time()) > OWES_AT_MOST:
                    await line.drop(4000)
            try:
                await asyncio.to_thread(by_the_clock)
            except Exception:
                log.exception("What is due could not be done; the next look tries again in %s s.", LOOK)

    async def _pulse(self) -> None:
        """Say every ten seconds that we are here, and let go who may not listen any more."""
        while True:
            await asyncio.sleep(PULSE)
            await asyncio.wait([self.loop.create_task(self.rights.check(self.lines()))], timeout=PATIENCE)
            for line in self.lines():
                line.answer(self._sign(line))

    def _sign(self, line: Line) -> dict[str, object]:
        """The sign of life: what is shown now, and when to come back should the line be lost."""
        lives = [self.lives[pk] for pk in line.at if pk in self.lives]
        key = (line.audience, line.language)
        shown = {live.name: live.streams[key].version for live in lives if key in live.streams}
        return {"type": "beat", "versions": shown, "retry_after": self.retry_after}

    async def go(self) -> None:
        """Before the process ends: say when to come back, spread over as long as another one needs, and hang up."""
        lines = self.lines()
        self.retry_after = (0.5, max(RETRY_AFTER[1], len(lines) / COMING_BACK))
        for line in lines:
            line.answer(self._sign(line))
        await asyncio.sleep(0.2)  # the writers go first
        await asyncio.gather(*(line.drop(GOING) for line in lines), return_exceptions=True)


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
