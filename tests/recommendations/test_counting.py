"""What is counted as taps come in is what counting everything anew gives."""

import random
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.utils import timezone

from recommendations import conduct, counting, curation, queries, voting
from recommendations.answers import Counted
from recommendations.ballot_box import BallotBox
from recommendations.models import Ballot

CHOICES = ("support", "support", "not_now", "unsure", "")


@pytest.fixture
def said(room, crowd, say):
    return [say(room, who, f"A measure for schools, number {n}, with enough words") for n, who in enumerate(crowd[:3])]


def taps(crowd, said, tap, dice, size):
    return [tap(dice.choice(crowd), dice.choice(said).items.get(), dice.choice(CHOICES)) for _n in range(size)]


def in_full(ballot) -> dict[int, queries.Tally]:
    """The counts that a running count holds, without the steps."""
    running = counting.Running(queries.families(ballot))
    running.read(ballot)
    return {pk: count.tally() for pk, count in running.counts.items()}


@pytest.mark.parametrize("seed", range(5))
def test_the_running_count_is_the_query_over_all_votes(room, crowd, said, tap, ravi, seed):
    dice = random.Random(seed)
    voting.cast(taps=taps(crowd, said, tap, dice, 40))
    curation.merge(into=said[0], others=[said[1]], by=ravi)
    voting.cast(taps=taps(crowd, [said[0], said[2]], tap, dice, 20))

    ballot = queries.support_ballot(room)
    known, turnout = counting.of(ballot), queries.turnout(ballot)

    assert in_full(ballot) == queries.tallies(ballot)
    assert (known.people, known.answers) == (turnout.answered, turnout.answers)


@pytest.mark.django_db(transaction=True, databases=["default", "snapshot"])
def test_reading_on_says_what_reading_anew_says(room, crowd, said, tap, ravi):
    dice, ballot = random.Random(7), queries.support_ballot(room)
    for _round in range(6):
        voting.cast(taps=taps(crowd, said, tap, dice, 8))
        assert counting.of(ballot) == counting.Running(queries.families(ballot)).read(ballot)

    curation.merge(into=said[0], others=[said[1]], by=ravi)

    assert counting.of(ballot) == counting.Running(queries.families(ballot)).read(ballot)


@pytest.mark.django_db(transaction=True, databases=["default", "snapshot"])
def test_counting_while_people_vote_skips_nobody_and_forgets_nobody(room, crowd, said, tap):
    ballot, box, seen = queries.support_ballot(room), BallotBox(), []
    arriving = [[tap(who, row.items.get(), choice) for row in said for choice in CHOICES[:4]] for who in crowd]

    with ThreadPoolExecutor(len(crowd)) as threads:
        voting_now = [threads.submit(send, box, own) for own in arriving]
        while not all(one.done() for one in voting_now):
            seen.append(counting.of(ballot).people)
    box.close()

    known = counting.of(ballot)
    assert [one.result() for one in voting_now] == [{Counted}] * len(crowd)
    assert seen == sorted(seen)
    assert (known.people, known.answers) == (len(crowd), len(crowd) * len(said))
    assert known == counting.Running(queries.families(ballot)).read(ballot)
    assert in_full(ballot) == queries.tallies(ballot)


def send(box, taps) -> set[type]:
    """One phone: it sends its next tap when the last one is answered."""
    return {type(box.put(one).result(timeout=60)) for one in taps}


def test_a_ballot_closes_when_its_time_is_over(room, crowd, said):
    ballot = queries.support_ballot(room)
    Ballot.objects.filter(pk=ballot.pk).update(closes_at=timezone.now() + timedelta(minutes=1))
    conduct.close_due()
    ballot.refresh_from_db()
    assert ballot.state == Ballot.State.OPEN

    Ballot.objects.filter(pk=ballot.pk).update(closes_at=timezone.now() - timedelta(seconds=1))
    conduct.close_due()
    ballot.refresh_from_db()
    assert ballot.state == Ballot.State.CLOSED
