"""The lead of an action holds a link and no account: nobody everywhere, but at the one action."""

from datetime import date

import pytest
from django.db import transaction
from django.test import Client

from outcomes import plan
from tests.roles.addresses import address, form, patterns
from tests.roles.table import LEAD, rows

TABLE = rows()


@pytest.mark.parametrize("name", sorted(patterns()))
def test_a_lead_is_nobody_but_at_the_action(name, make_world, refill):
    fields, phase = form(name)
    world = make_world(phase)
    secret = plan.give_link(action=world.action, by=world.people["organiser"], until=date(2099, 12, 31))
    client = Client()
    client.post(address(world, "outcomes:lead"), {"code": secret})

    heard = []
    for method in ("get", "post"):
        refill()
        with transaction.atomic():
            answer = getattr(client, method)(address(world, name), fields(world) if method == "post" else {})
            transaction.set_rollback(True)
        is_redirect = answer.status_code == 302
        door = is_redirect and answer.headers["Location"].startswith("/shenzhen-2019/enter/?next=")
        heard.append("in" if door else "on" if is_redirect else str(answer.status_code))

    get, post = TABLE[name]
    assert tuple(heard) == LEAD.get(name, (get[0], post[0]))
