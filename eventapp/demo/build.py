"""The demo from beginning to end: forty people who have met, spoken and voted."""

from collections.abc import Iterator
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from participants.models import Consultation, Participant
from recommendations import conduct, queries
from recommendations.models import BallotItem, Recommendation
from sessions import feed
from sessions.models import Phase, Session

from . import agenda, crowd, desks, rooms, votes
from .people import DELEGATES, breakout_of
from .words import PROPOSALS, Proposal

# People of c whose links are printed: they have answered the first items only, so that there is something left to do.
LATE, ANSWERED = (3, 8), 4
RUNNING = timedelta(minutes=10)  # how long the breakouts have been on when the demo starts


@transaction.atomic
def once() -> bool:
    """Load the consultation and play the demo, unless it is there; set its clock. Returns whether it was played."""
    consultation = find()
    if consultation is None:
        set_clock(play(agenda.load()))
        return True
    set_clock(consultation)
    return False


def find() -> Consultation | None:
    """The demo's consultation, where it has been loaded; a real one of the same name is left alone."""
    consultation = Consultation.objects.filter(slug=agenda.SLUG).first()
    if consultation and not consultation.is_demo:
        raise ValidationError(
            _("“%(slug)s” is a real consultation on this server; the demo leaves it alone.") % {"slug": agenda.SLUG}
        )
    return consultation


def breakouts(consultation: Consultation) -> dict[str, Session]:
    """The breakouts by the letter of their level."""
    rows = consultation.agenda.filter(kind=Session.Kind.BREAKOUT).select_related("level", "room", "consultation")
    return {row.level.letter: row for row in rows if row.level}


def set_clock(consultation: Consultation) -> None:
    """Shift the agenda's clock so that the breakouts began ten minutes ago."""
    first = consultation.agenda.filter(kind=Session.Kind.BREAKOUT, starts__isnull=False).earliest("starts")
    assert first.starts is not None
    consultation.clock_shift = first.starts + RUNNING - timezone.now()
    consultation.save(update_fields=["clock_shift"])
    feed.consultation_changed(consultation)


def play(consultation: Consultation) -> Consultation:
    """Let forty people come, speak and vote; a reports, b works at its desk, c, d and e go on collecting."""
    held = breakouts(consultation)
    crowd.add_staff(consultation, held)
    people = crowd.add_delegates(consultation, range(1, len(DELEGATES) + 1))
    for letter, breakout in held.items():
        seated = [person for number, person in enumerate(people, 1) if breakout_of(number) == letter]
        crowd.seat(breakout, seated)
        rooms.open_room(breakout)
        said = rooms.say(breakout, PROPOSALS[letter], seated)
        later = {(row.pk, people[number - 1].pk) for row in said[ANSWERED:] for number in LATE}
        given = answers(breakout, said, PROPOSALS[letter], seated)
        rooms.answer(breakout, (row for row in given if (row[0].recommendation_id, row[1].pk) not in later))
        if letter in desks.SHORTLISTED:
            desks.curate(breakout, said, letter)
    conduct.move_on(breakout=held["a"], to=Phase.REPORTED, by=rooms.moderator(held["a"]))
    return consultation


def answers(
    breakout: Session, said: list[Recommendation], proposals: tuple[Proposal, ...], people: list[Participant]
) -> Iterator[tuple[BallotItem, Participant, str]]:
    """What everybody answers to what was said, person by person."""
    ballot = queries.support_ballot(breakout)
    assert ballot is not None  # the room is open
    items = {item.recommendation_id: item for item in ballot.items.all()}
    countries, places = [row.country for row in people], {row.pk: place for place, row in enumerate(people)}
    taken = [
        votes.answers(proposal, countries, places.get(row.author_id or 0), votes.generator(breakout.title, row.number))
        for row, proposal in zip(said, proposals, strict=True)
    ]
    for place, person in enumerate(people):
        for row, choices in zip(said, taken, strict=True):
            yield items[row.pk], person, choices[place]
