from datetime import datetime
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from recommendations.lineage_queries import name_of
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
    wordings = list(recommendation.revisions.all())
    told = [told_by_merge(row) for row in recommendation.merges.all()]
    count = 0
    for decision in recommendation.decisions.all():
        brings = brings_words(decision)
        count += brings
        if not is_only_moved(decision):
            words = wordings[count - 1] if brings and 1 < count <= len(wordings) else None
            told.append(told_by_decision(decision, recommendation, words))
    # Python's sort keeps the order of equal times, in which the decisions were written.
    steps = sorted(told, key=lambda step: step.at or recommendation.submitted_at)
    return Story(wordings[0], steps, later(recommendation))


def brings_words(decision: Decision) -> bool:
    """Whether a decision came with a wording of its own; an undone rewording notes the numbers of both."""
    undone = decision.what == What.UNDONE and decision.before.isdecimal()
    return undone or decision.what in (What.RECEIVED, What.REWORDED)


def is_only_moved(decision: Decision) -> bool:
    """Another place on the same shortlist is no news to an author."""
    return decision.before.startswith(Status.SHORTLISTED) and decision.after.startswith(Status.SHORTLISTED)


def told_by_decision(decision: Decision, recommendation: Recommendation, words: Revision | None) -> Step:
    by = name_of(decision.by) if decision.by_id != recommendation.author_id else ""
    into = (decision.merge.into.number,) if decision.merge else ()
    step = Step(title_of(decision), decision.at, reason=decision.reason, by=by, numbers=into, words=words)
    if decision.what == What.RECEIVED:
        return step._replace(text=received(recommendation))
    if decision.what == What.MERGED:
        return step._replace(text=_("It says the same. Your supporters go with it, each counted once."))
    if words and words.kind == Revision.Kind.MATERIAL:
        return step._replace(text=_("The meaning changed, so those who had answered are asked again."))
    return step


def title_of(decision: Decision) -> str:
    """What happened, in the words of the author's page."""
    if decision.what == What.MERGED:
        return _("Merged into")
    if decision.what == What.UNMERGED:
        return _("It stands on its own again, apart from")
    if decision.what != What.UNDONE:
        return decision.get_what_display()
    if decision.before.isdecimal():
        return _("The wording before stands again")
    if decision.after.startswith(Status.SHORTLISTED):
        return _("Back on the shortlist")
    if decision.before.startswith(Status.SHORTLISTED):
        return _("Taken off the shortlist")
    return _("Taken up again")


def received(recommendation: Recommendation) -> str:
    values = {"number": recommendation.number, "place": recommendation.session.room or recommendation.session.name}
    return _("Number %(number)s in %(place)s.") % values


def told_by_merge(merge: Merge) -> Step:
    numbers = tuple(row.recommendation.number for row in merge.memberships.all())
    title = ngettext("Another one merged into it", "%(n)d others merged into it", len(numbers)) % {"n": len(numbers)}
    text = _("They say the same. Supporters of all are counted once each.")
    return Step(title, merge.at, text, by=name_of(merge.by), numbers=numbers)


def later(recommendation: Recommendation) -> list[Step]:
    """What may still come of a recommendation that is on its way."""
    plan = Step(_("In the plan"), text=_("What plenary takes up becomes a line of the action plan."))
    if recommendation.status == Status.RECEIVED:
        return [Step(_("Shortlist"), text=_("The breakout chooses what it reports to plenary.")), plan]
    if recommendation.status == Status.SHORTLISTED:
        return [Step(_("Priority in plenary"), text=_("The five shortlists are weighed side by side.")), plan]
    return []
