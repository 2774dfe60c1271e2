from django.urls import path

from .consumers import RoomConsumer

websocket_urlpatterns = [
    path("ws/<slug:consultation>/sessions/<int:pk>/", RoomConsumer.as_asgi()),
    path("ws/<slug:consultation>/", RoomConsumer.as_asgi()),
]
