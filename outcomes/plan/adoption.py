from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from participants.models import Consultation, Participant
from participants.permissions import check_can_organise
from recommendations.models import Decision, Recommendation
from sessions import feed
from sessions.models import Phase, Session

from ..models import Action, ActionSource, CellChange
from ..workbook.back import plain
from .cells import EDITABLE, note

Status = Recommendation.Status
CUT = "…"


@transaction.atomic
def adopt(*, recommendation: Recommendation, by: Participant) -> Action:
    """Take a shortlisted recommendation of a reported breakout into the plan, as an action of its level."""
    breakout = feed.lock(recommendation.session)
    check_can_organise(by, breakout.consultation)
    check_has_reported(breakout)
    rows = Recommendation.objects.select_for_update(of=["self"]).select_related("current_revision", "author")
    recommendation = rows.get(pk=recommendation.pk)
    check_is_shortlisted(recommendation)
    action = draft(recommendation)
    action.number = next_number(breakout.consultation)
    action.save()
    ActionSource.objects.create(action=action, recommendation=recommendation)
    for column in EDITABLE:
        if filled := plain(getattr(action, column)):
            note(action, column, "", filled, by, CellChange.Kind.ADOPTED)
    become_adopted(recommendation, action, by)
    return action


def check_has_reported(breakout: Session) -> None:
    if breakout.phase != Phase.REPORTED:
        raise ValidationError(
            _("“%(name)s” has not reported yet; its shortlist can be adopted afterwards.") % {"name": breakout.name}
        )


def check_is_shortlisted(recommendation: Recommendation) -> None:
    if recommendation.status == Status.ADOPTED:
        action = Action.objects.filter(sources__recommendation=recommendation).first()
        told = {"number": recommendation.number, "action": action.number if action else ""}
        raise ValidationError(_("%(number)s is in the plan already, as %(action)s.") % told)
    if recommendation.status != Status.SHORTLISTED:
        told = {"number": recommendation.number}
        raise ValidationError(_("%(number)s is not on the shortlist of its breakout.") % told)


def draft(recommendation: Recommendation) -> Action:
    """An action that says what the recommendation says; where it is too long for a line, the whole stands below it."""
    words = " ".join(recommendation.words.text.split())
    most = EDITABLE["activity"].longest
    return Action(
        consultation_id=recommendation.consultation_id,
        level_id=recommendation.level_id,
        type=recommendation.type,
        sdg_target=recommendation.sdg_target,
        activity=words if len(words) <= most else shortened(words, most),
        question="" if len(words) <= most else words,
    )


def shortened(words: str, most: int) -> str:
    """The beginning of a text, ended between two words where it has spaces."""
    begun = words[: most - len(CUT)]
    between = begun.rfind(" ")
    return (begun[:between] if between > most // 2 else begun) + CUT


def next_number(consultation: Consultation) -> str:
    """RAP-0001, RAP-0002, …; the consultation is locked until the number is written."""
    # Without the key: a FOR UPDATE would stop everybody who writes a row that points here, votes included.
    Consultation.objects.select_for_update(no_key=True).get(pk=consultation.pk)
    last = Action.objects.filter(consultation=consultation).order_by("-id").first()
    return f"RAP-{int(last.number.removeprefix('RAP-')) + 1 if last else 1:04}"


def become_adopted(recommendation: Recommendation, action: Action, by: Participant) -> None:
    """Note on the recommendation what became of it, and let those who said it know."""
    before = recommendation.status
    recommendation.status = Status.ADOPTED
    recommendation.save(update_fields=["status"])
    Decision.objects.create(
        recommendation=recommendation, by=by, what=Decision.What.ADOPTED, before=before, after=action.number
    )
    feed.content_changed(recommendation.session)
    feed.consultation_changed(recommendation.consultation)
    said = [recommendation, *recommendation.members.select_related("author")]
    for author in {row.author for row in said if row.author}:
        feed.tell(author)
