from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet

from participants.models import Consultation, Participant
from sessions.models import Phase, Session

from .models import Ballot, BallotItem, Recommendation, Revision, Tap, Vote

Status = Recommendation.Status
LISTED = (Status.RECEIVED, Status.SHORTLISTED, Status.ADOPTED)


class Board(NamedTuple):
    """What a room has before it: its ballot, the items that stand on their own, and the shortlist in order."""

    ballot: Ballot | None
    items: list[BallotItem]
    shortlist: list[Recommendation]


class Turnout(NamedTuple):
    """How many people have answered anything, of how many; and how many answers that were."""

    answered: int
    entitled: int
    answers: int = 0


class OwnVote(NamedTuple):
    """What counts of somebody's own answer on an item, and the wording that it was given to."""

    choice: str
    revision: int


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
    answers = ballot.votes.exclude(choice="")
    return Turnout(answers.values("voter").distinct().count(), entitled(ballot), answers.count())


def entitled(ballot: Ballot) -> int:
    return ballot.roll.filter(voter__participant__can_vote=True).count()


def own_votes(ballot: Ballot, participant: Participant) -> dict[int, OwnVote]:
    """What counts of somebody's own answers, by item."""
    rows = Vote.objects.filter(ballot=ballot, voter__participant=participant)
    return {item: OwnVote(*row) for item, *row in rows.values_list("item", *OwnVote._fields)}


def is_outdated() -> Q:
    """Of a vote: whether the meaning of what was answered has changed since, and those words do not stand again."""
    wordings = Revision.objects.filter(recommendation=OuterRef("item__recommendation"))
    changed = wordings.filter(kind=Revision.Kind.MATERIAL, n__gt=OuterRef("revision"))
    now = OuterRef("item__recommendation__current_revision__text")
    return Exists(changed) & ~Exists(wordings.filter(n=OuterRef("revision"), text=now))


def earlier_wordings(items: Iterable[BallotItem]) -> dict[int, dict[int, str]]:
    """By item, the wordings before its meaning last changed, by their numbers; but for words that stand again."""
    changed = {
        item.recommendation_id: item for item in items if item.recommendation and item.recommendation.words.n > 1
    }
    said: dict[int, list[Revision]] = defaultdict(list)
    for row in Revision.objects.filter(recommendation__in=changed) if changed else []:
        said[row.recommendation_id].append(row)
    earlier = {}
    for pk, wordings in said.items():
        last = max((row.n for row in wordings if row.kind == Revision.Kind.MATERIAL), default=0)
        now = wordings[-1].text
        earlier[changed[pk].pk] = {row.n: row.text for row in wordings if row.n < last and row.text != now}
    return earlier


def families(ballot: Ballot) -> dict[int, int]:
    """For each item, the recommendation under which its votes are counted: its own, or what it was merged into."""
    rows = list(ballot.items.values_list("pk", "recommendation", "recommendation__merged_into"))
    into = {own: target for _item, own, target in rows}

    def root(pk: int | None) -> int:
        while pk is not None and into.get(pk) is not None:
            pk = into[pk]
        return pk or 0

    return {item: root(own) for item, own, _target in rows}


def tallies(ballot: Ballot) -> dict[int, Tally]:
    """The tally of each recommendation that stands on its own, every voter of a merge counted once (I4).

    The newest answer of a voter that is not withdrawn counts, over all items of the merge.
    """
    family = families(ballot)
    frozen = dict(ballot.roll.exclude(country="").values_list("voter", "country"))
    rows = Vote.objects.filter(ballot=ballot).exclude(choice="").order_by("tap")
    newest: dict[int, dict[int, tuple[str, str]]] = defaultdict(dict)
    for item, voter, choice, country in rows.values_list("item", "voter", "choice", "voter__country"):
        newest[family[item]][voter] = (choice, frozen.get(voter, country))
    return {pk: count(newest.get(pk, {}).values()) for pk in set(family.values())}


def count(answers) -> Tally:  # type: ignore[no-untyped-def] # any iterable of (choice, country)
    answers = list(answers)
    choices = Counter(choice for choice, _country in answers)
    by_country: dict[str, tuple[int, int]] = {}
    for choice, country in answers:
        support, total = by_country.get(country, (0, 0))
        by_country[country] = (support + (choice == "support"), total + 1)
    return Tally(choices["support"], choices["not_now"], choices["unsure"], by_country)


def authors(session: Session) -> set[int]:
    """Who has said something in a session, taken back or not, by their ids."""
    rows = Recommendation.objects.filter(session=session, author__isnull=False)
    return {author for author in rows.values_list("author", flat=True).distinct().order_by() if author}


def own_words(participant: Participant, session: Session) -> list[Recommendation]:
    """What somebody said in a session, newest first, with what stands now."""
    rows = Recommendation.objects.filter(author=participant, session=session)
    return list(rows.select_related("current_revision", "merged_into").order_by("-id"))


def changeable(participant: Participant, session: Session) -> frozenset[int]:
    """Which of their own words somebody may still change or take back, by id: `submission.own_words` asks the same."""
    if session.phase != Phase.COLLECTING:
        return frozenset()
    others = Tap.objects.filter(item__recommendation=OuterRef("pk")).exclude(voter__participant=participant)
    own = Recommendation.objects.filter(author=participant, session=session, status=Status.RECEIVED, members=None)
    return frozenset(own.exclude(Exists(others)).values_list("pk", flat=True))


def breakouts(consultation: Consultation) -> "QuerySet[Session]":
    """The breakouts of a consultation, by level."""
    rows = Session.objects.filter(consultation=consultation, kind=Session.Kind.BREAKOUT)
    return rows.select_related("level", "room").order_by("level__position", "level__letter", "id")
