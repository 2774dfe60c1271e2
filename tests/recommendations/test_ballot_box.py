"""The box and the loop wake each other: nobody waits for the next vote to hear of the last one."""

import asyncio
import json
from uuid import uuid4

import pytest

from recommendations.consumers import RoomConsumer
from sessions.line import Line


@pytest.fixture
def first(ana, item, tap):
    return tap(ana, item, "support")


@pytest.mark.django_db(transaction=True)
async def test_each_vote_is_answered_though_no_other_one_follows(first):
    heard: asyncio.Queue[str] = asyncio.Queue()
    consumer = RoomConsumer()
    how = {"audience": "phone", "language": "en", "credential": first.credential, "participant": first.participant}
    consumer.line = Line(send=heard.put, close=consumer.close, still=lambda: None, **how)
    vote = {"type": "vote", "ballot": first.ballot, "item": first.item}
    answers = []

    async with asyncio.timeout(60):
        for choice in ("support", "not_now", "unsure"):
            await consumer.vote(vote | {"key": str(uuid4()), "choice": choice})
            answers.append(json.loads(await heard.get()))
    consumer.line.stop()

    assert [(answer["type"], answer["now"]) for answer in answers] == [
        ("counted", "support"),
        ("counted", "not_now"),
        ("counted", "unsure"),
    ]
