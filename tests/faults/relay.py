"""A small TCP relay in front of a server: the Wi-Fi of a venue, on a bad day."""

import asyncio
import random
import threading
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any, Literal, Self

CHUNK = 64 * 1024
PORTAL = b"<!doctype html><title>Welcome</title><h1 id=portal>Accept our terms to go online</h1>"
Sockets = Literal["pass", "refused", "stripped", "swallowed"]


class Relay:
    """Hands bytes on to a server's port, as well as it is told to; what it is told holds from then on.

    loss: the share of chunks at which a connection is cut. delay: seconds before each chunk goes on. is_up: whether
    anybody gets through at all. is_hole: connections stand and carry nothing; those that fell in never come back.
    is_portal: every request is answered by a page of the relay's own. sockets: what becomes of WebSocket handshakes.
    """

    def __init__(self, port: int, seed: int = 1) -> None:
        self._target = port
        self._dice = random.Random(seed)
        self._connections: dict[asyncio.Task[None], list[asyncio.StreamWriter]] = {}
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="relay", daemon=True)
        self.heal()

    def __enter__(self) -> Self:
        self._thread.start()
        self._server = self._wait_for(asyncio.start_server(self._serve, "127.0.0.1", 0, limit=CHUNK))
        self.url = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"
        return self

    def __exit__(self, *error: object) -> None:
        self._wait_for(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def heal(self) -> None:
        """Let new connections through as if nothing had been."""
        self.loss, self.delay = 0.0, 0.0
        self.is_up, self.is_hole, self.is_portal = True, False, False
        self.sockets: Sockets = "pass"

    def cut(self) -> None:
        """Break all connections that stand now."""
        self._wait_for(self._cut())

    def go_down(self) -> None:
        """Break all connections, and let nobody through until it is up again."""
        self.is_up = False
        self.cut()

    def put_portal(self) -> None:
        """Answer everything with a page of our own from now on, as a hotel does after an hour."""
        self.is_portal = True
        self.cut()

    def _wait_for(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(10)

    async def _cut(self) -> None:
        for writers in self._connections.values():
            for writer in writers:
                writer.transport.abort()

    async def _end(self) -> None:
        self._server.close()  # in its own loop: a connection that ends at this moment would close it a second time
        tasks = list(self._connections)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._connections[task] = [writer]
        try:
            with suppress(OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, asyncio.CancelledError):
                await self._connect(reader, writer, self._connections[task])
        finally:
            for each in self._connections.pop(task):
                each.transport.abort()

    async def _connect(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, both: list[asyncio.StreamWriter]
    ) -> None:
        """The first request decides: browsers open a connection of its own for each WebSocket."""
        if not self.is_up:
            return
        head = await reader.readuntil(b"\r\n\r\n")
        is_socket = b"upgrade: websocket" in head.lower()
        if self.is_portal:
            await say(reader, writer, head, b"200 OK", PORTAL)
        elif is_socket and self.sockets == "refused":
            await say(reader, writer, head, b"403 Forbidden", b"No sockets here.")
        elif is_socket and self.sockets == "swallowed":
            await reader.read()
        else:
            there, away = await asyncio.open_connection("127.0.0.1", self._target)
            both.append(away)
            away.write(plain(head) if is_socket and self.sockets == "stripped" else head)
            await asyncio.wait(
                [asyncio.ensure_future(self._carry(reader, away)), asyncio.ensure_future(self._carry(there, writer))],
                return_when=asyncio.FIRST_COMPLETED,
            )

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        is_lost = False
        with suppress(OSError):
            while data := await reader.read(CHUNK):
                is_lost = is_lost or self.is_hole
                if is_lost:
                    continue
                if self._dice.random() < self.loss:
                    return
                await asyncio.sleep(self.delay)
                writer.write(data)
                await writer.drain()


async def say(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, head: bytes, status: bytes, page: bytes
) -> None:
    """Answer a request with this page and nothing else."""
    await reader.readexactly(length(head))
    writer.write(b"HTTP/1.1 %s\r\nContent-Type: text/html\r\nContent-Length: %d\r\n" % (status, len(page)))
    writer.write(b"Connection: close\r\n\r\n" + page)
    await writer.drain()
    writer.write_eof()
    await reader.read()


def length(head: bytes) -> int:
    sizes = [line.split(b":")[1] for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
    return int(sizes[0]) if sizes else 0


def plain(head: bytes) -> bytes:
    """A handshake as some proxies hand it on: without the headers that ask for a WebSocket."""
    lines = head.split(b"\r\n")
    return b"\r\n".join(line for line in lines if not line.lower().startswith((b"upgrade:", b"connection:")))
