import json
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from autobahn.exception import Disconnected
from channels.exceptions import StopConsumer
from channels.generic.websocket import AsyncWebsocketConsumer
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from participants import sign_in

from . import feed, hub, permissions
from .line import Line
from .models import Feed

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

log = logging.getLogger(__name__)

Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]

FRAME_AT_MOST = 16 * 1024
NONSENSE_AT_MOST = 500
STRANGER, NOT_ALLOWED, NONSENSE, TOO_LARGE, FAILED = 4401, 4403, 4008, 4009, 4011
GONE = (Disconnected, OSError)  # what Daphne and uvicorn raise for a frame to a phone that has just left


class FeedConsumer(AsyncWebsocketConsumer):
    """A page's socket: hello, seen, and the frames of its session's and its consultation's feeds."""

    line: Line | None = None
    nonsense = 0

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        """Take one message after the other.

        Channels would start two tasks and hop to the database thread before each; we listen to no channel layer, and a
        vote must not wait for that.
        """
        self.scope, self.base_send = scope, send
        try:
            with suppress(StopConsumer):
                while message := await receive():
                    await getattr(self, message["type"].replace(".", "_"))(message)
        except Exception:
            log.exception("A message of a socket could not be handled; the phone comes back.")
            await self.close(FAILED)
        finally:
            self.part()

    async def connect(self) -> None:
        """Accept first: a refused handshake looks like a lost one to a browser, and is tried again for ever."""
        await self.accept()
        if not self.same_origin():
            await self.close(NOT_ALLOWED)

    async def send(self, *args: Any, **kwargs: Any) -> None:
        """Say something; that somebody leaves in the middle of it is no trouble."""
        with suppress(*GONE):
            await super().send(*args, **kwargs)

    async def close(self, *args: Any, **kwargs: Any) -> None:
        """Hang up; whoever has gone already needs no word of it."""
        with suppress(*GONE):
            await super().close(*args, **kwargs)

    def part(self) -> None:
        """Leave the hub, once, however this socket ends."""
        line, self.line = self.line, None
        if line:
            hub.current().part(line)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        if text_data is None or len(text_data) > FRAME_AT_MOST:
            await self.close(TOO_LARGE)
            return
        try:
            message = json.loads(text_data)
            handler = self.handlers().get(str(message.get("type"))) if isinstance(message, dict) else None
        except (ValueError, RecursionError, TypeError):
            handler = None
        if handler is not None:
            await handler(message)
            return
        self.nonsense += 1
        if self.nonsense > NONSENSE_AT_MOST:  # never an answer per frame to somebody who floods
            await self.close(NONSENSE)
        else:
            await self.refuse("", _("This message was not understood."))

    def handlers(self) -> dict[str, Any]:
        return {"hello": self.hello, "seen": self.seen}

    async def hello(self, message: dict[str, Any]) -> None:
        """Find out who this is, and start from the versions that the page shows."""
        found = await hub.current().reader(self.authorise, str(message.get("audience", "")))
        if isinstance(found, int):
            await self.close(found)
            return
        credential, participant, rows = found
        self.part()
        language = str(message.get("language", ""))  # whatever its type is: a list cannot be looked up
        line = Line(
            send=self.send,
            close=self.close,
            audience=message["audience"],
            language=language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE,
            credential=credential,
            participant=participant,
            still=partial(self.authorise, message["audience"]),
        )
        try:
            await hub.current().join(line, rows, versions_in(message), str(message.get("epoch", "")))
        except BaseException:
            line.stop()
            raise
        self.line = line

    async def seen(self, message: dict[str, Any]) -> None:
        if self.line:
            self.line.seen()

    async def refuse(self, key: str, reason: "str | _StrPromise") -> None:
        await self.send(json.dumps({"type": "refused", "key": key, "reason": self.translated(reason)}))

    def translated(self, sentence: "str | _StrPromise") -> str:
        """A sentence in the language that the page reads; before it has said hello, in the server's own."""
        with translation.override(self.line.language if self.line else settings.LANGUAGE_CODE):
            return str(sentence)

    def authorise(self, audience: str) -> int | tuple[sign_in.Held, int | None, list[Feed]]:
        """The credential, the participant and the feeds of this socket, or the code to close with."""
        where = self.scope["url_route"]["kwargs"]
        rows = feed.at(where["consultation"], where.get("pk"))
        if not rows:
            return NOT_ALLOWED
        credential = sign_in.credential_of(self.scope["session"], where["consultation"])
        if credential is None:
            return STRANGER
        if "pk" in where and len(rows) == 1:
            return NOT_ALLOWED
        if not self.may_listen(credential.participant, credential.room, rows[-1].session, audience):
            return NOT_ALLOWED
        held = sign_in.held(self.scope["session"], where["consultation"])
        assert held is not None  # it has just led to the credential
        return held, credential.participant_id, rows

    def may_listen(self, *who: Any) -> bool:
        return permissions.can_watch(*who)

    def same_origin(self) -> bool:
        """Scheme, host and port of the page that opened this socket must be ours."""
        headers = dict(self.scope["headers"])
        origin, host = headers.get(b"origin", b"").decode("latin-1"), headers.get(b"host", b"").decode("latin-1")
        if not origin or origin == "null":
            return False
        ours = urlsplit(settings.PUBLIC_URL)
        scheme = "https" if settings.IS_SECURE else "http"
        return origin == f"{scheme}://{host}" or origin == f"{ours.scheme}://{ours.netloc}"


def versions_in(message: dict[str, Any]) -> dict[str, int]:
    """The versions that a phone says it shows; rubbish counts as nothing."""
    said = message.get("versions")
    if not isinstance(said, dict):
        return {}
    return {str(name): version for name, version in said.items() if type(version) is int and version >= 0}
