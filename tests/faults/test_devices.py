"""F15: double taps, two tabs, two devices of one person: the last one wins, and both agree."""

import asyncio
import json
from typing import Any

from eventapp.simulation.phone import Phone
from tests.faults.sockets import C, Socket, answers_to, counting, greet, items_of, phone_of, raw, session_of, vote
from tests.faults.truth import device


async def test_two_devices_of_one_person_agree_on_the_last_vote(shared_server):
    code = "demo-participant-8"
    async with (
        asyncio.timeout(60),
        phone_of(shared_server, code) as phone,
        phone_of(shared_server, code) as laptop,
    ):
        for item in items_of(phone)[:10]:
            at_once = asyncio.Barrier(2)
            await asyncio.gather(tap(phone, item, "support", at_once), tap(laptop, item, "not_now", at_once))

            [(last, counts)] = shared_server.rows(
                LAST, item, *[device(shared_server, d.device) for d in (phone, laptop)]
            )
            assert [counts, await shown(phone, item), await shown(laptop, item)] == [last] * 3


# The choice of the tap that was committed last, and the one that counts.
LAST = (
    "SELECT t.choice, v.choice FROM recommendations_tap t"
    " JOIN recommendations_vote v ON v.item_id = t.item_id AND v.voter_id = t.voter_id"
    " WHERE t.item_id = ? AND t.device IN (?, ?) ORDER BY t.id DESC LIMIT 1"
)


async def tap(device: Phone, item: int, choice: str, at_once: asyncio.Barrier) -> None:
    await at_once.wait()
    answer = await device.vote(item, choice)
    assert answer["type"] == "counted"


async def shown(phone: Phone, item: int) -> str:
    """What this person's page says about an item when it asks."""
    answer = await phone.http.get(f"/{C}/{phone.page}mine/")
    return str(answer.raise_for_status().json()["votes"][str(item)]["choice"])


async def test_a_double_tap_in_two_tabs_and_a_form_counts_once(shared_server):
    async with phone_of(shared_server, "demo-participant-13") as phone, asyncio.timeout(30):
        message = vote(phone, items_of(phone)[0], "support", tap=1)
        at_once = asyncio.Barrier(3)

        async def by_socket(socket: Socket) -> dict[str, Any]:
            await at_once.wait()
            for _n in range(2):
                await socket.send(json.dumps(message))
            return (await answers_to(socket, {message["key"]}))[message["key"]]

        async def by_form() -> dict[str, Any]:
            await at_once.wait()
            address = f"sessions/{session_of(shared_server)}/votes/"
            return (await phone.post(address, message, Accept="application/json")).json()

        async with raw(shared_server, phone) as tab, raw(shared_server, phone) as other:
            answers = await asyncio.gather(by_socket(await greet(tab)), by_socket(await greet(other)), by_form())

        assert [(answer["type"], answer["now"]) for answer in answers] == [("counted", "support")] * 3
        assert counting(shared_server, phone, message["item"]) == [("support", 1)]
