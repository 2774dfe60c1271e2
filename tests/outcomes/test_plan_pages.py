"""The plan as organisers fill it in, and as everybody else reads it."""

from collections.abc import Callable

import pytest
from django.test import Client

from outcomes import plan as rules
from outcomes.models import Action
from participants.models import Consultation, Grant, Participant
from recommendations.models import Recommendation
from tests.outcomes.plans import SECRETS

PLAN = "/shenzhen-2019/plan/"
ClientOf = Callable[[Participant | None], Client]


def cell_of(action: Action, column: str) -> str:
    return f"{PLAN}{action.number}/{column}/"


def test_the_organiser_adopts_from_the_page(organiser: Client, shortlisted: Callable[..., Recommendation]) -> None:
    said = shortlisted("Give every teacher forty paid hours a year.")
    assert "1 shortlisted recommendation not yet in the plan" in organiser.get(f"{PLAN}?level=c").content.decode()

    answer = organiser.post(f"{PLAN}adopt/{said.number}/", follow=True)

    assert answer.redirect_chain == [(f"{PLAN}?level=c#RAP-0001", 302)]
    assert f"{said.number} is in the plan as RAP-0001." in answer.content.decode()
    assert "not yet in the plan" not in answer.content.decode()


def test_a_refused_adoption_says_why(organiser: Client, shortlisted: Callable[..., Recommendation]) -> None:
    said = shortlisted("Give every teacher forty paid hours a year.", status="received")

    answer = organiser.post(f"{PLAN}adopt/{said.number}/", follow=True)

    assert f"{said.number} is not on the shortlist of its breakout." in answer.content.decode()
    assert not Action.objects.exists()


def test_a_cell_is_edited_by_a_plain_form(organiser: Client, action: Action) -> None:
    opened = organiser.get(cell_of(action, "lead"), follow=True)
    assert opened.redirect_chain == [(f"{PLAN}?level=c&cell=RAP-0001-lead#RAP-0001-lead", 302)]
    assert 'name="value"' in opened.content.decode()

    answer = organiser.post(cell_of(action, "lead"), {"value": "Angkor Open University", "before": ""})

    action.refresh_from_db()
    assert (answer.status_code, answer["Location"]) == (302, f"{PLAN}?level=c#RAP-0001")
    assert action.lead == "Angkor Open University"


def test_a_refused_cell_keeps_what_was_typed(organiser: Client, action: Action) -> None:
    answer = organiser.post(cell_of(action, "budget_y1"), {"value": "84,000", "before": ""})

    assert answer.status_code == 422
    assert 'value="84,000"' in answer.content.decode()
    assert "Please type the amount in digits" in answer.content.decode()


def test_with_htmx_only_the_cell_and_what_follows_from_it_come_back(organiser: Client, action: Action) -> None:
    htmx = {"HX-Request": "true"}
    opened = organiser.get(cell_of(action, "budget_y1"), headers=htmx).content.decode()
    left = organiser.get(f"{cell_of(action, 'budget_y1')}?leave", headers=htmx).content.decode()
    saved = organiser.post(cell_of(action, "budget_y1"), {"value": "84000", "before": ""}, headers=htmx)

    assert opened.strip().startswith('<form id="RAP-0001-budget_y1"')
    assert left.strip().startswith('<div id="RAP-0001-budget_y1"')
    parts = ("RAP-0001-budget_y1", "RAP-0001-total", "RAP-0001-check", "plan-complete")
    assert [part for part in parts if f'id="{part}"' not in saved.content.decode()] == []
    assert "84,000" in saved.content.decode()
    assert "<html" not in saved.content.decode()


def test_a_conflict_shows_both_and_then_lets_go_on(organiser: Client, action: Action, olga: Participant) -> None:
    rules.edit_cell(action=action, column="lead", value="UPM", by=olga)
    htmx = {"HX-Request": "true"}

    refused = organiser.post(cell_of(action, "lead"), {"value": "ICHEI", "before": ""}, headers=htmx)

    assert refused.status_code == 409
    assert 'name="before" value="UPM"' in refused.content.decode()
    assert 'name="value" value="ICHEI"' in refused.content.decode()
    assert organiser.post(cell_of(action, "lead"), {"value": "ICHEI", "before": "UPM"}, headers=htmx).status_code == 200


def test_an_open_cell_shows_its_history(organiser: Client, action: Action, olga: Participant) -> None:
    rules.edit_cell(action=action, column="lead_agreed", value="proposed", by=olga)
    rules.edit_cell(action=action, column="lead_agreed", value="confirmed", by=olga)

    page = organiser.get(cell_of(action, "lead_agreed"), headers={"HX-Request": "true"}).content.decode()

    assert '<del><bdi dir="auto">Proposed</bdi></del> <ins><bdi dir="auto">Confirmed</bdi></ins>' in page
    assert page.count("Olga") == 2


def test_several_lines_survive_the_form(organiser: Client, action: Action) -> None:
    organiser.post(cell_of(action, "output"), {"value": "one\r\ntwo", "before": ""})
    answer = organiser.post(cell_of(action, "output"), {"value": "one\r\ntwo\r\nthree", "before": "one\r\ntwo"})

    action.refresh_from_db()
    assert (answer.status_code, action.output) == (302, "one\ntwo\nthree")


def test_the_page_says_how_complete_the_plan_is(organiser: Client, action: Action, olga: Participant) -> None:
    assert "0 of 1 action has lead, dates and indicator" in organiser.get(f"{PLAN}?level=c").content.decode()

    for column, value in {"lead": "UPM", "start": "2020-01-01", "end": "2020-12-31", "indicator": "x"}.items():
        rules.edit_cell(action=action, column=column, value=value, by=olga)

    assert "1 of 1 action has lead, dates and indicator" in organiser.get(f"{PLAN}?level=c").content.decode()


def test_markup_in_a_cell_is_text(organiser: Client, action: Action, olga: Participant) -> None:
    rules.edit_cell(action=action, column="output", value="<script>alert(1)</script>", by=olga)

    page = organiser.get(f"{PLAN}?level=c").content.decode()

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert" not in page


def test_others_read_neither_leads_nor_money(
    client_of: ClientOf, filled: Action, ana: Participant, ravi: Participant, mina: Participant
) -> None:
    for who in (None, ana, ravi, mina):
        page = client_of(who).get(PLAN)
        assert page.status_code == 200
        assert filled.activity in page.content.decode()
        assert [secret for secret in (*SECRETS.values(), "987,654", "<del>") if secret in page.content.decode()] == []


def test_only_organisers_and_the_secretariat_open_cells(
    client_of: ClientOf, filled: Action, ana: Participant, ravi: Participant, mina: Participant
) -> None:
    for who in (ana, ravi, mina):
        client = client_of(who)
        assert client.get(cell_of(filled, "lead")).status_code == 403
        assert client.post(cell_of(filled, "lead"), {"value": "x"}).status_code == 403
        assert client.post(f"{PLAN}adopt/c01/").status_code == 403
    assert client_of(None).post(cell_of(filled, "lead"), {"value": "x"}).status_code == 403
    Grant.objects.create(participant=ana, role=Grant.Role.SECRETARIAT)
    assert client_of(ana).post(cell_of(filled, "lead"), {"value": "UPM"}).status_code == 302


def test_what_belongs_to_another_consultation_is_not_found(
    client_of: ClientOf, action: Action, other_consultation: Consultation
) -> None:
    other = Participant.objects.create(consultation=other_consultation, name="Otto")
    Grant.objects.create(participant=other, role=Grant.Role.ORGANISER)
    said = action.sources.get().recommendation.number

    assert client_of(other).get(f"/elsewhere/plan/{action.number}/lead/").status_code == 404
    assert client_of(other).post(f"/elsewhere/plan/adopt/{said}/").status_code == 404


@pytest.mark.parametrize("address", ["RAP-9999/lead/", "RAP-0001/number/", "RAP-0001/nothing/"])
def test_no_other_cell_exists(organiser: Client, action: Action, address: str) -> None:
    assert organiser.get(PLAN + address).status_code == 404


@pytest.mark.parametrize("query", ["level=z", "cell=RAP-9999-lead", "cell=x", "cell=RAP-0001-number"])
def test_a_strange_question_is_answered_with_the_page(organiser: Client, action: Action, query: str) -> None:
    assert organiser.get(f"{PLAN}?{query}").status_code == 200
