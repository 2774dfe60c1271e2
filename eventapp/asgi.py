"""One process serves pages, sockets and static files."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "eventapp.settings")

from django.core.asgi import get_asgi_application

pages = get_asgi_application()

from channels.routing import ProtocolTypeRouter, URLRouter
from channels.sessions import SessionMiddlewareStack
from django.conf import settings
from servestatic import ServeStaticASGI

from eventapp.edge import BodyLimit
from recommendations.routing import websocket_urlpatterns

static = ServeStaticASGI(
    BodyLimit(pages),
    root=settings.STATIC_ROOT,
    prefix=settings.STATIC_URL,
    max_age=60,
    immutable_file_test=r"\.[0-9a-f]{12}\.",
)

application = ProtocolTypeRouter(
    {"http": static, "websocket": SessionMiddlewareStack(URLRouter(websocket_urlpatterns))}
)
