"""How much the order of a ballot could change: bands, ranges of ranks, the run-off, and rankings counted otherwise."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from . import priorities
from .models import Ballot, Recommendation
from .priorities import Doubt, Priority, Tally, Vote
from .protection import Shown
from .returns import CHOICES, Return

SIGNS = dict(zip(CHOICES, (1, -1, 0), strict=True))


def margins(
    ballot: Ballot, rows: Sequence[Return], shown: dict[int, Shown], ranked: list[Priority], line: int
) -> dict[int, dict[str, Any]]:
    """Of each recommendation that has a rank: its band, the range of its rank, and whether it has to be voted on again.

    Nothing for those that fewer than three countries answered.
    """
    order = [priority.tally.item for priority in ranked]
    entitled = [priority.tally.entitled for priority in ranked]
    known = [number for number in entitled if number is not None]
    found = priorities.doubts(
        votes_of(rows, order),
        order,
        seed=ballot.seed,
        line=line,
        entitled=known if len(known) == len(order) else None,
    )
    again = priorities.run_off(found) if line else []
    return {doubt.item: margin(doubt, again) for doubt in found if shown[doubt.item].spans}


def margin(doubt: Doubt, again: list[int]) -> dict[str, Any]:
    return {"band": doubt.band, "best": doubt.best, "worst": doubt.worst, "run_off": doubt.item in again}


def votes_of(rows: Sequence[Return], order: Iterable[int]) -> list[Vote]:
    """The answers of each voter to what has a rank."""
    answers: dict[int, dict[int, int]] = defaultdict(dict)
    ranked = set(order)
    for row in rows:
        if row.recommendation.pk in ranked:
            for voter, choice in row.answers.items():
                answers[voter][row.recommendation.pk] = SIGNS[choice]
    return [Vote(voter, "", said) for voter, said in answers.items()]


def without_authors(rows: Sequence[Return], ranked: list[Priority]) -> list[int]:
    """The ranking if nobody were asked about what they said themselves."""
    answers = {row.recommendation.pk: row.answers for row in rows}
    authors = authors_of(rows)
    tallies = [without(priority.tally, answers[pk], authors[pk]) for priority in ranked if (pk := priority.tally.item)]
    return [priority.tally.item for priority in priorities.rank(tallies)]


def without(tally: Tally, answers: dict[int, str], authors: set[int]) -> Tally:
    heard = Counter(choice for voter, choice in answers.items() if voter not in authors)
    support, oppose, unsure = (heard[choice] for choice in CHOICES)
    entitled = None if tally.entitled is None else tally.entitled - len(authors)
    return replace(tally, support=support, oppose=oppose, unsure=unsure, entitled=entitled)


def authors_of(rows: Sequence[Return]) -> dict[int, set[int]]:
    """For each recommendation the voters who said it, or what was merged into it; those erased are not known."""
    numbers = {number: row.recommendation.pk for row in rows for number in (row.recommendation.number, *row.members)}
    consultations = {row.recommendation.consultation_id for row in rows}
    said = Recommendation.objects.filter(consultation__in=consultations, number__in=numbers)
    authors: dict[int, set[int]] = {row.recommendation.pk: set() for row in rows}
    for number, voter in said.filter(author__voter__isnull=False).values_list("number", "author__voter"):
        authors[numbers[number]].add(voter)
    return authors
