"""Rows for invented people: registrations, seats, staff and fixed codes; in bulk, for rooms of thousands."""

import secrets
from collections.abc import Iterable

from django.utils import timezone

from participants import sign_in
from participants.models import Consultation, Credential, Grant, Participant
from participants.regions import region_of
from sessions.models import Assignment, Room, Seat, Session

from .people import MODERATORS, ORGANISER, RAPPORTEURS, Delegate, breakout_of, delegate

CODE = "demo-participant-{}"
BATCH = 500


def add_delegates(consultation: Consultation, numbers: Iterable[int], breakout: str = "") -> list[Participant]:
    """Register delegates by their numbers, with a code each, interested in the level where they will be seated."""
    levels = {row.letter: row for row in consultation.levels.all()}
    numbers = list(numbers)
    people = [registration(consultation, delegate(number)) for number in numbers]
    for number, person in zip(numbers, people, strict=True):
        person.interest = levels[breakout or breakout_of(number)]
    people = Participant.objects.bulk_create(people, batch_size=BATCH)
    add_codes(consultation, {CODE.format(number): person for number, person in zip(numbers, people, strict=True)})
    return people


def registration(consultation: Consultation, who: Delegate) -> Participant:
    """A confirmed registration that is not saved yet."""
    return Participant(
        consultation=consultation,
        name=who.name,
        country=who.country,
        region=region_of(who.country),
        organisation=who.organisation,
        group=who.group,
        language=who.language,
        consents={"take_part": timezone.now().isoformat()},
    )


def seat(breakout: Session, people: Iterable[Participant]) -> None:
    """Seat people in a breakout."""
    Seat.objects.bulk_create([Seat(session=breakout, participant=row, how="demo") for row in people], batch_size=BATCH)


def add_staff(consultation: Consultation, breakouts: dict[str, Session]) -> None:
    """Register the organiser, and a moderator and a rapporteur for each breakout; the demo's codes are those of c."""
    organiser = add_member(consultation, ORGANISER)
    Grant.objects.create(participant=organiser, role=Grant.Role.ORGANISER)
    add_codes(consultation, {"demo-organiser": organiser})
    for role, staff in ((Assignment.Role.MODERATOR, MODERATORS), (Assignment.Role.RAPPORTEUR, RAPPORTEURS)):
        for letter, who in staff.items():
            person = add_member(consultation, who)
            Assignment.objects.create(session=breakouts[letter], participant=person, role=role)
            add_codes(consultation, {f"demo-{role}" if letter == "c" else f"demo-{role}-{letter}": person})
    room = breakouts["c"].room
    assert room is not None  # the fixture gives every breakout one
    add_codes(consultation, {"demo-screen": room})


def add_member(consultation: Consultation, who: Delegate) -> Participant:
    person = registration(consultation, who)
    person.save()
    return person


def add_codes(consultation: Consultation, owners: dict[str, Participant] | dict[str, Room]) -> None:
    """Give out fixed codes, as `sign_in.issue` would a new one; only ever in a consultation that is a demo."""
    assert consultation.is_demo
    rows = []
    for code, owner in owners.items():
        whose = {"room": owner} if isinstance(owner, Room) else {"participant": owner}
        link = sign_in.digest_of_secret(secrets.token_urlsafe(16))  # nobody is given this one: the code opens the link
        rows += [
            Credential(kind=Credential.Kind.LINK, digest=link, **whose),
            Credential(kind=Credential.Kind.CODE, digest=sign_in.digest_of_code(consultation, code), **whose),
        ]
    Credential.objects.bulk_create(rows, batch_size=BATCH)
