"""One room, one Daphne process: vote to answer, to the desk and to the screen; our way and the tutorial's."""

import asyncio
import json
import os
import subprocess
from bisect import bisect_left
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import quantiles
from typing import NamedTuple

import httpx

from eventapp.simulation.mirror import Mirror
from tests.server import Server, ended, free_port, running

from . import cookies
from .load import Line, Page, run

ITEMS, VOTES, SECONDS = 60, 10, 20.0
SLUG = "shenzhen-2019"


class Result(NamedTuple):
    """Seconds; `lost` counts votes without an answer, `stale` pages that show something old."""

    way: str
    phones: int
    answer: float
    desk: float
    screen: float
    counted: int
    sent: int
    lost: int
    stale: int
    generator: float


def p95(values: list[float]) -> float:
    return quantiles(values, n=20)[-1] if len(values) > 1 else float("nan")


def product(phones: int) -> Result:
    """The product with its own settings and middleware: authorised sockets, one ballot box, one beat."""
    seed = (("demo", "--participants", str(phones), "--breakout", "c", "--items", str(ITEMS)),)
    with running(seed) as server:
        facts = cookies.facts(server, SLUG)
        hello = {"type": "hello", "epoch": "", "language": "en", "versions": {}}
        where = f"{server.url.replace('http', 'ws', 1)}/ws/{SLUG}/sessions/{facts.breakout}/"

        def page(cookie: str, audience: str) -> Page:
            return Page(Line(where, server.url, f"eventapp={cookie}", hello | {"audience": audience}))

        people = [page(cookie, "phone") for cookie in facts.people]
        desk, screen = page(facts.rapporteur, "desk"), page(facts.screen, "screen")
        wanted = phones * VOTES
        share = asyncio.run(
            run(people, [desk, screen], facts.ballot, facts.items, VOTES, SECONDS, lambda: answered(people) >= wanted)
        )
        answers, versions = heard(people)
        [(rows,)] = server.rows("SELECT count(*) FROM recommendations_tap WHERE id > ?", facts.since)
        stale = sum(
            is_stale(server, each, audience)
            for each, audience in [*((p, "phone") for p in people), (desk, "desk"), (screen, "screen")]
        )
        return Result(
            "product", phones, p95(answers), p95(reached(desk, versions, facts.feed)),
            p95(reached(screen, first_of_each(people), facts.feed)), rows, wanted, wanted - len(answers), stale, share,
        )  # fmt: skip


def answered(people: list[Page]) -> int:
    return sum('"counted"' in text for page in people for _at, text in page.heard)


def heard(people: list[Page]) -> tuple[list[float], list[tuple[float, int]]]:
    """How long each vote waited for its answer, and (tapped at, version) of each counted vote."""
    waits, versions = [], []
    for page in people:
        for at, message in page.messages:
            if message["type"] == "counted":
                waits.append(at - page.sent[message["key"]])
                versions.append((page.sent[message["key"]], message["version"]))
    return waits, versions


def first_of_each(people: list[Page]) -> list[tuple[float, int]]:
    """The first counted vote of each phone: those that move the number of people who have answered."""
    return [min(versions) for page in people if (versions := heard([page])[1])]


def reached(watcher: Page, versions: list[tuple[float, int]], feed: str) -> list[float]:
    """How long each vote took until a frame of its version, or a later one, was at the desk or the screen."""
    frames = [(m["version"], at) for at, m in watcher.messages if m["type"] == "room" and m["feed"] == feed]
    numbers = [version for version, _at in frames]
    found = ((tapped, bisect_left(numbers, version)) for tapped, version in versions)
    return [frames[place][1] - tapped for tapped, place in found if place < len(frames)]


def is_stale(server: Server, page: Page, audience: str) -> bool:
    """Whether what the page was told is not what a page that is loaded now shows."""
    mirror, fresh = Mirror(), Mirror()
    for _at, message in page.messages:
        if message["type"] == "room":
            mirror.apply(message)
    path = page.line.url.split("/ws", 1)[1]
    answer = httpx.get(
        f"{server.url}{path}state/?audience={audience}", headers={"Cookie": page.line.cookie}, timeout=60
    )
    for frame in answer.raise_for_status().json():
        fresh.apply(frame)
    return mirror.picture() != fresh.picture()


def tutorial(phones: int) -> Result:
    """The tutorial's way on the same server program, the same database settings and the same taps."""
    with running() as server, channels_tutorial(server) as url:
        people = [Page(Line(url, server.url)) for _n in range(phones)]
        desk = Page(Line(url, server.url))
        wanted = phones * VOTES
        settled = lambda: sum(own_answers(page) for page in people) >= wanted  # noqa: E731
        share = asyncio.run(run(people, [desk], 1, list(range(1, ITEMS + 1)), VOTES, SECONDS, settled))
        sent = {key: at for page in people for key, at in page.sent.items()}
        answers = [at - page.sent[m["key"]] for page in people for at, m in page.messages if m["key"] in page.sent]
        seen = [at - sent[m["key"]] for at, m in desk.messages]
        [(rows,)] = server.rows("SELECT count(*) FROM tutorial_vote")
        stale = sum(len(page.heard) < wanted for page in [*people, desk])
        return Result(
            "tutorial", phones, p95(answers), p95(seen), p95(seen), rows, wanted, wanted - len(answers), stale, share
        )


def own_answers(page: Page) -> int:
    return sum(json.loads(text)["key"] in page.sent for _at, text in page.heard)


@contextmanager
def channels_tutorial(server: Server) -> Iterator[str]:
    """A second Daphne process that serves the tutorial's consumer on the server's database."""
    port = free_port()
    environment = os.environ | server.place.environment | {"PORT": str(port)}
    create = (
        "from django.db import connection; from benchmarks.tutorial import TABLE; connection.cursor().execute(TABLE)"
    )
    subprocess.run(
        [".venv/bin/python", "manage.py", "shell", "--no-imports", "-c", create], env=environment, check=True
    )
    command = [".venv/bin/daphne", "--endpoint", f"tcp:port={port}:interface=127.0.0.1:backlog=2048"]
    command += ["--websocket_connect_timeout", "30", "--verbosity", "0", "benchmarks.tutorial:application"]
    process = subprocess.Popen(command, env=environment)
    try:
        asyncio.run(wait_for(f"ws://127.0.0.1:{port}/ws/"))
        yield f"ws://127.0.0.1:{port}/ws/"
    finally:
        process.terminate()
        if not ended(process, 10):
            process.kill()
            process.wait()


async def wait_for(url: str) -> None:
    """Until the server takes sockets."""
    page = Page(Line(url, "http://127.0.0.1"))
    async with asyncio.timeout(60):
        while True:
            try:
                await page.open()
                return await page.close()
            except OSError:
                await asyncio.sleep(0.1)
