from participants.models import Participant

from .models import Session


def breakout_of(participant: Participant) -> Session | None:
    """The breakout where this participant has a seat; the nearest one where there are several."""
    return (
        Session.objects.filter(seats__participant=participant, kind=Session.Kind.BREAKOUT)
        .select_related("level", "room")
        .order_by("starts", "position", "id")
        .first()
    )
