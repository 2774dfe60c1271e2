"""Fifty votes in one transaction beside a transaction for each, in one process without a server."""

import json
from statistics import median

from tests.places import place

from .. import rooms
from ..report import Figure, Run
from ..sizes import Size

AT_ONCE, TIMES, LEAST = 50, 10, 5


def batch(kind: str, size: Size) -> Run:
    """What the ballot box's group commit saves, on the same database with the same settings."""
    with place(rooms.seed(size, people=rooms.SEATED)) as home:
        code = f"from benchmarks.inside import commits; commits.measure(at_once={AT_ONCE}, times={TIMES})"
        printed = home.manage("shell", "--no-imports", "-c", code)
    taken = json.loads(printed.splitlines()[-1])
    together, apart = (median(taken[how]) for how in ("together", "apart"))
    return [
        Figure(f"{AT_ONCE} votes in one transaction", together * 1000),
        Figure(f"{AT_ONCE} votes in a transaction each", apart * 1000),
        Figure("times faster", apart / together, "×", at_least=LEAST),
    ]
