"""The socket of a page, on a real server: who may listen, what comes, what is refused."""

import asyncio
import json
from contextlib import asynccontextmanager
from uuid import uuid4

import pytest
import websockets

from eventapp.simulation.phone import Phone

HELLO = {"type": "hello", "epoch": "", "audience": "phone", "language": "en", "versions": {}}
C = "shenzhen-2019"


@asynccontextmanager
async def phone_of(server, code: str, page: str, audience: str = "phone"):
    async with Phone(server.url, C, code, lambda line: None, audience) as phone:
        await phone.come_in(code)
        await phone.open(page)
        yield phone


def breakout(server, letter: str = "c") -> int:
    query = (
        "SELECT s.id FROM event_sessions_session s JOIN participants_level l ON l.id = s.level_id "
        "WHERE s.kind = 'breakout' AND l.letter = '" + letter + "'"
    )
    [(pk,)] = server.rows(query)
    return pk


async def socket_of(server, phone: Phone | None, path: str, origin: str | None):
    cookies = "; ".join(f"{name}={value}" for name, value in phone.http.cookies.items()) if phone else ""
    address = server.url.replace("http", "ws", 1) + path
    return await websockets.connect(address, additional_headers={"Cookie": cookies}, origin=origin)


async def code_after_hello(socket, hello: dict) -> int:
    await socket.send(json.dumps(hello))
    async with asyncio.timeout(10):
        return await until_closed(socket)


async def until_closed(socket) -> int:
    """Listen until the server closes. Returns its code."""
    try:
        while True:
            await socket.recv()
    except websockets.ConnectionClosed as closed:
        return closed.rcvd.code


async def until(true, within: float = 10) -> None:
    """Wait for something that frames bring; it is asked again whenever the loop is free."""
    async with asyncio.timeout(within):
        while not true():
            await asyncio.sleep(0.02)


async def test_a_page_is_told_what_it_does_not_show(shared_server):
    async with phone_of(shared_server, "demo-participant-3", f"sessions/{breakout(shared_server)}/") as phone:
        await until(lambda: phone.mirror.orders)

        assert phone.mirror.picture() == (await phone.fresh()).picture()


async def test_what_one_says_the_other_reads(shared_server):
    page = f"sessions/{breakout(shared_server)}/"
    async with (
        phone_of(shared_server, "demo-participant-3", page) as ana,
        phone_of(shared_server, "demo-participant-8", page) as bao,
    ):
        number = await ana.say("Let the two of us read <b>this</b> & nothing else.")

        await until(lambda: any(number in html for html in shown(bao)))

        [html] = [html for html in shown(bao) if f'data-number="{number}"' in html]
        assert "Let the two of us read &lt;b&gt;this&lt;/b&gt; &amp; nothing else." in html


def shown(phone: Phone) -> list[str]:
    return [html for fragments in phone.mirror.shown.values() for html in fragments.values()]


async def test_a_vote_is_answered_and_kept(shared_server):
    async with phone_of(shared_server, "demo-participant-13", f"sessions/{breakout(shared_server)}/") as phone:
        await until(lambda: phone.mirror.orders)
        [item, *_others] = next(iter(phone.mirror.orders.values()))

        answer = await phone.vote(item, "unsure")

        assert (answer["type"], answer["now"]) == ("counted", "unsure")
        rows = shared_server.rows(
            "SELECT choice FROM recommendations_tap WHERE id = (SELECT max(id) FROM recommendations_tap)"
        )
        assert rows == [("unsure",)]


async def test_a_vote_in_a_reported_room_is_refused_in_words(shared_server):
    async with phone_of(shared_server, "demo-participant-1", f"sessions/{breakout(shared_server, 'a')}/") as phone:
        [(ballot, item)] = shared_server.rows(
            "SELECT b.id, min(i.id) FROM recommendations_ballotitem i "
            "JOIN recommendations_ballot b ON b.id = i.ballot_id "
            f"WHERE b.session_id = {breakout(shared_server, 'a')} GROUP BY b.id"
        )
        phone.ballot = ballot

        answer = await phone.vote(item, "support")

        assert answer["type"] == "refused"
        assert answer["reason"].startswith("Voting closed at ")


@pytest.mark.parametrize("origin", ["http://evil.example", "null", None, "https://127.0.0.1"])
async def test_a_foreign_page_is_closed(shared_server, origin):
    path = f"/ws/{C}/sessions/{breakout(shared_server)}/"
    async with await socket_of(shared_server, None, path, origin) as socket:
        with pytest.raises(websockets.ConnectionClosed) as closed:
            await asyncio.wait_for(socket.recv(), 10)

        assert closed.value.rcvd.code == 4403


async def test_a_stranger_is_told_to_come_in(shared_server):
    path = f"/ws/{C}/sessions/{breakout(shared_server)}/"
    async with await socket_of(shared_server, None, path, shared_server.url) as socket:
        assert await code_after_hello(socket, HELLO) == 4401


@pytest.mark.parametrize(
    ("path", "audience"),
    [
        ("sessions/{c}/", "desk"),
        ("sessions/{c}/", "screen"),
        ("sessions/{c}/", "rubbish"),
        ("sessions/999999/", "phone"),
    ],
)
async def test_what_is_not_ones_own_is_closed(shared_server, path, audience):
    page = f"sessions/{breakout(shared_server)}/"
    async with phone_of(shared_server, "demo-participant-3", page) as phone:
        where = f"/ws/{C}/" + path.format(c=breakout(shared_server))
        async with await socket_of(shared_server, phone, where, shared_server.url) as socket:
            assert await code_after_hello(socket, HELLO | {"audience": audience}) == 4403


RUBBISH = [
    "",
    "null",
    "[]",
    "7",
    "{}",
    '{"type":7}',
    '{"type":[]}',
    '{"type":"dance"}',
    "{" * 5000,
    "NaN",
    '{"type":"seen"}',
]


async def test_rubbish_is_refused_and_the_line_stands(shared_server):
    async with phone_of(shared_server, "demo-participant-18", f"sessions/{breakout(shared_server)}/") as phone:
        where = f"/ws/{C}/sessions/{breakout(shared_server)}/"
        async with await socket_of(shared_server, phone, where, shared_server.url) as socket:
            await socket.send(json.dumps(HELLO | {"versions": {"s1": float("nan"), "x": "y"}, "epoch": None}))
            for text in RUBBISH:
                await socket.send(text)
            for vote in (
                {"item": {}},
                {"item": "1; DROP"},
                {"item": 10**30, "ballot": -1},
                {"choice": "\x00"},
                {"why": "\ud800"},
            ):
                await socket.send(
                    json.dumps({"type": "vote", "key": str(uuid4()), "ballot": 1, "item": 1, "choice": "x"} | vote)
                )
            await socket.send(json.dumps({"type": "vote", "key": "the last one"}))
            async with asyncio.timeout(10):
                while json.loads(await socket.recv()).get("key") != "the last one":
                    pass


async def test_a_new_code_ends_the_old_sockets(server):
    page = f"sessions/{breakout(server)}/"
    async with phone_of(server, "demo-participant-3", page) as phone:
        where = f"/ws/{C}/sessions/{breakout(server)}/"
        async with await socket_of(server, phone, where, server.url) as socket:
            await socket.send(json.dumps(HELLO))
            await socket.recv()
            server.rows(
                "UPDATE participants_credential SET ended_at = CURRENT_TIMESTAMP WHERE participant_id IS NOT NULL"
            )

            async with asyncio.timeout(13):
                closed = await until_closed(socket)

            assert closed == 4401
