"""One content change to everybody in a quiet room; and the same bytes sent by somebody else's way."""

import asyncio
from statistics import median

from tests.server import Server

from .. import baseline, rooms, servers, taps
from ..crowd import Hall, standing
from ..phone import Change
from ..report import Figure, Run
from ..sizes import Size

PHONES = (1000, 2000)
CHANGES = 5  # of a run; their median counts
MUST_BE_FASTER = {1000: 8, 2000: 12}
OF_BARE = 2.5
OTHERS = {"daphne": "the tutorial's group_send", "uvicorn": "a bare broadcast"}
Times = dict[int, float]  # sockets → seconds until the last of them


def fan_out(kind: str, size: Size) -> Run:
    """Daphne beside the tutorial's group_send, uvicorn beside a bare broadcast of `websockets`."""
    sizes = {size.of(full): full for full in (PHONES if size.is_full else PHONES[-1:])}
    with servers.serving(kind, rooms.seed(size, people=max(sizes))) as server:
        ours, text = asyncio.run(product(server, (1, *sizes), size.pause))
        with baseline.tutorial(server.place) if kind == "daphne" else baseline.bare(server.place) as port:
            theirs = asyncio.run(other(port, (1, *sizes), text, size.pause))
    return [figure for phones, full in sizes.items() for figure in compared(kind, full, phones, ours, theirs)]


def compared(kind: str, full: int, phones: int, ours: Times, theirs: Times) -> Run:
    """The fan-out is what so many sockets take more than one: that one pays for the post, the commit, the drawing."""
    name = OTHERS[kind]
    own, their = (max(times[phones] - times[1], 0.001) for times in (ours, theirs))
    faster = Figure(f"{phones}: fan-out, times faster than {name}", their / own, "×", at_least=MUST_BE_FASTER[full])
    slower = Figure(f"{phones}: fan-out, times {name}", own / their, "×", at_most=OF_BARE)
    return [
        Figure(f"{phones}: change → last socket", ours[phones] * 1000),
        Figure(f"{phones}: of that the fan-out", own * 1000),
        Figure(f"{phones}: {name}, message → last socket", theirs[phones] * 1000),
        Figure(f"{phones}: of that the fan-out of {name}", their * 1000),
        faster if kind == "daphne" else slower,
        Figure(f"{phones}: the whole way, times {name}", ours[phones] / theirs[phones], "×"),
    ]


async def product(server: Server, counts: tuple[int, ...], pause: float) -> tuple[Times, bytes]:
    """From the sending of a recommendation to the frame that shows it, at the last phone; and that frame."""
    times: Times = {}
    for phones in counts:
        hall = Hall(rooms.of(server)[0], [server], phones, watchers=0)
        changes = []
        async with standing(hall.pages):
            for _n in range(CHANGES):
                await asyncio.sleep(pause)
                changes.append(await taps.arrived(await taps.said(hall)))
        times[phones] = median(change.last for change in changes)
    return times, changes[-1].text


async def other(port: int, counts: tuple[int, ...], text: bytes, pause: float) -> Times:
    """From a message of one socket to the same bytes as the product's at the last one."""
    times: Times = {}
    for sockets in counts:
        pages = [baseline.Listener(port) for _n in range(sockets)]
        changes = []
        async with standing(pages):
            for _n in range(CHANGES):
                await asyncio.sleep(pause)
                changes.append(Change(text, pages))
                pages[0].say({"text": text.decode()})
                await taps.arrived(changes[-1])
        times[sockets] = median(change.last for change in changes)
    return times
