from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from participants import text
from participants.models import Participant
from sessions import feed, permissions, phases, seating
from sessions.models import Phase, Seat, Session

from . import ballots, publishing, queries
from .models import Ballot

MOST_REASON = 300


@transaction.atomic
def move_on(*, breakout: Session, to: Phase, by: Participant, reason: str = "") -> None:
    """Move a breakout one phase on (or back, with a reason), and its support ballot with it.

    Collecting opens the ballot, curating closes it, reported publishes it, leaving reported withdraws the publication.
    """
    reason = text.line_of(reason, least=0, most=MOST_REASON)
    breakout = feed.lock(breakout)
    permissions.check_can_conduct(by, breakout)
    if not breakout.is_breakout:
        raise ValidationError(_("Only breakouts have phases."))
    before = Phase(breakout.phase)
    phases.move(breakout=breakout, to=to, by=by, reason=reason)
    ballot = queries.support_ballot(breakout)
    if to == Phase.COLLECTING:
        ballots.open_support(breakout)
    elif before == Phase.REPORTED and ballot:
        publishing.withdraw(ballot=ballot, reason=reason)
    elif before == Phase.COLLECTING and ballot:
        ballots.close(ballot)
    elif to == Phase.REPORTED and ballot:
        publishing.publish(ballot=ballot, by=by)
    feed.content_changed(breakout)
    feed.consultation_changed(breakout.consultation)


def close_due() -> None:
    """Close the ballots whose time is over; every process asks every two seconds, and one of them does it."""
    now = timezone.now()
    for ballot in Ballot.objects.filter(state=Ballot.State.OPEN, closes_at__lte=now).select_related("session"):
        close_if_due(ballot)


@transaction.atomic
def close_if_due(ballot: Ballot) -> None:
    """Close one ballot under the lock of its session's feed, if nobody else has."""
    session = feed.lock(ballot.session)
    ballot = Ballot.objects.get(pk=ballot.pk)
    if ballot.state == Ballot.State.OPEN and ballot.closes_at and ballot.closes_at <= timezone.now():
        ballots.close(ballot)
        feed.content_changed(session)


@transaction.atomic
def take_seat(*, breakout: Session, participant: Participant) -> Seat:
    """Seat somebody in a breakout, and put them on the roll of a ballot that is open there."""
    seat = seating.take(session=breakout, participant=participant)
    ballot = queries.support_ballot(breakout)
    if ballot and ballot.state == ballot.State.OPEN:
        ballots.enrol(ballot, Participant.objects.filter(pk=participant.pk))
    return seat
