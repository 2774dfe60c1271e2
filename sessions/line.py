import asyncio
import json
import logging
from collections import deque
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from .metrics import FRAMES, SKIPPED

if TYPE_CHECKING:
    from participants.sign_in import Held

    from .live import Live

log = logging.getLogger(__name__)

ASK_EVERY = 2.0  # seconds between two questions whether a phone keeps up
OWES_AT_MOST = 20.0  # seconds a phone may owe an answer before it is let go
ANSWERS_AT_MOST = 512


class Line:
    """One socket: a writer with a slot for the newest frame of each feed, so that one stalled phone stops nobody.

    There is no queue of frames: the slot only says that there is news; the frame is taken when the writer gets to it.
    """

    def __init__(
        self,
        *,
        send: Callable[[str], Awaitable[None]],
        close: Callable[[int], Awaitable[None]],
        audience: str,
        language: str,
        credential: "Held",
        participant: int | None,
        still: Callable[[], object],
    ) -> None:
        self._send, self._close = send, close
        self.audience, self.language = audience, language
        self.credential, self.participant = credential, participant
        self.still = still  # asks the database again whether this page may listen; a number is the code to close with
        self.roles: object = None  # with which `still` was asked last
        self.at: dict[int, int] = {}
        self.news: dict[int, Live] = {}
        self.answers: deque[str] = deque()
        self.asked_at: float | None = None
        self.last_ask = float("-inf")
        self._dropped = False
        self._ready = asyncio.Event()
        self._writer = asyncio.create_task(self._run())

    def answer(self, message: dict[str, Any]) -> None:
        """Send something to this phone alone."""
        if len(self.answers) < ANSWERS_AT_MOST:  # beyond it the phone asks again; keys make that safe
            self.answers.append(json.dumps(message, ensure_ascii=False))
            self._ready.set()

    def wake(self, live: "Live") -> None:
        """Say that there is a newer frame; one that was not sent yet is never sent."""
        if live.pk in self.news:
            SKIPPED.inc()
        self.news[live.pk] = live
        self._ready.set()

    def seen(self) -> None:
        self.asked_at = None
        if self.news:
            self._ready.set()

    def owes(self, now: float) -> float:
        """For how many seconds this phone has owed an answer."""
        return 0.0 if self.asked_at is None else now - self.asked_at

    async def drop(self, code: int) -> None:
        """Hang up, once; a socket that has gone by itself meanwhile is as good."""
        if self._dropped:
            return
        self._dropped = True
        if asyncio.current_task() is not self._writer:
            self.stop()
        try:
            await self._close(code)
        except Exception as error:
            log.info("A socket had gone before it was closed: %s", error)

    def stop(self) -> None:
        self._writer.cancel()

    async def _run(self) -> None:
        try:
            await self._write()
        except Exception:
            # Without its writer a phone would hear nothing for ever; closed, it comes back and catches up.
            log.exception("The writer of a socket failed.")
            await self.drop(4011)

    async def _write(self) -> None:
        clock = asyncio.get_running_loop().time
        while True:
            await self._ready.wait()
            self._ready.clear()
            while self.answers:
                await self._send(self.answers.popleft())
            if self.owes(clock()) < ASK_EVERY:
                while self.news:
                    await self._frame(self.news.popitem()[1], clock())

    async def _frame(self, live: "Live", now: float) -> None:
        stream = live.streams[self.audience, self.language]
        if stream.is_current(self.at.get(live.pk, 0)):
            return
        ask = self.asked_at is None and now - self.last_ask >= ASK_EVERY
        if ask:
            self.asked_at = self.last_ask = now
        frame = stream.frame(self.at.get(live.pk, 0), ask=ask)
        FRAMES.inc()
        self.at[live.pk] = stream.version
        await self._send(frame)
