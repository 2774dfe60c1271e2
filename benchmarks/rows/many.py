"""Forty rooms of fifty phones beside one room of two thousand, in the same run."""

import asyncio

from .. import rooms, servers
from ..report import Figure, Run
from ..sizes import Size
from .load import measure

EACH, ROOMS, PACE = 50, 40, 1600.0
WITHIN = 1.5
COMPARED = ("vote → answer, p95", "vote → every desk and screen, p95", "change → last phone, worst")


def many(kind: str, size: Size) -> Run:
    """The same phones and the same pace: in forty rooms with a desk and a screen each, then in one."""
    count = size.of(ROOMS, least=2)
    phones, pace = count * EACH, PACE * size.share
    with servers.serving(kind, rooms.seed(size, people=EACH, rooms=count)) as server:
        forty = asyncio.run(measure([server], size, phones, pace, watchers=1))
    if not size.is_full:
        return forty
    with servers.serving(kind, rooms.seed(size, people=phones)) as server:
        alone = {figure.what: figure.value for figure in asyncio.run(measure([server], size, phones, pace))}
    ratios = [
        Figure(f"{figure.what}: of that in one room", figure.value / alone[figure.what], "×", WITHIN)
        for figure in forty
        if figure.what in COMPARED
    ]
    return [*forty, *ratios]
