from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from participants import text
from participants.models import Participant
from sessions.models import Phase

from ..models import Decision, Recommendation
from .in_hand import Status, check_stands, decide, enter, stand, standing, take

MOST_REASON = 300


@transaction.atomic
def set_aside(*, recommendation: Recommendation, by: Participant, reason: str, seen: int | None = None) -> Decision:
    """Leave a recommendation off the shortlist, and let its author know why."""
    recommendation = take(recommendation, enter(recommendation.session, by, Phase.CURATING), seen)
    check_stands(recommendation, Status.RECEIVED, Status.SHORTLISTED)
    why = text.line_of(reason, least=0, most=MOST_REASON)
    if not why:
        raise ValidationError(
            _("Please say why; the author of %(number)s reads it.") % {"number": recommendation.number}
        )
    return move(recommendation, by, Status.SET_ASIDE, Decision.What.SET_ASIDE, why)


@transaction.atomic
def bring_back(*, recommendation: Recommendation, by: Participant, seen: int | None = None) -> Decision:
    """Take up again what was set aside."""
    recommendation = take(recommendation, enter(recommendation.session, by, Phase.CURATING), seen)
    check_stands(recommendation, Status.SET_ASIDE)
    return move(recommendation, by, Status.RECEIVED, Decision.What.UNDONE)


@transaction.atomic
def shortlist(
    *, recommendation: Recommendation, by: Participant, reason: str = "", seen: int | None = None
) -> Decision:
    """Put a recommendation at the end of what the breakout reports."""
    recommendation = take(recommendation, enter(recommendation.session, by, Phase.CURATING), seen)
    check_stands(recommendation, Status.RECEIVED)
    why = text.line_of(reason, least=0, most=MOST_REASON)
    return move(recommendation, by, Status.SHORTLISTED, Decision.What.SHORTLISTED, why)


@transaction.atomic
def unshortlist(*, recommendation: Recommendation, by: Participant, seen: int | None = None) -> Decision:
    """Take a recommendation off the shortlist again."""
    recommendation = take(recommendation, enter(recommendation.session, by, Phase.CURATING), seen)
    check_stands(recommendation, Status.SHORTLISTED)
    return move(recommendation, by, Status.RECEIVED, Decision.What.UNDONE)


@transaction.atomic
def order_shortlist(
    *, recommendation: Recommendation, by: Participant, place: int, seen: int | None = None
) -> Decision:
    """Move a recommendation to another place of the shortlist; the others close up."""
    recommendation = take(recommendation, enter(recommendation.session, by, Phase.CURATING), seen)
    check_stands(recommendation, Status.SHORTLISTED)
    listed = recommendation.decisions.filter(what=Decision.What.SHORTLISTED).last()
    # Why it is on the shortlist stays true at its new place.
    reason = listed.reason if listed else ""
    return move(recommendation, by, Status.SHORTLISTED, Decision.What.SHORTLISTED, reason, place)


def move(
    recommendation: Recommendation,
    by: Participant,
    status: str,
    what: Decision.What,
    reason: str = "",
    place: int | None = None,
) -> Decision:
    """Give a recommendation that is in hand another standing, and note both."""
    before = standing(recommendation)
    stand(recommendation, status, place)
    return decide(recommendation, by, what, before=before, after=standing(recommendation), reason=reason)
