"""My page: what became of my words and of my support, my breakout, my data."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from eventapp.queries import story
from participants.models import Participant
from recommendations import ballot_box, conduct, curation, submission, voting
from recommendations.models import Recommendation
from sessions.models import Phase, Session

ME = "/shenzhen-2019/me/"


@pytest.fixture
def told(client_of) -> Callable[[Participant], list[tuple]]:
    """The steps that somebody reads of each of their recommendations: (number, titles, what may still come)."""

    def read(who: Participant) -> list[tuple]:
        page = client_of(who).get(ME)
        return [
            (row.number, [step.title for step in each.steps], [step.title for step in each.later])
            for row, each in page.context["own"]
        ]

    return read


@pytest.fixture
def curating(collecting: Session, mina: Participant) -> Callable[[], Session]:
    """Close the voting: curating()."""

    def close() -> Session:
        conduct.move_on(breakout=collecting, to=Phase.CURATING, by=mina)
        collecting.refresh_from_db()
        return collecting

    return close


def newest(recommendation: Recommendation) -> Recommendation:
    return Recommendation.objects.get(pk=recommendation.pk)


def test_my_words_are_received_and_may_go_far(told, collecting: Session, ana: Participant, say) -> None:
    said = say(collecting, ana)

    assert told(ana) == [(said.number, ["Received"], ["Shortlist", "In the plan"])]


def test_the_newest_of_mine_stands_first_and_others_do_not_stand_here(told, collecting, ana, bao, say) -> None:
    first, second = say(collecting, ana), say(collecting, ana, "Give every student a library card that works abroad.")
    say(collecting, bao, "Let every village have one person who repairs devices.")

    assert [number for number, *_rest in told(ana)] == [second.number, first.number]


def test_both_sides_of_a_merge_read_about_it(told, client_of, collecting, ana, bao, ravi, say) -> None:
    target, other = say(collecting, ana), say(collecting, bao, "Pay teachers for forty hours of learning each year.")
    curation.merge(into=target, others=[other], by=ravi)

    assert told(ana) == [(target.number, ["Received", "Another one merged into it"], ["Shortlist", "In the plan"])]
    assert told(bao) == [(other.number, ["Received", "Merged into"], [])]
    [(_row, read)] = client_of(bao).get(ME).context["own"]
    assert read.steps[-1].numbers == (target.number,)


def test_an_undone_merge_is_told_too(told, collecting, ana, bao, ravi, say) -> None:
    target, other = say(collecting, ana), say(collecting, bao, "Pay teachers for forty hours of learning each year.")
    merge = curation.merge(into=target, others=[other], by=ravi)
    curation.undo_merge(merge=merge, by=ravi)

    assert told(ana)[0][1] == ["Received"]
    assert told(bao)[0][1] == ["Received", "Merged into", "It stands on its own again, apart from"]


def test_other_words_stand_beside_my_own(client_of, collecting, ana, ravi, say) -> None:
    said = say(collecting, ana, "Give every teacher forty paid hours.")
    curation.reword(
        recommendation=said, by=ravi, words="Give every teacher sixty paid hours.", revision=1, material=True
    )
    [(_row, read)] = client_of(ana).get(ME).context["own"]

    assert read.original.text == "Give every teacher forty paid hours."
    assert [(step.title, step.words.text if step.words else "") for step in read.steps] == [
        ("Received", ""),
        ("Reworded", "Give every teacher sixty paid hours."),
    ]
    assert read.steps[-1].text == "The meaning changed, so those who had answered are asked again."


def test_words_that_were_put_back_are_told_as_such(told, collecting, ana, ravi, say) -> None:
    said = say(collecting, ana)
    decision = curation.reword(recommendation=said, by=ravi, words="Give teachers forty paid hours a year.", revision=1)
    curation.undo(decision=decision, by=ravi)

    assert told(ana)[0][1] == ["Received", "Reworded", "The wording before stands again"]


def test_what_is_set_aside_says_why(client_of, collecting, curating, ana, ravi, say) -> None:
    said = say(collecting, ana)
    curating()
    curation.set_aside(recommendation=newest(said), by=ravi, reason="Two others say it <better>.")
    page = client_of(ana).get(ME)

    assert page.context["own"][0][1].steps[-1].reason == "Two others say it <better>."
    assert page.context["own"][0][1].later == []
    assert "Two others say it &lt;better&gt;." in page.content.decode()


def test_the_way_to_the_shortlist_and_off_it(told, collecting, curating, ana, bao, ravi, say) -> None:
    said, other = say(collecting, ana), say(collecting, bao, "Pay teachers for forty hours of learning each year.")
    curating()
    for each in (said, other):
        curation.shortlist(recommendation=newest(each), by=ravi)
    curation.order_shortlist(recommendation=newest(said), by=ravi, place=2)
    assert told(ana) == [(said.number, ["Received", "Shortlisted"], ["Priority in plenary", "In the plan"])]

    curation.unshortlist(recommendation=newest(said), by=ravi)
    assert told(ana)[0][1] == ["Received", "Shortlisted", "Taken off the shortlist"]


@pytest.mark.parametrize(("agreed", "shown"), [({}, ""), ({"publish_name": "2019-09-01"}, "Ravi")])
def test_a_name_is_shown_of_who_agreed(client_of, collecting, ana, ravi, say, agreed: dict, shown: str) -> None:
    Participant.objects.filter(pk=ravi.pk).update(consents=agreed)
    curation.reword(recommendation=say(collecting, ana), by=ravi, words="Give teachers forty paid hours.", revision=1)

    assert client_of(ana).get(ME).context["own"][0][1].steps[-1].by == shown


@pytest.mark.parametrize(("choice", "moved"), [("support", True), ("not_now", False), ("", False)])
def test_where_my_support_went(client_of, collecting, ana, bao, ravi, say, tap, choice: str, moved: bool) -> None:
    target, other = say(collecting, ana), say(collecting, bao, "Pay teachers for forty hours of learning each year.")
    voting.cast(taps=[tap(ana, other.items.get(), "support"), tap(ana, other.items.get(), choice)])
    curation.merge(into=target, others=[other], by=ravi)

    assert client_of(ana).get(ME).context["moved"] == ([(other, target)] if moved else [])
    assert client_of(bao).get(ME).context["moved"] == []


def test_the_practices_that_i_told_of_stand_on_my_page_and_those_of_others_do_not(client_of, collecting, ana, bao):
    own, other = "A bus brings tablets to <five> islands.", "A radio school teaches every evening at six."
    for author, words in ((ana, own), (bao, other)):
        submission.submit_practice(breakout=collecting, author=author, words=words, why="Since 2016.")
    page = client_of(ana).get(ME).content.decode()

    assert "A bus brings tablets to &lt;five&gt; islands." in page
    assert "Since 2016." in page
    assert other not in page


def test_my_data_stands_on_my_page_without_my_address(client_of, enrol, breakout: Session) -> None:
    fields = {"organisation": "Lanterns for Learning", "email": "ana@example.org", "group": "learners"}
    ana = enrol("Ana <b>Cruz</b>", seat=breakout, consents={"take_part": "2019-09-01"}, **fields)
    page = client_of(ana).get(ME).content.decode()

    for said in (
        "Ana &lt;b&gt;Cruz&lt;/b&gt;",
        "Philippines",
        "Lanterns for Learning",
        "Learners and youth",
        "taking part",
    ):
        assert said in page
    assert "ana@example.org" not in page


def test_my_breakout_stands_on_my_page(client_of, breakout: Session, ana: Participant, visitor: Participant) -> None:
    assert "Room 204" in client_of(ana).get(ME).content.decode()
    assert "You have no seat in a breakout yet." in client_of(visitor).get(ME).content.decode()


def test_strangers_and_people_of_another_consultation_have_no_page_here(
    client_of, client: Client, ana, other_consultation
) -> None:
    guest = Participant.objects.create(consultation=other_consultation, name="Guest")

    assert client.get(ME).status_code == 302
    assert client_of(guest).get(ME).status_code == 302
    assert client_of(guest).get("/elsewhere/me/").status_code == 200


def test_my_page_is_kept_by_no_cache(client_of, ana: Participant) -> None:
    assert client_of(ana).get(ME)["Cache-Control"] == "private, no-store"


def test_three_recommendations_take_as_many_queries_as_one(client_of, collecting, ana, bao, ravi, say, tap) -> None:
    client = client_of(ana)

    def add(n: int) -> None:
        target, other = say(collecting, ana, f"Give every teacher {n} paid hours a year."), say(collecting, bao)
        voting.cast(taps=[tap(ana, other.items.get(), "support")])
        curation.merge(into=target, others=[other], by=ravi)
        curation.reword(recommendation=newest(target), by=ravi, words=f"Give teachers {n} paid hours.", revision=1)

    def count() -> int:
        ballot_box.VOTES.refill()
        with CaptureQueriesContext(connection) as queries:
            client.get(ME)
        return len(queries)

    add(1)
    one = count()
    add(2)
    add(3)

    assert count() == one


def test_a_story_can_be_told_of_any_decision(collecting, ana, say) -> None:
    said = say(collecting, ana)

    assert {story.title_of(said.decisions.model(what=what)) for what in story.What.values} >= {"Set aside", "Adopted"}
