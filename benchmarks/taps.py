"""Taps at an even pace over all phones, an item never twice by one; and what else happens in the room meanwhile."""

import asyncio
import gc
import itertools
import random
import time
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from .crowd import Hall
from .phone import Change, Phone
from .rooms import Room
from .web import recommend

CHOICES = ("support", "not_now", "unsure")
GRACE = 30.0  # seconds after the last tap in which an answer may still come
CHANGE_EVERY = 5.0
sentences = itertools.count(1)


class Tap(NamedTuple):
    at: float  # seconds after the beginning
    phone: Phone
    ballot: int
    item: int
    choice: str


class Played(NamedTuple):
    """The generator's share of one core, by how much it was late with a tap (p95, seconds), and each change."""

    generator: float
    lateness: list[float]
    changes: list[Change]
    seconds: float


def plan(people: Sequence[tuple[Room, Phone]], pace: float, seconds: float) -> list[Tap]:
    """`pace` votes a second from all phones together, each at a beat of its own; in order of time."""
    every, votes = len(people) / pace, max(1, round(pace * seconds / len(people)))
    taps = [tap for n, (room, phone) in enumerate(people) for tap in thumb(n, room, phone, every, votes)]
    return sorted(taps, key=lambda tap: tap.at)


def thumb(number: int, room: Room, phone: Phone, every: float, votes: int) -> Iterator[Tap]:
    dice = random.Random(number)
    start = dice.uniform(0, every)
    for n, item in enumerate(dice.sample(room.items, votes)):
        yield Tap(start + n * every, phone, room.ballot, item, dice.choice(CHOICES))


async def play(taps: list[Tap], halls: Sequence[Hall] = ()) -> Played:
    """Tap as planned, whether answers come or not; in the halls somebody recommends something every five seconds."""
    gc.collect()
    gc.disable()  # a pause of the generator would look like one of the server
    began, cpu = time.perf_counter(), time.process_time()
    speaker = asyncio.create_task(speak(halls, until=began + taps[-1].at))
    late = await tap_all(taps, began)
    seconds = time.perf_counter() - began
    share = (time.process_time() - cpu) / seconds
    changes = await speaker
    phones = {tap.phone for tap in taps}
    await wait_for(lambda: not any(phone.waiting for phone in phones), GRACE)
    gc.enable()
    return Played(share, late, changes, seconds)


async def tap_all(taps: list[Tap], began: float) -> list[float]:
    late = []
    for tap in taps:
        while (early := began + tap.at - time.perf_counter()) > 0:
            await asyncio.sleep(early)
        tap.phone.vote(tap.ballot, tap.item, tap.choice)
        late.append(-early)
    return late


async def speak(halls: Sequence[Hall], until: float) -> list[Change]:
    """A recommendation every so many seconds, in one room after the other, each by somebody else."""
    changes: list[Change] = []
    at = time.perf_counter() + CHANGE_EVERY / 10
    for hall in itertools.cycle(halls):
        await asyncio.sleep(max(0.0, at - time.perf_counter()))
        changes.append(await arrived(await said(hall)))  # one at a time: a page looks for one
        at = max(at + CHANGE_EVERY, time.perf_counter())
        if at > until:
            break
    return changes


async def arrived(change: Change) -> Change:
    """Wait until a change has come to every page, but not for ever."""
    await wait_for(lambda: not change.missing, GRACE)
    return change


async def said(hall: Hall) -> Change:
    """Let somebody recommend something; it is on its way to every phone of the room from the sending on."""
    number = next(sentences)
    name = f"Sentence {number:06d}"
    # Somebody else each time, from the back: nobody may speak twice in five seconds, and those in front just have.
    author = hall.room.people[-number % len(hall.room.people)]
    change = Change(name.encode(), hall.phones)
    words = f"{name} asks lecturers to share what they know with each other."
    await recommend(hall.room.recommendations(hall.servers[0], author), words)
    return change


async def wait_for(is_so: Callable[[], bool], within: float) -> bool:
    """Wait until something is so, but not longer than this."""
    deadline = time.perf_counter() + within
    while not is_so():
        if time.perf_counter() > deadline:
            return False
        await asyncio.sleep(0.05)
    return True
