import asyncio
import random
from collections.abc import Callable
from contextlib import AsyncExitStack
from typing import NamedTuple

from .phone import Log, Phone

CHOICES = ("support", "support", "support", "not_now", "unsure")
GROUPS = ("government", "higher_education", "learners", "edtech", "international", "civil_society")
COUNTRIES = ("KH", "LK", "MY", "TH", "VN", "PH", "ID", "FJ", "NP", "MN")
IDEAS = (
    "Pay lecturers in {where} for the hours in which they redesign a course for phones.",
    "Let colleges in {where} share one bank of open laboratory exercises.",
    "Ask first-year students in {where} every term what keeps them in an online course.",
    "Give remote campuses in {where} a box with all course material that works offline.",
)
AT_ONCE = 20  # phones that come in at the same time


class Cast(NamedTuple):
    """Who plays: codes of people who have a seat, how many newcomers register, and who watches with which code."""

    codes: list[str]
    newcomers: int
    desk: str = ""
    screen: tuple[str, int] | None = None


async def play(
    *, url: str, consultation: str, breakout: int, cast: Cast, seconds: float, log: Log, step: Callable[[], object]
) -> tuple[list[Phone], list[str]]:
    """Let everybody come in, speak and vote for so many seconds. Returns the pages, closed, and what disagreed."""
    async with AsyncExitStack() as pages:
        phones = await arrive(pages, url, consultation, breakout, cast, log)
        watchers = await watch(pages, url, consultation, breakout, cast, log)
        wait = asyncio.gather(*(live(phone, number, seconds, step) for number, phone in enumerate(phones)))
        await wait
        return phones, await disagreements(phones + watchers)


async def arrive(
    pages: AsyncExitStack, url: str, consultation: str, breakout: int, cast: Cast, log: Log
) -> list[Phone]:
    """Everybody comes in through the door: with a code, or by registering and taking a seat."""
    door = asyncio.Semaphore(AT_ONCE)

    async def come(number: int) -> Phone:
        phone = await pages.enter_async_context(Phone(url, consultation, f"phone {number + 1}", log))
        async with door:
            if number < len(cast.codes):
                await phone.come_in(cast.codes[number])
            else:
                await register(phone, number, breakout)
            await phone.open(f"sessions/{breakout}/")
        return phone

    return list(await asyncio.gather(*(come(number) for number in range(len(cast.codes) + cast.newcomers))))


async def register(phone: Phone, number: int, breakout: int) -> None:
    """A newcomer fills in the form at the door and takes a seat."""
    (await phone.http.get(f"/{phone.consultation}/register/")).raise_for_status()
    person = {
        "name": f"Invented Guest {number + 1}",
        "country": COUNTRIES[number % len(COUNTRIES)],
        "organisation": "Invented University",
        "group": GROUPS[number % len(GROUPS)],
        "take_part": "on",
    }
    await phone.post("register/", person)
    answer = await phone.post(f"sessions/{breakout}/seat/", {})
    if answer.status_code != 302:
        raise AssertionError(f"{phone.name} got no seat: {answer.status_code}")


async def watch(pages: AsyncExitStack, url: str, consultation: str, breakout: int, cast: Cast, log: Log) -> list[Phone]:
    """The rapporteur's desk and the room's screen, where there are codes for them."""
    wanted = [(cast.desk, f"sessions/{breakout}/desk/", "desk")] if cast.desk else []
    if cast.screen:
        wanted.append((cast.screen[0], f"rooms/{cast.screen[1]}/screen/?session={breakout}", "screen"))
    watchers = []
    for code, page, audience in wanted:
        watcher = await pages.enter_async_context(Phone(url, consultation, audience, log, audience))
        await watcher.come_in(code)
        await watcher.open(page)
        watchers.append(watcher)
    return watchers


async def live(phone: Phone, number: int, seconds: float, step: Callable[[], object]) -> None:
    """One person's two minutes: say something, perhaps, and answer what the others say, at one's own pace."""
    dice = random.Random(f"{phone.name}")
    end = asyncio.get_running_loop().time() + seconds
    if number % 5 == 0:
        await phone.say(dice.choice(IDEAS).format(where=f"region {dice.randrange(10_000)}"))
    while (left := end - asyncio.get_running_loop().time()) > 0:
        await asyncio.sleep(min(left, dice.uniform(0.5, 4)))
        items = [pk for order in phone.mirror.orders.values() for pk in order]
        if items and left > 0.5:
            await phone.vote(dice.choice(items), dice.choice(CHOICES))
        step()


async def disagreements(pages: list[Phone], within: float = 15) -> list[str]:
    """Which pages do not show what a page that is loaded now shows, after some seconds of grace."""
    deadline = asyncio.get_running_loop().time() + within
    wrong = pages
    while wrong and asyncio.get_running_loop().time() < deadline:
        fresh = [await page.fresh() for page in wrong]
        wrong = [page for page, now in zip(wrong, fresh, strict=True) if page.mirror.picture() != now.picture()]
        if wrong:
            await asyncio.sleep(0.5)
    return [page.name for page in wrong]
