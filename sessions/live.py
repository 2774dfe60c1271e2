import asyncio
from collections.abc import Iterable

from .line import Line
from .models import Feed
from .stream import Stream

Key = tuple[str, str]  # audience, language


class Live:
    """One feed that somebody listens to: its streams and its sockets."""

    def __init__(self, row: Feed) -> None:
        self.pk, self.name = row.pk, row.name
        self.streams: dict[Key, Stream] = {}
        self.lines: dict[Key, set[Line]] = {}
        self.dirty = False
        self.beating: asyncio.Task | None = None
        self.again: asyncio.TimerHandle | None = None

    @property
    def all_lines(self) -> Iterable[Line]:
        return (line for lines in self.lines.values() for line in lines)

    def waits(self, version: int, content: int, now: float) -> dict[Key, float]:
        """The streams that have something to draw, and in how many seconds each may."""
        found = {}
        for key in [key for key, lines in self.lines.items() if lines]:
            stream = self.streams.get(key)
            wait = stream.wait(version, content, now) if stream else 0.0
            if wait is not None:
                found[key] = wait
        return found

    def wake(self, key: Key) -> None:
        """Let the writers of those who do not show the newest frame go on."""
        stream = self.streams.get(key)
        for line in self.lines.get(key, ()):
            if stream is not None and not stream.is_current(line.at.get(self.pk, 0)):
                line.wake(self)
