"""People on real sockets who say only what a test tells them to say."""

import asyncio
import hashlib
import hmac
import json
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any
from uuid import uuid4

import websockets

from eventapp.simulation.phone import Phone
from participants.sign_in import normalise
from tests.faults.truth import device
from tests.phones import breakout
from tests.server import Server

C = "shenzhen-2019"
HELLO = {"type": "hello", "epoch": "", "audience": "phone", "language": "en", "versions": {}}
Socket = websockets.ClientConnection


@asynccontextmanager
async def phone_of(server: Server, code: str, page: str = "", audience: str = "phone") -> AsyncIterator[Phone]:
    """Somebody whose page is open and has heard what is in the room."""
    async with Phone(server.url, C, code, lambda line: None, audience) as phone:
        await phone.come_in(code)
        await phone.open(page or f"sessions/{session_of(server)}/")
        while not (phone.mirror.versions if audience != "phone" else any(phone.mirror.orders.values())):
            await asyncio.sleep(0.02)
        yield phone


def session_of(server: Server) -> int:
    return int(breakout(server).split("/")[-2])


def raw(server: Server, phone: Phone) -> websockets.connect:
    """One more socket of this person."""
    cookies = "; ".join(f"{name}={value}" for name, value in phone.http.cookies.items())
    address = f"{server.url.replace('http', 'ws', 1)}/ws{breakout(server)}"
    headers = {"Cookie": cookies}
    # Who has not read everything does not see the server's goodbye either.
    return websockets.connect(address, additional_headers=headers, origin=server.url, max_size=None, close_timeout=1)


async def greet(socket: Socket, audience: str = "phone") -> Socket:
    """Say hello, and wait until it has been heard."""
    await socket.send(json.dumps(HELLO | {"audience": audience}))
    while json.loads(await socket.recv())["type"] != "beat":
        pass
    return socket


def items_of(phone: Phone) -> list[int]:
    return [pk for order in phone.mirror.orders.values() for pk in order]


def vote(phone: Phone, item: int, choice: str, **fields: Any) -> dict[str, Any]:
    """A vote as its page would send it."""
    message = {"type": "vote", "key": str(uuid4()), "ballot": phone.ballot, "item": item, "choice": choice}
    return message | {"device": phone.device} | fields


async def answers_to(socket: Socket, keys: set[str]) -> dict[str, dict[str, Any]]:
    """Listen until each of these keys has been answered. Returns the last answer to each."""
    heard: dict[str, dict[str, Any]] = {}
    while keys - heard.keys():
        answer = json.loads(await socket.recv())
        if "key" in answer:
            heard[answer["key"]] = answer
    return heard


async def until_closed(socket: Socket) -> tuple[int, list[str]]:
    """Listen until the server hangs up. Returns its code, and what it said before."""
    heard = []
    with suppress(websockets.ConnectionClosed):
        while True:
            heard.append(str(await socket.recv()))
    return int(socket.close_code or 0), heard


def counting(server: Server, phone: Phone, item: int) -> list[tuple]:
    """What counts of an item from this device, and how many taps the database has of it."""
    query = (
        "SELECT v.choice,"
        " (SELECT count(*) FROM recommendations_tap a WHERE a.device = t.device AND a.item_id = v.item_id)"
        " FROM recommendations_vote v JOIN recommendations_tap t ON t.id = v.tap_id"
        " WHERE v.item_id = ? AND t.device = ?"
    )
    return server.rows(query, item, device(server, phone.device))


def close_voting(server: Server) -> None:
    """The moderator moves on."""
    with server.come_in("demo-moderator") as moderator:
        step = {"to": "curating", "seen": "collecting", "reason": ""}
        moderator.post(f"{breakout(server)}conduct/move/", data=step).raise_for_status()


def owner(server: Server, code: str) -> int:
    """The participant, or the room, that a code lets in."""
    secret = os.environ.get("SECRET_KEY") or (server.place.folder / "secret_key").read_text()
    digest = hmac.new(secret.encode(), f"{C}:{normalise(code)}".encode(), hashlib.sha256).hexdigest()
    query = "SELECT coalesce(participant_id, room_id) FROM participants_credential WHERE digest = ?"
    [(pk,)] = server.rows(query, digest)
    return int(pk)


def end_credentials(server: Server, pk: int, kind: str = "participant") -> None:
    """End somebody's code and link past the server, so that nothing tells it."""
    server.rows(f"UPDATE participants_credential SET ended_at = CURRENT_TIMESTAMP WHERE {kind}_id = ?", pk)
