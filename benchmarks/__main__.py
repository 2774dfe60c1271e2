"""`make bench`: the live engine at full size, as medians of several runs; `--short` is a look within a minute."""

import argparse
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import gettempdir
from typing import NamedTuple

from . import servers
from .report import NotMeasured, Run, table
from .rows.back import back
from .rows.batch import batch
from .rows.fan_out import fan_out
from .rows.hands import hands
from .rows.load import crowd, load
from .rows.many import many
from .rows.page import page
from .rows.processes import processes
from .rows.room import room
from .sizes import FULL, SHORT, Size


class Benchmark(NamedTuple):
    """What is measured, under which name, and on which kinds of server."""

    name: str
    measure: Callable[[str, Size], Run]
    kinds: tuple[str, ...]
    what: str


BOTH = servers.KINDS
BENCHMARKS = [
    Benchmark("room", room, ("daphne",), "50 and 200 phones, a vote every 2 s each, beside the tutorial's way"),
    Benchmark("fan-out", fan_out, BOTH, "one change to 1,000 and 2,000 quiet sockets"),
    Benchmark("load", load, BOTH, "one room at full pace: uvicorn 2,000 phones, 1,600 votes/s; Daphne 1,000, 800"),
    Benchmark("hands", hands, ("uvicorn",), "a show of hands, 1,000 phones, 800 votes/s"),
    Benchmark("crowd", crowd, ("uvicorn",), "4,000 phones in one room, 1,600 votes/s"),
    Benchmark("rooms", many, ("uvicorn",), "40 rooms with 50 phones each, 1,600 votes/s, beside one room"),
    Benchmark("batch", batch, ("",), "50 votes in one transaction, beside a transaction for each"),
    Benchmark("return", back, BOTH, "2,000 phones dropped, back within 2.5 s"),
    Benchmark("page", page, BOTH, "the room page of a returning delegate, 16 at once"),
    Benchmark("processes", processes, ("daphne",), "two processes, PostgreSQL, Redis, 2,000 phones, 600 votes/s"),
]


def main() -> None:
    names = [benchmark.name for benchmark in BENCHMARKS]
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"only these: {', '.join(names)}")
    parser.add_argument("--runs", type=int, help="runs of each (5; with --short 1)")
    parser.add_argument("--short", action="store_true", help="a twentieth of the people, a second of voting, one run")
    parser.add_argument("--server", choices=BOTH, help="only this server")
    options = parser.parse_args()
    if unknown := set(options.names) - set(names):
        parser.error(f"{', '.join(sorted(unknown))}: there is no such benchmark.")
    open_files()
    runs = options.runs or (1 if options.short else 5)
    print(head(runs, options.short), flush=True)
    for benchmark in BENCHMARKS:
        if benchmark.name in (options.names or names):
            for kind in chosen(benchmark, options.server, options.short):
                measure(benchmark, kind, SHORT if options.short else FULL, runs)


def chosen(benchmark: Benchmark, server: str | None, short: bool) -> list[str]:
    """The servers on which a benchmark runs; a short run takes the last one only."""
    kinds = [kind for kind in benchmark.kinds if kind in ("", server or kind)]
    return kinds[-1:] if short else kinds


def measure(benchmark: Benchmark, kind: str, size: Size, runs: int) -> None:
    """Run one benchmark so many times and print its table, or why there is none."""
    began = time.monotonic()
    print(f"\n{benchmark.name}{' on ' * bool(kind)}{kind}: {benchmark.what}", flush=True)
    try:
        results = []
        for number in range(1, runs + 1):
            results.append(benchmark.measure(kind, size))
            print(f"  (run {number} of {runs}, {time.monotonic() - began:.0f} s)", file=sys.stderr, flush=True)
        print(table(results if size is FULL else unbound(results)), flush=True)
    except NotMeasured as why:
        print(f"  not measured: {why}", flush=True)


def unbound(runs: list[Run]) -> list[Run]:
    """Bounds of time and pace hold for the full size; of a short run only the counts must be right."""
    return [[row if row.unit == "" else row._replace(at_most=None, at_least=None) for row in run] for run in runs]


def head(runs: int, short: bool) -> str:
    disk = servers.fsync(Path(gettempdir())) * 1000
    kept = "Short: a twentieth of the people and of the pace, fewer earlier votes. " if short else ""
    return f"{kept}Medians of {runs} runs. This disk keeps 4 kB for good in {disk:.2f} ms."


def open_files() -> None:
    """A socket is a file; 1,024 is a usual limit."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


if __name__ == "__main__":
    main()
