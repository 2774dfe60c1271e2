from collections import defaultdict
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from participants.models import Credential
from sessions import feed
from sessions.models import Feed, Session

from .answers import Answer, Arrival, Counted, Refused
from .models import Ballot, BallotItem, Recommendation, Revision, Roll, Tap, Vote

CRITERIA = ("answerable", "relevant", "deliverable", "equitable", "regional_value")
CHOICES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    Ballot.Kind.SUPPORT: (("",), ("support", "not_now", "unsure", "")),
    Ballot.Kind.ADOPTION: (("",), ("support", "live_with", "cannot_accept", "")),
    Ballot.Kind.CRITERIA: (CRITERIA, ("yes", "maybe", "no", "not_informed", "")),
    Ballot.Kind.IMPACT: (("impact", "feasibility"), ("1", "2", "3", "4", "5", "")),
}
Place = tuple[int, int, str]  # item, voter, criterion


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
    refused = [batch.take(tap) for tap in taps]
    batch.write()
    versions = batch.move(sessions)
    return [refusal or batch.counted(tap, versions) for tap, refusal in zip(taps, refused, strict=True)]


class Batch:
    """The rows that a handful of taps needs, each kind read once, and what they change."""

    def __init__(self, taps: list[Arrival]) -> None:
        self.items = (
            BallotItem.objects.select_related("ballot__session__consultation", "recommendation__current_revision")
            .filter(pk__in={tap.item for tap in taps}, ballot__in={tap.ballot for tap in taps})
            .in_bulk()
        )
        self.credentials = Credential.objects.in_bulk({tap.credential[0] for tap in taps})
        rolls = Roll.objects.select_related("voter__participant").filter(
            ballot__in={tap.ballot for tap in taps}, voter__participant__in={tap.participant for tap in taps}
        )
        self.rolls = {(roll.ballot_id, roll.voter.participant_id): roll for roll in rolls}
        voters = {roll.voter_id for roll in self.rolls.values()}
        known = Tap.objects.filter(voter__in=voters, key__in={tap.key for tap in taps})
        self.known = set(known.values_list("voter_id", "key"))
        votes = Vote.objects.select_related("tap").filter(item__in=self.items, voter__in=voters)
        self.votes: dict[Place, Vote] = {(vote.item_id, vote.voter_id, vote.criterion): vote for vote in votes}
        self.material = last_material(self.items.values())
        self.taps: list[Tap] = []
        self.moved: dict[Place, Vote] = {}

    def take(self, tap: Arrival) -> Refused | None:
        """Refuse a tap, or note what it changes. A known key changes nothing, also after closing."""
        roll = self.rolls.get((tap.ballot, tap.participant))
        if roll is not None and (roll.voter_id, tap.key) in self.known:
            return None
        if (refusal := self.check(tap, roll)) or roll is None:
            return refusal or Refused(_("You are not on the roll of this ballot."), 403)
        self.known.add((roll.voter_id, tap.key))
        row = Tap(
            voter_id=roll.voter_id,
            key=tap.key,
            ballot_id=tap.ballot,
            item_id=tap.item,
            criterion=tap.criterion,
            choice=tap.choice,
            why=tap.why[:600],
            revision=tap.revision or self.wording(tap.item),
            device=tap.device,
            tap=tap.tap,
        )
        self.taps.append(row)
        place = (tap.item, roll.voter_id, tap.criterion)
        if not is_older(row, self.votes.get(place)):
            self.votes[place] = self.moved[place] = Vote(
                item_id=tap.item,
                voter_id=roll.voter_id,
                ballot_id=tap.ballot,
                criterion=tap.criterion,
                choice=tap.choice,
                revision=row.revision,
                tap=row,
            )
        return None

    def check(self, tap: Arrival, roll: Roll | None) -> Refused | None:
        """Why a tap cannot count: not you, not there, not now, not so."""
        credential = self.credentials.get(tap.credential[0])
        if (
            credential is None
            or not credential.is_live
            or (credential.participant_id, credential.issue) != (tap.participant, tap.credential[1])
        ):
            return Refused(_("You have been signed out on this phone. Come in again to vote."), 403)
        item = self.items.get(tap.item)
        if item is None or item.ballot_id != tap.ballot:
            return Refused(_("There is nothing to vote on here any more."), 404)
        if roll is None or not roll.voter.participant or not roll.voter.participant.may_vote:
            return Refused(_("You are not on the roll of this ballot."), 403)
        if reason := why_closed(item.ballot):
            return Refused(reason, 409)
        if item.recommendation and item.recommendation.status == Recommendation.Status.WITHDRAWN:
            return Refused(_("Its author has withdrawn this recommendation."), 409)
        criteria, choices = CHOICES.get(item.ballot.kind, ((), ()))
        if tap.criterion not in criteria or tap.choice not in choices or (tap.revision or 1) > self.wording(tap.item):
            return Refused(_("This is not an answer that the ballot knows."), 422)
        return None

    def wording(self, item: int) -> int:
        recommendation = self.items[item].recommendation
        return recommendation.words.n if recommendation else 1

    def write(self) -> None:
        """Keep every tap, and the last one of each place as the vote that counts."""
        Tap.objects.bulk_create(self.taps)
        Vote.objects.bulk_create(
            self.moved.values(),
            update_conflicts=True,
            unique_fields=["item", "voter", "criterion"],
            update_fields=["choice", "revision", "tap", "ballot"],
        )

    def move(self, sessions: list[Session]) -> dict[int, int]:
        """Move the feeds of the sessions that got a tap. Returns each session's version now."""
        touched = {self.items[tap.item_id].ballot.session_id for tap in self.taps}
        still = Feed.objects.filter(session__in=[row for row in sessions if row.pk not in touched])
        versions = dict(still.values_list("session", "version"))
        return versions | {row.pk: feed.changed(row) for row in sessions if row.pk in touched}

    def counted(self, tap: Arrival, versions: dict[int, int]) -> Counted:
        roll, item = self.rolls[tap.ballot, tap.participant], self.items.get(tap.item)
        vote = self.votes.get((tap.item, roll.voter_id, tap.criterion))
        if item is None or vote is None:
            return Counted(max(versions.values(), default=0), "")
        again = vote.revision < self.material.get(item.recommendation_id or 0, 0) and vote.choice != ""
        return Counted(versions[item.ballot.session_id], vote.choice, again)


def is_older(tap: Tap, vote: Vote | None) -> bool:
    """Whether the same device tapped something newer that counts already; between devices the later commit counts."""
    if vote is None or tap.device is None or tap.device != vote.tap.device:
        return False
    return tap.tap is not None and vote.tap.tap is not None and tap.tap < vote.tap.tap


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


def last_material(items: Iterable[BallotItem]) -> dict[int, int]:
    """For each recommendation, the number of its last wording that changed the meaning."""
    changed = [item.recommendation_id for item in items if item.recommendation and item.recommendation.words.n > 1]
    rows = Revision.objects.filter(recommendation__in=changed, kind=Revision.Kind.MATERIAL) if changed else []
    found: dict[int, int] = defaultdict(int)
    for row in rows:
        found[row.recommendation_id] = max(found[row.recommendation_id], row.n)
    return found
