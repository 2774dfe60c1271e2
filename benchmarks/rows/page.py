"""The room page of a delegate who comes back to it: pages a second, and queries a page."""

import asyncio
import json
import time

from tests.server import Server

from .. import rooms, servers
from ..latencies import p95
from ..report import Figure, Run
from ..sizes import Size
from ..web import Browser

PHONES, AT_ONCE = 1000, 16
MUST = {"daphne": 100, "uvicorn": 180}
QUERIES = 4


def page(kind: str, size: Size) -> Run:
    """Sixteen connections that stay, each of another delegate, one page after the other."""
    with servers.serving(kind, rooms.seed(size, people=size.of(PHONES))) as server:
        server_cpu, own_cpu, started = servers.cpu_of(server.pid), time.process_time(), time.perf_counter()
        times = asyncio.run(read(server, size.seconds / 2))
        taken = time.perf_counter() - started
        shares = (servers.cpu_of(server.pid) - server_cpu) / taken, (time.process_time() - own_cpu) / taken
        queries = json.loads(server.manage("shell", "--no-imports", "-c", QUERY).splitlines()[-1])
    return [
        Figure("pages a second", len(times) / taken, "/s", at_least=MUST[kind]),
        Figure("one page, p95", p95(times) * 1000),
        Figure("queries of a page", queries, "", at_most=QUERIES),
        Figure("server, share of a core", shares[0], "share"),
        Figure("generator, share of a core", shares[1], "share"),
    ]


QUERY = "from benchmarks.inside import queries; queries.measure()"


async def read(server: Server, seconds: float) -> list[float]:
    """Read pages for so long. Returns how long each took."""
    room = rooms.of(server)[0]
    until = time.perf_counter() + seconds
    readers = [reader(server, room, cookie, until) for cookie in room.people[:AT_ONCE]]
    return [taken for each in await asyncio.gather(*readers) for taken in each]


async def reader(server: Server, room: rooms.Room, cookie: str, until: float) -> list[float]:
    times = []
    address = room.page(server, cookie)
    async with Browser(address) as browser:
        while (started := time.perf_counter()) < until:
            answer = await browser.get(address.path)
            assert answer.status == 200, f"The page was answered {answer.status}."
            times.append(time.perf_counter() - started)
    return times
