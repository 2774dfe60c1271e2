from collections.abc import Awaitable, Callable
from typing import Any

Message = dict[str, Any]
App = Callable[[Message, Callable, Callable], Awaitable[None]]

FORM = 64 * 1024
WORKBOOK = 5 * 1024 * 1024


class BodyLimit:
    """Refuses bodies by their size before anything parses them."""

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Message, receive: Callable, send: Callable) -> None:
        most = WORKBOOK if scope.get("path", "").endswith("/plan/import/") else FORM
        size = dict(scope.get("headers", [])).get(b"content-length", b"0")
        if scope["type"] == "http" and (not size.isdigit() or int(size) > most):
            await refuse(send)
        else:
            await self.app(scope, receive, send)


async def refuse(send: Callable) -> None:
    text = b"This is too large to send."
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"x-eventapp", b"1"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": text})
