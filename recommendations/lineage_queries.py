"""Where a recommendation came from and what became of it, step by step; roles, and names only of who agreed."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from participants.models import Participant
from participants.permissions import can_organise
from sessions.models import Phase

from . import latest, permissions
from .comparison import Piece, differences
from .models import Decision, Merge, Recommendation, Revision

What = Decision.What
LISTING = (What.SHORTLISTED, What.SET_ASIDE)


class Step(NamedTuple):
    """One step: when, by whom, what; with the words it changed and the recommendations it touched."""

    at: datetime
    what: str
    label: str
    role: str
    name: str
    reason: str
    revision: Revision | None
    pieces: list[Piece]
    numbers: list[str]


class Lineage(NamedTuple):
    """A recommendation with its steps, oldest first; `is_taken_back` where its words are not shown."""

    recommendation: Recommendation
    steps: list[Step]
    members: list[str]
    is_taken_back: bool


def lineage(recommendation: Recommendation, reader: Participant) -> Lineage:
    """The lineage as far as this reader may see it: what the desk plans is told when the breakout reports."""
    taken_back = is_taken_back(recommendation, reader)
    knows = knows_desk(recommendation, reader)
    roles = latest.roles_in(recommendation.session)
    steps = [
        told(decision, [] if taken_back else wordings, roles)
        for decision, wordings in with_wordings(recommendation)
        if knows or not is_plan(decision)
    ]
    steps += [merged(merge, roles) for merge in merges(recommendation)]
    members = recommendation.members.order_by("id").values_list("number", flat=True)
    return Lineage(recommendation, sorted(steps, key=lambda step: step.at), list(members), taken_back)


def is_taken_back(recommendation: Recommendation, reader: Participant) -> bool:
    """Words that their author withdrew are the author's and the desk's."""
    if recommendation.status != Recommendation.Status.WITHDRAWN:
        return False
    own = permissions.can_amend(reader, recommendation)
    return not (own or permissions.can_curate(reader, recommendation.session))


def knows_desk(recommendation: Recommendation, reader: Participant) -> bool:
    """Who is told of the shortlist before the breakout reports: desk and organisers, and authors of their words."""
    breakout = recommendation.session
    if breakout.phase == Phase.REPORTED or permissions.can_amend(reader, recommendation):
        return True
    return permissions.can_curate(reader, breakout) or can_organise(reader, breakout.consultation)


def is_plan(decision: Decision) -> bool:
    """Whether a step is about the shortlist."""
    return decision.what in LISTING or (decision.what == What.UNDONE and not decision.before.isdecimal())


def with_wordings(recommendation: Recommendation) -> Iterator[tuple[Decision, list[Revision]]]:
    """Each decision, and the wording that came with it after the one before; nothing where it brought none."""
    wordings = list(recommendation.revisions.order_by("n"))
    rows = recommendation.decisions.select_related("by", "merge__into", "recommendation").order_by("id")
    count = 0
    for decision in rows:
        undone = decision.what == What.UNDONE and decision.before.isdecimal()
        brings = undone or decision.what in (What.RECEIVED, What.REWORDED)
        count += brings
        yield decision, wordings[max(0, count - 2) : count] if brings else []


def told(decision: Decision, wordings: list[Revision], roles: dict[int, str]) -> Step:
    """A decision as a step; of two wordings the differences are shown."""
    return Step(
        at=decision.at,
        what=decision.what,
        label=decision.get_what_display(),
        role=latest.role_of(decision, roles),
        name=name_of(decision.by),
        reason=decision.reason,
        revision=wordings[-1] if wordings else None,
        pieces=differences(wordings[0].text, wordings[1].text) if len(wordings) == 2 else [],
        numbers=[decision.merge.into.number] if decision.merge else [],
    )


def merges(recommendation: Recommendation) -> list[Merge]:
    """The merges into this recommendation."""
    rows = recommendation.merges.select_related("by").prefetch_related("memberships__recommendation")
    return list(rows.order_by("id"))


def merged(merge: Merge, roles: dict[int, str]) -> Step:
    """Others became part of this one; the undoing of it stands among their own steps."""
    return Step(
        at=merge.at,
        what="undone_merge" if merge.undone_at else "took_in",
        label="",
        role=roles.get(merge.by_id or 0, "desk"),
        name=name_of(merge.by),
        reason="",
        revision=None,
        pieces=[],
        numbers=[row.recommendation.number for row in merge.memberships.all()],
    )


def name_of(person: Participant | None) -> str:
    """The name of somebody who agreed that it is published."""
    return person.name if person and person.consents.get("publish_name") and not person.erased_at else ""
