from typing import NamedTuple

from django.db.models import Prefetch, QuerySet

from participants.models import Participant
from recommendations.models import BallotItem, Decision, Merge, MergeMember, Practice, Recommendation, Vote
from recommendations.queries import LISTED, is_outdated, support_ballot
from sessions.models import Assignment, Session


class Asked(NamedTuple):
    """How far somebody is in a breakout: own answers, what is asked, own recommendations."""

    answered: int
    items: int
    said: int


def asked_of(participant: Participant, breakout: Session) -> Asked:
    """How far somebody is with what a breakout asks now."""
    ballot = support_ballot(breakout)
    listed = BallotItem.objects.filter(ballot=ballot, recommendation__status__in=LISTED)
    own = Vote.objects.filter(~is_outdated(), item__in=listed, voter__participant=participant).exclude(choice="")
    said = Recommendation.objects.filter(session=breakout, author=participant)
    return Asked(own.count(), listed.count(), said.exclude(status=Recommendation.Status.WITHDRAWN).count())


def words_of(participant: Participant) -> "QuerySet[Recommendation]":
    """What somebody said in a consultation, newest first."""
    rows = Recommendation.objects.filter(author=participant).order_by("-id")
    return rows.select_related("session__room", "level", "current_revision", "merged_into")


def stories_of(participant: Participant) -> "QuerySet[Recommendation]":
    """What somebody said, with everything that became of it."""
    members = Prefetch("memberships", MergeMember.objects.select_related("recommendation"))
    merges = Merge.objects.filter(undone_at__isnull=True).select_related("by").prefetch_related(members)
    steps = Decision.objects.select_related("by", "merge__into")
    return words_of(participant).prefetch_related("revisions", Prefetch("decisions", steps), Prefetch("merges", merges))


def practices_of(participant: Participant) -> "QuerySet[Practice]":
    """The practices that somebody told of, newest first."""
    return Practice.objects.filter(author=participant).order_by("-id")


def moved_support(participant: Participant) -> list[tuple[Recommendation, Recommendation]]:
    """What somebody supported and what it has become part of: a merge brings earlier ones along, so one step is all."""
    votes = Vote.objects.filter(voter__participant=participant, choice="support", criterion="")
    rows = votes.filter(item__recommendation__merged_into__isnull=False).order_by("item__recommendation")
    found = rows.select_related("item__recommendation__merged_into__current_revision")
    merged = [vote.item.recommendation for vote in found if vote.item.recommendation]
    return [(row, row.merged_into) for row in merged if row.merged_into]


def tasks_of(participant: Participant) -> list[Assignment]:
    """The sessions that somebody moderates or reports on, moderating first."""
    roles = [Assignment.Role.MODERATOR, Assignment.Role.RAPPORTEUR]
    rows = participant.assignments.filter(role__in=roles).select_related("session__level")
    return list(rows.order_by("role", "session__starts", "session__position"))
