"""F10: bad Wi-Fi between the phones and the server: what was counted is there, and what was kept is counted later."""

import asyncio
import ctypes
import os
import random
import shutil
import subprocess
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from pathlib import Path

import pytest

from eventapp.simulation.phone import Phone
from eventapp.simulation.play import disagreements
from tests.faults.relay import Relay
from tests.faults.truth import check_counted
from tests.phones import breakout
from tests.server import Server, running

C = "shenzhen-2019"
SEATED = range(3, 41, 5)  # whom the demo seats in breakout c
BAD = 6.0  # seconds of bad network
OVER = 60.0  # seconds after which everything that was kept has been counted
NEW_NETWORK = 0x40000000  # CLONE_NEWNET


@asynccontextmanager
async def crowd(server: Server, url: str, people: range = SEATED) -> AsyncIterator[list[Phone]]:
    """People who have come in while all was well, and whose pages listen."""
    async with AsyncExitStack() as stack:
        phones = []
        for n in people:
            phone = await stack.enter_async_context(Phone(url, C, f"demo-participant-{n}", lambda line: None))
            await phone.come_in(phone.name)
            await phone.open(breakout(server).removeprefix(f"/{C}/"))
            phones.append(phone)
        yield phones


async def vote_until(phones: list[Phone], is_over: asyncio.Event, dice: random.Random) -> None:
    """Everybody votes again and again; each has an answer to each vote before this returns."""

    async def one(phone: Phone) -> None:
        while not is_over.is_set():
            items = [pk for order in phone.mirror.orders.values() for pk in order]
            if items:
                await phone.vote(dice.choice(items), dice.choice(["support", "not_now", "unsure"]))
            await asyncio.sleep(dice.uniform(0.05, 0.3))

    await asyncio.gather(*(one(phone) for phone in phones))


async def flap(relay: Relay) -> None:
    """The access point goes and comes, again and again."""
    while True:
        await asyncio.to_thread(relay.go_down)
        await asyncio.sleep(0.4)
        relay.heal()
        await asyncio.sleep(0.8)


async def lose(relay: Relay) -> None:
    relay.loss = 0.1


async def delay(relay: Relay) -> None:
    relay.delay = 0.4


async def portal(relay: Relay) -> None:
    """After a while of good network everybody is asked to accept the terms."""
    await asyncio.sleep(BAD / 2)
    await asyncio.to_thread(relay.put_portal)


@pytest.mark.parametrize("weather", [lose, delay, flap, portal])
async def test_votes_in_bad_weather_are_counted_once(weather: Callable, shared_server: Server) -> None:
    seed = random.randrange(2**32)
    print(f"seed {seed}")  # noqa: T201
    with Relay(shared_server.port, seed) as relay:
        async with crowd(shared_server, relay.url) as phones:
            is_over = asyncio.Event()
            voting = asyncio.create_task(vote_until(phones, is_over, random.Random(seed)))
            wind = asyncio.create_task(weather(relay))
            await asyncio.sleep(BAD)
            wind.cancel()
            relay.heal()
            is_over.set()
            async with asyncio.timeout(OVER):
                await voting

            assert sum(len(phone.kept) for phone in phones) > len(phones)
            check_counted(shared_server, phones)
            assert await disagreements(phones) == []


@contextmanager
def own_network() -> Iterator[None]:
    """Let this thread, and the processes that it starts, have a network of their own with nothing but a loopback."""
    libc = ctypes.CDLL(None, use_errno=True)
    with Path("/proc/thread-self/ns/net").open() as before:
        assert libc.unshare(NEW_NETWORK) == 0, os.strerror(ctypes.get_errno())
        try:
            subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
            yield
        finally:
            assert libc.setns(before.fileno(), NEW_NETWORK) == 0, os.strerror(ctypes.get_errno())


def drop(percent: int) -> None:
    """Lose so many of a hundred packets of this network from now on; 0 heals it."""
    rules = ["flush ruleset", "add table inet bad", "add chain inet bad all_in { type filter hook input priority 0; }"]
    rules += [f"add rule inet bad all_in numgen random mod 100 < {percent} drop"] if percent else []
    subprocess.run(["nft", "-f", "-"], input="\n".join([*rules, ""]).encode(), check=True)


@pytest.mark.long
@pytest.mark.skipif(os.geteuid() != 0 or not shutil.which("nft"), reason="needs root and nft (nftables)")
@pytest.mark.parametrize("percent", [10, 30])
async def test_lost_packets_lose_no_vote(percent: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_TEST_URL", raising=False)  # a server elsewhere is out of this network's reach
    with own_network(), running() as server:
        async with crowd(server, server.url) as phones:
            is_over = asyncio.Event()
            voting = asyncio.create_task(vote_until(phones, is_over, random.Random(percent)))
            drop(percent)
            await asyncio.sleep(30)
            drop(0)
            is_over.set()
            async with asyncio.timeout(OVER):
                await voting

            check_counted(server, phones)
            assert await disagreements(phones) == []
            assert server.troubles == []
