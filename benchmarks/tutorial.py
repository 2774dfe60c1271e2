"""The tutorial's way, to measure against: every vote is written by itself and sent to everybody with group_send.

It asks nobody who they are and draws no page, which makes it faster than a product that works this way would be.
"""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "eventapp.settings")
django.setup()

from typing import Any

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncJsonWebsocketConsumer
from channels.routing import ProtocolTypeRouter, URLRouter
from django.db import connection
from django.urls import path

TABLE = "CREATE TABLE IF NOT EXISTS tutorial_vote (id INTEGER PRIMARY KEY, key TEXT, item INTEGER, choice TEXT)"

with connection.cursor() as cursor:
    cursor.execute(TABLE)
connection.close()


def save(key: str, item: int, choice: str) -> int:
    """One transaction a vote. Returns how many have this choice on the item now."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO tutorial_vote (key, item, choice) VALUES (%s, %s, %s)", [key, item, choice])
        cursor.execute("SELECT count(*) FROM tutorial_vote WHERE item = %s AND choice = %s", [item, choice])
        return int(cursor.fetchone()[0])


class Room(AsyncJsonWebsocketConsumer):
    async def connect(self) -> None:
        await self.channel_layer.group_add("room", self.channel_name)
        await self.accept()

    async def disconnect(self, code: int) -> None:
        await self.channel_layer.group_discard("room", self.channel_name)

    async def receive_json(self, content: dict[str, Any], **kwargs: Any) -> None:
        if "text" in content:
            await self.channel_layer.group_send("room", {"type": "said", "text": content["text"]})
            return
        count = await database_sync_to_async(save)(content["key"], content["item"], content["choice"])
        vote = {"type": "vote.counted", "key": content["key"], "item": content["item"], "count": count}
        await self.channel_layer.group_send("room", vote)

    async def vote_counted(self, event: dict[str, Any]) -> None:
        await self.send_json(event)

    async def said(self, event: dict[str, Any]) -> None:
        await self.send(text_data=event["text"])


application = ProtocolTypeRouter({"websocket": URLRouter([path("ws/", Room.as_asgi())])})
