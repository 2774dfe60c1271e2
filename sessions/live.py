import asyncio
from collections.abc import Iterable

from .feed import Drawing
from .line import Line
from .metrics import DRAWN
from .models import Feed
from .reading import Moment
from .stream import Stream

Key = tuple[str, str]  # audience, language


class Live:
    """One feed that somebody listens to: its streams and its sockets."""

    def __init__(self, row: Feed, epoch: str) -> None:
        self.pk, self.name, self.epoch = row.pk, row.name, epoch
        self.streams: dict[Key, Stream] = {}
        self.lines: dict[Key, set[Line]] = {}
        self.dirty = False
        self.beating: asyncio.Task | None = None
        self.again: asyncio.TimerHandle | None = None

    @property
    def all_lines(self) -> Iterable[Line]:
        return (line for lines in self.lines.values() for line in lines)

    def add(self, line: Line, at: int) -> bool:
        """Let a socket listen from the version that it shows; says whether a drawing is wanted for it."""
        key = (line.audience, line.language)
        lines = self.lines.setdefault(key, set())
        if not lines:  # nobody listened: what the stream shows may be old
            self.streams.pop(key, None)
        lines.add(line)
        line.at[self.pk] = at
        if key in self.streams and at <= self.streams[key].checked:
            line.wake(self)
            return False
        return True

    def waits(self, version: int, content: int, now: float) -> dict[Key, float]:
        """The streams that have something to draw, and in how many seconds each may."""
        found = {}
        for key in [key for key, lines in self.lines.items() if lines]:
            stream = self.streams.get(key)
            wait = stream.wait(version, content, now) if stream else 0.0
            if wait is not None:
                found[key] = wait
        return found

    def take(self, moment: Moment, drawings: dict[Key, Drawing], now: float) -> None:
        """Put what was drawn into the streams, and wake those who do not show it."""
        for key, drawing in drawings.items():
            stream = self.streams.setdefault(key, Stream(self.name, self.epoch, paced=key[0] == "phone"))
            stream.take(drawing, *moment, now)
            DRAWN.labels(key[0]).inc()
            if stream.held:
                self.dirty = True
            self.wake(key)

    def wake(self, key: Key) -> None:
        """Let the writers of those who do not show the newest frame go on."""
        stream = self.streams.get(key)
        for line in self.lines.get(key, ()):
            if stream is not None and not stream.is_current(line.at.get(self.pk, 0)):
                line.wake(self)
