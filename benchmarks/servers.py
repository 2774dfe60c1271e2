"""Servers of one kind or the other on a seeded database, and what the machine itself does."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from statistics import median

from tests.places import Place, Seed, place
from tests.server import Server

from .report import NotMeasured

KINDS = ("daphne", "uvicorn")
TICKS = os.sysconf("SC_CLK_TCK")


@contextmanager
def serving(kind: str, seed: Seed) -> Iterator[Server]:
    """One server of a kind on its own copy of a database."""
    with place(seed) as home, start(kind, home) as server:
        yield server


@contextmanager
def start(kind: str, home: Place, **environment: str) -> Iterator[Server]:
    """A server process as `bin/serve` starts it; it must be of the kind that was asked for."""
    if find_spec(kind) is None:
        raise NotMeasured(f"{kind} is not installed here.")
    with Server(home, SERVER=kind, **environment) as server:
        command = subprocess.check_output(["ps", "-o", "command=", "-p", str(server.pid)], text=True)
        if kind not in command:
            raise NotMeasured(f"bin/serve starts no {kind} here.")
        yield server
        server.kill()  # all that it has answered is kept, and nobody is left to say goodbye to
        if troubles := server.troubles:
            print(f"  The server's log has {len(troubles)} errors. The first: {troubles[0][:600]}", file=sys.stderr)


def cpu_of(pid: int) -> float:
    """Seconds of processor that a process has used so far; not known outside Linux."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(") ", 1)[1].split()
    except OSError:
        return float("nan")
    return (int(fields[11]) + int(fields[12])) / TICKS


def fsync(folder: Path, times: int = 200) -> float:
    """Seconds that this disk takes to keep 4 kB for good: the median of a write with its fdatasync."""
    taken, path = [], folder / "fsync"
    with path.open("wb", buffering=0) as file:
        for _n in range(times):
            started = time.perf_counter()
            file.write(b"x" * 4096)
            os.fdatasync(file.fileno())
            taken.append(time.perf_counter() - started)
    path.unlink()
    return median(taken)
