"""The same few people in every test: a participant, a rapporteur, a moderator, an organiser, a stranger."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone, translation

from participants import sign_in
from participants.models import Consultation, Grant, Level, Participant
from recommendations import ballot_box, conduct, queries, submission
from recommendations.answers import Arrival
from recommendations.models import BallotItem, Recommendation
from sessions.models import Assignment, Phase, Room, Seat, Session

LETTERS = [
    ("a", "policy", "Policy measures"),
    ("b", "platforms", "Enablers/platforms"),
    ("c", "providers", "Institutional/training providers"),
    ("d", "learners", "Youth and adult learners"),
    ("e", "partners", "Partnerships"),
]
Enrol = Callable[..., Participant]


@pytest.fixture(autouse=True)
def _full_buckets() -> None:
    """Limits live in the process; each test starts with full ones."""
    ballot_box.VOTES.refill()


@pytest.fixture(autouse=True)
def _nobody_reads_yet() -> None:
    """A page that was asked for leaves its reader's language and zone in the thread."""
    translation.activate("en")
    timezone.deactivate()


@pytest.fixture(autouse=True)
def _plain_static_files(settings: Any) -> None:
    """A page asks for its styles by their plain names here: nothing was collected."""
    storage = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": storage}


@pytest.fixture
def consultation(db: None) -> Consultation:
    made = Consultation.objects.create(
        slug="shenzhen-2019",
        title="Regional Consultation",
        zone="Asia/Shanghai",
        starts="2019-09-24",
        ends="2019-09-25",
        is_demo=True,
    )
    for position, (letter, slug, title) in enumerate(LETTERS):
        Level.objects.create(consultation=made, letter=letter, slug=slug, title=title, position=position)
    made.refresh_from_db()
    return made


@pytest.fixture
def other_consultation(db: None) -> Consultation:
    return Consultation.objects.create(slug="elsewhere", title="Another consultation", zone="UTC")


@pytest.fixture
def level(consultation: Consultation) -> Level:
    return consultation.levels.get(letter="c")


@pytest.fixture
def breakout(consultation: Consultation, level: Level) -> Session:
    """The breakout of level c, still scheduled, in a room for forty."""
    room = Room.objects.create(consultation=consultation, name="Room 204", capacity=40)
    return Session.objects.create(
        consultation=consultation,
        level=level,
        room=room,
        kind=Session.Kind.BREAKOUT,
        title="Institutional/training providers",
        question="What should universities do next?",
        starts=datetime(2019, 9, 24, 2, 50, tzinfo=UTC),
        ends=datetime(2019, 9, 24, 4, 10, tzinfo=UTC),
    )


@pytest.fixture
def enrol(consultation: Consultation) -> Enrol:
    """Register somebody: enrol("Ana", country="PH", seat=breakout)."""

    def make(name: str, *, seat: Session | None = None, country: str = "PH", **fields: object) -> Participant:
        person = Participant.objects.create(
            consultation=consultation, name=name, country=country, **({"group": "higher_education"} | fields)
        )
        if seat:
            Seat.objects.create(session=seat, participant=person)
        return person

    return make


@pytest.fixture
def ana(enrol: Enrol, breakout: Session) -> Participant:
    """A participant with a seat in the breakout."""
    return enrol("Ana", seat=breakout, country="PH")


@pytest.fixture
def bao(enrol: Enrol, breakout: Session) -> Participant:
    """Another participant with a seat in the breakout."""
    return enrol("Bao", seat=breakout, country="VN")


@pytest.fixture
def visitor(enrol: Enrol) -> Participant:
    """A participant without a seat."""
    return enrol("Visitor", country="LK")


@pytest.fixture
def ravi(enrol: Enrol, breakout: Session) -> Participant:
    """The rapporteur of the breakout."""
    person = enrol("Ravi", country="IN", can_vote=False)
    Assignment.objects.create(session=breakout, participant=person, role=Assignment.Role.RAPPORTEUR)
    return person


@pytest.fixture
def mina(enrol: Enrol, breakout: Session) -> Participant:
    """The moderator of the breakout."""
    person = enrol("Mina", country="KR", can_vote=False)
    Assignment.objects.create(session=breakout, participant=person, role=Assignment.Role.MODERATOR)
    return person


@pytest.fixture
def olga(enrol: Enrol) -> Participant:
    """An organiser."""
    person = enrol("Olga", country="KZ", can_vote=False)
    Grant.objects.create(participant=person, role=Grant.Role.ORGANISER)
    return person


@pytest.fixture
def client_of() -> Callable[[Participant | Room | None], Client]:
    """A browser in which this participant (or this room's screen) has come in; None for a stranger."""

    def make(who: Participant | Room | None) -> Client:
        client = Client()
        if who is not None:
            owner = {"room": who} if isinstance(who, Room) else {"participant": who}
            _secret, code = sign_in.issue(**owner)
            credential = sign_in.find(who.consultation, code)
            session = client.session
            session["in"] = {who.consultation.slug: [credential.pk, credential.issue]}
            session.save()
            client.cookies["eventapp"] = str(session.session_key)
        return client

    return make


@pytest.fixture
def collecting(breakout: Session, mina: Participant, ana: Participant, bao: Participant) -> Session:
    """The breakout, collecting, with Ana and Bao seated and on the roll."""
    conduct.move_on(breakout=breakout, to=Phase.COLLECTING, by=mina)
    breakout.refresh_from_db()
    return breakout


@pytest.fixture
def say() -> Callable[..., Recommendation]:
    """Somebody says something in a breakout: say(breakout, ana, "…")."""

    def make(
        breakout: Session, author: Participant, words: str = "Give every teacher forty paid hours a year.", **fields
    ):
        # Written by the rule behind `submit`, which does not ask how fast somebody types.
        with transaction.atomic():
            return submission.record(
                breakout=breakout,
                by=author,
                author=author,
                words=words,
                **({"type": "research", "sdg_target": "4.3"} | fields),
            )

    return make


@pytest.fixture
def item(collecting: Session, ana: Participant, say: Callable[..., Recommendation]) -> BallotItem:
    """One recommendation of Ana's, on the open ballot."""
    return say(collecting, ana).items.get()


@pytest.fixture
def tap() -> Callable[..., Arrival]:
    """One tap as it arrives: tap(ana, item, "support")."""

    def make(who: Participant, item: BallotItem, choice: str, **fields: object) -> Arrival:
        held = who.credentials.filter(ended_at=None, kind="code").first()
        if held is None:
            sign_in.issue(participant=who)
            held = who.credentials.get(ended_at=None, kind="code")
        return Arrival(
            **(
                {
                    "participant": who.pk,
                    "credential": sign_in.Held(held.pk, held.issue),
                    "key": uuid4(),
                    "ballot": item.ballot_id,
                    "item": item.pk,
                    "choice": choice,
                }
                | fields
            )
        )

    return make


@pytest.fixture
def ballot(item: BallotItem):
    return queries.support_ballot(item.ballot.session)
