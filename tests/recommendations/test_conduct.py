from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from recommendations import ballots, conduct, curation, queries, voting
from recommendations.answers import Counted
from recommendations.models import Ballot, Voter
from sessions import presence
from sessions.models import Phase, Session


def page_of(breakout) -> str:
    return reverse("recommendations:conduct", args=["shenzhen-2019", breakout.pk])


def move(client, breakout, seen, to, **fields):
    address = reverse("recommendations:move_on", args=["shenzhen-2019", breakout.pk])
    return client.post(address, {"seen": seen, "to": to} | fields)


def phase(breakout) -> str:
    breakout.refresh_from_db()
    return breakout.phase


@pytest.mark.parametrize(
    ("who", "status"), [("mina", 200), ("olga", 200), ("ravi", 403), ("ana", 403), ("visitor", 403)]
)
def test_moderators_and_organisers_conduct(who, status, client_of, breakout, request):
    client = client_of(request.getfixturevalue(who))

    assert client.get(page_of(breakout)).status_code == status
    assert move(client, breakout, "scheduled", "collecting").status_code == (302 if status == 200 else 403)
    assert phase(breakout) == ("collecting" if status == 200 else "scheduled")


def test_a_stranger_is_sent_to_the_door(client_of, breakout):
    assert client_of(None).get(page_of(breakout)).status_code == 302
    assert move(client_of(None), breakout, "scheduled", "collecting").status_code == 403


def test_a_plenary_has_no_phases(client_of, consultation, olga):
    plenary = Session.objects.create(consultation=consultation, kind="plenary", title="Opening")

    assert client_of(olga).get(page_of(plenary)).status_code == 404
    assert move(client_of(olga), plenary, "scheduled", "collecting").status_code == 404


def test_one_button_leads_through_the_phases(client_of, breakout, mina):
    client = client_of(mina)
    names = ["Open the room: speak and vote", "Close voting", "Report: publish the results"]

    for name, seen, to in zip(names, Phase.values, Phase.values[1:], strict=False):
        assert name in client.get(page_of(breakout)).content.decode()
        assert move(client, breakout, seen, to).status_code == 302
    assert phase(breakout) == "reported"
    assert "btn wide" not in client.get(page_of(breakout)).content.decode()


def test_the_page_says_who_is_here_who_has_answered_and_what_changed_last(client_of, collecting, mina, ana):
    presence.arrive(session=collecting, participant=ana)
    presence.arrive(session=collecting, participant=mina)

    text = client_of(mina).get(page_of(collecting)).content.decode()

    assert "1 of 2 are here." in text
    assert "0 of 2 people in the room have answered." in text
    assert "Scheduled → Collecting, moderator" in text
    assert 'data-until="2019-09-24T12:10:00+08:00"' in text


def test_a_script_gets_the_part_that_changes(client_of, collecting, mina):
    answer = client_of(mina).get(page_of(collecting), headers={"Accept": "application/json"})

    assert list(answer.json()) == ["html"]
    assert 'id="conduct"' in answer.json()["html"]
    assert 'id="conduct-more"' in answer.json()["html"]


def test_the_page_warns_of_an_empty_shortlist(client_of, collecting, mina, ravi, ana, say):
    row = say(collecting, ana)
    conduct.move_on(breakout=collecting, to=Phase.CURATING, by=mina)
    before = client_of(mina).get(page_of(collecting)).content.decode()
    curation.shortlist(recommendation=row, by=ravi)

    assert "The shortlist is empty." in before
    assert "1 recommendation is on the shortlist." in client_of(mina).get(page_of(collecting)).content.decode()


def test_going_back_needs_a_reason_and_tells_it(client_of, collecting, mina):
    conduct.move_on(breakout=collecting, to=Phase.CURATING, by=mina)

    without = move(client_of(mina), collecting, "curating", "collecting", reason=" ")
    told = move(client_of(mina), collecting, "curating", "collecting", reason="Two people came late.")

    assert (without.status_code, told.status_code) == (422, 302)
    assert "Please say why the breakout goes back" in without.content.decode()
    assert phase(collecting) == "collecting"
    assert "Two people came late." in client_of(mina).get(page_of(collecting)).content.decode()
    assert queries.support_ballot(collecting).state == "open"


@pytest.mark.parametrize("to", ["collecting", "curating"])
def test_the_slower_of_two_moderators_is_told(to, client_of, collecting, olga):
    answer = move(client_of(olga), collecting, "scheduled", to)

    assert answer.status_code == 409
    assert "Somebody else was quicker: the breakout is in the phase “Collecting” now." in answer.content.decode()
    assert phase(collecting) == "collecting"


@pytest.mark.parametrize(
    "fields",
    [{"seen": "nonsense"}, {"to": "nonsense"}, {"to": "reported"}, {"to": "collecting"}, {"reason": "x" * 301}],
)
def test_what_is_no_move_changes_nothing(fields, client_of, collecting, mina):
    answer = move(client_of(mina), collecting, **({"seen": "collecting", "to": "curating"} | fields))

    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert phase(collecting) == "collecting"


def test_one_seat_or_three_cost_the_same(client_of, collecting, mina, enrol):
    client = client_of(mina)

    def cost():
        with CaptureQueriesContext(connection) as made:
            client.get(page_of(collecting))
        return len(made)

    cost()
    before = cost()
    for name in ("Eva", "Fay"):
        presence.arrive(session=collecting, participant=enrol(name, seat=collecting))

    assert cost() == before


def test_going_back_says_that_votes_stay_only_where_they_do(client_of, collecting, mina):
    conduct.move_on(breakout=collecting, to=Phase.CURATING, by=mina)
    closed = client_of(mina).get(page_of(collecting)).content.decode()
    conduct.move_on(breakout=collecting, to=Phase.REPORTED, by=mina)
    conduct.move_on(breakout=collecting, to=Phase.CURATING, by=mina, reason="One text was forgotten.")
    published = client_of(mina).get(page_of(collecting)).content.decode()

    assert ("all votes stay" in closed, "a new vote begins" in closed) == (True, False)
    assert ("all votes stay" in published, "a new vote begins" in published) == (False, True)


def test_a_reason_is_kept_as_clean_text_on_one_line(client_of, collecting, mina):
    conduct.move_on(breakout=collecting, to=Phase.CURATING, by=mina)

    answer = move(
        client_of(mina), collecting, "curating", "collecting", reason="\u202eTwo came\x07 late,\r\nand\u2066 spoke."
    )

    assert answer.status_code == 302
    assert collecting.phase_changes.last().reason == "Two came late, and spoke."


def test_a_reason_that_no_table_holds_is_refused_in_words(collecting, mina):
    conduct.move_on(breakout=collecting, to=Phase.CURATING, by=mina)

    with pytest.raises(ValidationError, match="This is too long to keep"):
        conduct.move_on(breakout=collecting, to=Phase.COLLECTING, by=mina, reason="👨‍👩‍👧‍👦" * 100)

    assert phase(collecting) == "curating"


def test_a_ballot_that_opens_again_forgets_the_time_that_was_set_for_closing(collecting, mina, ana, item, tap):
    Ballot.objects.update(closes_at=timezone.now() - timedelta(minutes=1))
    conduct.close_due()
    conduct.move_on(breakout=collecting, to=Phase.CURATING, by=mina)
    conduct.move_on(breakout=collecting, to=Phase.COLLECTING, by=mina, reason="Two people came late.")

    conduct.close_due()
    [answer] = voting.cast(taps=[tap(ana, item, "support")])

    assert (queries.support_ballot(collecting).state, type(answer)) == ("open", Counted)


def test_a_ballot_closes_once_and_what_was_frozen_stays(collecting, ana, item, tap, ballot):
    voting.cast(taps=[tap(ana, item, "support")])
    ballots.close(ballot)
    closed_at = ballot.closed_at
    Voter.objects.update(country="FR")

    ballots.close(ballot)

    assert ballot.closed_at == closed_at
    assert ballot.roll.get(voter__participant=ana).country == "PH"
