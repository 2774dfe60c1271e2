from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from participants.models import Participant

from . import feed
from .models import Phase, Seat, Session


@transaction.atomic
def take(*, session: Session, participant: Participant, how: str = "own choice") -> Seat:
    """Seat a participant in a breakout while there is room; one seat per time slot."""
    parallel = Session.objects.filter(consultation=session.consultation, kind=Session.Kind.BREAKOUT)
    # Lock before counting: two people may take the last seat at once.
    breakout = feed.lock(session, *parallel.filter(starts=session.starts).exclude(pk=session.pk))
    check_free(breakout, participant)
    seat = Seat.objects.create(session=breakout, participant=participant, how=how)
    feed.changed(breakout)
    feed.tell(participant)
    return seat


def check_free(breakout: Session, participant: Participant) -> None:
    """Refuse a seat that is not there, or that its owner could not sit on."""
    if not breakout.is_breakout:
        raise ValidationError(_("Seats belong to breakouts; everybody is welcome in a plenary."))
    if breakout.phase == Phase.REPORTED:
        raise ValidationError(_("This breakout has reported; it takes no more people."))
    held = Seat.objects.filter(participant=participant, session__starts=breakout.starts).select_related("session")
    if (seat := held.first()) is not None:
        raise ValidationError(
            _("You already have a seat at this time: %(breakout)s.") % {"breakout": seat.session.name}
        )
    room = breakout.room
    if room and room.capacity and breakout.seats.count() >= room.capacity:
        raise ValidationError(_("This room is full: all %(count)d seats are taken.") % {"count": room.capacity})
