from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from participants.models import Participant
from participants.permissions import can_organise
from sessions.models import Assignment, Room, Session
from sessions.permissions import can_watch, is_assigned, is_seated, of_session

from .models import Ballot, Recommendation

DESK = (Assignment.Role.MODERATOR, Assignment.Role.RAPPORTEUR)


def can_curate(participant: Participant | None, breakout: Session) -> bool:
    """The desk belongs to the session's moderators and rapporteurs alone: it shows sealed numbers."""
    return is_assigned(participant, breakout, *DESK)


def check_can_curate(participant: Participant | None, breakout: Session) -> None:
    if not can_curate(participant, breakout):
        raise PermissionDenied(_("Only the rapporteurs and moderators of this breakout work at its desk."))


def check_can_submit(participant: Participant | None, breakout: Session) -> None:
    if not is_seated(participant, breakout):
        raise PermissionDenied(_("Only people with a seat in this breakout can recommend here. Take a seat first."))


def can_amend(participant: Participant | None, recommendation: Recommendation) -> bool:
    """Words belong to their author."""
    return participant is not None and recommendation.author_id == participant.pk


def can_see_tally(participant: Participant | None, ballot: Ballot) -> bool:
    """Who may see the numbers of a ballot that is not published; the two printed exceptions are here.

    Support in a breakout is open to its desk while it runs; a show of hands is open to everybody. Closed and not yet
    published, moderators and rapporteurs of the home session and organisers see totals.
    """
    if ballot.state == Ballot.State.PUBLISHED or ballot.secrecy == Ballot.Secrecy.OPEN:
        return True
    if ballot.state == Ballot.State.CLOSED:
        return can_curate(participant, ballot.session) or can_organise(participant, ballot.session.consultation)
    is_support = ballot.kind == Ballot.Kind.SUPPORT and ballot.state == Ballot.State.OPEN
    return is_support and ballot.session.is_breakout and can_curate(participant, ballot.session)


def can_listen(participant: Participant | None, room: Room | None, session: Session | None, audience: str) -> bool:
    """Who may listen to a session's feed, desks included."""
    if audience == "desk":
        return session is not None and can_curate(participant, session)
    return can_watch(participant, room, session, audience)


rapporteur_required = of_session("rapporteur", check_can_curate)
seated_required = of_session("seated", check_can_submit)
