from django.apps import AppConfig


class RecommendationsConfig(AppConfig):
    name = "recommendations"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say who draws what: the one place where an import inside a function is allowed."""
        from sessions import feed

        from . import conduct
        from .drawing import desk, phone, plenary, screen

        feed.draws("phone", phone.draw)
        feed.draws("phone", plenary.draw)
        feed.draws("desk", desk.draw)
        feed.draws("screen", screen.draw)
        feed.by_the_clock(conduct.close_due)
