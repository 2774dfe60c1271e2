from django.apps import AppConfig


class SessionsConfig(AppConfig):
    name = "sessions"
    label = "event_sessions"  # Django's own sessions app has the plain label
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Look at the sockets of whoever leaves; only here may a function import."""
        from participants import sign_in

        from . import feed

        sign_in.listen(leave=feed.tell)
