from collections import Counter, defaultdict
from typing import NamedTuple

from django.db.models import QuerySet

from participants.models import Consultation, Participant
from sessions.models import Session

from . import priorities
from .models import Ballot, BallotItem, Recommendation, Tap, Vote

Status = Recommendation.Status
LISTED = (Status.RECEIVED, Status.SHORTLISTED, Status.ADOPTED)


class Board(NamedTuple):
    """What a room has before it: its ballot, the items that stand on their own, and the shortlist in order."""

    ballot: Ballot | None
    items: list[BallotItem]
    shortlist: list[Recommendation]


class Turnout(NamedTuple):
    answered: int
    entitled: int


class Tally(NamedTuple):
    """How many voters support, are against for now, are unsure; and the same by country."""

    support: int = 0
    oppose: int = 0
    unsure: int = 0
    countries: dict[str, tuple[int, int]] = {}

    @property
    def answers(self) -> int:
        return self.support + self.oppose + self.unsure


def recommendations_of(session: Session) -> "QuerySet[Recommendation]":
    """Everything said in a session that was not taken back, with its present words."""
    rows = Recommendation.objects.filter(session=session).exclude(status=Status.WITHDRAWN)
    return rows.select_related("current_revision", "author", "merged_into").order_by("id")


def support_ballot(breakout: Session) -> Ballot | None:
    """The breakout's newest support ballot that counts."""
    rows = Ballot.objects.filter(session=breakout, kind=Ballot.Kind.SUPPORT, is_rehearsal=False)
    return rows.order_by("-id").first()


def board(session: Session) -> Board:
    """The items of a session's newest support ballot that people see, oldest first, and its shortlist."""
    ballot = support_ballot(session)
    listed = BallotItem.objects.filter(ballot=ballot, recommendation__status__in=LISTED)
    items = list(listed.select_related("recommendation__current_revision")) if ballot else []
    return Board(ballot, items, shortlist(session))


def shortlist(session: Session) -> list[Recommendation]:
    """What a breakout reports to plenary, in its order."""
    rows = Recommendation.objects.filter(session=session, status__in=[Status.SHORTLISTED, Status.ADOPTED])
    return list(rows.select_related("current_revision").order_by("shortlist_position", "id"))


def turnout(ballot: Ballot | None) -> Turnout:
    """How many of those entitled have answered anything; a number that is never sealed."""
    if ballot is None:
        return Turnout(0, 0)
    answered = ballot.votes.exclude(choice="").values("voter").distinct().count()
    return Turnout(answered, ballot.roll.filter(voter__participant__can_vote=True).count())


def own_votes(ballot: Ballot, participant: Participant) -> dict[int, Vote]:
    """What counts of somebody's own answers, by item."""
    rows = Vote.objects.filter(ballot=ballot, voter__participant=participant)
    return {vote.item_id: vote for vote in rows}


def families(items: list[BallotItem]) -> dict[int, int]:
    """For each item, the recommendation under which its votes are counted: its own, or what it was merged into."""
    into = {item.recommendation_id: item.recommendation.merged_into_id for item in items if item.recommendation}

    def root(pk: int | None) -> int:
        while pk is not None and into.get(pk) is not None:
            pk = into[pk]
        return pk or 0

    return {item.pk: root(item.recommendation_id) for item in items}


def tallies(ballot: Ballot) -> dict[int, Tally]:
    """The tally of each recommendation that stands on its own, every voter of a merge counted once (I4).

    The newest answer of a voter that is not withdrawn counts, over all items of the merge.
    """
    family = families(list(ballot.items.select_related("recommendation")))
    frozen = dict(ballot.roll.exclude(country="").values_list("voter", "country"))
    rows = Vote.objects.filter(ballot=ballot).exclude(choice="").order_by("tap")
    newest: dict[int, dict[int, tuple[str, str]]] = defaultdict(dict)
    for item, voter, choice, country in rows.values_list("item", "voter", "choice", "voter__country"):
        newest[family[item]][voter] = (choice, frozen.get(voter, country))
    return {pk: count(newest.get(pk, {}).values()) for pk in set(family.values())}


class Heard(NamedTuple):
    """One tap on an item of a merge, in the order of commits."""

    voter: int
    item: int
    choice: str
    country: str
    device: object = None
    tap: int | None = None


def stepped_tallies(ballot: Ballot) -> dict[int, Tally]:
    """As `tallies`, but in the steps in which a desk may see an open ballot: at 5 voters, then at every third more.

    Computed from the taps up to the one that made the step, so every process shows the same and no thumb is seen move.
    """
    family = families(list(ballot.items.select_related("recommendation")))
    fields = ("voter", "item", "choice", "voter__country", "device", "tap")
    heard: dict[int, list[Heard]] = defaultdict(list)
    for row in Tap.objects.filter(ballot=ballot).order_by("id").values_list(*fields):
        one = Heard(*row)
        heard[family[one.item]].append(one)
    return {pk: count(at_step(heard.get(pk, []))) for pk in set(family.values())}


def at_step(heard: list[Heard]) -> list[tuple[str, str]]:
    """The answers, with their countries, that stood when the last step was reached."""
    shown = priorities.shown_at(len({one.voter for one in heard if one.choice}))
    standing: dict[tuple[int, int], Heard] = {}
    answered: set[int] = set()
    for one in heard:
        if len(answered) == shown:
            break
        before = standing.pop((one.voter, one.item), None)
        # What is put in last is the newest; a late tap of the same device changes nothing.
        standing[one.voter, one.item] = before if before and is_late(one, before) else one
        if one.choice:
            answered.add(one.voter)
    newest = {one.voter: (one.choice, one.country) for one in standing.values() if one.choice}
    return list(newest.values())


def is_late(one: Heard, before: Heard) -> bool:
    """Whether a phone had tapped something newer already."""
    if one.device is None or one.device != before.device or one.tap is None or before.tap is None:
        return False
    return one.tap < before.tap


def count(answers) -> Tally:  # type: ignore[no-untyped-def] # any iterable of (choice, country)
    answers = list(answers)
    choices = Counter(choice for choice, _country in answers)
    by_country: dict[str, tuple[int, int]] = {}
    for choice, country in answers:
        support, total = by_country.get(country, (0, 0))
        by_country[country] = (support + (choice == "support"), total + 1)
    return Tally(choices["support"], choices["not_now"], choices["unsure"], by_country)


def own_words(participant: Participant, session: Session) -> list[Recommendation]:
    """What somebody said in a session, newest first, with what stands now."""
    rows = Recommendation.objects.filter(author=participant, session=session)
    return list(rows.select_related("current_revision", "merged_into").order_by("-id"))


def breakouts(consultation: Consultation) -> "QuerySet[Session]":
    """The breakouts of a consultation, by level."""
    rows = Session.objects.filter(consultation=consultation, kind=Session.Kind.BREAKOUT)
    return rows.select_related("level", "room").order_by("level__position", "level__letter", "id")
