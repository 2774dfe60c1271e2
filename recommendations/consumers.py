import asyncio
import threading
from concurrent.futures import Future
from typing import Any

from django.utils.translation import gettext_lazy as _

from sessions.consumers import FeedConsumer
from sessions.line import Line

from . import permissions
from .answers import Answer, Arrival, Refused, read
from .ballot_box import box


class RoomConsumer(FeedConsumer):
    """A page's socket that also takes votes."""

    def handlers(self) -> dict[str, Any]:
        return super().handlers() | {"vote": self.vote}

    async def vote(self, message: dict[str, Any]) -> None:
        """Put a tap into the box and go on; the writer's answer finds its way back to this phone."""
        line, key = self.line, sendable(str(message.get("key", ""))[:64])
        if line is None or line.participant is None:
            await self.refuse(key, _("Come in first to vote."))
            return
        said = read(message)
        if said is None or said["key"] is None:
            line.answer(Refused(self.translated(_("This is not an answer that the ballot knows."))).message(key))
            return
        tap = Arrival(participant=line.participant, credential=line.credential, language=line.language, **said)
        loop = asyncio.get_running_loop()

        def answered(future: "Future[Answer]") -> None:
            with _lock:  # the writer and the loop both come here; exactly one of them is the first
                _answers.append((line, future.result().message(tap.key)))
                is_first = len(_answers) == 1
            if is_first:
                loop.call_soon_threadsafe(deliver)

        box.put(tap).add_done_callback(answered)

    def may_listen(self, *who: Any) -> bool:
        return permissions.can_listen(*who)


_answers: list[tuple[Line, dict[str, Any]]] = []
_lock = threading.Lock()


def deliver() -> None:
    """Hand the answers of a batch to their phones: waking the loop for each would cost more than the answer."""
    with _lock:
        answers = _answers.copy()
        _answers.clear()
    for line, message in answers:
        line.answer(message)


def sendable(key: str) -> str:
    """A key that can be said back: half a surrogate pair cannot be sent."""
    return key.encode("utf-8", "replace").decode()
