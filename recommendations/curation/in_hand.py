"""What every step at the desk begins and ends with."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from participants.models import Participant
from sessions import feed, phases
from sessions.models import Assignment, Phase, Session

from .. import desk_queries, latest, permissions, queries
from ..models import Decision, Recommendation

Status = Recommendation.Status
OPEN = (Phase.COLLECTING, Phase.CURATING)
CHANGED = "changed"  # the code of a refusal because somebody else was first


def enter(breakout: Session, by: Participant, *allowed: Phase) -> Session:
    """Wait for the breakout, and refuse who may not curate or what belongs to another phase."""
    breakout = feed.lock(breakout)
    permissions.check_can_curate(by, breakout)
    phases.require(breakout, *allowed)
    return breakout


def take(recommendation: Recommendation, breakout: Session, seen: int | None = None) -> Recommendation:
    """The recommendation as it is now, under the feed's lock; refused where it moved on after the decision `seen`."""
    rows = Recommendation.objects.select_for_update(of=["self"]).filter(session=breakout)
    fresh = rows.select_related("current_revision", "author", "merged_into").filter(pk=recommendation.pk).first()
    if fresh is None:
        raise ValidationError(_("%(number)s belongs to another breakout.") % {"number": recommendation.number})
    fresh.session = breakout
    last = latest.last_decision(fresh)
    if seen is not None and last and last.pk > seen:
        raise has_changed(fresh, last)
    return fresh


def has_changed(recommendation: Recommendation, last: Decision) -> ValidationError:
    """Tell somebody that the desk was quicker, and what it did."""
    at = time_format(last.at.astimezone(recommendation.session.consultation.tz), "H:i")
    told = {
        "number": recommendation.number,
        "other": last.recommendation.number,
        "what": last.get_what_display(),
        "at": at,
    }
    if last.recommendation_id == recommendation.pk:
        text = _("%(number)s has changed since you looked: “%(what)s” at %(at)s. This is how it stands now.")
    else:
        text = _(
            "%(number)s has changed since you looked: “%(what)s” of %(other)s at %(at)s. This is how it stands now."
        )
    return ValidationError(text % told, code=CHANGED)


def check_stands(recommendation: Recommendation, *allowed: Status) -> None:
    """Refuse what this step is not for, and say where the recommendation is."""
    if recommendation.status in allowed:
        return
    into = recommendation.merged_into.number if recommendation.merged_into else ""
    texts = {
        Status.RECEIVED: _("%(number)s is not on the shortlist, and it is not set aside."),
        Status.MERGED: _("%(number)s is part of %(into)s now. Undo that merge first, or work on %(into)s."),
        Status.SHORTLISTED: _("%(number)s is on the shortlist. Take it off first."),
        Status.SET_ASIDE: _("%(number)s is set aside. Bring it back first."),
        Status.WITHDRAWN: _("%(number)s was taken back by its author."),
        Status.ADOPTED: _("%(number)s is in the plan already; change it there."),
    }
    raise ValidationError(texts[Status(recommendation.status)] % {"number": recommendation.number, "into": into})


def standing(recommendation: Recommendation) -> str:
    """Status and place as a decision notes them: “received”, “shortlisted 3”."""
    place = recommendation.shortlist_position
    return recommendation.status if place is None else f"{recommendation.status} {place}"


def stand(recommendation: Recommendation, status: str, place: int | None = None) -> None:
    """Give a recommendation a status; on the shortlist a place (the last one if None). The list has no gaps."""
    rows = [row for row in queries.shortlist(recommendation.session) if row.pk != recommendation.pk]
    if Status.SHORTLISTED in (recommendation.status, status):
        tell_moderators(recommendation.session)
    recommendation.status, recommendation.shortlist_position = status, None
    if status == Status.SHORTLISTED:
        rows.insert(len(rows) if place is None else max(0, place - 1), recommendation)
    for position, row in enumerate(rows, 1):
        row.shortlist_position = position
    recommendation.save(update_fields=["status", "merged_into", "shortlist_position"])
    Recommendation.objects.bulk_update(rows, ["shortlist_position"])


def decide(
    recommendation: Recommendation,
    by: Participant,
    what: Decision.What,
    *,
    before: str = "",
    after: str = "",
    reason: str = "",
) -> Decision:
    """Note a step, move the feed, and let the author know."""
    decision = Decision.objects.create(
        recommendation=recommendation, by=by, what=what, before=before, after=after, reason=reason
    )
    feed.content_changed(recommendation.session)
    feed.tell(recommendation.author)
    return decision


def tell_moderators(breakout: Session) -> None:
    """Let the page with the big button say how long the shortlist is."""
    moderating = breakout.assignments.filter(role=Assignment.Role.MODERATOR).select_related("participant")
    for assignment in moderating:
        feed.tell(assignment.participant)


def tell_answerers(recommendations: Iterable[Recommendation]) -> None:
    """Let everybody who answered one of these look at it again."""
    for person in desk_queries.answerers(recommendations):
        feed.tell(person)
