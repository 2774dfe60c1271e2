import json
from typing import NamedTuple

from .feed import Drawing, Fragment

SLOW = 2.0  # seconds between two slow fragments on a phone
CATCH_UPS = 8  # distinct catch-ups kept for one version; whoever needs a ninth gets everything
STAMP = 'data-version=""'


class Shown(NamedTuple):
    html: str
    version: int


class Stream:
    """What one audience in one language has been shown of one feed, and how to bring a phone up to it.

    `version` is that of the last frame. A fragment remembers the version of the frame in which it last went out; one
    that is held back counts as unchanged until then.
    """

    def __init__(self, feed: str, epoch: str, *, paced: bool) -> None:
        self.feed = feed
        self.epoch = epoch
        self.paced = paced
        self.version = 0  # of the last frame
        self.checked = 0  # of the last drawing: from the last frame to here nothing changed
        self.content = -1  # of the feed, at the last drawing
        self.base = 0
        self.shown: dict[str, Shown] = {}
        self.drawn: dict[str, str] = {}
        self.gone: dict[str, int] = {}
        self.order: list[int] | None = None
        self.order_version = 0
        self.slow_at = self.drawn_at = float("-inf")
        self.has_slow = False
        self.held = False
        self._frames: dict[tuple[int | None, bool], str] = {}

    def wait(self, version: int, content: int, now: float) -> float | None:
        """In how many seconds to draw this again, where the feed has moved so far; None where there is nothing new.

        Where only what is slow can have moved, two drawings are as far apart as two slow fragments.
        """
        if version == self.checked and not self.held:
            return None
        if content != self.content or not (self.paced and self.has_slow):
            return 0.0
        return max(0.0, (self.slow_at if self.held else self.drawn_at) + SLOW - now)

    def take(self, drawing: Drawing, version: int, content: int, now: float) -> bool:
        """Compare a drawing with what went out last; says whether there is a new frame (seconds in `now`)."""
        self.checked, self.content, self.drawn_at = version, content, now
        self.has_slow = any(fragment.slow for fragment in drawing.fragments)
        fresh = [fragment for fragment in drawing.fragments if self.drawn.get(fragment.id) != fragment.html]
        gone = self.shown.keys() - {fragment.id for fragment in drawing.fragments}
        # A frame that goes out anyway takes what is slow along: no version is ever sent twice.
        is_slow = not gone and drawing.order == self.order and all(fragment.slow for fragment in fresh)
        self.held = self.paced and bool(fresh) and is_slow and now - self.slow_at < SLOW
        if self.held:
            fresh = []
        if self.version and not (fresh or gone or drawing.order != self.order):
            return False
        if any(fragment.slow for fragment in fresh):
            self.slow_at = now
        self._show(fresh, gone, drawing.order, version)
        return True

    def is_current(self, version: int) -> bool:
        """Whether a page of this version shows everything; one that is ahead of us does not."""
        return self.version <= version <= self.checked

    def frame(self, since: int, *, ask: bool = False) -> str:
        """The frame that brings a phone from a version to this one; everything where that is not known."""
        start = since if self.base <= since <= self.version else None
        if (start, False) not in self._frames and start is not None and len(self._frames) >= 2 * CATCH_UPS:
            start = None
        if (start, ask) not in self._frames:
            self._frames[start, ask] = self._build(start, ask)
        return self._frames[start, ask]

    def _show(self, fresh: list[Fragment], gone: set[str], order: list[int] | None, version: int) -> None:
        if self.version == 0:
            self.base = version
        for fragment in fresh:
            self.drawn[fragment.id] = fragment.html
            self.shown[fragment.id] = Shown(fragment.html.replace(STAMP, f'data-version="{version}"', 1), version)
            self.gone.pop(fragment.id, None)
        for name in gone:
            del self.shown[name], self.drawn[name]
            self.gone[name] = version
        if order != self.order:
            self.order, self.order_version = order, version
        self.version = version
        self._frames.clear()

    def _build(self, since: int | None, ask: bool) -> str:
        after = -1 if since is None else since
        message: dict[str, object] = {
            "type": "room",
            "feed": self.feed,
            "epoch": self.epoch,
            "version": self.version,
            "since": since,
            "html": "".join(shown.html for shown in self.shown.values() if shown.version > after),
            "gone": [] if since is None else [name for name, version in self.gone.items() if version > after],
        }
        if self.order is not None and self.order_version > after:
            message["order"] = self.order
        if ask:
            message["ask"] = True
        return json.dumps(message, ensure_ascii=False)
