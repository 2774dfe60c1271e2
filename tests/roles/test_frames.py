"""Who may listen as what, and whose vote a socket takes: the frames of the role table."""

import asyncio
import json

import pytest
import websockets

from participants import sign_in
from participants.models import Credential
from recommendations import voting
from recommendations.answers import Arrival, Counted
from recommendations.consumers import RoomConsumer
from tests.roles.addresses import address
from tests.roles.table import ACTORS, FRAMES

ROWS = [line.split() for line in FRAMES.strip().splitlines() if not line.startswith("#")]


def credential_of(world, actor: str) -> Credential | None:
    owner = world.people.get(actor)
    return owner.credentials.filter(ended_at=None, kind="code").first() if owner else None


def hello(world, actor: str, audience: str, where: str) -> str:
    """What a socket hears that says hello: ok, or the code with which it is closed."""
    consumer = RoomConsumer()
    held, slug = credential_of(world, actor), world.people[actor].consultation.slug if actor in world.people else ""
    places = {"here": world.breakout.pk, "next": world.next_door.pk, "deleted": 999999, "huge": 2**70}
    kwargs = {"consultation": "shenzhen-2019"} | ({"pk": places[where]} if where in places else {})
    consumer.scope = {
        "url_route": {"kwargs": kwargs},
        "session": {"in": {slug: [held.pk, held.issue]}} if held else {},
    }
    found = consumer.authorise(audience)
    return str(found) if isinstance(found, int) else "ok"


@pytest.mark.parametrize(
    ("audience", "where", "cells"), [(row[0], row[1], row[2:]) for row in ROWS if row[0] != "vote"]
)
def test_a_hello_is_answered_as_the_table_says(audience, where, cells, make_world):
    world = make_world()

    assert [hello(world, actor, audience, where) for actor in ACTORS] == cells


@pytest.mark.parametrize("name", ["recommendations:state", "recommendations:consultation_state"])
def test_whoever_has_no_socket_asks_with_the_same_right(name, make_world):
    world = make_world()
    where = "here" if name == "recommendations:state" else "consultation"
    for audience in ("phone", "desk", "screen"):
        for actor in ("seated", "rapporteur", "moderator", "organiser", "secretariat", "screen"):
            answer = world.client(actor).get(address(world, name), {"audience": audience})

            assert (answer.status_code == 200) == (hello(world, actor, audience, where) == "ok")


def test_a_vote_over_the_socket_is_taken_as_the_table_says(make_world):
    world = make_world()

    heard = [vote(world, actor) for actor in ACTORS]

    assert heard == next(row[2:] for row in ROWS if row[0] == "vote")


def vote(world, actor: str) -> str:
    """What happens to an actor's vote: the socket of a stranger or a screen has no participant, and refuses itself."""
    held = credential_of(world, actor)
    if held is None or held.participant_id is None:
        return "refused"
    tap = Arrival(
        participant=held.participant_id,
        credential=sign_in.Held(held.pk, held.issue),
        key=world.key,
        ballot=world.ballot,
        item=world.item,
        choice="support",
    )
    return "ok" if isinstance(voting.cast(taps=[tap])[0], Counted) else "refused"


@pytest.mark.parametrize("actor", ["seated", "moderator", "screen"])
def test_a_socket_whose_credential_ended_is_a_stranger(actor, make_world):
    world = make_world()
    held, audience = credential_of(world, actor), "screen" if actor == "screen" else "phone"
    assert hello(world, actor, audience, "here") == "ok"
    owner = world.people[actor]
    sign_in.issue(**({"room": owner} if actor == "screen" else {"participant": owner}))
    assert held

    consumer = RoomConsumer()
    kwargs = {"consultation": "shenzhen-2019", "pk": world.breakout.pk}
    consumer.scope = {"url_route": {"kwargs": kwargs}, "session": {"in": {"shenzhen-2019": [held.pk, held.issue]}}}
    assert consumer.authorise(audience) == 4401


RUBBISH = [
    {"type": "hello", "audience": "phone", "language": ["en"]},
    {"type": "hello", "audience": "phone", "language": {"a": 1}, "versions": [1, 2]},
    {"type": "hello", "audience": "phone", "versions": {"s1": 10**400, "c1": -1, "x": None}, "epoch": ["\ud800"]},
    {"type": "vote", "key": ["deep"] * 500, "ballot": 1, "item": 1, "choice": "support"},
    {"type": "vote", "key": "\ud800", "ballot": "1\x00", "item": True, "choice": "\udfff"},
    {"type": "vote", "ballot": 10**400, "item": 10**400, "choice": "support", "tap": -(10**400)},
    {"type": "vote", "key": None, "ballot": None, "item": [], "choice": {}},
    {"type": "seen", "feed": [], "version": {}},
    {"type": "\ud800"},
]


async def test_rubbish_of_every_type_leaves_the_line_standing(shared_server):
    with shared_server.come_in("demo-participant-3") as client:
        cookies = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
    [(pk,)] = shared_server.rows(
        "SELECT s.id FROM event_sessions_session s JOIN participants_level l ON l.id = s.level_id "
        "WHERE s.kind = 'breakout' AND l.letter = 'c'"
    )
    address = shared_server.url.replace("http", "ws", 1) + f"/ws/shenzhen-2019/sessions/{pk}/"
    async with (
        websockets.connect(address, additional_headers={"Cookie": cookies}, origin=shared_server.url) as socket,
        asyncio.timeout(20),
    ):
        for message in [{"type": "hello", "audience": "phone", "versions": {}}, *RUBBISH]:
            await socket.send(json.dumps(message))
        for text in ("[" * 8000 + "]" * 8000, '{"type":"vote","key":' + "[" * 900 + "]" * 900 + "}", "1e999", "-"):
            await socket.send(text)
        await socket.send(json.dumps({"type": "vote", "key": "the last one"}))
        while json.loads(await socket.recv()).get("key") != "the last one":
            pass
