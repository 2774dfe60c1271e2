from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.db.models.expressions import RawSQL
from django.utils import timezone, translation
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from participants import sign_in
from participants.models import Credential, Participant
from sessions import feed
from sessions.models import Feed, Session

from . import tap_rows
from .answers import Answer, Arrival, Counted, Later, Refused
from .models import Ballot, BallotItem, Recommendation, Revision, Roll, Tap, Vote
from .tap_rows import TapRow

CRITERIA = ("answerable", "relevant", "deliverable", "equitable", "regional_value")
CHOICES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    Ballot.Kind.SUPPORT: (("",), ("support", "not_now", "unsure", "")),
    Ballot.Kind.ADOPTION: (("",), ("support", "live_with", "cannot_accept", "")),
    Ballot.Kind.CRITERIA: (CRITERIA, ("yes", "maybe", "no", "not_informed", "")),
    Ballot.Kind.IMPACT: (("impact", "feasibility"), ("1", "2", "3", "4", "5", "")),
}
Place = tuple[int, int, str]  # item, voter, criterion
SIGNED_OUT = Later(30, 403)  # not refused: the phone keeps its vote until somebody comes in again


@transaction.atomic
def cast(*, taps: list[Arrival]) -> list[Answer]:
    """Give one answer to each tap, in the order in which they came; the batch never fails as a whole.

    What is counted is committed together; the caller answers nobody before that.
    """
    sessions = list(Session.objects.filter(ballots__in={tap.ballot for tap in taps}).distinct())
    if sessions:
        # Lock before reading: closing a ballot waits for this lock too, so one of us comes first.
        feed.lock(*sessions)
    batch = Batch(taps)
    kept_out = [batch.take(tap) for tap in taps]
    batch.write()
    versions = batch.move(sessions)
    return [answer or batch.counted(tap, versions) for tap, answer in zip(taps, kept_out, strict=True)]


class Asked(NamedTuple):
    """An item as a batch needs to know it."""

    ballot: int
    recommendation: int | None
    status: str | None
    wording: int


class Voting(NamedTuple):
    """Somebody as a voter."""

    voter: int
    may_vote: bool


class Standing(NamedTuple):
    """What counts in one place, and where it was tapped."""

    choice: str
    revision: int
    device: UUID | None
    tap: int | None


class Batch:
    """What a handful of taps needs to know, each kind asked for once, and what they change."""

    def __init__(self, taps: list[Arrival]) -> None:
        ballots = {tap.ballot for tap in taps}
        self.ballots = Ballot.objects.select_related("session__consultation").in_bulk(ballots)
        items = BallotItem.objects.filter(pk__in={tap.item for tap in taps}, ballot__in=ballots)
        words = ("ballot", "recommendation", "recommendation__status", "recommendation__current_revision__n")
        self.items = {
            pk: Asked(ballot, recommendation, status, n or 1)
            for pk, ballot, recommendation, status, n in items.values_list("pk", *words)
        }
        live = Credential.objects.live().filter(pk__in={tap.credential.credential for tap in taps})
        self.credentials = {(pk, issue): owner for pk, issue, owner in live.values_list("pk", "issue", "participant")}
        self.over = sign_in.over(tap.credential.visit for tap in taps)
        people = Participant.objects.filter(pk__in={tap.participant for tap in taps}, voter__isnull=False)
        may_vote = Exists(Participant.objects.voting().filter(pk=OuterRef("pk")))
        self.people = {pk: Voting(*row) for pk, *row in people.values_list("pk", "voter", may_vote)}
        rolls = Roll.objects.filter(ballot__in=ballots, voter__in={person.voter for person in self.people.values()})
        self.rolls = set(rolls.values_list("ballot", "voter"))
        known = Tap.objects.filter(key__in={tap.key for tap in taps})
        self.known = set(known.values_list("voter", "key"))
        votes = Vote.objects.filter(pk__in=self.places(taps))
        fields = ("choice", "revision", "tap__device", "tap__tap")
        self.standing = {
            (item, voter, criterion): Standing(*row)
            for item, voter, criterion, *row in votes.values_list("item", "voter", "criterion", *fields)
        }
        self.material = last_material(self.items.values())
        self.taps: list[TapRow] = []
        self.moved: dict[Place, TapRow] = {}

    def places(self, taps: list[Arrival]) -> RawSQL:
        """The votes in the places of these taps, pair by pair: two lists would ask for every voter on every item."""
        pairs = {(tap.item, self.people[tap.participant].voter) for tap in taps if tap.participant in self.people}
        pairs = {(item, voter) for item, voter in pairs if item in self.items} or {(0, 0)}
        values = ", ".join(["(%s, %s)"] * len(pairs))
        return RawSQL(
            f"SELECT vote.id FROM (VALUES {values}) AS place JOIN recommendations_vote vote"
            " ON vote.item_id = place.column1 AND vote.voter_id = place.column2",
            [number for pair in pairs for number in pair],
        )

    def voter_of(self, tap: Arrival) -> int | None:
        """The voter behind a tap, where that one is on the roll of its ballot."""
        person = self.people.get(tap.participant)
        return person.voter if person and (tap.ballot, person.voter) in self.rolls else None

    def take(self, tap: Arrival) -> Refused | Later | None:
        """Say why a tap does not count, or note what it changes. A known key changes nothing, also after closing."""
        voter = self.voter_of(tap)
        if voter is not None and (voter, tap.key) in self.known:
            return None
        with translation.override(tap.language):
            if (refusal := self.check(tap, voter)) or voter is None:
                return refusal or Refused(_("You are not on the roll of this ballot."), 403)
        self.known.add((voter, tap.key))
        revision = tap.revision or self.items[tap.item].wording
        row = TapRow(
            voter, tap.key, tap.ballot, tap.item, tap.criterion, tap.choice, tap.why, revision, tap.device, tap.tap
        )
        self.taps.append(row)
        place = (tap.item, voter, tap.criterion)
        if not is_older(tap, self.standing.get(place)):
            self.standing[place] = Standing(tap.choice, row.revision, tap.device, tap.tap)
            self.moved[place] = row
        return None

    def check(self, tap: Arrival, voter: int | None) -> Refused | Later | None:
        """Why a tap cannot count: not you, not there, not now, not so."""
        held = tap.credential
        if self.credentials.get(held[:2]) != tap.participant or held.visit in self.over:
            return SIGNED_OUT
        item = self.items.get(tap.item)
        if item is None or item.ballot != tap.ballot:
            return Refused(_("There is nothing to vote on here any more."), 404)
        if voter is None or not self.people[tap.participant].may_vote:
            return Refused(_("You are not on the roll of this ballot."), 403)
        ballot = self.ballots[tap.ballot]
        if reason := why_closed(ballot):
            return Refused(reason, 409)
        if item.status == Recommendation.Status.WITHDRAWN:
            return Refused(_("Its author has withdrawn this recommendation."), 409)
        criteria, choices = CHOICES.get(ballot.kind, ((), ()))
        if tap.criterion not in criteria or tap.choice not in choices or (tap.revision or 1) > item.wording:
            return Refused(_("This is not an answer that the ballot knows."), 422)
        return None

    def write(self) -> None:
        """Keep every tap, and the last one of each place as the vote that counts."""
        if self.taps:
            tap_rows.insert(self.taps)
        if self.moved:
            tap_rows.upsert(self.moved.values())

    def move(self, sessions: list[Session]) -> dict[int, int]:
        """Move the feeds of the sessions that got a tap. Returns each session's version now."""
        touched = {self.ballots[tap.ballot].session_id for tap in self.taps}
        still = Feed.objects.filter(session__in=[row for row in sessions if row.pk not in touched])
        versions = dict(still.values_list("session", "version"))
        return versions | feed.all_changed([row for row in sessions if row.pk in touched])

    def counted(self, tap: Arrival, versions: dict[int, int]) -> Counted:
        """The answer to a tap that is in the database: what counts now in its place."""
        item, voter = self.items.get(tap.item), self.people[tap.participant].voter
        stands = self.standing.get((tap.item, voter, tap.criterion))
        if item is None or stands is None:
            return Counted(max(versions.values(), default=0), "")
        again = stands.revision < self.material.get(item.recommendation or 0, 0) and stands.choice != ""
        return Counted(versions[self.ballots[item.ballot].session_id], stands.choice, again)


def is_older(tap: Arrival, stands: Standing | None) -> bool:
    """Whether the same device tapped something newer that counts already; between devices the later commit counts."""
    if stands is None or tap.device is None or tap.device != stands.device:
        return False
    return tap.tap is not None and stands.tap is not None and tap.tap < stands.tap


def why_closed(ballot: Ballot) -> str:
    """A sentence where a ballot takes no votes now, else nothing."""
    if ballot.state == Ballot.State.DRAFT:
        return _("Voting has not opened yet.")
    over = ballot.closes_at is not None and ballot.closes_at <= timezone.now()
    if ballot.state == Ballot.State.OPEN and not over:
        return ""
    closed = ballot.closed_at or ballot.closes_at
    if closed is None:
        return _("Voting has closed. What you sent before is counted.")
    at = time_format(closed.astimezone(ballot.session.consultation.tz), "H:i")
    return _("Voting closed at %(time)s. What you sent before is counted.") % {"time": at}


def last_material(items: Iterable[Asked]) -> dict[int, int]:
    """For each recommendation, the number of its last wording that changed the meaning."""
    changed = {item.recommendation for item in items if item.wording > 1}
    rows = Revision.objects.filter(recommendation__in=changed, kind=Revision.Kind.MATERIAL) if changed else []
    found: dict[int, int] = defaultdict(int)
    for row in rows:
        found[row.recommendation_id] = max(found[row.recommendation_id], row.n)
    return found
