"""Everybody's line breaks at once, something is said meanwhile, and everybody comes back within 2.5 seconds."""

import asyncio
import random

from tests.server import Server

from .. import rooms, servers, taps
from ..crowd import Hall, settled, standing
from ..phone import Page
from ..report import Figure, Run
from ..sizes import Size
from ..wire import Refused

PHONES, WITHIN = 2000, 2.5
MUST = {"daphne": 8000, "uvicorn": 5000}
AGAIN = 1.0  # seconds after which a phone that was refused tries again
LONGEST = 60.0


def back(kind: str, size: Size) -> Run:
    """2,000 phones dropped and back: how long until all are current."""
    with servers.serving(kind, rooms.seed(size, people=size.of(PHONES))) as server:
        return asyncio.run(measure(kind, server, size))


async def measure(kind: str, server: Server, size: Size) -> Run:
    hall = Hall(rooms.of(server)[0], [server], size.of(PHONES), watchers=1)
    async with standing(hall.pages):
        await asyncio.sleep(size.pause)
        for phone in hall.phones:
            phone.drop()
        returns = [asyncio.create_task(come_back(phone, random.Random(n))) for n, phone in enumerate(hall.phones)]
        change = await taps.said(hall)
        refused = sum(await asyncio.gather(*returns))
        await taps.arrived(change)
        stale = await settled([hall])
    return [
        Figure("dropped → all current", change.last * 1000, at_most=MUST[kind]),
        Figure("refused on the way back", refused, "", at_most=0),
        Figure("pages that show something old at the end", stale, "", at_most=0),
    ]


async def come_back(phone: Page, dice: random.Random) -> int:
    """Come back at a moment of one's own, and again where it does not work. Returns how often it did not."""
    await asyncio.sleep(dice.uniform(0, WITHIN))
    failures = 0
    try:
        async with asyncio.timeout(LONGEST):
            while not await stands(phone):
                failures += 1
                await asyncio.sleep(AGAIN)
    except TimeoutError:
        failures += 1
    return failures


async def stands(phone: Page) -> bool:
    try:
        await phone.open()
    except (OSError, Refused, TimeoutError):
        return False
    return True
