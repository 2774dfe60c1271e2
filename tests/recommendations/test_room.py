from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from participants.limits import TooFast
from recommendations import submission, voting
from recommendations.models import Practice, Recommendation, Vote
from sessions.models import Session


def room_of(breakout) -> str:
    return reverse("recommendations:room", args=["shenzhen-2019", breakout.pk])


def test_a_room_page_shows_the_question_and_what_was_said(client_of, collecting, ana, item):
    page = client_of(ana).get(room_of(collecting))

    assert page.status_code == 200
    text = page.content.decode()
    assert "What should universities do next?" in text
    assert "Give every teacher forty paid hours a year." in text
    assert f'data-item="{item.pk}"' in text
    assert f'data-ballot="{item.ballot_id}"' in text


def test_a_plain_form_submits_and_the_room_sees_it(client_of, collecting, ana):
    answer = client_of(ana).post(
        room_of(collecting) + "recommendations/",
        {"text": "Pay every teacher for redesigning courses.", "type": "research", "sdg_target": "4.3"},
    )

    assert (answer.status_code, answer.headers["Location"]) == (302, room_of(collecting))
    assert [row.words.text for row in Recommendation.objects.all()] == ["Pay every teacher for redesigning courses."]


def test_a_submitted_text_that_is_too_short_stays_in_the_form(client_of, collecting, ana):
    answer = client_of(ana).post(
        room_of(collecting) + "recommendations/", {"text": "Too short.", "type": "research", "sdg_target": "4.3"}
    )

    assert answer.status_code == 422
    assert "10 characters are missing" in answer.content.decode()
    assert "Too short.</textarea>" in answer.content.decode()
    assert Recommendation.objects.count() == 0


def test_a_plain_form_votes(client_of, collecting, ana, item):
    answer = client_of(ana).post(
        room_of(collecting) + "votes/", {"ballot": item.ballot_id, "item": item.pk, "choice": "support"}
    )

    assert (answer.status_code, answer.headers["Location"]) == (302, f"{room_of(collecting)}#item-{item.pk}")
    assert [vote.choice for vote in Vote.objects.all()] == ["support"]


def test_a_vote_at_another_room_s_address_is_not_there(client_of, collecting, ana, item, consultation):
    plenary = Session.objects.create(consultation=consultation, kind=Session.Kind.PLENARY, title="Plenary")

    answer = client_of(ana).post(
        room_of(plenary) + "votes/", {"ballot": item.ballot_id, "item": item.pk, "choice": "support"}
    )

    assert answer.status_code == 404
    assert Vote.objects.count() == 0


def test_a_script_votes_and_hears_counted(client_of, collecting, ana, item):
    key = str(uuid4())

    answer = client_of(ana).post(
        room_of(collecting) + "votes/",
        {"ballot": item.ballot_id, "item": item.pk, "choice": "not_now", "key": key},
        headers={"Accept": "application/json"},
    )

    said = answer.json()
    assert (answer.status_code, said["type"], said["key"], said["now"]) == (200, "counted", key, "not_now")
    assert answer.headers["X-Eventapp"] == "1"


def test_the_personal_part_knows_own_votes_only(client_of, collecting, ana, bao, item, tap):
    voting.cast(taps=[tap(bao, item, "not_now")])

    said = client_of(ana).get(room_of(collecting) + "mine/").json()

    assert (said["votes"], said["can_vote"], said["ballot"]) == ({}, True, item.ballot_id)


def test_a_visitor_reads_and_can_take_a_seat(client_of, collecting, visitor):
    browser = client_of(visitor)

    assert "Take a seat here" in browser.get(room_of(collecting)).content.decode()
    assert browser.post(room_of(collecting) + "seat/").status_code == 302
    assert visitor.seats.get().session == collecting


def test_a_stranger_is_sent_to_the_door(client, breakout):
    answer = client.get(room_of(breakout))

    assert answer.headers["Location"].startswith("/shenzhen-2019/enter/?next=")


def test_state_says_everything_once_and_nothing_twice(client_of, collecting, ana, item):
    browser = client_of(ana)

    first = browser.get(room_of(collecting) + "state/?audience=phone&since=")
    frames = first.json()
    since = ",".join(f"{frame['feed']}:{frame['version']}" for frame in frames)

    assert {frame["feed"]: frame["since"] for frame in frames}[f"s{collecting.pk}"] is None
    assert f"item-{item.pk}" in "".join(frame["html"] for frame in frames)
    assert browser.get(room_of(collecting) + f"state/?audience=phone&since={since}").json() == []
    again = browser.get(room_of(collecting) + "state/?audience=phone", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304


def test_a_practice_keeps_the_pace_and_the_limit_of_what_people_say(collecting, ana, bao, say):
    def tell(n: int = 0) -> Practice:
        words = f"A bus brings tablets to {n} islands."
        return submission.submit_practice(breakout=collecting, author=ana, words=words)

    tell()
    with pytest.raises(TooFast):
        tell(1)
    Practice.objects.update(submitted_at=timezone.now() - timedelta(minutes=1))
    tell(2)

    say(collecting, bao)
    common = {"breakout": collecting, "author": bao, "words": "A radio school teaches every evening."}
    with pytest.raises(TooFast):
        submission.submit_practice(**common)
    Recommendation.objects.update(submitted_at=timezone.now() - timedelta(minutes=1))
    submission.submit_practice(**common)


def test_fifty_practices_in_a_room_are_as_many_as_fit(collecting, ana):
    fields = {"consultation": collecting.consultation, "level": collecting.level, "session": collecting}
    Practice.objects.bulk_create(Practice(**fields, author=ana, text=f"Practice {n}") for n in range(50))

    with pytest.raises(ValidationError, match="You have sent 50 texts to this room"):
        submission.submit_practice(breakout=collecting, author=ana, words="A bus brings tablets to islands.")


def test_one_draft_sent_from_two_tabs_is_refused_and_its_number_said(client_of, collecting, ana, bao):
    address, said = room_of(collecting) + "recommendations/", "Pay every teacher for redesigning courses."

    def send(who, words=said):
        fields = {"text": words, "type": "research", "sdg_target": "4.3", "key": str(uuid4())}
        return client_of(who).post(address, fields, headers={"Accept": "application/json"})

    number = send(ana).json()["number"]
    again = send(ana, f"  {said}\n")

    assert (again.status_code, again.json()["reason"]) == (422, f"You have said this already: it is {number}.")
    assert send(bao).status_code == 200  # others may say the same
    submission.withdraw(recommendation=Recommendation.objects.get(author=ana), by=ana)
    Recommendation.objects.update(submitted_at=timezone.now() - timedelta(minutes=1))
    assert send(ana).status_code == 200  # what was taken back can be said anew
