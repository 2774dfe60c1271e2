import json
import logging
from typing import Any
from urllib.parse import urlsplit

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer
from django.conf import settings

from participants import sign_in
from participants.models import Consultation

from . import feed, hub, permissions
from .line import Line
from .models import Feed, Session

log = logging.getLogger(__name__)

FRAME_AT_MOST = 16 * 1024
STRANGER, NOT_ALLOWED, TOO_LARGE = 4401, 4403, 4009


class FeedConsumer(AsyncWebsocketConsumer):
    """A page's socket: hello, seen, and the frames of its session's and its consultation's feeds."""

    # One subscriber a process, not one a phone: the hub finds its sockets itself.
    channel_layer_alias = "none"
    line: Line | None = None

    async def dispatch(self, message: dict[str, Any]) -> None:
        # Channels would hop to the database thread before every message; a vote must not wait for that.
        if message["type"] == "websocket.receive":
            await self.websocket_receive(message)
        else:
            await super().dispatch(message)

    async def connect(self) -> None:
        """Accept first: a refused handshake looks like a lost one to a browser, and is tried again for ever."""
        await self.accept()
        if not self.same_origin():
            await self.close(NOT_ALLOWED)

    async def disconnect(self, code: int) -> None:
        if self.line:
            hub.current().part(self.line)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        if text_data is None or len(text_data) > FRAME_AT_MOST:
            await self.close(TOO_LARGE)
            return
        try:
            message = json.loads(text_data)
            handler = self.handlers().get(str(message.get("type"))) if isinstance(message, dict) else None
        except (ValueError, RecursionError, TypeError):
            handler = None
        if handler is None:
            await self.refuse("", "This message was not understood.")
        else:
            await handler(message)

    def handlers(self) -> dict[str, Any]:
        return {"hello": self.hello, "seen": self.seen}

    async def hello(self, message: dict[str, Any]) -> None:
        """Find out who this is, and start from the versions that the page shows."""
        found = await database_sync_to_async(self.authorise)(str(message.get("audience", "")))
        if isinstance(found, int):
            await self.close(found)
            return
        credential, participant, rows = found
        if self.line:
            hub.current().part(self.line)
        language = str(message.get("language", ""))  # whatever its type is: a list cannot be looked up
        self.line = Line(
            send=self.send,
            close=self.close,
            audience=message["audience"],
            language=language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE,
            credential=credential,
            participant=participant,
        )
        await hub.current().join(self.line, rows, versions_in(message), str(message.get("epoch", "")))

    async def seen(self, message: dict[str, Any]) -> None:
        if self.line:
            self.line.seen()

    async def refuse(self, key: str, reason: str) -> None:
        await self.send(json.dumps({"type": "refused", "key": key, "reason": reason}))

    def authorise(self, audience: str) -> int | tuple[tuple[int, int], int | None, list[Feed]]:
        """The credential, the participant and the feeds of this socket, or the code to close with."""
        where = self.scope["url_route"]["kwargs"]
        consultation = Consultation.objects.filter(slug=where["consultation"]).first()
        if consultation is None:
            return NOT_ALLOWED
        credential = sign_in.credential_of(self.scope["session"], consultation)
        if credential is None:
            return STRANGER
        session = None
        if "pk" in where:
            session = Session.objects.filter(consultation=consultation, pk=where["pk"]).first()
            if session is None:
                return NOT_ALLOWED
        if not self.may_listen(credential.participant, credential.room, session, audience):
            return NOT_ALLOWED
        rows = [feed.of(consultation)] + ([feed.of(session)] if session else [])
        return (credential.pk, credential.issue), credential.participant_id, rows

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
