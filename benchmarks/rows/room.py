"""Everybody votes ten times in twenty seconds: the product beside the tutorial's way, one Daphne process each."""

import asyncio

from .. import baseline, rooms, servers, taps
from ..crowd import standing
from ..latencies import answers, p95
from ..report import Figure, Run
from ..sizes import Size
from .load import measure

PHONES = (50, 200)
A_SECOND = 0.5  # votes of one phone
SHORT = ("vote → answer, p95", "vote → every desk, p95")


def room(kind: str, size: Size) -> Run:
    """A room as it is in most meetings."""
    return [figure for phones in (PHONES if size.is_full else PHONES[:1]) for figure in pair(kind, size, phones)]


def pair(kind: str, size: Size, phones: int) -> Run:
    with servers.serving(kind, rooms.seed(size, people=phones)) as server:
        ours = asyncio.run(measure([server], size, phones, phones * A_SECOND))
        with baseline.tutorial(server.place) as port:
            theirs = asyncio.run(tutorial(port, rooms.of(server)[0], phones, size))
    times = {figure.what: figure.value for figure in ours}
    faster = [
        Figure(f"{what}: times faster than the tutorial's", figure.value / times[what], "×")
        for what, figure in zip(SHORT, theirs, strict=True)
    ]
    tutorials = [figure._replace(what=f"the tutorial's {figure.what}") for figure in theirs]
    return [figure._replace(what=f"{phones}: {figure.what}") for figure in [*ours, *tutorials, *faster]]


async def tutorial(port: int, place: rooms.Room, phones: int, size: Size) -> Run:
    """The same taps on the tutorial's server; its desk is one more page that hears every vote."""
    people, desk = [baseline.Voter(port) for _n in range(phones)], baseline.Voter(port)
    async with standing([desk, *people]):
        await asyncio.sleep(size.pause)
        planned = taps.plan([(place, voter) for voter in people], phones * A_SECOND, size.seconds)
        await taps.play(planned)
        await taps.wait_for(lambda: len(desk.seen) >= len(planned), taps.GRACE)
    tapped = {key: at for voter in people for key, at in voter.tapped.items()}
    shown = [(at - tapped[key]) * 1000 for key, at in desk.seen if key in tapped]
    return [
        Figure(SHORT[0], p95([each * 1000 for each in answers(people)])),
        Figure(SHORT[1], p95(shown)),
    ]
