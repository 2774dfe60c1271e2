from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from participants.models import Participant
from sessions.models import Phase

from .. import latest
from ..models import Decision, Recommendation
from .in_hand import CHANGED, OPEN, Status, enter, has_changed, take
from .listing import move
from .merging import undo_merge
from .wording import word

What = Decision.What


@transaction.atomic
def undo(*, decision: Decision, by: Participant) -> None:
    """Take the last step on a recommendation back, exactly; refused, and said why, where another one followed."""
    allowed = (Phase.CURATING,) if is_listing(decision) else OPEN
    breakout = enter(decision.recommendation.session, by, *allowed)
    recommendation = take(decision.recommendation, breakout)
    last = latest.last_decision(recommendation)
    if last and last != decision:
        raise has_changed(recommendation, last)
    if is_listing(decision):
        put_back(recommendation, by, decision.before)
    elif decision.what == What.MERGED and decision.merge:
        undo_merge(merge=decision.merge, by=by)
    elif decision.what == What.REWORDED:
        put_words_back(recommendation, by)
    elif decision.what == What.RECEIVED and recommendation.from_floor:
        strike(recommendation, by)
    else:
        raise ValidationError(_("This step cannot be undone here."))


def is_listing(decision: Decision) -> bool:
    """Whether a decision moved something at the desk; one that put words back notes their number instead."""
    if decision.what == What.UNDONE:
        return decision.before.partition(" ")[0] in Status.values
    return decision.what in (What.SET_ASIDE, What.SHORTLISTED)


def put_words_back(recommendation: Recommendation, by: Participant) -> None:
    """Let the wording before stand again, as a wording of its own: phones may have answered the other one."""
    now = recommendation.words
    before = recommendation.revisions.get(n=now.n - 1)
    word(recommendation, by, before.text, now.kind, What.UNDONE, before.language)


def strike(recommendation: Recommendation, by: Participant) -> None:
    """Take out what was entered from the floor by mistake."""
    if recommendation.items.filter(taps__isnull=False).exists():
        raise ValidationError(
            _("Somebody has answered %(number)s already, so it stays. You can set it aside.")
            % {"number": recommendation.number},
            code=CHANGED,
        )
    move(recommendation, by, Status.WITHDRAWN, What.WITHDRAWN)


def put_back(recommendation: Recommendation, by: Participant, before: str) -> None:
    """Give a recommendation the status and the place that it had."""
    status, _space, place = before.partition(" ")
    move(recommendation, by, status, What.UNDONE, place=int(place) if place else None)
