"""What a disk may hold after a power cut, made from the trace of what a process wrote to it.

Before a sync returns, each write may have reached the disk or not, or in some of its sectors only.
"""

import random
import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

SECTOR = 512
TRACED = "pwrite64,write,ftruncate,fdatasync,fsync,openat,unlink"
STRACE = ("strace", "-f", "-y", "-qq", "-xx", "-s", "100000", "-e", f"trace={TRACED}")
CALL = re.compile(r"^(\d+) +(\w+)\((.*?)(?:\) += (\S+).*| <unfinished \.\.\.>)$")
RESUMED = re.compile(r"^(\d+) +<\.\.\. (\w+) resumed>")
NAMED = re.compile(r"^\d+<([^>]*)>")
TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')


class Event(NamedTuple):
    """One thing that a process did: write, cut (a file's length), sync, create or remove (a file), or tell a phone."""

    what: str
    name: str = ""
    data: bytes = b""
    at: int = 0


def events(trace: Iterable[str], folder: Path) -> Iterator[Event]:
    """What happened to the files of a folder, in order; a sync counts from where it has returned."""
    syncing: dict[str, Event] = {}
    for line in trace:
        if found := RESUMED.match(line):
            if done := syncing.pop(found[1], None):
                yield done
        elif (found := CALL.match(line)) and (event := event_of(found[2], found[3], folder)):
            if event.what == "sync" and found[4] is None:
                syncing[found[1]] = event
            else:
                yield event


def event_of(call: str, arguments: str, folder: Path) -> Event | None:
    named, texts = NAMED.match(arguments), [unhex(text) for text in TEXT.findall(arguments)]
    path = Path(unhex(named[1]).decode(errors="replace") if named else "/")
    last = arguments.rsplit(", ", 1)[-1]
    if call == "write" and arguments.startswith("1<"):
        return Event("tell", data=texts[0].strip())
    if call in ("fdatasync", "fsync") and folder in (path, path.parent):
        return Event("sync", "" if path == folder else path.name)
    if call == "pwrite64" and path.parent == folder:
        return Event("write", path.name, texts[0], int(last))
    if call == "ftruncate" and path.parent == folder:
        return Event("cut", path.name, at=int(last))
    target = Path(texts[0].decode(errors="replace")) if texts else path
    if call in ("openat", "unlink") and target.parent == folder and (call == "unlink" or "O_CREAT" in arguments):
        return Event("remove" if call == "unlink" else "create", target.name)
    return None


def unhex(text: str) -> bytes:
    return bytes.fromhex(text.replace("\\x", ""))


class File:
    """What is safely on the disk, and what was done since."""

    def __init__(self, safe: bytes = b"") -> None:
        self.safe = bytearray(safe)
        self.pending: list[Event] = []

    def sync(self) -> None:
        for event in self.pending:
            apply(self.safe, event)
        self.pending = []

    def image(self, dice: random.Random) -> bytes:
        """What may be found after a power cut."""
        found = bytearray(self.safe)
        for event in self.pending:
            for part in torn(event, dice):
                apply(found, part)
        return bytes(found)


class Disk:
    """The files of one folder, by name: as the directory has them safely, and as a process sees them."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self.seen = {name: File(content) for name, content in files.items()}
        self.safe = dict(self.seen)

    def take(self, event: Event) -> None:
        if event.what == "create":
            self.seen.setdefault(event.name, File())
        elif event.what == "remove":
            self.seen.pop(event.name, None)
        elif event.what == "sync" and not event.name:
            self.safe = dict(self.seen)
        elif event.what == "sync":
            self.seen[event.name].sync()
        elif event.what != "tell":
            self.seen[event.name].pending.append(event)

    def image(self, dice: random.Random) -> dict[str, bytes]:
        """The files that may be found after a power cut; of a change to the directory either may be so."""
        there = {name: dice.choice((self.safe.get(name), self.seen.get(name))) for name in self.safe | self.seen}
        return {name: file.image(dice) for name, file in there.items() if file}


def apply(content: bytearray, event: Event) -> None:
    if event.what == "cut":
        content[event.at :] = bytes(max(0, event.at - len(content)))
    else:
        content.extend(bytes(max(0, event.at - len(content))))
        content[event.at : event.at + len(event.data)] = event.data


def torn(event: Event, dice: random.Random) -> list[Event]:
    """The whole of it, nothing of it, or some of the sectors of a write."""
    kind = dice.choice(("whole", "nothing", "sectors"))
    if kind == "nothing" or (kind == "sectors" and event.what == "cut"):
        return []
    if kind == "whole":
        return [event]
    first = SECTOR - event.at % SECTOR
    edges = [0, *range(first, len(event.data), SECTOR), len(event.data)]
    parts = [Event("write", event.name, event.data[a:b], event.at + a) for a, b in pairwise(edges)]
    return [part for part in parts if dice.random() < 0.5]
