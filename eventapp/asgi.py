"""One process serves pages, sockets and static files."""

import os
import sys
from collections.abc import Callable
from typing import Any

import django
from django.conf import settings
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "eventapp.settings")
# The ballot box gives the interpreter up at each query; it must not wait 5 ms each time while a screen is drawn.
sys.setswitchinterval(0.0005)
django.setup()

from channels.routing import ProtocolTypeRouter, URLRouter
from channels.sessions import SessionMiddlewareStack
from servestatic import ServeStaticASGI

from eventapp import lock, serving
from eventapp.edge import BodyLimit, say_headers
from recommendations.routing import websocket_urlpatterns
from sessions import hub

static = ServeStaticASGI(
    BodyLimit(get_asgi_application()),
    root=settings.STATIC_ROOT,
    prefix=settings.STATIC_URL,
    max_age=60,
    allow_all_origins=False,
    add_headers_function=say_headers,
    immutable_file_test=r"\.[0-9a-f]{12}\.",
)
router = ProtocolTypeRouter({"http": static, "websocket": SessionMiddlewareStack(URLRouter(websocket_urlpatterns))})
serves = bool(os.environ.get("EVENTAPP_SERVES"))  # bin/serve says so
if serves:
    serving.make_room()
    try:
        lock.hold()
    except lock.TakenError as taken:
        sys.exit(str(taken))


async def application(scope: dict[str, Any], receive: Callable, send: Callable) -> None:
    """Answer one request or socket; the first one starts the hub, which other processes may hint at."""
    if not hub.is_there():
        hub.current()
        if serves:
            serving.keep_calm()
            serving.go_in_good_order()
    await router(scope, receive, send)
