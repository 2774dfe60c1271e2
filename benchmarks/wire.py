"""A websocket client that costs little: no task for a socket, no copy that nobody needs, nothing parsed but frames.

RFC 6455; the masking and the framing are by hand, because a library's client costs more than the server we measure.
"""

import asyncio
import os
import time
from base64 import b64encode
from collections.abc import Callable
from typing import NamedTuple

TEXT, CLOSE, PING, PONG = 1, 8, 9, 10
LAST = 0x80  # the frame is a whole message; no server here cuts messages into pieces
Hear = Callable[[bytes, float], None]


class Refused(Exception):  # noqa: N818 - an answer of the server
    """The handshake was answered with something else than 101, or the line went before it was."""


class Address(NamedTuple):
    """Where a socket goes, and with which cookies."""

    host: str
    port: int
    path: str
    cookie: str = ""

    @property
    def handshake(self) -> bytes:
        here = f"{self.host}:{self.port}"
        key = b64encode(os.urandom(16)).decode()
        lines = [f"GET {self.path} HTTP/1.1", f"Host: {here}", f"Origin: http://{here}"]
        lines += ["Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13", f"Sec-WebSocket-Key: {key}"]
        lines += [f"Cookie: {self.cookie}"] if self.cookie else []
        return "\r\n".join([*lines, "", ""]).encode()


class Wire(asyncio.Protocol):
    """One socket: each message goes to `hear` with the moment in which it came; pings are answered."""

    def __init__(self, address: Address, hear: Hear, lost: Callable[[], None]) -> None:
        self._address, self._hear, self._lost = address, hear, lost
        self._rest = b""
        self._transport: asyncio.Transport | None = None
        self.is_open = False
        self.opened: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    async def open(self) -> None:
        """Connect and shake hands; raises OSError or Refused."""
        loop = asyncio.get_running_loop()
        await loop.create_connection(lambda: self, self._address.host, self._address.port)
        await self.opened

    def send(self, payload: bytes, code: int = TEXT) -> None:
        if self._transport:
            self._transport.write(masked(payload, code))

    def drop(self) -> None:
        """Let the line go without a word, as a phone does that loses its Wi-Fi."""
        if self._transport:
            self._transport.abort()

    def close(self) -> None:
        """Say goodbye and hang up."""
        self.send((1000).to_bytes(2, "big"), CLOSE)
        if self._transport:
            self._transport.close()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        transport.write(self._address.handshake)

    def connection_lost(self, error: Exception | None) -> None:
        self._transport, self.is_open = None, False
        if not self.opened.done():
            self.opened.set_exception(Refused("The line went before the handshake was answered."))
        self._lost()

    def data_received(self, data: bytes) -> None:
        now = time.perf_counter()
        self._rest = self._rest + data if self._rest else data
        if self.is_open or self._shaken():
            self._cut(now)

    def _shaken(self) -> bool:
        """Whether the handshake is answered; what follows it is already a frame."""
        head, end, rest = self._rest.partition(b"\r\n\r\n")
        if not end:
            return False
        if b" 101 " not in head[:16]:
            self.opened.set_exception(Refused(head.split(b"\r\n", 1)[0].decode()))
            self.drop()
            return False
        self._rest, self.is_open = rest, True
        self.opened.set_result(None)
        return True

    def _cut(self, now: float) -> None:
        data, at = self._rest, 0
        while frame := frame_at(data, at):
            code, start, at = frame
            if code == TEXT:
                self._hear(data[start:at], now)
            elif code == PING:
                self.send(data[start:at], PONG)
            elif code == CLOSE and self._transport:
                self._transport.close()
        self._rest = data[at:] if at else data


def frame_at(data: bytes, at: int) -> tuple[int, int, int] | None:
    """The frame that begins here: (opcode, start of what it carries, its end); None until all of it has come."""
    start = at + 2
    if len(data) < start:
        return None
    size = data[at + 1]  # a server does not mask
    if size > 125:
        width = 2 if size == 126 else 8
        start += width
        if len(data) < start:
            return None
        size = int.from_bytes(data[start - width : start], "big")
    if len(data) < start + size:
        return None
    assert data[at] & LAST, "a message in pieces"
    return data[at] & 0x0F, start, start + size


def masked(payload: bytes, code: int = TEXT) -> bytes:
    """A frame as a client must send it; at most 64 kB."""
    size, key = len(payload), os.urandom(4)
    head = bytes([LAST | code, 0x80 | size]) if size < 126 else bytes([LAST | code, 0xFE]) + size.to_bytes(2, "big")
    mask = (key * (size // 4 + 1))[:size]
    return head + key + (int.from_bytes(payload, "big") ^ int.from_bytes(mask, "big")).to_bytes(size, "big")
