from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from participants.models import Participant
from sessions.models import Assignment, Room, Session
from sessions.permissions import can_watch, is_assigned, is_seated, of_session

from .models import Recommendation

DESK = (Assignment.Role.MODERATOR, Assignment.Role.RAPPORTEUR)


def can_curate(participant: Participant | None, breakout: Session) -> bool:
    """The desk belongs to the session's moderators and rapporteurs alone: sealed numbers show nowhere else."""
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


def can_listen(participant: Participant | None, room: Room | None, session: Session | None, audience: str) -> bool:
    """Who may listen to a session's feed, desks included."""
    if audience == "desk":
        return session is not None and can_curate(participant, session)
    return can_watch(participant, room, session, audience)


rapporteur_required = of_session("rapporteur", check_can_curate)
