"""What the votes of a ballot say, each voter of a merge once, by the country that stood at closing."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from participants.models import Consultation

from . import queries
from .models import Ballot, BallotItem, Recommendation, Roll, Vote
from .protection import Group

CHOICES = ("support", "not_now", "unsure")


class Return(NamedTuple):
    """One recommendation that stands, what was merged into it, and its answers by country."""

    recommendation: Recommendation
    members: list[str]
    countries: list[Group]
    answers: dict[int, str]  # by voter; for arithmetic alone, and shown nowhere
    entitled: int | None  # None where it was not shown to everybody entitled
    was_asked: bool


class Voter(NamedTuple):
    country: str
    region: str


def of(ballot: Ballot) -> list[Return]:
    """The recommendations of a ballot's breakout that stand on their own, oldest first, with their answers."""
    standing = list(
        Recommendation.objects.filter(session=ballot.session, status__in=queries.LISTED)
        .select_related("current_revision")
        .order_by("id")
    )
    family = families(ballot.session.consultation, standing)
    items = items_of(ballot, family)
    rolls = rolls_of({ballot.pk, *(item.ballot_id for item in items)})
    newest = newest_answers(items, {item.pk: family[item.recommendation_id or 0] for item in items})
    entitled = rolls_entitled(items, rolls, family)
    voters = {voter: where for roll in rolls.values() for voter, where in roll.items()}
    numbers = numbers_merged(family)
    asked = {family[item.recommendation_id or 0] for item in items}
    return [
        Return(
            recommendation=row,
            members=numbers[row.pk],
            countries=by_country(newest[row.pk], voters),
            answers=newest[row.pk],
            entitled=entitled.get(row.pk),
            was_asked=row.pk in asked,
        )
        for row in standing
    ]


def turnout(ballot: Ballot) -> tuple[int, int, int]:
    """How many were entitled at closing, how many of them answered anything, and from how many countries."""
    rolls = rolls_of({ballot.pk})[ballot.pk]
    rows = Vote.objects.filter(ballot=ballot).exclude(choice="")
    answered = set(rows.values_list("voter", flat=True))
    countries = {rolls[voter].country for voter in answered if voter in rolls} - {""}
    return len(rolls), len(answered), len(countries)


def families(consultation: Consultation, standing: Iterable[Recommendation]) -> dict[int, int]:
    """For each recommendation that is counted under one of these, its own id included, the one it is counted under."""
    rows = Recommendation.objects.filter(consultation=consultation, merged_into__isnull=False)
    into = dict(rows.values_list("pk", "merged_into"))
    family = {row.pk: row.pk for row in standing}
    for pk, target in into.items():
        root: int | None = target
        while root in into:
            root = into[root]
        if root in family:
            family[pk] = root
    return family


def items_of(ballot: Ballot, family: dict[int, int]) -> list[BallotItem]:
    """The items behind a family: those of this ballot, and for members said elsewhere those of their newest ballot."""
    rows = BallotItem.objects.filter(recommendation__in=family).select_related("recommendation")
    own = list(rows.filter(ballot=ballot))
    foreign = rows.filter(ballot__kind=Ballot.Kind.SUPPORT, ballot__is_rehearsal=False)
    others = list(foreign.exclude(recommendation__session=ballot.session).order_by("ballot"))
    newest = {item.recommendation_id: item for item in others}
    return own + list(newest.values())


def rolls_of(ballots: set[int]) -> dict[int, dict[int, Voter]]:
    """Who was asked by each ballot, with country and region as at closing."""
    rolls: dict[int, dict[int, Voter]] = {pk: {} for pk in ballots}
    rows = Roll.objects.filter(ballot__in=ballots).select_related("voter")
    for row in rows:
        own = row.country or row.voter.country
        rolls[row.ballot_id][row.voter_id] = Voter(own, row.region or row.voter.region)
    return rolls


def newest_answers(items: list[BallotItem], root: dict[int, int]) -> dict[int, dict[int, str]]:
    """For each recommendation, each voter's newest answer over all items of the merge that is not withdrawn."""
    newest: dict[int, dict[int, str]] = defaultdict(dict)
    rows = Vote.objects.filter(item__in=items).exclude(choice="").order_by("tap")
    for item, voter, choice in rows.values_list("item", "voter", "choice"):
        newest[root[item]][voter] = choice
    return newest


def rolls_entitled(
    items: list[BallotItem], rolls: dict[int, dict[int, Voter]], family: dict[int, int]
) -> dict[int, int]:
    """For each recommendation the voters on any of the rolls, each once; nothing where lists were split."""
    if Roll.objects.filter(ballot__in=rolls, shown__isnull=False).exists():
        return {}
    entitled: dict[int, set[int]] = defaultdict(set)
    for item in items:
        entitled[family[item.recommendation_id or 0]] |= rolls[item.ballot_id].keys()
    return {pk: len(voters) for pk, voters in entitled.items()}


def by_country(answers: dict[int, str], voters: dict[int, Voter]) -> list[Group]:
    """Answers by country; where somebody was erased the country may not be known any more, and has no name."""
    counts: dict[Voter, Counter[str]] = defaultdict(Counter)
    for voter, choice in answers.items():
        counts[voters.get(voter, Voter("", ""))][choice] += 1
    return [
        Group(where.country, tuple(heard[choice] for choice in CHOICES), where.region)
        for where, heard in sorted(counts.items())
    ]


def numbers_merged(family: dict[int, int]) -> dict[int, list[str]]:
    """The numbers of what was merged into each recommendation."""
    merged = {pk: root for pk, root in family.items() if pk != root}
    numbers: dict[int, list[str]] = {root: [] for root in family.values()}
    for pk, number in Recommendation.objects.filter(pk__in=merged).order_by("id").values_list("pk", "number"):
        numbers[merged[pk]].append(number)
    return numbers
