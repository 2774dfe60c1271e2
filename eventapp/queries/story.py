from datetime import datetime
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from recommendations.models import Decision, Merge, Recommendation, Revision

What, Status = Decision.What, Recommendation.Status


class Step(NamedTuple):
    """One step in what became of a recommendation, as its author reads it."""

    title: str
    at: datetime | None = None
    text: str = ""
    reason: str = ""
    by: str = ""
    numbers: tuple[str, ...] = ()
    words: Revision | None = None


class Story(NamedTuple):
    """The author's own words, the steps so far, and what may still come."""

    original: Revision
    steps: list[Step]
    later: list[Step]


def of(recommendation: Recommendation) -> Story:
    """What became of a recommendation, told to its author; reads what `stories_of` brought along."""
    own_merges = {merge.pk for merge in recommendation.merges.all()}
    decisions = [row for row in recommendation.decisions.all() if row.merge_id not in own_merges]
    told = [told_by_decision(row, recommendation) for row in decisions]
    told += [told_by_merge(row) for row in recommendation.merges.all()]
    # Python's sort keeps the order of equal times, in which the decisions were written.
    steps = sorted(told, key=lambda step: step.at or recommendation.submitted_at)
    return Story(recommendation.revisions.all()[0], steps, later(recommendation))


def told_by_decision(decision: Decision, recommendation: Recommendation) -> Step:
    by = decision.by.name if decision.by and decision.by_id != recommendation.author_id else ""
    step = Step(decision.get_what_display(), decision.at, reason=decision.reason, by=by)
    if decision.what == What.RECEIVED:
        return step._replace(text=received(recommendation), by="")
    if decision.what == What.MERGED and decision.merge:
        numbers = (decision.merge.into.number,)
        return step._replace(
            title=_("Merged into"), numbers=numbers, text=_("Supporters go with it, each counted once.")
        )
    if decision.what == What.REWORDED and (words := wording_at(decision, recommendation)):
        material = words.kind == Revision.Kind.MATERIAL
        text = _("The meaning changed, so those who had answered are asked again.") if material else ""
        return step._replace(text=text, words=words)
    return step


def received(recommendation: Recommendation) -> str:
    values = {"number": recommendation.number, "place": recommendation.session.room or recommendation.session.name}
    return _("Number %(number)s in %(place)s.") % values


def wording_at(decision: Decision, recommendation: Recommendation) -> Revision | None:
    """The wording that a decision brought: the newest that stood by then."""
    stood = [row for row in recommendation.revisions.all() if row.at <= decision.at]
    return stood[-1] if stood and stood[-1].kind != Revision.Kind.ORIGINAL else None


def told_by_merge(merge: Merge) -> Step:
    numbers = tuple(row.recommendation.number for row in merge.memberships.all())
    title = ngettext("Another one merged into it", "%(n)d others merged into it", len(numbers)) % {"n": len(numbers)}
    return Step(title, merge.at, _("They say the same. Supporters of all are counted once each."), numbers=numbers)


def later(recommendation: Recommendation) -> list[Step]:
    """What may still come of a recommendation that is on its way."""
    plan = Step(_("In the plan"), text=_("What plenary takes up becomes a line of the action plan."))
    if recommendation.status == Status.RECEIVED:
        return [Step(_("Shortlist"), text=_("The breakout chooses what it reports to plenary.")), plan]
    if recommendation.status == Status.SHORTLISTED:
        return [Step(_("Priority in plenary"), text=_("The five shortlists are weighed side by side.")), plan]
    return []
