from django.apps import AppConfig
from django.contrib.staticfiles.apps import StaticFilesConfig


class EventappConfig(AppConfig):
    name = "eventapp"


class Files(StaticFilesConfig):
    """Collects what we use: django-htmx brings extensions of htmx 4 too, which import a file that is not there."""

    ignore_patterns = [*StaticFilesConfig.ignore_patterns, "ext"]
