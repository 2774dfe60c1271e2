"""What the kernel says of a process: its threads, its memory, its open files."""

import re
from contextlib import suppress
from pathlib import Path

ESTABLISHED = "01"


def threads(pid: int) -> int:
    return _number(pid, "Threads")


def memory(pid: int) -> float:
    """What it holds in memory now, in megabytes."""
    return _number(pid, "VmRSS") / 1024


def sockets(pid: int) -> int:
    return sum(name.startswith("socket:") for name in files(pid))


def connected(port: int, peers: set[int]) -> int:
    """How many of the connections from these ports the server still holds."""
    lines = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    ends = [(int(line[1][-4:], 16), int(line[2][-4:], 16)) for line in lines if line[3] == ESTABLISHED]
    return sum(own == port and peer in peers for own, peer in ends)


def files(pid: int) -> list[str]:
    """What its open files are called."""
    names = []
    for number in Path(f"/proc/{pid}/fd").iterdir():
        with suppress(FileNotFoundError):  # closed while we looked
            names.append(str(number.readlink()))
    return names


def _number(pid: int, name: str) -> int:
    found = re.search(rf"^{name}:\s+(\d+)", Path(f"/proc/{pid}/status").read_text(), re.MULTILINE)
    assert found is not None
    return int(found[1])
