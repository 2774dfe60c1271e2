from django.apps import AppConfig


class SessionsConfig(AppConfig):
    name = "sessions"
    label = "event_sessions"  # Django's own sessions app has the plain label
    default_auto_field = "django.db.models.BigAutoField"
