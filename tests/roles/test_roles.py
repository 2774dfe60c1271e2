"""Each address × each actor × GET and POST, against the table; an address without a row fails, and so does a row."""

import pytest
from django.db import transaction

from tests.roles.addresses import address, form, patterns
from tests.roles.table import ACTORS, rows

NAMES = sorted(patterns())
TABLE = rows()


def test_every_address_has_a_row_and_every_row_an_address():
    assert sorted(TABLE) == NAMES
    assert {name: (len(get), len(post)) for name, (get, post) in TABLE.items()} == dict.fromkeys(TABLE, (9, 9))


@pytest.mark.parametrize("name", NAMES)
def test_an_address_answers_as_the_table_says(name, make_world, refill):
    fields, phase = form(name)
    world = make_world(phase)

    heard: dict[str, list[str]] = {}
    for method in ("get", "post"):
        sent = fields(world) if method == "post" else {}
        heard[method] = [answer_to(world, name, actor, method, sent, refill) for actor in ACTORS]

    get, post = TABLE.get(name, ([], []))
    assert line(name, heard["get"], heard["post"]) == line(name, get, post)


def answer_to(world, name, actor, method, sent, refill) -> str:
    """The cell that an actor hears; what the request changed is taken back."""
    refill()
    with transaction.atomic():
        answer = getattr(world.client(actor), method)(address(world, name), sent)
        transaction.set_rollback(True)
    if answer.status_code == 302:
        return "in" if answer.headers["Location"].startswith("/shenzhen-2019/enter/?next=") else "on"
    return str(answer.status_code)


def line(name: str, get: list[str], post: list[str]) -> str:
    """A row as it stands in the table."""
    return f"{name:35}" + "".join(f"{cell:4}" for cell in get) + " " + "".join(f"{cell:4}" for cell in post).rstrip()
