"""F20: rights taken away while connected: frames stop, votes are refused at once, and no canary sings."""

import asyncio
import json
import time
from contextlib import AsyncExitStack

from tests.faults.sockets import (
    Socket,
    answers_to,
    end_credentials,
    greet,
    items_of,
    owner,
    phone_of,
    raw,
    session_of,
    until_closed,
    vote,
)
from tests.phones import say
from tests.server import Server

CANARY = "Zacanary: let nobody who has left the room read these words."
PUSHED, LOST = 1.0, 12.0  # seconds in which frames stop, when the server was told and when it was not
CODES = {"phone": "demo-participant-3", "desk": "demo-rapporteur", "screen": "demo-screen"}


async def listen(stack: AsyncExitStack, server: Server, audience: str, code: str) -> Socket:
    """A socket of somebody whose page is open."""
    [(room,)] = server.rows("SELECT room_id FROM event_sessions_session WHERE id = ?", session_of(server))
    pages = {"desk": f"sessions/{session_of(server)}/desk/", "screen": f"rooms/{room}/screen/"}
    page = await stack.enter_async_context(phone_of(server, code, pages.get(audience, ""), audience))
    return await greet(await stack.enter_async_context(raw(server, page)), audience)


async def closing(socket: Socket, within: float) -> int:
    """The code with which the server hangs up in that time, without the canary."""
    began = time.monotonic()
    async with asyncio.timeout(within + 5):
        code, heard = await until_closed(socket)
    assert time.monotonic() - began < within
    assert [frame for frame in heard if CANARY in frame] == []
    return code


async def test_a_new_code_ends_old_sockets_and_votes_at_once(server):
    async with phone_of(server, CODES["phone"]) as phone, raw(server, phone) as socket:
        await greet(socket)
        message = vote(phone, items_of(phone)[0], "support")
        with server.come_in("demo-organiser") as organiser:
            address = f"/shenzhen-2019/organise/participants/{owner(server, CODES['phone'])}/reissue/"
            organiser.post(address).raise_for_status()

        by_form = await phone.post(f"sessions/{session_of(server)}/votes/", message, Accept="application/json")
        assert await closing(socket, PUSHED) == 4401
        assert by_form.status_code == 403
        assert server.rows("SELECT count(*) FROM recommendations_tap WHERE device IS NOT NULL") == [(0,)]


async def test_who_signs_out_hears_and_votes_no_more_there_and_goes_on_elsewhere(server):
    async with phone_of(server, CODES["phone"]) as phone, raw(server, phone) as socket:
        await greet(socket)
        async with phone_of(server, CODES["phone"]) as laptop, asyncio.timeout(60):
            await phone.post("leave/", {})

            assert await closing(socket, LOST) == 4401
            assert (await laptop.vote(items_of(laptop)[0], "support"))["type"] == "counted"


async def test_an_ended_code_is_noticed_though_nobody_tells(server):
    async with AsyncExitStack() as stack:
        screen = await listen(stack, server, "screen", CODES["screen"])
        phone = await stack.enter_async_context(phone_of(server, CODES["phone"]))
        socket = await greet(await stack.enter_async_context(raw(server, phone)))
        end_credentials(server, owner(server, CODES["phone"]))
        end_credentials(server, owner(server, CODES["screen"]), "room")

        message = vote(phone, items_of(phone)[0], "support")
        await socket.send(json.dumps(message))
        answer = (await answers_to(socket, {message["key"]}))[message["key"]]
        assert (answer["type"], answer["signed_out"]) == ("later", True)
        assert tuple(await asyncio.gather(closing(socket, LOST), closing(screen, LOST))) == (4401, 4401)

        stays = await stack.enter_async_context(phone_of(server, "demo-participant-13"))
        await asyncio.to_thread(say, server, 8, CANARY)
        async with asyncio.timeout(10):
            while CANARY not in str(stays.mirror.shown):
                await asyncio.sleep(0.02)
        assert CANARY not in str(phone.mirror.shown)


async def test_who_may_vote_no_more_is_refused_at_once(server):
    async with phone_of(server, CODES["phone"]) as phone, asyncio.timeout(10):
        server.rows("UPDATE participants_participant SET can_vote = ? WHERE id = ?", False, owner(server, phone.name))

        answer = await phone.vote(items_of(phone)[0], "support")

        assert (answer["type"], answer["reason"]) == ("refused", "You are not on the roll of this ballot.")


async def test_a_desk_and_an_organisers_screen_end_with_their_roles(server):
    """The role goes from the database past the server, as it does when the push is lost."""
    async with AsyncExitStack() as stack:
        desk = await listen(stack, server, "desk", CODES["desk"])
        screen = await listen(stack, server, "screen", "demo-organiser")
        rapporteur, organiser = owner(server, CODES["desk"]), owner(server, "demo-organiser")
        server.rows("DELETE FROM event_sessions_assignment WHERE participant_id = ?", rapporteur)
        server.rows("DELETE FROM participants_grant WHERE participant_id = ?", organiser)

        assert tuple(await asyncio.gather(closing(desk, LOST), closing(screen, LOST))) == (4403, 4403)
