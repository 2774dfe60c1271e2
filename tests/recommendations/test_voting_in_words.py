"""What a phone hears about its vote is said in the language that it reads, whichever way the vote came."""

import asyncio
import json
from uuid import uuid4

import pytest
import websockets

from recommendations import voting
from tests.phones import breakout

CHINESE = {"Accept": "application/json", "Accept-Language": "zh-hans"}
NOT_ON_ROLL = "您不在这次表决的名册上。"


@pytest.mark.django_db(transaction=True)
def test_a_post_in_chinese_is_refused_in_chinese_by_the_box(client_of, collecting, visitor, item):
    browser, fields = client_of(visitor), {"ballot": item.ballot_id, "item": item.pk, "choice": "support"}

    answer = browser.post(f"/shenzhen-2019/sessions/{collecting.pk}/votes/", fields, headers=CHINESE)

    assert (answer.status_code, answer.json()["reason"]) == (403, NOT_ON_ROLL)


def test_each_tap_of_a_batch_is_answered_in_its_own_language(visitor, item, tap):
    chinese, english = tap(visitor, item, "support", language="zh-hans"), tap(visitor, item, "support")

    answers = voting.cast(taps=[chinese, english])

    assert [answer.reason for answer in answers] == [NOT_ON_ROLL, "You are not on the roll of this ballot."]


async def test_a_socket_refuses_in_the_language_of_its_page(shared_server):
    with shared_server.come_in("demo-participant-1") as client:
        cookies = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
    [(ballot, item)] = shared_server.rows(
        "SELECT b.id, min(i.id) FROM recommendations_ballotitem i JOIN recommendations_ballot b ON b.id = i.ballot_id"
        " JOIN event_sessions_session s ON s.id = b.session_id JOIN participants_level l ON l.id = s.level_id"
        " WHERE l.letter = 'c' GROUP BY b.id"
    )
    vote = {"type": "vote", "key": str(uuid4()), "ballot": ballot, "item": item, "choice": "support"}
    address = shared_server.url.replace("http", "ws", 1) + "/ws" + breakout(shared_server)
    async with (
        websockets.connect(address, additional_headers={"Cookie": cookies}, origin=shared_server.url) as socket,
        asyncio.timeout(30),
    ):
        await socket.send(json.dumps({"type": "hello", "audience": "phone", "language": "zh-hans", "versions": {}}))
        heard = []
        for message in (vote, vote | {"item": "rubbish"}, {"type": "dance"}):
            await socket.send(json.dumps(message))
            while (answer := json.loads(await socket.recv()))["type"] != "refused":
                pass
            heard.append(answer["reason"])

    assert heard == [NOT_ON_ROLL, "这次表决没有这个选项。", "未能识别这条消息。"]
