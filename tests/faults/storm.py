"""People who vote without pause while something breaks; then logs, database and screens must agree."""

import asyncio
import random
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from typing import Any
from uuid import uuid4

import httpx

from eventapp.simulation.phone import Phone
from eventapp.simulation.play import CHOICES, Cast, arrive, disagreements, watch
from tests.faults.reckoning import Line, reckon
from tests.places import Seed
from tests.server import Server

SLUG = "shenzhen-2019"
SEATED = 12
ROOM: Seed = (("demo", "--participants", str(SEATED), "--breakout", "c", "--items", "60"),)  # nobody has answered yet
PACE = 0.25  # seconds between two taps of one phone, on average
EVERY = 6.0  # seconds between two texts of one phone: a room takes one in five
SPEAKERS = 4  # every fourth phone also says something
SOON = 30.0  # seconds in which anything should have happened


@asynccontextmanager
async def storm(server: Server, seed: str, *, people: int = SEATED, speak: bool = True) -> AsyncIterator["Storm"]:
    """Let so many people come in and vote, some of them speak, and a desk and a screen watch, until the block ends."""
    query = "SELECT s.id, s.room_id FROM event_sessions_session s JOIN participants_level l ON l.id = s.level_id"
    [(breakout, hall)] = server.rows(query + " WHERE l.letter = ? AND s.kind = 'breakout'", "c")
    codes = [f"demo-participant-{number}" for number in range(1, min(people, SEATED) + 1)]
    cast = Cast(codes, people - len(codes), "demo-rapporteur", ("demo-screen", hall))
    crowd = Storm(server, seed, breakout)
    async with AsyncExitStack() as pages:
        crowd.phones = await arrive(pages, server.url, SLUG, breakout, cast, crowd.log)
        crowd.watchers = await watch(pages, server.url, SLUG, breakout, cast, crowd.log)
        crowd.begin(speak)
        try:
            yield crowd
        finally:
            await crowd.end()


class Storm:
    """Everybody who is there, and the log of what each sent and heard."""

    def __init__(self, server: Server, seed: str, breakout: int) -> None:
        self.server, self.seed, self.breakout = server, seed, breakout
        self.lines: list[Line] = []
        self.phones: list[Phone] = []
        self.watchers: list[Phone] = []
        self.voices: list[asyncio.Task[None]] = []
        self._calm, self._news = asyncio.Event(), asyncio.Event()

    @property
    def pages(self) -> list[Phone]:
        return self.phones + self.watchers

    def log(self, line: Line) -> None:
        self.lines.append(line)
        self._news.set()

    def begin(self, speak: bool) -> None:
        self.voices += [asyncio.create_task(self._vote(phone), name=phone.name) for phone in self.phones]
        speakers = self.phones[::SPEAKERS] if speak else []
        self.voices += [asyncio.create_task(self._speak(phone), name=phone.name) for phone in speakers]

    async def end(self) -> None:
        for voice in self.voices:
            voice.cancel()
        await asyncio.gather(*self.voices, return_exceptions=True)

    def heard(self, kind: str) -> int:
        """How many answers of this kind there were to votes: counted, refused or later."""
        return sum(line["what"] == "heard" and line["type"] == kind for line in self.lines)

    async def more(self, number: int = 25, kind: str = "counted") -> None:
        """Wait for so many more answers of a kind."""
        wanted = self.heard(kind) + number
        await self.until(lambda: self.heard(kind) >= wanted, f"{number} more votes are {kind}")

    async def until(self, true: Callable[[], bool], what: str, within: float = SOON) -> None:
        """Wait for something that the log shows; fail where it does not come, or somebody's script has failed."""
        with suppress(TimeoutError):
            async with asyncio.timeout(within):
                while not true():
                    self._news.clear()
                    self.check()
                    await self._news.wait()
        assert true(), f"In {within} s it was not so that {what}. {self}"

    def check(self) -> None:
        """Fail where somebody's script has failed."""
        for task in [*self.voices, *(page._listener for page in self.pages)]:
            if task and task.done() and not task.cancelled() and (error := task.exception()):
                raise error

    async def settle(self, within: float = 10) -> list[str]:
        """Let nobody begin anything new, wait for the answers, and say in sentences what does not agree then.

        Outboxes must be empty, and all pages current, within so many seconds from now.
        """
        loop = asyncio.get_running_loop()
        deadline = loop.time() + within
        self._calm.set()
        _done, waiting = await asyncio.wait(self.voices, timeout=within)
        self.check()
        if waiting:
            return [f"{voice.get_name()} has no answer after {within} s. {self}" for voice in waiting]
        stale = await disagreements(self.pages, max(1, deadline - loop.time()))
        wrong = [f"{name} does not show what a fresh page shows" for name in stale]
        return wrong + reckon(self.server, self.lines, self.phones)

    async def _vote(self, phone: Phone) -> None:
        dice = random.Random(f"{self.seed} {phone.name} votes")
        while not self._calm.is_set():
            items = [pk for order in phone.mirror.orders.values() for pk in order]
            if items:
                await phone.vote(dice.choice(items), dice.choice(CHOICES))
            await self._pause(dice.uniform(0, 2 * PACE))

    async def _speak(self, phone: Phone) -> None:
        dice = random.Random(f"{self.seed} {phone.name} speaks")
        while not self._calm.is_set():
            await self._say(phone, f"Lend region {dice.randrange(10**6)} a technician for two days each week.")
            await self._pause(dice.uniform(EVERY, 1.5 * EVERY))

    async def _say(self, phone: Phone, words: str) -> None:
        """Send a text with one key until there is an answer, as the outbox does."""
        fields = {"key": str(uuid4()), "text": words, "type": "research", "sdg_target": "4.3"}
        while True:
            answer = await self._post(phone, fields)
            if answer["type"] != "later":
                return phone.note("told", **answer | {"key": fields["key"]})
            await asyncio.sleep(answer["after"])

    async def _post(self, phone: Phone, fields: dict[str, str]) -> dict[str, Any]:
        try:
            address = f"sessions/{self.breakout}/recommendations/"
            answer = await phone.post(address, fields, Accept="application/json")
        except httpx.TransportError:
            return {"type": "later", "after": 0.5}
        phone.note("status", key=fields["key"], status=answer.status_code)
        if answer.headers.get("Content-Type", "").startswith("application/json"):
            return dict(answer.json())
        return {"type": "later", "after": float(answer.headers.get("Retry-After", 2))}

    async def _pause(self, seconds: float) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._calm.wait(), seconds)

    def __str__(self) -> str:
        heard = {kind: self.heard(kind) for kind in ("counted", "refused", "later")}
        return f"Heard {heard}; the seed is {self.seed}; the server says: {self.server.log[-2000:]}"
