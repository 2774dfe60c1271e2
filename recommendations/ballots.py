import secrets

from django.utils import timezone

from participants.models import Participant
from participants.models.participant import ParticipantQuerySet
from sessions.models import Session

from . import queries
from .models import Ballot, BallotItem, Recommendation, Roll, Voter


def open_support(breakout: Session) -> Ballot:
    """Open the breakout's support ballot, under its feed's lock.

    The same one again where it was only closed, its taps stay; a published one never reopens, a new one follows it.
    """
    ballot = queries.support_ballot(breakout)
    if ballot is None or ballot.is_on_record:
        seed = secrets.randbits(32)
        ballot = Ballot(
            session=breakout, kind=Ballot.Kind.SUPPORT, question=breakout.question, follows=ballot, seed=seed
        )
    # A time that was set for closing belonged to the round before: left there, it would close this one at once.
    ballot.state, ballot.closes_at, ballot.closed_at = Ballot.State.OPEN, None, None
    ballot.opens_at = ballot.opens_at or timezone.now()
    ballot.save()
    open_items(ballot)
    enrol(ballot, Participant.objects.filter(seats__session=breakout))
    return ballot


def open_items(ballot: Ballot) -> None:
    """Put every recommendation of the breakout that is not on the ballot yet on it."""
    on_it = ballot.items.values("recommendation")
    rows = Recommendation.objects.filter(session=ballot.session).exclude(pk__in=on_it)
    BallotItem.objects.bulk_create(BallotItem(ballot=ballot, recommendation=row, position=row.pk) for row in rows)


def enrol(ballot: Ballot, people: ParticipantQuerySet) -> None:
    """Write those who may vote into the roll; whoever stands there already stays as they are."""
    people = people.voting()
    Voter.objects.bulk_create(
        Voter(
            consultation_id=person.consultation_id,
            participant=person,
            country=person.country,
            region=person.region,
            group=person.group,
        )
        for person in people.filter(voter=None)
    )
    voters = Voter.objects.filter(participant__in=people).exclude(rolls__ballot=ballot)
    Roll.objects.bulk_create([Roll(ballot=ballot, voter=voter) for voter in voters], ignore_conflicts=True)


def close(ballot: Ballot) -> None:
    """Close an open ballot under its feed's lock: freeze who was asked, with country, region and group."""
    if ballot.state != Ballot.State.OPEN:
        return  # what was frozen, and when, stays
    ballot.state, ballot.closed_at = Ballot.State.CLOSED, timezone.now()
    ballot.save(update_fields=["state", "closed_at"])
    voted = ballot.votes.exclude(choice="").values("voter")
    ballot.roll.filter(voter__participant__can_vote=False).exclude(voter__in=voted).delete()
    rolls = list(ballot.roll.select_related("voter"))
    for roll in rolls:
        roll.country, roll.region, roll.group = roll.voter.country, roll.voter.region, roll.voter.group
    Roll.objects.bulk_update(rolls, ["country", "region", "group"], batch_size=200)
