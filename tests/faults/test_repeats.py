"""F14: messages that come one to five times, in any order, late, or after signing out, count once or not at all."""

import asyncio
import json
import random
from dataclasses import replace
from typing import NamedTuple
from uuid import UUID

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from participants import sign_in
from recommendations import ballot_box, ballots
from recommendations.answers import Answer, Arrival, Counted
from recommendations.models import Tap, Vote
from tests.faults.sockets import (
    answers_to,
    close_voting,
    counting,
    end_credentials,
    greet,
    items_of,
    owner,
    phone_of,
    raw,
    session_of,
    vote,
)

ABSENT = 2  # an item that the ballot has not
CHOICES = ["support", "not_now", "unsure", ""]


class Said(NamedTuple):
    """A message as somebody's phone wrote it once; it may arrive many times, in any order."""

    who: str
    item: int
    choice: str
    key: int
    device: int | None
    tap: int | None


class Model:
    """What must count, worked out one message after the other."""

    def __init__(self) -> None:
        self.known: set[tuple[str, int]] = set()
        self.votes: dict[tuple[str, int], Said] = {}
        self.is_closed, self.gone = False, set[str]()

    def take(self, said: Said) -> int:
        """The status that this message is answered with."""
        if (said.who, said.key) in self.known:
            return 200
        if said.who in self.gone:
            return 403
        if said.item == ABSENT:
            return 404
        if self.is_closed:
            return 409
        if said.choice not in CHOICES:
            return 422
        self.known.add((said.who, said.key))
        before = self.votes.get((said.who, said.item))
        if before is None or not is_older(said, before):
            self.votes[said.who, said.item] = said
        return 200


def is_older(said: Said, before: Said) -> bool:
    same = said.device is not None and said.device == before.device
    return same and said.tap is not None and before.tap is not None and said.tap < before.tap


ABSENT = 2
message = st.builds(
    Said,
    who=st.sampled_from(["ana", "bao"]),
    item=st.sampled_from([0, 0, 0, 1, 1, ABSENT]),
    choice=st.sampled_from([*CHOICES, *CHOICES, "rubbish"]),
    key=st.integers(1, 6),
    device=st.sampled_from([1, 1, 2, None]),
    tap=st.one_of(st.none(), st.integers(0, 5)),
)
# Each message one to five times, shuffled, in batches; between them the ballot closes, or somebody is signed out.
STEPS = st.lists(
    st.one_of(
        st.lists(st.tuples(message, st.integers(1, 5)), min_size=1, max_size=6), st.sampled_from(["close", "out"])
    ),
    min_size=2,
    max_size=8,
)


def test_messages_in_any_number_and_order_count_once(collecting, ana, bao, say, tap):
    people = {"ana": ana, "bao": bao}
    items = [say(collecting, who, f"Pay for the data of students, part {who.name}.").items.get() for who in (ana, bao)]
    credentials = {who: tap(person, items[0], "").credential for who, person in people.items()}

    def arrival(said: Said) -> Arrival:
        item = items[0 if said.item == ABSENT else said.item]
        arrived = tap(people[said.who], item, said.choice, key=UUID(int=said.key), tap=said.tap)
        device = UUID(int=said.device) if said.device else None
        place = 10**6 if said.item == ABSENT else item.pk
        return replace(arrived, credential=credentials[said.who], item=place, device=device)

    @settings(max_examples=60, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(STEPS, st.randoms(use_true_random=False))
    def storm(steps: list, dice: random.Random) -> None:
        with transaction.atomic():
            model, earlier = Model(), []
            for step in steps:
                if step == "close":
                    ballots.close(type(items[0].ballot).objects.get(pk=items[0].ballot_id))
                    model.is_closed = True
                elif step == "out":
                    sign_in.issue(participant=ana)
                    model.gone.add("ana")
                else:
                    batch = [said for said, times in step for _n in range(times)] + earlier[:3]
                    dice.shuffle(batch)
                    check_batch(model, batch, ballot_box.attempt([arrival(said) for said in batch]))
                    earlier = batch + earlier
            check_rows(model, people, items)
            transaction.set_rollback(True)

    storm()


def check_batch(model: Model, batch: list[Said], answers: list[Answer]) -> None:
    """Every message is answered by itself, and what was counted says what counts after the whole batch."""
    expected = [model.take(said) for said in batch]
    assert [answer.status for answer in answers] == expected
    for said, answer in zip(batch, answers, strict=True):
        if isinstance(answer, Counted) and (said.who, said.item) in model.votes:
            assert answer.now == model.votes[said.who, said.item].choice


def check_rows(model: Model, people: dict, items: list) -> None:
    names = {person.pk: name for name, person in people.items()}
    places = {item.pk: n for n, item in enumerate(items)}
    rows = Vote.objects.values_list("voter__participant", "item", "choice", "criterion")
    kept = {(names[who], places[item]): choice for who, item, choice, _criterion in rows}
    assert kept == {place: said.choice for place, said in model.votes.items()}
    assert len(rows) == len(kept)
    taps = Tap.objects.values_list("voter__participant", "key")
    assert sorted((names[who], key.int) for who, key in taps) == sorted(model.known)


async def test_on_real_sockets_repeated_and_shuffled_votes_count_once(shared_server):
    """Two sockets of one person, everything up to five times in any order; a tap counter says which was the last."""
    seed = random.randrange(2**32)
    print(f"seed {seed}")  # noqa: T201
    dice = random.Random(seed)
    async with phone_of(shared_server, "demo-participant-3") as phone, asyncio.timeout(30):
        chosen = items_of(phone)[:4]
        said = [vote(phone, item, dice.choice(CHOICES), tap=n) for n in range(1, 6) for item in chosen]
        async with raw(shared_server, phone) as one, raw(shared_server, phone) as other:
            sockets = [await greet(one), await greet(other)]
            sent = [(message, dice.choice(sockets)) for message in said for _n in range(dice.randint(1, 5))]
            dice.shuffle(sent)
            for message, socket in sent:
                await socket.send(json.dumps(message))
            for socket in sockets:
                heard = await answers_to(socket, {message["key"] for message, to in sent if to is socket})
                assert {answer["type"] for answer in heard.values()} == {"counted"}
        last = {message["item"]: message["choice"] for message in said}

        assert [counting(shared_server, phone, item) for item in chosen] == [[(last[item], 5)] for item in chosen]


async def test_late_votes_change_nothing_and_are_told_what_counts(server):
    async with phone_of(server, "demo-participant-3") as phone, asyncio.timeout(30):
        known, late = items_of(phone)[:2]
        counted, too_late = vote(phone, known, "support", tap=1), vote(phone, late, "support", tap=2)
        async with raw(server, phone) as socket:
            await greet(socket)
            await socket.send(json.dumps(counted))
            await answers_to(socket, {counted["key"]})
            await asyncio.to_thread(close_voting, server)
            for message in (too_late, counted):
                await socket.send(json.dumps(message))
            heard = await answers_to(socket, {counted["key"], too_late["key"]})
        end_credentials(server, owner(server, "demo-participant-3"))
        signed_out = await phone.post(f"sessions/{session_of(server)}/votes/", counted, Accept="application/json")

        assert (heard[counted["key"]]["type"], heard[counted["key"]]["now"]) == ("counted", "support")
        assert heard[too_late["key"]]["type"] == "refused"
        assert heard[too_late["key"]]["reason"].startswith("Voting closed at ")
        assert signed_out.status_code == 403
        assert [counting(server, phone, item) for item in (known, late)] == [[("support", 1)], []]
