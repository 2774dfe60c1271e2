from django.db import transaction
from django.utils import timezone

from participants.models import Participant

from . import feed
from .models import Presence, Session


@transaction.atomic
def arrive(*, session: Session, participant: Participant, how: Presence.How = Presence.How.PHONE) -> None:
    """Note that somebody is in the session; a second arrival changes nothing."""
    _came, new = Presence.objects.get_or_create(
        session=session, participant=participant, left_at=None, defaults={"came_at": timezone.now(), "how": how}
    )
    if new:
        feed.changed(feed.lock(session))
