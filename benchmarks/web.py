"""As much of HTTP as a benchmark needs: a connection that stays, a page, a form."""

import asyncio
from typing import NamedTuple, Self
from urllib.parse import urlencode
from uuid import uuid4

from .wire import Address

TOKEN = "b" * 32  # the form and the cookie say the same; that is all that the check against forgeries asks


class Answer(NamedTuple):
    status: int
    body: bytes


class Browser:
    """One connection that is kept, as a browser keeps it."""

    def __init__(self, address: Address) -> None:
        self.address = address

    async def __aenter__(self) -> Self:
        self.reader, self.writer = await asyncio.open_connection(self.address.host, self.address.port)
        return self

    async def __aexit__(self, *error: object) -> None:
        self.writer.close()

    async def get(self, path: str) -> Answer:
        return await self._ask("GET", path, ["Accept: text/html", "Accept-Encoding: gzip"], b"")

    async def post(self, path: str, fields: dict[str, str]) -> Answer:
        body = urlencode(fields).encode()
        headers = ["Accept: application/json", "Content-Type: application/x-www-form-urlencoded"]
        return await self._ask("POST", path, [*headers, f"Content-Length: {len(body)}", f"X-CSRFToken: {TOKEN}"], body)

    async def _ask(self, method: str, path: str, headers: list[str], body: bytes) -> Answer:
        here = f"{self.address.host}:{self.address.port}"
        cookie = f"Cookie: {self.address.cookie}; csrf={TOKEN}"
        common = [f"Host: {here}", f"Origin: http://{here}", "Accept-Language: en", cookie]
        self.writer.write("\r\n".join([f"{method} {path} HTTP/1.1", *common, *headers, "", ""]).encode() + body)
        return await self._answer()

    async def _answer(self) -> Answer:
        head = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        lines = head.split("\r\n")
        said = dict(line.lower().split(": ", 1) for line in lines[1:] if ": " in line)
        if said.get("transfer-encoding") == "chunked":
            return Answer(int(lines[0].split()[1]), await self._chunks())
        return Answer(int(lines[0].split()[1]), await self.reader.readexactly(int(said.get("content-length", 0))))

    async def _chunks(self) -> bytes:
        pieces = []
        while size := int(await self.reader.readline(), 16):
            pieces.append(await self.reader.readexactly(size))
            await self.reader.readline()
        await self.reader.readline()
        return b"".join(pieces)


async def recommend(address: Address, words: str) -> None:
    """Put a recommendation before the room as a participant: the change that every page must show."""
    fields = {"key": str(uuid4()), "text": words, "type": "research", "sdg_target": "4.3"}
    async with Browser(address) as browser:
        answer = await browser.post(address.path, fields)
    assert answer.status == 200, f"The recommendation was answered {answer.status}: {answer.body[:300]!r}"
