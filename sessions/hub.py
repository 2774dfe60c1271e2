import asyncio
import logging
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from weakref import WeakKeyDictionary

from django.db import connections
from django.utils import timezone, translation

from participants.models import Credential

from . import feed
from .feed import Drawing
from .line import OWES_AT_MOST, Line
from .models import Feed
from .snapshot import snapshot
from .stream import SLOW, Stream

log = logging.getLogger(__name__)

BEAT = 0.1  # seconds between two beats of one feed when sending is quick
LOOK = 2.0  # seconds between two looks at all versions: what no hint told of is seen then
RIGHTS = 10.0  # seconds between two checks of who may still listen
RETRY_AFTER = [0.5, 5]

Key = tuple[str, str]


class Live:
    """One feed that somebody listens to: its streams and its sockets."""

    def __init__(self, row: Feed) -> None:
        self.pk, self.name = row.pk, row.name
        self.version = 0
        self.streams: dict[Key, Stream] = {}
        self.lines: dict[Key, set[Line]] = {}
        self.dirty = False
        self.beating: asyncio.Task | None = None

    @property
    def all_lines(self) -> Iterable[Line]:
        return (line for lines in self.lines.values() for line in lines)


class Hub:
    """The sockets of one process: it draws each feed once a beat, and gives everybody the same bytes."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop
        self.lives: dict[int, Live] = {}
        self.epoch = ""
        # A thread of its own, with its own connection: drawing never waits behind somebody's page.
        self.reader = ThreadPoolExecutor(1, "beat")
        self.tasks = [loop.create_task(self._look()), loop.create_task(self._pulse())]
        feed.listen(change=self.hint, tell=self.told)

    async def join(self, line: Line, rows: list[Feed], versions: dict[str, int], epoch: str) -> None:
        """Let a socket listen to feeds from the versions that it shows; another epoch starts from nothing."""
        if not self.epoch:
            self.epoch = await self._read(feed.epoch)
        for row in rows:
            live = self.lives.setdefault(row.pk, Live(row))
            self._add(line, live, versions.get(live.name, 0) if epoch == self.epoch else 0)
        line.answer(self._beat_of(line))

    def _add(self, line: Line, live: Live, at: int) -> None:
        key = (line.audience, line.language)
        lines = live.lines.setdefault(key, set())
        stream = live.streams.get(key) if lines else None  # nobody listened: what it shows may be old
        lines.add(line)
        line.at[live.pk] = at
        if stream is not None and at <= stream.checked:
            line.wake(live)
        else:
            self.mark(live.pk)

    def part(self, line: Line) -> None:
        """Forget a socket, and a feed that nobody listens to any more."""
        for pk in line.at:
            if live := self.lives.get(pk):
                live.lines.get((line.audience, line.language), set()).discard(line)
                self._forget(live)
        line.stop()

    def _forget(self, live: Live) -> None:
        if not any(live.all_lines) and live.beating is None:
            self.lives.pop(live.pk, None)

    def hint(self, pk: int) -> None:
        """A feed changed; callable from any thread."""
        self.loop.call_soon_threadsafe(self.mark, pk)

    def told(self, participant: int) -> None:
        self.loop.call_soon_threadsafe(self._tell, participant)

    def mark(self, pk: int) -> None:
        """Draw a feed at its next beat; a beat that is under way is followed by another."""
        if live := self.lives.get(pk):
            live.dirty = True
            if live.beating is None:
                live.beating = self.loop.create_task(self._beat(live))

    def _tell(self, participant: int) -> None:
        own = {line for line in self._lines() if line.participant == participant}
        for line in own:
            line.answer({"type": "yours"})
        self.loop.create_task(self._check(own))  # what changed may be the right to listen

    def _lines(self) -> set[Line]:
        return {line for live in self.lives.values() for line in live.all_lines}

    async def _check(self, lines: set[Line]) -> None:
        """Let go who may not listen any more."""
        try:
            live = await self._read(live_credentials, {line.credential[0] for line in lines})
        except Exception:
            log.exception("The rights of the sockets could not be checked; the next pulse tries again.")
            return
        for line in lines:
            if line.credential not in live:
                await line.drop(4401)

    async def _beat(self, live: Live) -> None:
        try:
            while live.dirty:
                live.dirty = False
                keys = [key for key, lines in live.lines.items() if lines]
                began = self.loop.time()
                version, drawings = await self._read(draw, live.pk, keys)
                drawing = self.loop.time() - began
                started = self.loop.time()
                self._show(live, version, drawings)
                await asyncio.sleep(0)  # the writers go first; what they took is what sending costs
                await asyncio.sleep(max(BEAT, drawing, 2 * (self.loop.time() - started)))
        except Exception:
            log.exception("A beat of feed %s failed; the next look tries again.", live.name)
            live.version = -1
            await asyncio.sleep(BEAT)
        finally:
            live.beating = None
            self._forget(live)

    def _show(self, live: Live, version: int, drawings: dict[Key, Drawing]) -> None:
        live.version = version
        for key, drawing in drawings.items():
            stream = live.streams.setdefault(key, Stream(live.name, self.epoch, paced=key[0] == "phone"))
            stream.take(drawing, version, self.loop.time())
            if stream.held:
                self.loop.call_later(SLOW, self.mark, live.pk)
            for line in live.lines[key]:
                if not stream.is_current(line.at.get(live.pk, 0)):
                    line.wake(live)

    async def _look(self) -> None:
        """See what no hint told of: another process, a command, a restored backup."""
        while True:
            await asyncio.sleep(LOOK)
            try:
                for pk, version in await self._read(versions, list(self.lives)):
                    if pk in self.lives and self.lives[pk].version != version:
                        self.mark(pk)
            except Exception:
                log.exception("A look at the feeds failed; the next one comes in %s s.", LOOK)

    async def _pulse(self) -> None:
        """Say every ten seconds that we are here, and let go who may not or cannot listen."""
        while True:
            await asyncio.sleep(RIGHTS)
            await self._check(self._lines())
            for line in self._lines():
                if line.owes(self.loop.time()) > OWES_AT_MOST:
                    await line.drop(4000)
                else:
                    line.answer(self._beat_of(line))

    def _beat_of(self, line: Line) -> dict[str, object]:
        lives = [self.lives[pk] for pk in line.at if pk in self.lives]
        key = (line.audience, line.language)
        shown = {live.name: live.streams[key].version for live in lives if key in live.streams}
        return {"type": "beat", "versions": shown, "retry_after": RETRY_AFTER}

    async def _read(self, function, *args):  # type: ignore[no-untyped-def] # any reading function
        return await self.loop.run_in_executor(self.reader, reading, function, *args)


_hubs: WeakKeyDictionary[asyncio.AbstractEventLoop, Hub] = WeakKeyDictionary()


def current() -> Hub:
    """The hub of the running loop; started by the first socket."""
    loop = asyncio.get_running_loop()
    if loop not in _hubs:
        _hubs[loop] = Hub(loop)
    return _hubs[loop]


def reading(function, *args):  # type: ignore[no-untyped-def]
    """Call a reading function; a connection that broke is dropped, so that the next call opens a new one."""
    try:
        return function(*args)
    except Exception:
        connections.close_all()
        raise


def draw(pk: int, keys: list[Key]) -> tuple[int, dict[Key, Drawing]]:
    """Draw a feed for these audiences and languages from one moment of the database, version first."""
    with snapshot():
        row = Feed.objects.select_related("session__level", "session__room", "consultation").get(pk=pk)
        drawings = {}
        for audience, language in keys:
            with translation.override(language), timezone.override(row.consultation.tz):
                drawings[audience, language] = feed.draw(row, audience)
        return row.version, drawings


def versions(pks: list[int]) -> list[tuple[int, int]]:
    with snapshot():
        return list(Feed.objects.filter(pk__in=pks).values_list("pk", "version"))


def live_credentials(pks: set[int]) -> set[tuple[int, int]]:
    """Which of these credentials still hold, with their issue: one query for all sockets."""
    with snapshot():
        return {(row.pk, row.issue) for row in Credential.objects.filter(pk__in=pks) if row.is_live}
