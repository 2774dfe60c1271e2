"""One room as large as a test wants it: so many people seated, so many recommendations, so many earlier votes."""

from collections.abc import Iterator
from itertools import islice

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from participants.models import Consultation, Credential, Participant
from participants.sign_in import digest_of_code
from recommendations import ballots, queries
from recommendations.models import Vote
from sessions import feed
from sessions.models import Phase, Seat, Session

from . import agenda, build, crowd, rooms
from .people import LEVELS
from .votes import SILENT
from .words import PROPOSALS, Proposal


@transaction.atomic
def fill(*, letter: str, participants: int, items: int, earlier: int = 0) -> None:
    """Make one breakout large; what is there already is kept and counted."""
    consultation = build.find()
    if consultation is None:
        consultation = agenda.load()
        crowd.add_staff(consultation, build.breakouts(consultation))
    build.set_clock(consultation)
    breakout = build.breakouts(consultation)[letter]
    check_open(breakout)
    people = gather(consultation, breakout, letter, participants)
    if breakout.phase == Phase.SCHEDULED:
        rooms.open_room(breakout)
    elif ballot := queries.support_ballot(breakout):
        ballots.enrol(ballot, Participant.objects.filter(seats__session=breakout))
    there = breakout.recommendations.count()
    rooms.say(breakout, islice(sayings(letter), there, max(there, items)), people)
    vote(breakout, letter, people, earlier)
    feed.content_changed(breakout)


def check_open(breakout: Session) -> None:
    """Refuse a room that has stopped collecting."""
    if breakout.phase not in (Phase.SCHEDULED, Phase.COLLECTING):
        raise ValidationError(
            _("“%(breakout)s” collects no more. Choose a breakout that does: --breakout c.") % {"breakout": breakout}
        )


def gather(consultation: Consultation, breakout: Session, letter: str, participants: int) -> list[Participant]:
    """Delegates 1 to N, those who were missing added, all of them seated in this breakout and in no other."""
    codes = Credential.objects.filter(participant__consultation=consultation, kind=Credential.Kind.CODE)
    owners = dict(codes.values_list("digest", "participant"))
    known = {
        number: owners.get(digest_of_code(consultation, crowd.CODE.format(number)))
        for number in range(1, participants + 1)
    }
    crowd.add_delegates(consultation, [number for number, owner in known.items() if owner is None], letter)
    owners = dict(codes.values_list("digest", "participant"))
    wanted = [owners[digest_of_code(consultation, crowd.CODE.format(number))] for number in known]
    registered = Participant.objects.filter(consultation=consultation).in_bulk()
    people = [registered[owner] for owner in wanted if owner]
    reseat(breakout, people)
    return people


def reseat(breakout: Session, people: list[Participant]) -> None:
    """Seat everybody here, and free the seats that they held at the same time elsewhere."""
    held = dict(Seat.objects.filter(session__starts=breakout.starts).values_list("participant", "session"))
    moving = [row.pk for row in people if held.get(row.pk, breakout.pk) != breakout.pk]
    Seat.objects.filter(participant__in=moving, session__starts=breakout.starts).delete()
    crowd.seat(breakout, [row for row in people if held.get(row.pk) != breakout.pk])


def sayings(letter: str) -> Iterator[Proposal]:
    """The words of a level, then those of the others, then all of them again."""
    while True:
        for other in letter + LEVELS.replace(letter, ""):
            yield from PROPOSALS[other]


def vote(breakout: Session, letter: str, people: list[Participant], wanted: int) -> None:
    """Cast so many votes that are not there yet, person by person."""
    said = list(breakout.recommendations.order_by("id"))
    proposals = tuple(islice(sayings(letter), len(said)))
    cast = set(Vote.objects.filter(ballot__session=breakout).values_list("item", "voter__participant"))
    possible = (
        (item, person, choice)
        for item, person, choice in build.answers(breakout, said, proposals, people)
        if choice != SILENT and (item.pk, person.pk) not in cast
    )
    counted = rooms.answer(breakout, islice(possible, wanted))
    if counted < wanted:
        raise ValidationError(
            _("These people and recommendations have %(most)d votes to give; ask for no more.") % {"most": counted}
        )
