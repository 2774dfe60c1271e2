"""F17: rubbish over HTTP and over sockets: never a 5xx, never an exception in the log, and nobody else notices."""

import asyncio
import json
import time
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import httpx
import pytest
import websockets
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from websockets import Origin
from websockets.sync.client import connect

from tests.faults.sockets import HELLO, answers_to, greet, items_of, phone_of, raw
from tests.phones import breakout
from tests.server import Server

QUICKLY = 3.0  # seconds for a vote of somebody else, on a busy machine
BIG = 10 * 1024 * 1024
FORM = "application/x-www-form-urlencoded"
ZALGO = "Z" + "\u0353\u0300\u0301" * 400
WORDS = ["\0", "\udc80\ud800", "\u202etfel ot thgir\u2066\u200f", ZALGO, "NaN", "1e999", "{" * 900, "-1", "9" * 4_000]
FRAMES = [
    "",
    "null",
    "[]",
    "7",
    "NaN",
    "Infinity",
    "{}",
    '{"type": null}',
    '{"type": {"type": "vote"}}',
    '{"type": "dance"}',
    "[" * 8_000,
    '{"type": "hello", "versions": ' + "[" * 900 + "]" * 900 + "}",
    '{"a":' * 2_000 + "1" + "}" * 2_000,
    *(json.dumps({"type": kind, "key": word, "item": word}) for kind in ("vote", "seen", "hello") for word in WORDS),
]
LAST = {"type": "vote", "key": "the last one"}  # is always answered, and so tells that all before it was taken


@pytest.fixture(scope="module")
def ana(shared_server: Server) -> Iterator[httpx.Client]:
    """Somebody who has come in, and has far too much to say."""
    with shared_server.come_in("demo-participant-3") as client:
        yield client


@pytest.fixture(scope="module")
def forms(shared_server: Server) -> list[str]:
    room, home = breakout(shared_server), "/shenzhen-2019/"
    return [f"{room}votes/", f"{room}recommendations/", f"{home}enter/", f"{home}register/", "/language/"]


async def check_quick(server: Server) -> None:
    """A neighbour's vote is counted as if nothing were going on."""
    async with phone_of(server, "demo-participant-38") as bao:
        began = time.monotonic()
        answer = await bao.vote(items_of(bao)[0], "support")
        assert answer["type"] == "counted"
        assert time.monotonic() - began < QUICKLY


# HTTP


BODIES: dict[str, tuple[str, bytes]] = {
    "ten megabytes": (FORM, b"text=" + b"x" * BIG),
    "ten megabytes of files": ("multipart/form-data; boundary=b", b'--b\r\nContent-Disposition: form-data; name="a"'),
    "bytes that are no text": (FORM, bytes(range(256)) * 8),
    "a field for each grain of sand": (FORM, b"&".join(b"f%d=1" % n for n in range(5_000))),
    "brackets": ("application/json", b"[" * 60_000),
    "not a number": ("application/json", b'{"item": NaN, "ballot": 1e999, "key": {}}'),
    "multipart without a boundary": ("multipart/form-data", b"--\r\n\r\n"),
    "multipart that never ends": ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data; name="),
    "an unheard-of encoding": (f"{FORM}; charset=klingon", b"text=qapla"),
    "nothing": ("", b""),
}


@pytest.mark.parametrize("what", BODIES)
def test_no_body_breaks_a_form(what: str, ana: httpx.Client, forms: list[str]) -> None:
    kind, body = BODIES[what]
    for address in forms:
        answer = ana.post(address, content=body, headers={"Content-Type": kind, "Accept": "application/json"})

        assert (address, answer.status_code) == (address, min(answer.status_code, 499))
        assert (len(body) < BIG) or answer.status_code == 413


def test_no_word_breaks_a_field(ana: httpx.Client, forms: list[str]) -> None:
    names = ["key", "ballot", "item", "choice", "criterion", "device", "tap", "revision", "why", "text", "type"]
    names += ["sdg_target", "code", "name", "email", "country", "language", "next"]
    for address in forms:
        for word in WORDS:
            # Half a surrogate pair goes out as what it is, as no browser would send it.
            body = b"&".join(name.encode() + b"=" + escaped(word) for name in names)
            answer = ana.post(address, content=body, headers={"Content-Type": FORM, "Accept": "application/json"})

            assert (address, word, answer.status_code) == (address, word, min(answer.status_code, 499))


def escaped(word: str) -> bytes:
    return b"".join(b"%%%02X" % byte for byte in word.encode(errors="surrogatepass"))


def test_a_body_of_unsaid_length_is_refused(ana: httpx.Client, forms: list[str]) -> None:
    def chunks() -> Iterator[bytes]:
        for _n in range(100):
            yield b"text=" + b"x" * 1_000

    statuses = {ana.post(address, content=chunks(), headers={"Content-Type": FORM}).status_code for address in forms}

    assert statuses <= {400, 411, 413}


def test_no_address_and_no_header_breaks_a_page(shared_server: Server, ana: httpx.Client) -> None:
    room = breakout(shared_server)
    asked = ["%00", "s1", "s1:x,:,c1:", "s1:" + "9" * 400, "%ED%A0%80", "%FF" * 50, "x" * 2_000]
    pages = [f"{room}state/?since={word}" for word in asked] + [f"{room}state/?audience={word}" for word in asked]
    pages += ["/shenzhen-2019/sessions/" + "9" * 30 + "/", "/%00/", "/%ED%A0%80/", "/" + "x" * 5_000 + "/"]
    odd = {
        "Cookie": "eventapp=%%%;csrf=\x7f\"';=;",
        "Accept-Language": "x" * 4_000,
        "If-None-Match": 'W/"',
        "Range": "x",
    }
    for page in pages:
        assert (page, ana.get(page).status_code) == (page, min(ana.get(page).status_code, 499))
    for name, value in odd.items():
        answer = httpx.get(f"{shared_server.url}{room}state/", headers={name: value})
        assert (name, answer.status_code) == (name, min(answer.status_code, 499))


# Sockets


async def marked(socket: websockets.ClientConnection) -> None:
    """Wait until everything sent so far has been taken."""
    await socket.send(json.dumps(LAST))
    await answers_to(socket, {LAST["key"]})


async def test_no_frame_breaks_a_socket(shared_server: Server) -> None:
    async with phone_of(shared_server, "demo-participant-18") as phone, asyncio.timeout(60):
        for frame in FRAMES:
            async with raw(shared_server, phone) as socket:
                await greet(socket)
                await socket.send(frame.encode(errors="surrogatepass") if not frame.isascii() else frame)
                with suppress(websockets.ConnectionClosed):
                    await marked(socket)
                assert (frame, socket.close_code in (None, 1007, 4009, 4403)) == (frame, True)
        await check_quick(shared_server)


async def test_nests_of_every_depth_are_only_wrong_answers(shared_server: Server) -> None:
    """Where reading a nest just works, writing it down may not: every depth up to the limit is tried."""
    async with phone_of(shared_server, "demo-participant-18") as phone, raw(shared_server, phone) as socket:
        await greet(socket)
        async with asyncio.timeout(60):
            for field in ("key", "item", "type"):
                for depth in range(800, 1_010):
                    nest = "[" * depth + "]" * depth
                    await socket.send(f'{{"type": "vote", "{field}": {nest}}}')
                await marked(socket)


async def test_large_frames_end_a_socket_and_nothing_else(shared_server: Server) -> None:
    async with phone_of(shared_server, "demo-participant-18") as phone, asyncio.timeout(60):
        for size, codes in ((16 * 1024 + 1, [4009]), (1024 * 1024, [4009]), (BIG, [1006, 1009])):
            async with raw(shared_server, phone) as socket:
                await greet(socket)
                with suppress(websockets.ConnectionClosed):
                    await socket.send("x" * size)
                    await marked(socket)
                assert (size, socket.close_code in codes) == (size, True)
        await check_quick(shared_server)


async def test_ten_thousand_tiny_frames_delay_nobody(shared_server: Server) -> None:
    async with phone_of(shared_server, "demo-participant-18") as phone, raw(shared_server, phone) as socket:
        await greet(socket)

        async def flood() -> None:
            try:
                for _n in range(10_000):
                    await socket.send("{}")
            except websockets.ConnectionClosed:
                return

        flooding = asyncio.create_task(flood())
        async with asyncio.timeout(60):
            await check_quick(shared_server)
            await flooding
            await check_quick(shared_server)


json_values: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters(exclude_categories=()), max_size=40),
    lambda inside: st.lists(inside, max_size=4) | st.dictionaries(st.text(max_size=8), inside, max_size=4),
    max_leaves=12,
)
fields = st.sampled_from(["key", "ballot", "item", "choice", "criterion", "why", "device", "tap", "revision", "feed"])
messages = st.builds(
    lambda kind, rest: {"type": kind} | rest,
    st.sampled_from(["vote", "vote", "hello", "seen", "room"]),
    st.dictionaries(fields | st.sampled_from(["versions", "epoch", "language", "type"]), json_values, max_size=6),
)


def test_nothing_that_can_be_said_in_json_breaks_a_socket(shared_server: Server, ana: httpx.Client) -> None:
    address = f"{shared_server.url.replace('http', 'ws', 1)}/ws{breakout(shared_server)}"
    cookie = {"Cookie": "; ".join(f"{name}={value}" for name, value in ana.cookies.items())}

    @settings(max_examples=80, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(messages | json_values, min_size=1, max_size=5))
    def say(said: list[Any]) -> None:
        with connect(address, origin=Origin(shared_server.url), additional_headers=cookie, max_size=None) as socket:
            socket.send(json.dumps(HELLO))
            for message in [*said, LAST]:
                socket.send(json.dumps(message))
            with suppress(websockets.ConnectionClosed):
                while json.loads(socket.recv(timeout=10)).get("key") != LAST["key"]:
                    pass
            assert socket.close_code in (None, 4403)

    say()
