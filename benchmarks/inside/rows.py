"""One consultation with so many rooms alike: people seated, words said, a ballot open, earlier votes in the table."""

from itertools import islice
from uuid import uuid4

from django.db import transaction

from eventapp.demo import agenda, crowd, large
from eventapp.demo import build as demo
from eventapp.demo import rooms as demo_rooms
from participants.models import Consultation, Participant
from recommendations import queries
from recommendations.models import Tap, Vote, Voter
from sessions.models import Room, Session

from . import facts

LETTERS = "cdeab"
CHOICES = ("support", "support", "not_now", "unsure")
BATCH = 1000


@transaction.atomic
def build(*, rooms: int, people: int, items: int, earlier: int) -> None:
    """So many rooms, each with people who have not voted yet and `earlier` ones who answered every item."""
    consultation = agenda.load()
    levels = demo.breakouts(consultation)
    crowd.add_staff(consultation, levels)
    demo.set_clock(consultation)
    each = people + earlier
    delegates = crowd.add_delegates(consultation, range(1, rooms * each + 1), "c")
    told = []
    for number in range(rooms):
        like = levels[LETTERS[number % len(LETTERS)]]
        breakout = like if number < len(LETTERS) else another(consultation, like, number)
        if number:  # the demo gives the screen of the first its code
            crowd.add_codes(consultation, {f"screen-{number}": breakout.room})
        seated = delegates[number * each : (number + 1) * each]
        fill(breakout, seated, items, voted=seated[people:])
        told.append(facts.of(breakout, seated[:people]))
    facts.write(told)


def another(consultation: Consultation, like: Session, number: int) -> Session:
    """A breakout beside the first, at the same time in a room of its own, with the same desk."""
    room = Room.objects.create(consultation=consultation, name=f"Room {number}")
    breakout = Session.objects.create(
        consultation=consultation,
        level=like.level,
        room=room,
        kind=like.kind,
        title=f"{like.title} {number}",
        starts=like.starts,
        ends=like.ends,
    )
    for assignment in like.assignments.all():
        breakout.assignments.create(participant=assignment.participant, role=assignment.role)
    return breakout


def fill(breakout: Session, people: list[Participant], items: int, voted: list[Participant]) -> None:
    """Seat people, open the room, let so many things be said, and let those who voted earlier have voted."""
    crowd.seat(breakout, people)
    demo_rooms.open_room(breakout)
    demo_rooms.say(breakout, islice(large.sayings("c"), items), people)
    vote_all(breakout, voted)


def vote_all(breakout: Session, voted: list[Participant]) -> None:
    """The rows that the ballot box would have written, past it: thirty thousand taps are not what is measured."""
    ballot = queries.support_ballot(breakout)
    assert ballot is not None
    voters = Voter.objects.filter(participant__in=voted)
    places = [(item, voter) for voter in voters for item in ballot.items.all()]
    taps = Tap.objects.bulk_create(
        [
            Tap(voter=voter, key=uuid4(), ballot=ballot, item=item, choice=CHOICES[n % len(CHOICES)])
            for n, (item, voter) in enumerate(places)
        ],
        batch_size=BATCH,
    )
    Vote.objects.bulk_create(
        [Vote(item=tap.item, voter=tap.voter, ballot=ballot, choice=tap.choice, tap=tap) for tap in taps],
        batch_size=BATCH,
    )
