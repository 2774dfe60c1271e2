"""One room under load: vote to answer, vote to the desks and screens, one change to the last phone."""

import asyncio
from collections.abc import Sequence
from statistics import median

from tests.server import Server

from .. import rooms, servers, taps
from ..crowd import WATCHERS, Hall, settled, standing
from ..latencies import answers, counted, p95, reached
from ..report import Figure, NotMeasured, Run
from ..sizes import Size

PHONES = {"daphne": 1000, "uvicorn": 2000}
PACE = {"daphne": 800.0, "uvicorn": 1600.0}
SHOWN = {"daphne": 350, "uvicorn": 200}
CHANGED = {"daphne": 500, "uvicorn": 350}


def load(kind: str, size: Size) -> Run:
    """Votes in one room at full pace, with a recommendation every five seconds."""
    phones = size.of(PHONES[kind])
    with servers.serving(kind, rooms.seed(size, people=phones)) as server:
        disk = servers.fsync(server.place.folder) * 1000
        run = asyncio.run(measure([server], size, phones, PACE[kind] * size.share))
    bounds: dict[str, float] = {
        "vote → every desk and screen, p95": SHOWN[kind],
        "change → last phone, worst": CHANGED[kind],
    }
    if kind == "uvicorn":
        bounds["vote → answer, p95"] = 60 + 3 * disk
    return [figure._replace(at_most=bounds.get(figure.what, figure.at_most)) for figure in run]


def crowd(kind: str, size: Size) -> Run:
    """Four thousand phones in one room at the same pace."""
    if not size.is_full:
        raise NotMeasured("a short run of it would be one of “load”.")
    phones = size.of(4000)
    with servers.serving(kind, rooms.seed(size, people=phones)) as server:
        return asyncio.run(measure([server], size, phones, 1600 * size.share))


async def measure(on: Sequence[Server], size: Size, phones: int, pace: float, *, watchers: int = WATCHERS) -> Run:
    """Let everybody come, vote and settle; `phones` and `pace` are those of all rooms together."""
    known = rooms.of(on[0])
    halls = [Hall(room, on, phones // len(known), watchers) for room in known]
    before = rooms.taps(on[0])
    async with standing([page for hall in halls for page in hall.pages]):
        await asyncio.sleep(size.pause)  # sockets stand before the clock starts
        planned = taps.plan([(hall.room, phone) for hall in halls for phone in hall.phones], pace, size.seconds)
        busy = [servers.cpu_of(server.pid) for server in on]
        played = await taps.play(planned, halls)
        busy = [(servers.cpu_of(server.pid) - was) / played.seconds for server, was in zip(on, busy, strict=True)]
        stale = await settled(halls)
        lost = sum(page.losses for hall in halls for page in hall.pages)
    return [
        *waited(halls, played),
        *kept(halls, len(planned), rooms.taps(on[0]) - before),
        Figure("sockets lost", lost, "", at_most=0),
        Figure("pages that show something old at the end", stale, "", at_most=0),
        Figure("server, share of a core", sum(busy), "share"),
        Figure("generator, share of a core", played.generator, "share"),
        Figure("generator, late with a tap, p95", p95(played.lateness) * 1000),
    ]


def waited(halls: Sequence[Hall], played: taps.Played) -> Run:
    """The times of all rooms together, in ms."""
    heard = [answer * 1000 for hall in halls for answer in answers(hall.phones)]
    shown = {"desk": [], "screen": [], "desk and screen": []}
    for hall in halls:
        votes = counted(hall.phones)
        shown["desk"] += reached(hall.desks, votes)
        shown["screen"] += reached(hall.screens, votes)
        shown["desk and screen"] += reached([*hall.desks, *hall.screens], votes)
    return [
        Figure("vote → answer, median", median(heard or [float("inf")])),
        Figure("vote → answer, p95", p95(heard)),
        *(Figure(f"vote → every {who}, p95", p95(times) * 1000) for who, times in shown.items()),
        Figure("change → last phone, worst", max([change.last for change in played.changes], default=0.0) * 1000),
    ]


def kept(halls: Sequence[Hall], sent: int, rows: int) -> Run:
    """What must be nothing, or all of it."""
    phones = [phone for hall in halls for phone in hall.phones]
    heard = sum(len(phone.counted) for phone in phones)
    return [
        Figure("votes sent", sent, ""),
        Figure("votes not counted, or not in the database", max(sent - heard, abs(sent - rows)), "", at_most=0),
        Figure("votes put off (“later”)", sum(phone.later for phone in phones), ""),
    ]
