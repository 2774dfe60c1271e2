"""What is known of an open ballot without peeking, kept up to date from its taps.

Taps are only ever added, in the order of commits. So a process that has read the taps up to one needs to read only
those that came after it, and what it says is what it would say had it read them all.
"""

import threading
from collections import Counter, defaultdict
from typing import NamedTuple

from django.db import transaction

from sessions.snapshot import snapshot

from . import queries
from .models import Ballot, Tap
from .priorities import shown_at
from .queries import Tally, Turnout, families

FIELDS = ("pk", "voter", "item", "choice", "voter__country", "device", "tap")


class Heard(NamedTuple):
    """One tap."""

    pk: int
    voter: int
    item: int
    choice: str
    country: str
    device: object = None
    tap: int | None = None


class Count:
    """The answers to one recommendation and what was merged into it, every voter counted once."""

    def __init__(self) -> None:
        self.standing: dict[int, dict[int, Heard]] = defaultdict(dict)  # voter → item → what counts, newest last
        self.answered: set[int] = set()
        self.choices: Counter[str] = Counter()
        self.countries: dict[str, tuple[int, int]] = {}
        self.shown = Tally()  # as it stood at the last step

    def take(self, one: Heard) -> None:
        """Count a tap; when it completes a step, this is what a desk sees until the next one."""
        own = self.standing[one.voter]
        self._add(newest(own), -1)
        own.pop(one.item, None)
        own[one.item] = one
        self._add(newest(own), 1)
        if one.choice and one.voter not in self.answered:
            self.answered.add(one.voter)
            if shown_at(len(self.answered)) == len(self.answered):
                self.shown = self.tally()

    def tally(self) -> Tally:
        by_country = {country: pair for country, pair in self.countries.items() if pair[1]}
        return Tally(self.choices["support"], self.choices["not_now"], self.choices["unsure"], by_country)

    def _add(self, one: Heard | None, by: int) -> None:
        if one is None:
            return
        self.choices[one.choice] += by
        support, total = self.countries.get(one.country, (0, 0))
        self.countries[one.country] = (support + by * (one.choice == "support"), total + by)


def newest(standing: dict[int, Heard]) -> Heard | None:
    """A voter's newest answer that is not withdrawn, over all items of a merge."""
    return next((one for one in reversed(standing.values()) if one.choice), None)


def is_late(one: Heard, before: Heard) -> bool:
    """Whether a phone had tapped something newer already."""
    if one.device is None or one.device != before.device or one.tap is None or before.tap is None:
        return False
    return one.tap < before.tap


class Known(NamedTuple):
    """Of an open ballot: tallies as a desk may see them, by recommendation; people and answers that stand."""

    tallies: dict[int, Tally]
    people: int
    answers: int


class Running:
    """The count of one ballot up to its last tap that was read."""

    def __init__(self, family: dict[int, int]) -> None:
        self.last = 0
        self.counts: dict[int, Count] = {}
        self.extend(family)
        self.answers: Counter[int] = Counter()  # that stand, by voter

    def extend(self, family: dict[int, int]) -> None:
        """Take in items that are new; those that are known belong where they did."""
        self.family = family
        for pk in family.values():
            self.counts.setdefault(pk, Count())

    def read(self, ballot: Ballot) -> Known:
        """Go on from the last tap that was read, and say what is known now."""
        rows = Tap.objects.filter(ballot=ballot, pk__gt=self.last).order_by("pk").values_list(*FIELDS)
        for row in rows:
            self.take(Heard(*row))
        shown = {pk: count.shown for pk, count in self.counts.items()}
        return Known(shown, len(+self.answers), self.answers.total())

    def take(self, one: Heard) -> None:
        before = self.counts[self.family[one.item]].standing[one.voter].get(one.item)
        if not (before and is_late(one, before)):
            self.counts[self.family[one.item]].take(one)
            self.answers[one.voter] += bool(one.choice) - bool(before and before.choice)
        self.last = one.pk


_running: dict[int, Running] = {}
_lock = threading.Lock()
KEPT = 64  # ballots; one with 2,000 voters and 60 items takes some 50 MB when everybody has answered everything


def of(ballot: Ballot) -> Known:
    """What is known of a ballot at this moment of the database."""
    if transaction.get_connection().in_atomic_block:  # what is read here may yet be rolled back
        return Running(families(ballot)).read(ballot)
    with _lock, snapshot():  # items and taps of one moment
        family = families(ballot)
        running = _running.pop(ballot.pk, None)
        if running is None or not running.family.items() <= family.items():
            running = Running(family)
        elif running.last and not Tap.objects.filter(pk=running.last).exists():
            _running[ballot.pk] = running  # it has read more than this moment holds
            return Running(family).read(ballot)
        running.extend(family)
        known = running.read(ballot)  # a reading that fails leaves no count behind
        if len(_running) >= KEPT:
            del _running[next(iter(_running))]  # the one that was asked for longest ago
        _running[ballot.pk] = running
        return known


def turnout(ballot: Ballot | None) -> Turnout:
    """As `queries.turnout`, without reading every vote of an open ballot again."""
    if ballot is None or ballot.state != Ballot.State.OPEN:
        return queries.turnout(ballot)
    known = of(ballot)
    return Turnout(known.people, queries.entitled(ballot), known.answers)
