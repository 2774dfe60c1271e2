"""The lead of an action edits it by a link: what it reaches, when it ends, and what stays behind."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone

from outcomes import plan as rules
from outcomes.models import Action, LeadLink
from participants import check_in
from participants.models import Consultation, Participant

DOOR = "/shenzhen-2019/plan/lead/"
SAVE = f"{DOOR}save/"
FAR = date(2099, 12, 31)
SENTENCE = "This link does not open an action, or not any more. Please ask the organisers for a new one."


@pytest.fixture(autouse=True)
def unhurried() -> None:
    check_in.WRONG.refill()


@pytest.fixture
def secret(action: Action, olga: Participant) -> str:
    return rules.give_link(action=action, by=olga, until=FAR)


@pytest.fixture
def lead(client: Client, secret: str) -> Client:
    """A phone on which the lead has opened the link."""
    assert client.post(DOOR, {"code": secret}).status_code == 302
    return client


def test_the_organiser_sees_the_link_once_and_only_a_digest_is_kept(organiser: Client, action: Action) -> None:
    address = f"/shenzhen-2019/plan/{action.number}/lead-link/"
    shown = organiser.post(address, {"until": "2099-12-31"}).content.decode()
    secret = shown.split("/plan/lead/#")[1].split('"')[0]
    again = organiser.get(address).content.decode()

    assert Client().post(DOOR, {"code": secret}).status_code == 302
    assert (secret in again, "A link is open until" in again) == (False, True)
    assert LeadLink.objects.get().digest != secret


def test_the_lead_edits_on_a_phone_and_the_history_says_so(lead: Client, action: Action) -> None:
    page = lead.get(DOOR).content.decode()
    answer = lead.post(SAVE, {
        "status": "implementation", "status-before": "pipeline", "start": "2020-01-01", "end": "2020-12-31",
        "output": "one\r\ntwo", "output-before": "",
    }, follow=True)  # fmt: skip

    action.refresh_from_db()
    assert "no-store" in answer["Cache-Control"]
    assert action.activity in page
    assert "Saved. The organisers see it at once." in answer.content.decode()
    assert (action.status, action.start, action.output, action.version) == (
        *("implementation", date(2020, 1, 1), "one\ntwo", 5),
    )
    steps = action.changes.filter(kind="lead").values_list("column", "before", "after")
    assert not action.changes.filter(kind="lead", by__isnull=False).exists()
    assert sorted(steps) == [
        ("end", "", "2020-12-31"),
        ("output", "", "one\ntwo"),
        ("start", "", "2020-01-01"),
        ("status", "pipeline", "implementation"),
    ]


def test_a_lead_reaches_neither_money_nor_the_adopted_words(lead: Client, action: Action) -> None:
    lead.post(SAVE, {"activity": "Mine alone.", "budget_y1": "1000000", "lead": "Me", "status": "closed"})

    words = action.activity
    action.refresh_from_db()
    assert (action.activity, action.budget_y1, action.lead, action.status) == (words, None, "", "closed")


def test_what_is_wrong_is_said_at_its_field_and_nothing_is_saved(lead: Client, action: Action) -> None:
    answer = lead.post(SAVE, {"status": "closed", "start": "2020-05-01", "end": "2020-04-30", "target": "many"})

    page = answer.content.decode()
    action.refresh_from_db()
    assert (answer.status_code, action.status, action.start) == (422, "pipeline", None)
    assert "Please type a number in digits" in page
    assert 'value="many"' in page
    assert not action.changes.filter(kind="lead").exists()
    again = lead.post(SAVE, {"start": "2020-05-01", "end": "2020-04-30"}).content.decode()
    assert "The end (2020-04-30) lies before the start (2020-05-01)." in again


def test_what_an_organiser_changed_meanwhile_is_not_overwritten(
    lead: Client, action: Action, olga: Participant
) -> None:
    rules.edit_cell(action=action, column="indicator", value="Campuses", by=olga)

    answer = lead.post(SAVE, {"indicator": "Teachers", "indicator-before": ""})

    page = answer.content.decode()
    action.refresh_from_db()
    assert (answer.status_code, action.indicator) == (422, "Campuses")
    assert "changed this cell to “Campuses”" in page
    assert lead.post(SAVE, {"indicator": "Teachers", "indicator-before": "Campuses"}).status_code == 302


@pytest.mark.parametrize("ending", ["expired", "taken back", "replaced"])
def test_an_ended_link_is_as_unknown_as_a_guessed_one(
    lead: Client, secret: str, action: Action, olga: Participant, ending: str
) -> None:
    if ending == "expired":
        LeadLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    elif ending == "taken back":
        rules.take_links_back(action=action, by=olga)
    else:
        rules.give_link(action=action, by=olga, until=FAR)

    assert lead.post(SAVE, {"status": "closed"}).status_code == 403
    assert action.activity not in lead.get(DOOR).content.decode()
    for code in (secret, "guessed", ""):
        answer = Client().post(DOOR, {"code": code})
        assert (answer.status_code, SENTENCE in answer.content.decode()) == (422, True)


def test_a_link_opens_no_other_consultation(
    secret: str, lead: Client, action: Action, other_consultation: Consultation
) -> None:
    assert Client().post("/elsewhere/plan/lead/", {"code": secret}).status_code == 422
    assert action.activity not in lead.get("/elsewhere/plan/lead/").content.decode()
    assert lead.post("/elsewhere/plan/lead/save/", {"status": "closed"}).status_code == 403


@pytest.mark.parametrize("held", ["x", 2**70, -1, None, [1], {}])
def test_a_strange_cookie_opens_nothing(client: Client, action: Action, secret: str, held: object) -> None:
    session = client.session
    session["leads"] = {"shenzhen-2019": held}
    session.save()
    client.cookies["eventapp"] = str(session.session_key)

    assert action.activity not in client.get(DOOR).content.decode()


def test_only_organisers_give_links_and_only_into_the_future(
    action: Action, ana: Participant, olga: Participant
) -> None:
    for rule in (lambda: rules.give_link(action=action, by=ana, until=FAR),
                 lambda: rules.take_links_back(action=action, by=ana)):  # fmt: skip
        with pytest.raises(PermissionDenied):
            rule()
    with pytest.raises(ValidationError, match="not over yet"):
        rules.give_link(action=action, by=olga, until=date(2019, 1, 1))

    assert not LeadLink.objects.exists()
