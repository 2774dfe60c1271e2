from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from participants import text
from participants.limits import TooFast
from participants.models import Level, Participant
from sessions import feed, phases
from sessions.models import Phase, Session

from . import permissions, queries
from .models import Ballot, BallotItem, Decision, Practice, Recommendation, Revision, Tap

LEAST, LEAST_DENSE, MOST, MOST_WHY = 20, 8, 300, 600
EVERY = timedelta(seconds=5)
AT_MOST = 50  # recommendations and practices of one person in a session


@transaction.atomic
def submit(
    *,
    breakout: Session,
    author: Participant,
    words: str,
    type: str,
    sdg_target: str,
    why: str = "",
    key: UUID | None = None,
) -> Recommendation:
    """Put somebody's recommendation before the room; the same key brings the same recommendation again."""
    breakout = feed.lock(breakout)
    if key and (known := Recommendation.objects.filter(author=author, key=key).first()):
        return known
    permissions.check_can_submit(author, breakout)
    phases.require(breakout, Phase.COLLECTING)
    check_new(author, breakout, words)
    check_pace(author, breakout)
    recommendation = record(
        breakout=breakout, by=author, author=author, words=words, type=type, sdg_target=sdg_target, why=why, key=key
    )
    feed.content_changed(breakout)
    feed.tell(author)
    return recommendation


@transaction.atomic
def submit_practice(
    *, breakout: Session, author: Participant, words: str, why: str = "", key: UUID | None = None
) -> Practice:
    """Register a practice that exists somewhere; it is no item, and nobody votes on it."""
    breakout = feed.lock(breakout)
    if key and (known := Practice.objects.filter(author=author, key=key).first()):
        return known
    permissions.check_can_submit(author, breakout)
    phases.require(breakout, Phase.SCHEDULED, Phase.COLLECTING, Phase.CURATING)
    check_pace(author, breakout)
    said, evidence = clean(words, why)
    practice = Practice.objects.create(
        consultation=breakout.consultation,
        level_id=breakout.level_id,
        session=breakout,
        author=author,
        key=key or uuid4(),
        country=author.country,
        institution=author.organisation,
        text=said,
        evidence=evidence,
        language=text.language_of(said, author.language),
    )
    feed.tell(author)  # the room shows no practices: only its author's own pages have changed
    return practice


def record(
    *,
    breakout: Session,
    by: Participant,
    author: Participant | None,
    words: str,
    type: str,
    sdg_target: str,
    why: str = "",
    key: UUID | None = None,
    from_floor: bool = False,
) -> Recommendation:
    """Write a recommendation, its first wording and its item, under the feed's lock."""
    said, reason = clean(words, why)
    if type not in Recommendation.Type.values or sdg_target not in Recommendation.Target.values:
        raise ValidationError(_("Please choose a type and an SDG target from the lists."))
    level = Level.objects.select_for_update().get(agenda=breakout)
    recommendation = Recommendation.objects.create(
        consultation=breakout.consultation,
        level=level,
        session=breakout,
        number=next_number(level),
        author=author,
        from_floor=from_floor,
        key=key or uuid4(),
        type=type,
        sdg_target=sdg_target,
    )
    language = text.language_of(said, by.language)
    recommendation.current_revision = Revision.objects.create(
        recommendation=recommendation, n=1, text=said, why=reason, by=by, language=language, kind=Revision.Kind.ORIGINAL
    )
    recommendation.save(update_fields=["current_revision"])
    Decision.objects.create(
        recommendation=recommendation, by=by, what=Decision.What.RECEIVED, after=recommendation.number
    )
    ballot = queries.support_ballot(breakout)
    if ballot and ballot.state == Ballot.State.OPEN:
        BallotItem.objects.create(ballot=ballot, recommendation=recommendation, position=recommendation.pk)
    return recommendation


@transaction.atomic
def change(*, recommendation: Recommendation, by: Participant, words: str) -> None:
    """Let an author say it better, until somebody has answered; the words before are kept."""
    breakout = feed.lock(recommendation.session)
    recommendation = own_words(recommendation, by, breakout)
    check_rewording_pace(recommendation, by)
    said, _reason = clean(words, "")
    last = recommendation.words
    recommendation.current_revision = Revision.objects.create(
        recommendation=recommendation,
        n=last.n + 1,
        text=said,
        why=last.why,
        by=by,
        language=text.language_of(said, by.language),
        kind=Revision.Kind.MINOR,
    )
    recommendation.save(update_fields=["current_revision"])
    Decision.objects.create(recommendation=recommendation, by=by, what=Decision.What.REWORDED)
    feed.content_changed(breakout)
    feed.tell(by)


@transaction.atomic
def withdraw(*, recommendation: Recommendation, by: Participant) -> None:
    """Let an author take a recommendation back, until somebody has answered."""
    breakout = feed.lock(recommendation.session)
    recommendation = own_words(recommendation, by, breakout)
    recommendation.status = Recommendation.Status.WITHDRAWN
    recommendation.save(update_fields=["status"])
    Decision.objects.create(recommendation=recommendation, by=by, what=Decision.What.WITHDRAWN)
    feed.content_changed(breakout)
    feed.tell(by)


def own_words(recommendation: Recommendation, by: Participant, breakout: Session) -> Recommendation:
    """The recommendation as it is now, where its author may still change it."""
    phases.require(breakout, Phase.COLLECTING)
    recommendation = Recommendation.objects.select_related("current_revision").get(pk=recommendation.pk)
    if not permissions.can_amend(by, recommendation):
        raise PermissionDenied(_("Only its author may change these words."))
    if recommendation.status != Recommendation.Status.RECEIVED or recommendation.members.exists():
        raise ValidationError(_("The desk has this recommendation in hand now; please talk to the rapporteur."))
    if Tap.objects.filter(item__recommendation=recommendation).exclude(voter__participant=by).exists():
        raise ValidationError(
            _("Somebody has answered already, so these words stay. You can send another recommendation.")
        )
    return recommendation


def clean(words: str, why: str) -> tuple[str, str]:
    return (
        text.words_of(words, least=LEAST, least_dense=LEAST_DENSE, most=MOST),
        text.words_of(why, least=0, most=MOST_WHY),
    )


def check_new(author: Participant, breakout: Session, words: str) -> None:
    """Refuse what its author has said already in these words: two tabs may send one draft."""
    own = author.recommendations.filter(session=breakout).exclude(status=Recommendation.Status.WITHDRAWN)
    first = own.filter(current_revision__text=text.clean(words)).order_by("id").first()
    if first:
        raise ValidationError(_("You have said this already: it is %(number)s.") % {"number": first.number})


def check_pace(author: Participant, breakout: Session) -> None:
    """A recommendation or a practice every five seconds, and fifty in a session."""
    kept = author.recommendations, author.practices
    times = [at for rows in kept for at in rows.filter(session=breakout).values_list("submitted_at", flat=True)]
    if len(times) >= AT_MOST:
        raise ValidationError(
            _("You have sent %(count)d texts to this room; that is as many as fit.") % {"count": AT_MOST}
        )
    check_last(max(times, default=None))


def check_rewording_pace(recommendation: Recommendation, by: Participant) -> None:
    """Another wording every five seconds, and fifty of one recommendation."""
    if recommendation.revisions.count() > AT_MOST:
        raise ValidationError(
            _("You have changed these words %(count)d times; they stay as they are now.") % {"count": AT_MOST}
        )
    own = Revision.objects.filter(by=by, kind=Revision.Kind.MINOR, recommendation__session=recommendation.session_id)
    check_last(own.aggregate(last=Max("at"))["last"])


def check_last(at: datetime | None) -> None:
    """Ask whoever is too fast after the last time to come a little later."""
    if at and (wait := EVERY - (timezone.now() - at)) > timedelta():
        raise TooFast(wait.total_seconds())


def next_number(level: Level) -> str:
    """The next number of a locked level, as it is spoken: c12."""
    last = Recommendation.objects.filter(level=level).order_by("-id").values_list("number", flat=True).first()
    return f"{level.letter}{int(last[1:] if last else 0) + 1:02d}"
