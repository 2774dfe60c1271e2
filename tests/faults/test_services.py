"""F11 to F13: Redis, PostgreSQL or one of two processes goes away, and nothing that was counted is lost."""

import asyncio
import random
import statistics
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager
from typing import NamedTuple

import psycopg
import pytest
import redis

from eventapp.simulation.phone import Phone
from eventapp.simulation.play import disagreements
from tests.faults.front import front
from tests.places import Place, Seed, place
from tests.server import Server, free_port
from tests.services import Service

SLUG = "shenzhen-2019"
ROOM: Seed = (("demo", "--participants", "8", "--breakout", "c", "--items", "60"),)  # nobody has answered yet
PEOPLE = range(1, 9)
HINTED = 1.0  # seconds: sooner than a process looks by itself
LOOK = 4.0  # seconds that a screen may be late without hints


class Venue(NamedTuple):
    """Two processes, a Daphne and a uvicorn, on one PostgreSQL and one Redis; `url` is what people type."""

    place: Place
    servers: list[Server]
    url: str
    room: int


@pytest.fixture
def venue(own_postgres: Service, own_redis: Service):
    url = f"http://127.0.0.1:{free_port()}"
    with place(ROOM, own_postgres.url) as home, ExitStack() as stack:
        common = {"PUBLIC_URL": url, "REDIS_URL": own_redis.url}
        servers = [stack.enter_context(Server(home, SERVER=name, **common)) for name in ("daphne", "uvicorn")]
        query = "SELECT s.id FROM event_sessions_session s JOIN participants_level l ON l.id = s.level_id"
        [(room,)] = home.rows(query + " WHERE l.letter = ? AND s.kind = 'breakout'", "c")
        yield Venue(home, servers, url, room)


@asynccontextmanager
async def pages(venue: Venue, phones_at: str, screen_at: str) -> AsyncIterator[tuple[list[Phone], Phone]]:
    """The phones of the room and its screen, each listening at one of the addresses."""
    [(hall,)] = venue.place.rows("SELECT room_id FROM event_sessions_session WHERE id = ?", venue.room)
    async with AsyncExitStack() as stack:

        async def open_page(where: str, code: str, page: str, audience: str) -> Phone:
            phone = await stack.enter_async_context(Phone(where, SLUG, code, lambda line: None, audience))
            await phone.come_in(code)
            await phone.open(page)
            return phone

        room = f"sessions/{venue.room}/"
        phones = [await open_page(phones_at, f"demo-participant-{n}", room, "phone") for n in PEOPLE]
        screen = await open_page(screen_at, "demo-screen", f"rooms/{hall}/screen/?session={venue.room}", "screen")
        for phone in phones:
            await until_listed(phone)
        yield phones, screen


async def until_listed(phone: Phone) -> None:
    """Wait for the list of what can be answered."""
    while not any(phone.mirror.orders.values()):
        await asyncio.sleep(0.02)


async def vote(phone: Phone) -> int:
    """Answer something that this person has not answered: each such answer changes the screen. Returns its version."""
    items = [pk for order in phone.mirror.orders.values() for pk in order]
    fresh = [pk for pk in items if pk not in phone.counted]
    answer = await phone.vote(random.choice(fresh or items), random.choice(["support", "not_now"]))
    assert answer["type"] == "counted", answer
    return int(answer["version"])


async def late(screen: Phone, version: int, room: int) -> float:
    """How many seconds a screen needs to show this version, or a later one."""
    began = time.perf_counter()
    while screen.mirror.versions.get(f"s{room}", 0) < version:
        await asyncio.sleep(0.005)
    return time.perf_counter() - began


async def lateness(venue: Venue, phones: list[Phone], screen: Phone) -> list[float]:
    """How late the screen is for a vote of each phone."""
    return [await late(screen, await vote(phone), venue.room) for phone in phones]


def check_counted(venue: Venue, phones: list[Phone]) -> None:
    """I1 and I2: what the phones heard of is what the database has, once each."""
    heard = sorted(key for phone in phones for key in phone.kept)
    rows = venue.place.rows("SELECT key FROM recommendations_tap WHERE device IS NOT NULL")
    assert sorted(str(key) for (key,) in rows) == heard


async def storm(phones: list[Phone], strike: Callable[[], object], rounds: int = 8) -> None:
    """Everybody votes again and again; in the middle of it something happens to a server."""

    async def one(phone: Phone) -> None:
        for _n in range(rounds):
            await vote(phone)
            await asyncio.sleep(random.uniform(0, 0.2))

    await asyncio.gather(*(one(phone) for phone in phones), asyncio.to_thread(strike))


async def test_redis_carries_hints_and_its_loss_only_delays(venue, own_redis):
    """F11: stopped where it stands, emptied, ended: votes go on, screens are at most four seconds late."""
    daphne, uvicorn = venue.servers
    async with asyncio.timeout(120), pages(venue, daphne.url, uvicorn.url) as (phones, screen):
        assert statistics.median(await lateness(venue, phones, screen)) < HINTED

        own_redis.stall()
        assert max(await lateness(venue, phones[:3], screen)) < LOOK
        own_redis.go_on()
        with redis.Redis.from_url(own_redis.url) as client:
            client.flushall()
        own_redis.stop()
        assert max(await lateness(venue, phones[:3], screen)) < LOOK
        own_redis.start()
        while statistics.median(await lateness(venue, phones, screen)) > HINTED:
            await asyncio.sleep(0.1)  # until both have subscribed again; the time is bounded above

        check_counted(venue, phones)
        assert await disagreements([*phones, screen]) == []


async def test_postgresql_drops_everybody_stalls_and_starts_again(venue, own_postgres):
    """F12: votes wait, none is lost, and nothing of ours is started again."""

    def strike() -> None:
        with psycopg.connect(own_postgres.url, autocommit=True) as connection:
            others = "pid <> pg_backend_pid() AND datname IS NOT NULL"
            connection.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}".encode())
        own_postgres.stall()
        time.sleep(2)  # what a phone and a pool make of a server that says nothing
        own_postgres.go_on()
        own_postgres.stop()
        own_postgres.start()

    daphne, uvicorn = venue.servers
    pids = [server.pid for server in venue.servers]
    async with asyncio.timeout(120), pages(venue, daphne.url, uvicorn.url) as (phones, screen):
        await storm(phones, strike)

        check_counted(venue, phones)
        assert await disagreements([*phones, screen]) == []
    assert [server.pid for server in venue.servers] == pids
    assert all(server.process.poll() is None for server in venue.servers)


async def test_one_of_two_processes_dies_and_its_phones_move(venue):
    """F13: behind one address, with kill -9 in the middle of voting."""
    daphne, uvicorn = venue.servers
    ports = [daphne.port, uvicorn.port]
    async with (
        front(int(venue.url.rsplit(":", 1)[1]), ports),
        asyncio.timeout(120),
        pages(venue, venue.url, venue.url) as (phones, screen),
    ):
        await storm(phones, daphne.kill)
        await asyncio.to_thread(daphne.start)
        await storm(phones, uvicorn.kill)

        check_counted(venue, phones)
        assert await disagreements([*phones, screen]) == []
