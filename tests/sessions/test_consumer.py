"""A socket that fails says so, and leaves nothing behind."""

import asyncio
import json

import pytest

from sessions import feed, hub
from sessions.consumers import FeedConsumer
from sessions.line import Line


@pytest.fixture
def _one_hub(monkeypatch):
    """The hub of a test ends with it, and with it what it listens to."""
    monkeypatch.setattr(feed, "_on_change", [])
    monkeypatch.setattr(feed, "_on_tell", [])


class Fragile(FeedConsumer):
    """It has joined the hub, and breaks at the first `break`."""

    def handlers(self):
        return {"join": self.join, "break": self.fail}

    async def join(self, message):
        how = {"audience": "phone", "language": "en", "credential": (1, 1), "participant": None}
        self.line = Line(send=self.send, close=self.close, still=lambda: None, **how)
        await hub.current().join(self.line, [], {}, "")

    async def fail(self, message):
        raise ValueError("A handler broke.")


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("_one_hub")
@pytest.mark.parametrize("leaves_first", [False, True])
async def test_a_handler_that_breaks_closes_the_socket_and_leaves_the_hub_once(leaves_first, caplog):
    arriving: asyncio.Queue = asyncio.Queue()
    for message in ("join", "break"):
        arriving.put_nowait({"type": "websocket.receive", "text": json.dumps({"type": message})})
    sent = []

    async def send(message):
        if leaves_first and message["type"] == "websocket.close":
            raise OSError("Gone.")
        sent.append(message)

    consumer = Fragile()
    await consumer({"type": "websocket", "headers": []}, arriving.get, send)
    for task in hub.current().tasks:
        task.cancel()

    assert sent[-1:] == ([] if leaves_first else [{"type": "websocket.close", "code": 4011}])
    assert consumer.line is None
    assert "A handler broke." in caplog.text
