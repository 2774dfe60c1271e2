"""How many queries the room page costs when a delegate comes back to it."""

import json
from contextlib import ExitStack

from django.conf import settings
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ..rooms import FACTS, SLUG


def measure() -> None:
    """Print the number, over all database aliases; the first reading is the coming, the second the coming back."""
    [room, *_rest] = json.loads((settings.VAR / FACTS).read_text())
    client = Client(SERVER_NAME="127.0.0.1")
    client.cookies[settings.SESSION_COOKIE_NAME] = room["people"][0]
    where = f"/{SLUG}/sessions/{room['breakout']}/"
    client.get(where)
    with ExitStack() as stack:
        captured = [stack.enter_context(CaptureQueriesContext(connection)) for connection in connections.all()]
        answer = client.get(where)
    assert answer.status_code == 200, f"The page was answered {answer.status_code}."
    print(json.dumps(sum(len(each) for each in captured)))
