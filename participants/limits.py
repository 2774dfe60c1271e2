import threading
import time
from collections.abc import Hashable


class Bucket:
    """So many at once, so many a second afterwards; whoever is too fast is told to come later, never refused.

    It lives in one process: a limit that slows a tireless thumb need not survive a restart.
    """

    OWNERS_AT_MOST = 20_000

    def __init__(self, *, at_once: float, a_second: float) -> None:
        self.at_once, self.a_second = at_once, a_second
        self._levels: dict[Hashable, tuple[float, float]] = {}  # what was left, and when
        self._lock = threading.Lock()

    def refill(self) -> None:
        """Forget everybody."""
        with self._lock:
            self._levels.clear()

    def take(self, owner: Hashable) -> float:
        """Take one for this owner. Returns 0, or the seconds after which there is one again."""
        now = time.monotonic()
        with self._lock:
            left, at = self._levels.get(owner, (self.at_once, now))
            left = min(self.at_once, left + (now - at) * self.a_second)
            if left < 1:
                self._levels[owner] = left, now
                return (1 - left) / self.a_second
            if len(self._levels) > self.OWNERS_AT_MOST:
                self._levels.clear()
            self._levels[owner] = left - 1, now
            return 0.0


class TooFast(Exception):  # noqa: N818 - it is an answer, not an error
    """Asked for more than its bucket holds; `after` is in seconds."""

    def __init__(self, after: float) -> None:
        self.after = after
        super().__init__(f"Again in {after:.1f} seconds.")
