"""Holds what the phones sent and heard against the database: I1 to I3 of the live feed."""

import re
from typing import Any
from uuid import UUID

from eventapp.simulation.phone import Phone
from tests.server import Server

Line = dict[str, Any]
TURNOUT = re.compile(r'id="room-turnout"[^>]*>(\d+) of')


def reckon(server: Server, lines: list[Line], phones: list[Phone]) -> list[str]:
    """Every way in which the logs and the database disagree once all is answered, a sentence each."""
    return (
        missing(server, lines)
        + unasked(server, lines)
        + twice(server)
        + choices(server, phones)
        + turnout(server, phones)
    )


def missing(server: Server, lines: list[Line]) -> list[str]:
    """I1: what was answered “counted” so far must be there, whatever comes later."""
    votes = heard(lines, "heard", "counted") - keys(server, "recommendations_tap")
    texts = heard(lines, "told", "counted") - keys(server, "recommendations_recommendation")
    return [f"{key} was answered “counted” and is not in the database" for key in sorted(votes | texts)]


def unasked(server: Server, lines: list[Line]) -> list[str]:
    """What nobody was told of: refused and yet kept, or kept without an answer."""
    votes = keys(server, "recommendations_tap", "WHERE device IS NOT NULL") - heard(lines, "heard", "counted")
    refused = heard(lines, "told", "refused") & keys(server, "recommendations_recommendation")
    return [f"{key} is in the database, and nobody was told so" for key in sorted(votes | refused)]


def twice(server: Server) -> list[str]:
    """I2: one vote per voter, item and criterion; one row per key."""
    votes = "SELECT item_id, voter_id, criterion FROM recommendations_vote"
    taps = "SELECT voter_id, key, '' FROM recommendations_tap"
    many = [row for query in (votes, taps) for row in server.rows(f"{query} GROUP BY 1, 2, 3 HAVING count(*) > 1")]
    return [f"{row} is there more than once" for row in many]


def choices(server: Server, phones: list[Phone]) -> list[str]:
    """I2: what each phone was told last is what counts."""
    query = (
        "SELECT t.device, v.item_id, v.choice FROM recommendations_vote v JOIN recommendations_tap t ON t.id = v.tap_id"
    )
    kept: dict[str, dict[int, str]] = {}
    for device, item, choice in server.rows(query + " WHERE t.device IS NOT NULL"):
        kept.setdefault(str(UUID(str(device))), {})[item] = choice
    return [
        f"{phone.name} heard {phone.counted}, the database says {kept.get(phone.device, {})}"
        for phone in phones
        if phone.counted != kept.get(phone.device, {})
    ]


def turnout(server: Server, phones: list[Phone]) -> list[str]:
    """I3: the number that the phones show is the one that a query finds."""
    voters = "SELECT count(DISTINCT voter_id) FROM recommendations_vote WHERE ballot_id = ? AND choice <> ''"
    [(people,)] = server.rows(voters, phones[0].ballot)
    shown = {phone.name: found for phone in phones for found in TURNOUT.findall(html_of(phone))}
    wrong = [
        f"{name} shows that {number} have answered: {people} have"
        for name, number in shown.items()
        if int(number) != people
    ]
    return wrong if len(shown) == len(phones) else [*wrong, "Not every phone shows how many have answered"]


def html_of(phone: Phone) -> str:
    return "".join(html for fragments in phone.mirror.shown.values() for html in fragments.values())


def heard(lines: list[Line], what: str, kind: str) -> set[str]:
    return {line["key"] for line in lines if line["what"] == what and line["type"] == kind}


def keys(server: Server, table: str, where: str = "") -> set[str]:
    return {str(UUID(str(key))) for (key,) in server.rows(f"SELECT key FROM {table} {where}")}
