"""F5: the disk is full, or somebody else holds the database, for a while."""

import asyncio
import resource
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest

from tests.faults.reckoning import missing
from tests.faults.storm import Storm, storm
from tests.places import Place
from tests.server import Server

long = pytest.mark.long
SMALL = 64 * 1024  # bytes: the database is larger, and its log of changes soon is
DISK = 24  # MB: the database fits, a few votes more, and no more
GIVES_UP = 20  # seconds that a write waits for a lock


@contextmanager
def locked(server: Server) -> Iterator[None]:
    """Hold the database as a careless tool does."""
    file = sqlite3.connect(server.place.folder / "db.sqlite3", timeout=20, isolation_level=None)
    with closing(file):
        file.execute("BEGIN EXCLUSIVE")
        yield
        file.execute("ROLLBACK")


@contextmanager
def no_room_to_write(server: Server) -> Iterator[None]:
    """Let no file of the server grow beyond a limit: a full disk for those who may not mount one."""
    before = resource.prlimit(server.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(server.pid, resource.RLIMIT_FSIZE, (SMALL, before[1]))
    try:
        yield
    finally:
        resource.prlimit(server.pid, resource.RLIMIT_FSIZE, before)


@contextmanager
def filled(disk: Path) -> Iterator[None]:
    """Fill a disk to the last byte."""
    rest = disk / "rest"
    with rest.open("wb", buffering=0) as file, suppress(OSError):
        while file.write(b"\0" * 4096):
            pass
    yield
    rest.unlink()


@pytest.fixture
def small_disk(tmp_path: Path, file_room: Server) -> Iterator[Path]:
    """The server's folder on a disk of its own, a small one; only root may mount it."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={DISK}m", "none", disk], capture_output=True, check=False
    )
    if mounted.returncode != 0:
        pytest.skip("Only root may mount a small disk. Run this test as root.")
    file_room.terminate()
    shutil.copytree(file_room.place.folder, disk / "var")
    file_room.place = Place(disk / "var", f"sqlite:///{disk}/var/db.sqlite3")
    file_room.start()
    yield disk
    file_room.terminate()
    subprocess.run(["umount", disk], check=True)


async def still_right(crowd: Storm) -> list[str]:
    """What the phones were told so far is there, while the fault lasts."""
    return await asyncio.to_thread(missing, crowd.server, list(crowd.lines))


@pytest.mark.parametrize("seconds", [5, pytest.param(30, marks=long)])
async def test_a_locked_database_delays_votes_and_loses_none(file_room, seed, seconds):
    async with storm(file_room, seed, speak=False) as crowd:
        await crowd.more(25)
        with locked(file_room):
            await asyncio.sleep(seconds)  # this is the fault
            assert await still_right(crowd) == []
        assert crowd.heard("later") > 0 or seconds < GIVES_UP

        await crowd.more(25)
        assert await crowd.settle(within=10) == []
    assert file_room.troubles == []


async def test_a_server_that_cannot_write_counts_nothing_and_goes_on_when_it_can(file_room, seed):
    async with storm(file_room, seed, speak=False) as crowd:
        await crowd.more(25)
        with no_room_to_write(file_room):
            await crowd.more(25, kind="later")
            assert await still_right(crowd) == []

        await crowd.more(25)
        assert await crowd.settle(within=10) == []
    assert file_room.troubles == []


@long
async def test_a_full_disk_counts_nothing_and_the_server_goes_on_when_there_is_room(small_disk, file_room, seed):
    async with storm(file_room, seed, speak=False) as crowd:
        await crowd.more(25)
        with filled(small_disk):
            await crowd.more(50, kind="later")
            assert await still_right(crowd) == []

        await crowd.more(25)
        assert await crowd.settle(within=10) == []
    assert file_room.troubles == []
