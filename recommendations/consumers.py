import asyncio
from concurrent.futures import Future
from typing import Any

from sessions.consumers import FeedConsumer

from . import permissions
from .answers import Answer, Arrival, Refused
from .ballot_box import box
from .forms import VoteForm


class RoomConsumer(FeedConsumer):
    """A page's socket that also takes votes."""

    def handlers(self) -> dict[str, Any]:
        return super().handlers() | {"vote": self.vote}

    async def vote(self, message: dict[str, Any]) -> None:
        """Put a tap into the box and go on; the writer's answer finds its way back to this phone."""
        line, key = self.line, sendable(str(message.get("key", ""))[:64])
        if line is None or line.participant is None:
            await self.refuse(key, "Come in first to vote.")
            return
        form = VoteForm({name: value for name, value in message.items() if isinstance(value, str | int)})
        if not form.is_valid() or form.cleaned_data["key"] is None:
            line.answer(Refused("This is not an answer that the ballot knows.").message(key))
            return
        tap = Arrival(participant=line.participant, credential=line.credential, **form.cleaned_data)
        loop = asyncio.get_running_loop()

        def answered(future: "Future[Answer]") -> None:
            loop.call_soon_threadsafe(line.answer, future.result().message(tap.key))

        box.put(tap).add_done_callback(answered)

    def may_listen(self, *who: Any) -> bool:
        return permissions.can_listen(*who)


def sendable(key: str) -> str:
    """A key that can be said back: half a surrogate pair cannot be sent."""
    return key.encode("utf-8", "replace").decode()
