"""The demo as `make run` and the benchmarks find it: who is there, what was said, where each breakout stands."""

from collections import Counter
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from eventapp.demo import build
from participants import sign_in
from participants.models import Consultation, Participant
from recommendations.models import Ballot, Decision, Merge, Publication, Recommendation, Revision, Tap, Vote
from sessions.models import Assignment, Room, Seat

pytestmark = pytest.mark.django_db
Status = Recommendation.Status


@pytest.fixture
def demo() -> Consultation:
    build.once()
    return Consultation.objects.get(slug="shenzhen-2019")


def owner(consultation: Consultation, code: str) -> Participant | Room | None:
    credential = sign_in.find(consultation, code)
    return credential.participant or credential.room


def told() -> dict[str, list[tuple]]:
    """All that the demo says, without the numbers and times that a database gives."""
    words = Revision.objects.order_by("id").values_list("recommendation__number", "text", "why", "language", "by__name")
    votes = Vote.objects.order_by("id").values_list(
        "item__recommendation__number", "voter__participant__name", "choice"
    )
    people = Participant.objects.order_by("id").values_list("name", "country", "region", "group", "organisation")
    keys = Tap.objects.order_by("id").values_list("key", "choice")
    seeds = Ballot.objects.order_by("id").values_list("seed", "state")
    return {
        "words": list(words),
        "votes": list(votes),
        "people": list(people),
        "taps": list(keys),
        "seeds": list(seeds),
    }


def test_forty_people_from_fifteen_countries_are_seated_a_to_e_in_turn(demo):
    people = [owner(demo, f"demo-participant-{number}") for number in range(1, 41)]
    seats = dict(Seat.objects.values_list("participant", "session__level__letter"))

    assert [seats[person.pk] for person in people] == list("abcde") * 8
    assert len({person.country for person in people}) == 15
    assert len({person.group for person in people}) == 6
    assert [person.name for person in people if not person.region] == []


def test_staff_and_screen_are_those_of_c_and_the_organiser_decides(demo):
    staff = Assignment.objects.filter(session__level__letter="c").values_list("role", "participant")

    assert dict(staff) == {
        "moderator": owner(demo, "demo-moderator").pk,
        "rapporteur": owner(demo, "demo-rapporteur").pk,
    }
    assert owner(demo, "demo-screen").agenda.get().level.letter == "c"
    assert [grant.role for grant in owner(demo, "demo-organiser").grants.all()] == ["organiser"]
    assert Seat.objects.filter(participant__assignments__isnull=False).count() == 0


def test_a_has_reported_b_is_curating_and_the_others_collect(demo):
    phases = {letter: row.phase for letter, row in build.breakouts(demo).items()}
    states = dict(Ballot.objects.values_list("session__level__letter", "state"))

    assert list(phases.values()) == ["reported", "curating", "collecting", "collecting", "collecting"]
    assert list(states.values()) == ["published", "closed", "open", "open", "open"]
    assert Publication.objects.filter(withdrawn_at=None).count() == 1


def test_what_was_said_twice_is_merged_where_the_desk_has_been(demo):
    merges = [
        (row.into.number, [m.recommendation.number for m in row.memberships.all()]) for row in Merge.objects.all()
    ]
    standing = Counter(Recommendation.objects.values_list("level__letter", "status"))

    assert merges == [("a01", ["a09"]), ("b01", ["b09"])]
    assert [standing[letter, Status.SHORTLISTED] for letter in "ab"] == [5, 2]
    assert [standing[letter, Status.RECEIVED] for letter in "cde"] == [12, 12, 12]


def test_authors_of_what_was_set_aside_read_why(demo):
    told_why = Decision.objects.filter(what="set_aside").exclude(reason="")

    assert list(told_why.values_list("recommendation__number", flat=True)) == ["a06", "a08", "b04"]


def test_five_recommendations_have_at_least_30_percent_against(demo):
    choices = Counter(Vote.objects.values_list("item__recommendation__number", "choice"))
    numbers = list(Recommendation.objects.values_list("number", flat=True))
    answers = {
        number: sum(choices[number, choice] for choice in ("support", "not_now", "unsure")) for number in numbers
    }

    disputed = [number for number in numbers if choices[number, "not_now"] >= 0.3 * answers[number]]

    assert len(numbers) == 60
    assert disputed == ["a06", "b07", "c10", "d08", "e05"]


def test_the_phones_whose_links_are_printed_have_something_left_to_answer(demo):
    voter = owner(demo, "demo-participant-3").voter

    assert Vote.objects.filter(voter=voter).count() == 4


def test_country_and_heads_rank_something_differently_in_the_published_numbers(demo):
    items = Publication.objects.get().numbers["items"]

    assert [row["number"] for row in items if row["differs"]] == ["a03"]


def test_a_second_run_keeps_the_data_and_sets_the_clock(demo):
    demo.participants.update(organisation="changed by somebody")
    demo.clock_shift = timedelta()
    demo.save()
    before = told()

    assert build.once() is False

    demo.refresh_from_db()
    started = build.breakouts(demo)["c"].starts
    began = timezone.now() + demo.clock_shift - started
    assert told() == before
    assert abs(began - timedelta(minutes=10)) < timedelta(minutes=1)


def test_a_real_consultation_of_the_same_name_is_left_alone():
    Consultation.objects.create(slug="shenzhen-2019", title="A real one")

    with pytest.raises(ValidationError, match="leaves it alone"):
        build.once()


def test_the_demo_says_the_same_each_time():
    def afresh() -> dict[str, list[tuple]]:
        with transaction.atomic():
            build.once()
            heard = told()
            transaction.set_rollback(True)
        return heard

    assert afresh() == afresh()
