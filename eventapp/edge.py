from collections.abc import Awaitable, Callable
from typing import Any

from eventapp.middleware import HEADERS

Message = dict[str, Any]
App = Callable[[Message, Callable, Callable], Awaitable[None]]

# What Django's own middleware says on pages.
ALL_HEADERS = HEADERS | {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
FORM = 64 * 1024
WORKBOOK = 5 * 1024 * 1024


class BodyLimit:
    """Refuses bodies by their size before anything parses them."""

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Message, receive: Callable, send: Callable) -> None:
        most = WORKBOOK if scope.get("path", "").endswith("/plan/import/") else FORM
        headers = dict(scope.get("headers", []))
        size = headers.get(b"content-length", b"0")
        if b"transfer-encoding" in headers and b"content-length" not in headers:
            await refuse(send, 411, b"Say how large it is: Content-Length is missing.")
        elif scope["type"] == "http" and (not size.isdigit() or int(size) > most):
            await refuse(send, 413, b"This is too large to send.")
        else:
            await self.app(scope, receive, send)


def say_headers(headers: Any, path: str, url: str) -> None:
    """Say on a static file what every page says."""
    for name, value in ALL_HEADERS.items():
        headers[name] = value


async def refuse(send: Callable, status: int, text: bytes) -> None:
    said = ALL_HEADERS | {"Content-Type": "text/plain; charset=utf-8", "Connection": "close"}
    headers = [(name.lower().encode(), value.encode()) for name, value in said.items()]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": text})
