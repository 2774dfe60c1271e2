"""F9: the clock of the server jumps."""

from collections import defaultdict
from itertools import pairwise
from pathlib import Path

import pytest

from eventapp.simulation.phone import Phone
from tests.faults.storm import SLUG, Storm, storm
from tests.server import Server

JUMPS = {"an hour back": "-3600", "a minute on": "+61", "a day on": "+90000"}  # seconds from the true time
LIBRARY = "faketime/libfaketimeMT.so.1"


class Clock:
    """The clock of one server."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def jump(self, to: str) -> None:
        """Show the true time and so many seconds more, or fewer."""
        self.file.write_text(f"{to}\n")


@pytest.fixture
def clock(room: Server) -> Clock:
    """The clock of the room's server, which can be set."""
    library = next(Path("/usr/lib").glob(f"*/{LIBRARY}"), None)
    if library is None:
        pytest.skip("A clock can only be set for one process with faketime. Type: sudo apt-get install faketime")
    clock = Clock(room.place.folder / "clock")
    clock.jump("+0")
    room.terminate()
    room.environment |= {
        "LD_PRELOAD": str(library),
        "FAKETIME_TIMESTAMP_FILE": str(clock.file),
        "FAKETIME_CACHE_DURATION": "1",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",  # a kernel's does not jump either
    }
    room.start()
    return clock


def went_back(crowd: Storm) -> list[str]:
    """The pages that were shown a version older than one that they had."""
    shown: dict[tuple[str, str], list[int]] = defaultdict(list)
    for line in crowd.lines:
        if line["what"] == "shown":
            shown[line["phone"], line["feed"]].append(line["version"])
    return [name for (name, _feed), versions in shown.items() if any(b < a for a, b in pairwise(versions))]


async def is_in(phone: Phone) -> bool:
    return (await phone.http.get(f"/{SLUG}/me/")).status_code == 200


@pytest.mark.long
async def test_when_the_clock_jumps_votes_are_counted_in_order_and_everybody_stays_in(room, clock, seed):
    async with storm(room, seed, speak=False) as crowd, Phone(room.url, SLUG, "a newcomer", crowd.log) as newcomer:
        for jump in JUMPS.values():
            await crowd.more(25)
            clock.jump(jump)
            await crowd.more(100)  # the clock is looked at once a second
            if not newcomer.http.cookies:  # comes in while it is an hour ago
                await newcomer.come_in("demo-participant-1")

            assert [page.name for page in [newcomer, *crowd.phones[:2]] if not await is_in(page)] == []

        assert await crowd.settle(within=10) == []
        assert went_back(crowd) == []
        assert crowd.heard("refused") == 0
    assert room.troubles == []
