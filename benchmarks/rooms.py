"""Rooms as a benchmark wants them: seeded once, copied for each server; and who is in them, with their cookies."""

import json
from typing import NamedTuple

from tests.places import Seed
from tests.server import Server

from .sizes import Size
from .wire import Address

SLUG = "shenzhen-2019"
FACTS = "facts.json"  # written beside the database when it is seeded
SEATED = 200  # people in the smallest room: short runs share one seed


class Room(NamedTuple):
    """One breakout that collects: where to vote, on what, and the cookies of those who come."""

    breakout: int
    ballot: int
    feed: str
    items: list[int]
    people: list[str]
    desks: list[str]
    screen: str

    def socket(self, server: Server, cookie: str) -> Address:
        return self._at(server, f"/ws/{SLUG}/sessions/{self.breakout}/", cookie)

    def page(self, server: Server, cookie: str) -> Address:
        return self._at(server, f"/{SLUG}/sessions/{self.breakout}/", cookie)

    def recommendations(self, server: Server, cookie: str) -> Address:
        return self._at(server, f"/{SLUG}/sessions/{self.breakout}/recommendations/", cookie)

    def _at(self, server: Server, path: str, cookie: str) -> Address:
        return Address("127.0.0.1", server.port, path, f"eventapp={cookie}")


def seed(size: Size, *, people: int, rooms: int = 1, database: str = "SQLite") -> Seed:
    """The commands that fill a database. Places with one seed are copies of one another, so its database is named."""
    each = max(people, SEATED) if rooms == 1 else people
    earlier = size.earlier if rooms == 1 else -(-size.earlier // rooms)
    code = f"from benchmarks.inside import rows; rows.build({rooms=}, people={each}, items={size.items}, {earlier=})"
    return (("shell", "--no-imports", "-c", f"{code}  # {database}"),)


def of(server: Server) -> list[Room]:
    """The rooms of a server's database."""
    return [Room(**row) for row in json.loads((server.place.folder / FACTS).read_text())]


def taps(server: Server) -> int:
    """How many votes were ever stored."""
    [(count,)] = server.rows("SELECT count(*) FROM recommendations_tap")
    return int(count)
