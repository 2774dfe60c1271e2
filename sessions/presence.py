from django.db import transaction
from django.utils import timezone

from participants.models import Participant

from .models import Presence, Session


@transaction.atomic
def arrive(*, session: Session, participant: Participant, how: Presence.How = Presence.How.PHONE) -> None:
    """Note that somebody is in the session; a second arrival changes nothing."""
    # No screen shows who is in, so no feed moves: pages that say how many count the rows.
    Presence.objects.get_or_create(
        session=session, participant=participant, left_at=None, defaults={"came_at": timezone.now(), "how": how}
    )
