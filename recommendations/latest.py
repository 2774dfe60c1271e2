"""What was done last in a breakout, and by whom: roles, never names."""

from typing import NamedTuple

from django.db.models import Q

from sessions.models import Assignment, PhaseChange, Session

from .models import Decision, Recommendation

LATEST = 5  # steps that a page shows


def last_decision(recommendation: Recommendation) -> Decision | None:
    """The last step on a recommendation, or on what was merged into it."""
    rows = Decision.objects.filter(Q(recommendation=recommendation) | Q(merge__into=recommendation))
    return rows.select_related("recommendation").order_by("id").last()


class Step(NamedTuple):
    """A step at the desk and the role of who took it."""

    decision: Decision
    role: str

    @property
    def number(self) -> str:
        """The recommendation on which a desk sees it: what was merged is seen on its target."""
        merge = self.decision.merge
        return merge.into.number if merge else self.decision.recommendation.number


def steps(breakout: Session, latest: int = LATEST) -> list[Step]:
    """What the desk, or an author, did last; newest first."""
    rows = Decision.objects.filter(recommendation__session=breakout)
    rows = rows.exclude(what=Decision.What.RECEIVED, recommendation__from_floor=False)
    rows = rows.select_related("recommendation", "merge__into").order_by("-id")[:latest]
    roles = roles_in(breakout)
    return [Step(row, role_of(row, roles)) for row in rows]


def role_of(decision: Decision, roles: dict[int, str]) -> str:
    """Moderator, rapporteur, author, or just the desk for somebody who has no role there any more."""
    if decision.by_id in roles:
        return roles[decision.by_id]
    return "author" if decision.by_id and decision.by_id == decision.recommendation.author_id else "desk"


def roles_in(breakout: Session) -> dict[int, str]:
    """Who has a role in a breakout; a rapporteur who moderates too is called the moderator."""
    rows = breakout.assignments.exclude(role=Assignment.Role.SPEAKER).order_by("-role")
    return dict(rows.values_list("participant", "role"))


def moves(breakout: Session) -> list[tuple[PhaseChange, str]]:
    """The last moves of the breakout's phase, newest first, each with the role of who made it."""
    roles = roles_in(breakout)
    return [(row, roles.get(row.by_id or 0, "organiser")) for row in breakout.phase_changes.order_by("-id")[:LATEST]]
