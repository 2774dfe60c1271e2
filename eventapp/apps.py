from django.apps import AppConfig


class EventappConfig(AppConfig):
    name = "eventapp"
