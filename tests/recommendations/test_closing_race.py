"""Casting and closing are decided by the order of commits, never by the clock of a phone."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from recommendations import conduct
from recommendations.answers import Counted, Refused
from recommendations.ballot_box import BallotBox
from recommendations.models import Tap
from sessions.models import Phase

VOTERS, ROUNDS = 50, 100


@pytest.mark.django_db(transaction=True)
def test_fifty_vote_while_one_closes(breakout, enrol, mina, say, tap):
    people = [enrol(f"Person {n}", seat=breakout, country="PH") for n in range(VOTERS)]
    conduct.move_on(breakout=breakout, to=Phase.COLLECTING, by=mina)
    item = say(breakout, people[0]).items.get()
    box = BallotBox()
    counted_before = 0

    with ThreadPoolExecutor(VOTERS + 1) as threads:
        for number in range(ROUNDS):
            start = Barrier(VOTERS + 1)
            taps = [tap(person, item, "support") for person in people]
            closing = threads.submit(close, start, breakout, mina)
            answers = list(threads.map(lambda one, start=start: vote(start, box, one), taps))
            taps_at_closing = closing.result()

            counted = counted_before + sum(isinstance(answer, Counted) for answer in answers)
            assert all(isinstance(answer, Counted | Refused) for answer in answers), f"round {number}"
            assert (Tap.objects.count(), taps_at_closing) == (counted, counted), f"round {number}"
            counted_before = counted
            conduct.move_on(breakout=breakout, to=Phase.COLLECTING, by=mina, reason="Another round")

    assert counted_before > 0


def vote(start: Barrier, box: BallotBox, one):
    start.wait()
    return box.put(one).result(timeout=30)


def close(start: Barrier, breakout, mina) -> int:
    """Close, and say how many taps there were when it was done: not one may follow."""
    try:
        start.wait()
        conduct.move_on(breakout=breakout, to=Phase.CURATING, by=mina)
        return Tap.objects.count()
    finally:
        connection.close()
