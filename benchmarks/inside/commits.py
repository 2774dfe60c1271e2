"""Votes in one transaction, and in one each: the rule that both ways end in, on the database that is configured."""

import json
import time
from collections.abc import Iterator
from itertools import islice
from uuid import uuid4

from django.conf import settings

from participants.models import Credential
from participants.sign_in import Held
from recommendations import voting
from recommendations.answers import Arrival, Counted

from ..rooms import FACTS


def measure(*, at_once: int, times: int) -> None:
    """Print the seconds that each lot of votes took, both ways in turn."""
    taps = arrivals()
    taken: dict[str, list[float]] = {"together": [], "apart": []}
    voting.cast(taps=list(islice(taps, at_once)))  # connects, and reads what is read once
    for _n in range(times):
        lot = list(islice(taps, at_once))
        taken["together"].append(seconds([lot]))
        lot = list(islice(taps, at_once))
        taken["apart"].append(seconds([[tap] for tap in lot]))
    print(json.dumps(taken))


def seconds(lots: list[list[Arrival]]) -> float:
    started = time.perf_counter()
    answers = [answer for lot in lots for answer in voting.cast(taps=lot)]
    taken = time.perf_counter() - started
    assert all(isinstance(answer, Counted) for answer in answers)
    return taken


def arrivals() -> Iterator[Arrival]:
    """A vote of each person on each item: neighbours in a batch are different people, as in a room."""
    [room, *_rest] = json.loads((settings.VAR / FACTS).read_text())
    codes = Credential.objects.filter(
        participant__seats__session=room["breakout"], participant__voter__votes=None, kind=Credential.Kind.CODE
    )
    people = list(codes.order_by("id").values_list("participant", "pk", "issue"))
    for item in room["items"]:
        for participant, credential, issue in people:
            yield Arrival(participant, Held(credential, issue), uuid4(), room["ballot"], item, "support", revision=1)
