from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from participants.models import Consultation, Level
from recommendations import results
from recommendations.models import Recommendation
from recommendations.published import Result
from sessions.models import Phase, Session

from ..models import Action, ActionSource, CellChange

YEARS = 3  # of budget: Action has a column for each


class Line(NamedTuple):
    """An action, its rank in the level, and the numbers of the recommendations behind it."""

    action: Action
    ref: int
    numbers: list[str]


class Completeness(NamedTuple):
    """How many actions have lead, dates and indicator."""

    complete: int
    actions: int

    @property
    def percent(self) -> int:
        return round(100 * self.complete / self.actions) if self.actions else 0


class Standing(NamedTuple):
    """What was published about a recommendation: its score, and everything that was counted under it."""

    score: float
    numbers: list[str]


def plan_years(consultation: Consultation) -> tuple[int, ...]:
    """The years of the plan: those after the meeting."""
    year = (consultation.starts or timezone.now()).year
    return tuple(range(year + 1, year + 1 + YEARS))


def by_level(
    consultation: Consultation, reported: Iterable[tuple[Session, Result | None]] | None = None
) -> list[tuple[Level, list[Line]]]:
    """The lines of the plan, level by level, those first that the rooms supported most."""
    standings = standings_of(results.by_level(consultation) if reported is None else reported)
    sources = ActionSource.objects.select_related("recommendation").order_by("id")
    rows = Action.objects.filter(consultation=consultation).order_by("id")
    of_level: dict[int, list[tuple[float, Action, list[str]]]] = defaultdict(list)
    for action in rows.prefetch_related(Prefetch("sources", sources)):
        action.consultation = consultation
        found = [standing_of(source.recommendation, standings) for source in action.sources.all()]
        numbers = [number for standing in found for number in standing.numbers]
        score = max((standing.score for standing in found), default=-1.0)
        of_level[action.level_id].append((score, action, numbers))
    return [(level, ranked(of_level[level.pk], level)) for level in consultation.levels.all()]


def ranked(rows: list[tuple[float, Action, list[str]]], level: Level) -> list[Line]:
    """By score, then by age; Ref counts them."""
    ordered = sorted(rows, key=lambda row: (-row[0], row[1].pk))
    for _score, action, _numbers in ordered:
        action.level = level
    return [Line(action, ref, numbers) for ref, (_score, action, numbers) in enumerate(ordered, 1)]


def standings_of(reported: Iterable[tuple[Session, Result | None]]) -> dict[str, Standing]:
    """The published score of each recommendation by its number; -1 where it is not shown."""
    found = {}
    for _breakout, result in reported:
        for item in result.items if result else []:
            score = float(item.votes["score"]) if item.has_numbers else -1.0
            found[item.number] = Standing(score, [item.number, *item.said["merged"]])
    return found


def standing_of(recommendation: Recommendation, standings: dict[str, Standing]) -> Standing:
    return standings.get(recommendation.number, Standing(-1.0, [recommendation.number]))


def completeness(actions: Iterable[Action]) -> Completeness:
    rows = list(actions)
    return Completeness(sum(row.is_complete for row in rows), len(rows))


def still_to_adopt(level: Level) -> "QuerySet[Recommendation]":
    """What reported breakouts of a level have shortlisted and the plan has not taken up."""
    rows = Recommendation.objects.filter(
        level=level, status=Recommendation.Status.SHORTLISTED, session__phase=Phase.REPORTED
    )
    return rows.select_related("current_revision", "session").order_by("session", "shortlist_position", "id")


def changes_of(action: Action, column: str) -> "QuerySet[CellChange]":
    """The history of a cell, newest first."""
    return action.changes.filter(column=column).select_related("by").order_by("-id")
