from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from participants import text
from participants.models import Participant
from sessions import feed
from sessions.models import Session

from .. import submission
from ..models import Decision, Recommendation, Revision
from .in_hand import CHANGED, OPEN, Status, check_stands, decide, enter, take, tell_answerers


@transaction.atomic
def from_floor(
    *, breakout: Session, by: Participant, words: str, kind: str, sdg_target: str, why: str = ""
) -> Recommendation:
    """Enter what somebody said aloud; once voting has closed it comes without votes."""
    breakout = enter(breakout, by, *OPEN)
    recommendation = submission.record(
        breakout=breakout, by=by, author=None, words=words, type=kind, sdg_target=sdg_target, why=why, from_floor=True
    )
    feed.content_changed(breakout)
    return recommendation


@transaction.atomic
def reword(
    *,
    recommendation: Recommendation,
    by: Participant,
    words: str,
    revision: int,
    material: bool = False,
    seen: int | None = None,
) -> Decision:
    """Say it in other words, on top of the wording that was read; the words before are kept.

    Those who answered are asked again where the meaning changes.
    """
    recommendation = take(recommendation, enter(recommendation.session, by, *OPEN), seen)
    check_stands(recommendation, Status.RECEIVED, Status.SHORTLISTED)
    said, _why = submission.clean(words, "")
    last = recommendation.words
    if last.n != revision:
        raise ValidationError(
            _("%(number)s has been reworded since you looked. This is how it reads now; your words are still here.")
            % {"number": recommendation.number},
            code=CHANGED,
        )
    if said == last.text:
        raise ValidationError(_("These are the words that stand already."))
    return word(recommendation, by, said, Revision.Kind.MATERIAL if material else Revision.Kind.MINOR)


def word(
    recommendation: Recommendation,
    by: Participant,
    said: str,
    kind: str,
    what: Decision.What = Decision.What.REWORDED,
    language: str = "",
) -> Decision:
    """Add a wording to a recommendation that is in hand."""
    last = recommendation.words
    recommendation.current_revision = Revision.objects.create(
        recommendation=recommendation,
        n=last.n + 1,
        text=said,
        why=last.why,
        by=by,
        language=language or text.language_of(said, by.language),
        kind=kind,
    )
    recommendation.save(update_fields=["current_revision"])
    if kind == Revision.Kind.MATERIAL:
        tell_answerers([recommendation])
    return decide(recommendation, by, what, before=str(last.n), after=str(last.n + 1))
