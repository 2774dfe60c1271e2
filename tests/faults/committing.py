"""A process that counts votes as the server does, and says of which a phone would have been told.

`manage.py shell --no-imports -c "from tests.faults import committing; committing.main('a seed')"`
"""

import os
import random
import time
from uuid import UUID

from django.db import connections

from participants.models import Credential
from participants.sign_in import Held
from recommendations.answers import Arrival, Counted
from recommendations.ballot_box import IDLE, BallotBox
from recommendations.models import Ballot, Roll

TAPS = 500
AT_ONCE = 4  # taps that arrive together, at most
RESTS = 3  # times that nobody votes for a moment: the last connection goes, and SQLite's log with it


def main(seed: str) -> None:
    """Count taps, and write the key of each on standard output once it is counted."""
    dice = random.Random(seed)
    ballot = Ballot.objects.get(state=Ballot.State.OPEN)
    taps = list(arrivals(dice, ballot))
    connections.close_all()  # the ballot box has the only one, and gives it back when nobody votes
    rests = dice.sample(range(TAPS), RESTS)
    box = BallotBox()
    while taps:
        answers = [
            (tap, box.put(tap)) for tap in [taps.pop() for _n in range(min(len(taps), dice.randint(1, AT_ONCE)))]
        ]
        for tap, answer in answers:
            assert isinstance(answer.result(), Counted)
            os.write(1, f"{tap.key}\n".encode())
        if any(len(taps) <= rest < len(taps) + len(answers) for rest in rests):
            time.sleep(3 * IDLE)
    box.close()


def arrivals(dice: random.Random, ballot: Ballot):
    items = list(ballot.items.values_list("pk", flat=True))
    people = list(Roll.objects.filter(ballot=ballot).values_list("voter__participant", flat=True))
    credentials = Credential.objects.filter(participant__in=people, ended_at=None, kind=Credential.Kind.CODE)
    held = {row.participant_id: Held(row.pk, row.issue) for row in credentials}
    for number in range(TAPS):
        who = people[number % len(people)]
        yield Arrival(
            participant=who,
            credential=held[who],
            key=UUID(int=dice.getrandbits(128), version=4),
            ballot=ballot.pk,
            item=dice.choice(items),
            choice=dice.choice(["support", "not_now", "unsure"]),
            device=UUID(int=who),
            tap=number,
        )
