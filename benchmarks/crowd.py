"""Everybody who is connected: how they come, and whether all of them show the same as a page that is loaded now."""

import asyncio
import json
from collections import defaultdict
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from typing import Any

import httpx

from eventapp.simulation.mirror import Mirror
from tests.server import Server

from .phone import Page, Phone
from .rooms import Room

AT_ONCE = 100  # handshakes under way while everybody comes
SAMPLED = 20  # phones whose whole page is compared at the end; of the others it is the version
WATCHERS = 5  # desks, and as many screens
SETTLED = 10.0  # seconds in which everybody must show what there is, when the last vote is answered


class Hall:
    """One room, the phones in it and the desks and screens that watch it; on one server, or spread over several."""

    def __init__(self, room: Room, servers: Sequence[Server], phones: int, watchers: int = WATCHERS) -> None:
        self.room, self.servers = room, servers
        sampled = range(0, phones, max(1, phones // SAMPLED))
        places = [(servers[n % len(servers)], room.people[n]) for n in range(phones)]
        self.phones = [
            Phone(room.socket(server, cookie), room.feed, keeps=n in sampled)
            for n, (server, cookie) in enumerate(places)
        ]
        self.desks = [self._watcher("desk", n, room.desks[n % len(room.desks)]) for n in range(watchers)]
        self.screens = [self._watcher("screen", n, room.screen) for n in range(watchers)]

    def _watcher(self, audience: str, n: int, cookie: str) -> Page:
        server = self.servers[n % len(self.servers)]
        return Page(self.room.socket(server, cookie), self.room.feed, audience, keeps=True)

    @property
    def pages(self) -> list[Page]:
        return [*self.desks, *self.screens, *self.phones]


@asynccontextmanager
async def standing(pages: Sequence[Page]) -> AsyncIterator[None]:
    """All sockets stand and show their room; in the end they hang up."""
    gate = asyncio.Semaphore(AT_ONCE)

    async def come(page: Page) -> None:
        async with gate:
            await page.open()

    async with asyncio.TaskGroup() as tasks:
        for page in pages:
            tasks.create_task(come(page))
    try:
        yield
    finally:
        for page in pages:
            if page.wire:
                page.wire.close()
        await asyncio.sleep(0.1)


async def settled(halls: Iterable[Hall]) -> int:
    """Wait until nobody shows anything old, but not for ever. Returns how many pages still do."""
    pages = [page for hall in halls for page in hall.pages]
    deadline = asyncio.get_running_loop().time() + SETTLED
    async with httpx.AsyncClient(timeout=60, headers={"Accept-Language": "en"}) as client:
        while stale := await stale_of(client, pages):
            if asyncio.get_running_loop().time() > deadline:
                return stale
            await asyncio.sleep(0.25)
    return 0


async def stale_of(client: httpx.AsyncClient, pages: Sequence[Page]) -> int:
    """How many pages show something old: against a page loaded now where all was kept, else by their last version.

    Pages of one room, audience and server are told the same, so they are compared with the newest of their kind.
    """
    alike: dict[tuple[Any, ...], list[Page]] = defaultdict(list)
    for page in pages:
        alike[page.address.port, page.address.path, page.audience].append(page)
    stale = 0
    for group in alike.values():
        newest = max(page.versions.get(page.feed, 0) for page in group)
        behind = [page for page in group if page.versions.get(page.feed, 0) != newest]
        fresh = await loaded_now(client, group[0])
        stale += len({*behind, *(page for page in group if page.keeps and picture(page) != fresh)})
    return stale


async def loaded_now(client: httpx.AsyncClient, page: Page) -> dict[str, Any]:
    """What a page that is loaded now would show."""
    host, port, path, cookie = page.address
    where = f"http://{host}:{port}{path.removeprefix('/ws')}state/?audience={page.audience}"
    answer = await client.get(where, headers={"Cookie": cookie})
    mirror = Mirror()
    for frame in answer.raise_for_status().json():
        mirror.apply(frame)
    return mirror.picture()


def picture(page: Page) -> dict[str, Any]:
    mirror = Mirror()
    for text in page.texts:
        mirror.apply(json.loads(text))
    return mirror.picture()
