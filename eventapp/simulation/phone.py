import asyncio
import json
import re
import time
from collections.abc import Callable
from typing import Any, Self
from uuid import uuid4

import httpx
import websockets

from .mirror import Mirror

BALLOT = re.compile(r'data-ballot="(\d+)"')
EPOCH = re.compile(r'data-epoch="([^"]*)"')
SOCKET = re.compile(r'data-live="([^"]*)"')
Log = Callable[[dict[str, Any]], None]


class Phone:
    """One page of one person against a real server: it comes in, listens, says and votes, and writes everything down.

    It behaves as the scripts of the page do: a vote is kept until it is answered, and sent again after a lost line.
    """

    def __init__(self, url: str, consultation: str, name: str, log: Log, audience: str = "phone") -> None:
        self.url, self.consultation, self.name, self.audience, self._log = url, consultation, name, audience, log
        self.http = httpx.AsyncClient(base_url=url, timeout=30, headers={"Origin": url})
        self.mirror = Mirror()
        self.ballot: int | None = None
        self.path = self.page = ""
        self.counted: dict[int, str] = {}
        self.taps = 0
        self.device = str(uuid4())
        self.waiting: dict[str, tuple[dict[str, Any], asyncio.Future[dict[str, Any]]]] = {}
        self.heard: dict[str, float] = {}
        self.answers: list[str] = []
        self.kept: list[str] = []
        self._socket: websockets.ClientConnection | None = None
        self._listener: asyncio.Task[None] | None = None
        self.up = asyncio.Event()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *error: object) -> None:
        if self._listener:
            self._listener.cancel()
            await asyncio.gather(self._listener, return_exceptions=True)
        await self.http.aclose()

    async def post(self, address: str, fields: dict[str, Any], **headers: str) -> httpx.Response:
        """Send a form of the consultation, with the token read at sending time."""
        token = self.http.cookies.get("csrf") or self.http.cookies.get("__Host-csrf") or ""
        return await self.http.post(
            f"/{self.consultation}/{address}", data=fields, headers={"X-CSRFToken": token} | headers
        )

    async def come_in(self, code: str) -> None:
        """Type the code at the door."""
        (await self.http.get(f"/{self.consultation}/enter/")).raise_for_status()
        answer = await self.post("enter/", {"code": code})
        if answer.status_code != 302:
            raise AssertionError(f"{self.name} was not let in: {answer.status_code}")

    async def open(self, page: str) -> None:
        """Load a page and listen to its feed; `page` is its address below the consultation."""
        self.page = page
        answer = await self.http.get(f"/{self.consultation}/{page}", follow_redirects=True)
        answer.raise_for_status()
        if found := BALLOT.search(answer.text):
            self.ballot = int(found[1])
        live = SOCKET.search(answer.text)
        if live is None:
            raise AssertionError(f"{page} has no feed")
        self.path = live[1]
        self._listener = asyncio.create_task(self._listen())
        await asyncio.wait_for(self.up.wait(), 60)

    async def vote(self, item: int, choice: str) -> dict[str, Any]:
        """Tap, and keep at it until there is an answer that is final."""
        self.taps += 1
        key = str(uuid4())
        message = {"type": "vote", "key": key, "ballot": self.ballot, "item": item, "choice": choice}
        message |= {"device": self.device, "tap": self.taps}
        while True:
            future: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
            self.waiting[key] = (message, future)
            self.note("sent", key=key, item=item, choice=choice)
            started = time.perf_counter()
            await self._send(message)
            answer = await future
            if answer["type"] != "later":
                break
            await asyncio.sleep(answer["after"])
        self.heard[key] = time.perf_counter() - started
        self.answers.append(answer["type"])
        if answer["type"] == "counted":
            self.kept.append(key)
            self.counted[item] = answer["now"]
        return answer

    async def say(self, words: str) -> str:
        """Put a recommendation before the room, at the pace that the room allows. Returns its number."""
        session = self.path.split("/")[-2]
        fields = {"key": str(uuid4()), "text": words, "type": "research", "sdg_target": "4.3"}
        while True:
            answer = await self.post(f"sessions/{session}/recommendations/", fields, Accept="application/json")
            said = answer.json()
            self.note("said", words=words, **said)
            if said["type"] != "later":
                return str(said.get("number", ""))
            await asyncio.sleep(said["after"])

    async def fresh(self) -> Mirror:
        """What a page that is loaded now would show."""
        session = self.path.split("/")[-2]
        where = f"sessions/{session}/state/" if "/sessions/" in self.path else "state/"
        answer = await self.http.get(f"/{self.consultation}/{where}?audience={self.audience}")
        answer.raise_for_status()
        mirror = Mirror()
        for frame in answer.json():
            mirror.apply(frame)
        return mirror

    def note(self, what: str, **facts: Any) -> None:
        self._log({"at": time.time(), "phone": self.name, "what": what} | facts)

    async def _listen(self) -> None:
        while True:
            try:
                await self._line()
            except (OSError, websockets.WebSocketException) as lost:
                self.note("lost", why=str(lost))
            self._socket = None
            await asyncio.sleep(0.5)

    async def _line(self) -> None:
        cookies = "; ".join(f"{name}={value}" for name, value in self.http.cookies.items())
        address = self.url.replace("http", "ws", 1) + self.path
        connection = websockets.connect(
            address,
            additional_headers={"Cookie": cookies},
            origin=websockets.Origin(self.url),
            compression=None,
            open_timeout=30,
        )
        async with connection as socket:
            hello = {"type": "hello", "epoch": self.mirror.epoch, "audience": self.audience, "language": "en"}
            await socket.send(json.dumps(hello | {"versions": self.mirror.versions}))
            self._socket = socket
            for message, _future in list(self.waiting.values()):
                await socket.send(json.dumps(message))
            async for text in socket:
                await self._take(json.loads(text))

    async def _take(self, message: dict[str, Any]) -> None:
        match message["type"]:
            case "room":
                self.mirror.apply(message)
                self.note("shown", feed=message["feed"], version=message["version"])
                if message.get("ask"):
                    await self._send({"type": "seen", "feed": message["feed"], "version": message["version"]})
            case "beat":
                self.up.set()
            case "counted" | "refused" | "later":
                self.note("heard", **message)
                _message, future = self.waiting.pop(message["key"], (None, None))
                if future and not future.done():
                    future.set_result(message)

    async def _send(self, message: dict[str, Any]) -> None:
        if self._socket is not None:  # without a line it waits for the next one
            try:
                await self._socket.send(json.dumps(message))
            except websockets.ConnectionClosed:
                self.note("lost", why="while sending")
