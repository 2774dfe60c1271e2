"""One address before several processes, as a proxy is: a connection goes to the next process that takes it."""

import asyncio
import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress


@asynccontextmanager
async def front(port: int, behind: list[int]) -> AsyncIterator[None]:
    """Pass connections on to the ports behind in turn; one that refuses is passed over."""
    turns = itertools.count()
    lines: set[asyncio.Task] = set()

    async def take(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        lines.add(asyncio.current_task())
        turn = next(turns)
        for n in range(len(behind)):
            with suppress(OSError):
                there = await asyncio.open_connection("127.0.0.1", behind[(turn + n) % len(behind)])
                await asyncio.gather(pass_on(reader, there[1]), pass_on(there[0], writer))
                return
        await hang_up(writer)

    server = await asyncio.start_server(take, "127.0.0.1", port)
    try:
        yield
    finally:
        server.close()
        for line in lines:
            line.cancel()
        await asyncio.gather(*lines, return_exceptions=True)


async def pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Copy bytes until either side has gone."""
    try:
        with suppress(OSError):
            while data := await reader.read(65536):
                writer.write(data)
                await writer.drain()
    finally:
        await hang_up(writer)


async def hang_up(writer: asyncio.StreamWriter) -> None:
    writer.close()
    with suppress(OSError):
        await writer.wait_closed()
