"""What `manage.py demo` does with its options: one large room, links, and sentences for what cannot be done."""

from collections import Counter

import pytest
from django.core.management import CommandError, call_command

from eventapp.demo import build, large
from participants import sign_in
from participants.models import Consultation, Participant
from recommendations.models import Ballot, Recommendation, Roll, Vote
from sessions.models import Seat

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo() -> Consultation:
    build.once()
    return Consultation.objects.get(slug="shenzhen-2019")


def counts() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Participant, Seat, Recommendation, Vote))


def test_one_room_seats_everybody_with_so_many_items_and_votes(capsys):
    call_command("demo", participants=120, breakout="d", items=70, votes=500)
    demo = Consultation.objects.get()

    assert Counter(Seat.objects.values_list("session__level__letter", flat=True)) == {"d": 120}
    assert Roll.objects.count() == 120
    assert Ballot.objects.get().items.count() == 70
    assert Vote.objects.exclude(choice="").count() == 500
    assert Counter(row.phase for row in build.breakouts(demo).values()) == {"scheduled": 4, "collecting": 1}
    assert sign_in.find(demo, "demo-participant-120").participant.name.endswith(" 120")
    assert sign_in.find(demo, "demo-moderator").participant.assignments.get().session.level.letter == "c"


def test_a_large_room_grows_out_of_the_demo_and_keeps_what_is_there(demo):
    votes = Vote.objects.count()

    large.fill(letter="c", participants=60, items=20, earlier=100)
    large.fill(letter="c", participants=60, items=20)

    seats = Counter(Seat.objects.values_list("session__level__letter", flat=True))
    assert seats == {"c": 60}
    assert Roll.objects.filter(ballot__session__level__letter="c").count() == 60
    assert Recommendation.objects.filter(level__letter="c").count() == 20
    assert Vote.objects.count() == votes + 100


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"breakout": "a", "participants": 5}, "collects no more"),
        ({"participants": 0}, "at least one participant"),
        ({"items": -1}, "at least one participant"),
        ({"participants": 40, "items": 12, "votes": 100_000}, "votes to give"),
    ],
)
def test_what_cannot_be_done_is_said_and_changes_nothing(demo, options, sentence):
    before = counts()

    with pytest.raises(CommandError, match=sentence):
        call_command("demo", **options)

    assert counts() == before


def test_links_are_printed_for_each_role(demo, capsys, settings):
    settings.PUBLIC_URL = "http://192.0.2.7:8080"

    call_command("demo", links=True)

    lines = capsys.readouterr().out.splitlines()
    assert [line.rsplit("#", 1)[1] for line in lines] == [
        "demo-organiser",
        "demo-moderator",
        "demo-rapporteur",
        "demo-screen",
        "demo-participant-3",
        "demo-participant-8",
    ]
    assert lines[0] == "organiser            http://192.0.2.7:8080/shenzhen-2019/enter/#demo-organiser"


def test_links_need_the_demo():
    with pytest.raises(CommandError, match=r"Type: manage\.py demo"):
        call_command("demo", links=True)
