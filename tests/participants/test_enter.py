"""At the door: codes and links, wrong ones, and devices on which somebody is signed in already."""

import time
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse

from participants import check_in, sign_in
from participants.models import Consultation, Participant
from sessions.models import Session

DOOR = "/shenzhen-2019/enter/"
UNKNOWN = "We do not know this code. It is on your badge and in your invitation; check it and try again."


@pytest.fixture(autouse=True)
def _full_bucket() -> Iterator[None]:
    check_in.WRONG.refill()
    yield
    check_in.WRONG.refill()


@pytest.fixture
def knock():
    """Type a code at the door: knock(client, code). Returns the status and where it leads."""

    def type_code(client: Client, code: str, **fields: str) -> tuple[int, str]:
        response = client.post(DOOR, {"code": code, **fields})
        return response.status_code, response.get("Location", "")

    return type_code


def landing(client: Client) -> str:
    """Where somebody ends who has come in."""
    return client.get(reverse("start", args=["shenzhen-2019"]))["Location"]


def test_the_door_is_a_plain_form_with_a_code(client: Client, consultation: Consultation) -> None:
    page = client.get(DOOR)

    assert page.status_code == 200
    assert page.content.count(b'<form id="enter"') == 1
    assert page.content.count(b'name="code"') == 1


@pytest.mark.parametrize("which", [0, 1])
def test_link_and_code_both_let_their_owner_in(client: Client, ana: Participant, knock, which: int) -> None:
    answer = knock(client, sign_in.issue(participant=ana)[which])

    assert answer == (302, "/shenzhen-2019/start/")
    assert client.get("/shenzhen-2019/me/").context["participant"] == ana


def test_a_code_may_be_typed_as_people_type(client: Client, ana: Participant, knock) -> None:
    sign_in.issue(participant=ana, code="K0P11QXZ")

    assert knock(client, " kop-li qxz ") == (302, "/shenzhen-2019/start/")


def test_a_new_code_ends_the_old_one_and_who_came_in_by_it(client: Client, ana: Participant, knock) -> None:
    _secret, old = sign_in.issue(participant=ana)
    knock(client, old)
    sign_in.issue(participant=ana)

    assert client.get("/shenzhen-2019/me/").status_code == 302
    assert knock(Client(), old) == (422, "")


def test_everybody_lands_on_the_page_that_they_work_on(client_of, breakout: Session, ana, mina, ravi, olga) -> None:
    base = f"/shenzhen-2019/sessions/{breakout.pk}"

    assert [landing(client_of(who)) for who in (ana, mina, ravi, olga)] == [
        "/shenzhen-2019/",
        f"{base}/conduct/",
        f"{base}/desk/",
        "/shenzhen-2019/organise/",
    ]
    assert landing(client_of(breakout.room)) == f"/shenzhen-2019/rooms/{breakout.room_id}/screen/"


@pytest.mark.parametrize(
    ("wanted", "leads_to"),
    [
        ("/shenzhen-2019/me/", "/shenzhen-2019/me/"),
        ("https://evil.example/", "/shenzhen-2019/start/"),
        ("//evil.example/", "/shenzhen-2019/start/"),
        ("javascript:alert(1)", "/shenzhen-2019/start/"),
        ("/\\evil.example", "/shenzhen-2019/start/"),
        ("", "/shenzhen-2019/start/"),
    ],
)
def test_only_addresses_of_ours_are_followed(client: Client, ana: Participant, knock, wanted, leads_to) -> None:
    _secret, code = sign_in.issue(participant=ana)

    assert knock(client, code, next=wanted) == (302, leads_to)


def test_who_was_sent_to_the_door_finds_the_way_back(client: Client, ana: Participant) -> None:
    _secret, code = sign_in.issue(participant=ana)
    door = client.get("/shenzhen-2019/me/", follow=True)

    assert door.context["next"] == "/shenzhen-2019/me/"
    assert client.post(DOOR, {"code": code, "next": door.context["next"]})["Location"] == "/shenzhen-2019/me/"


def test_all_wrong_codes_get_the_same_answer(client: Client, ana, other_consultation, enrol) -> None:
    stranger = Participant.objects.create(consultation=other_consultation, name="Elsewhere")
    ended = sign_in.issue(participant=ana)[1]
    sign_in.issue(participant=ana)

    for code in (
        "AAAAAAAA",
        ended,
        sign_in.issue(participant=stranger)[1],
        sign_in.issue(participant=stranger)[0],
        "' OR 1=1",
    ):
        response = client.post(DOOR, {"code": code})
        assert (response.status_code, response.context["form"].errors["code"]) == (422, [UNKNOWN])
    assert client.get("/shenzhen-2019/me/").status_code == 302


@pytest.mark.parametrize("code", ["", "   ", "\x00", "a" * 60_000, "\u202e\u0301", "<script>"])
def test_rubbish_at_the_door_is_answered_with_a_sentence(client: Client, consultation: Consultation, code: str) -> None:
    response = client.post(DOOR, {"code": code})

    assert response.status_code == 422
    assert len(response.context["form"].errors["code"]) == 1
    assert b"<script>" not in response.content


def test_all_wrong_codes_take_equally_long(client: Client, ana: Participant) -> None:
    ended = sign_in.issue(participant=ana)[1]
    sign_in.issue(participant=ana)

    assert [took(client, code) >= check_in.AS_LONG for code in ("AAAAAAAA", ended)] == [True, True]


def test_twenty_wrong_codes_slow_the_next_wrong_one_and_never_a_right_one(client: Client, ana: Participant) -> None:
    _secret, code = sign_in.issue(participant=ana)
    for _i in range(20):
        check_in.WRONG.take("door")

    assert took(client, "AAAAAAAA") >= check_in.DELAY
    assert took(client, code) < check_in.DELAY
    assert client.get("/shenzhen-2019/me/").status_code == 200


def test_twenty_wrong_codes_lock_nobody_out(client: Client, ana: Participant, knock) -> None:
    _secret, code = sign_in.issue(participant=ana)

    assert {knock(client, f"AAAAAA{n:02d}") for n in range(20)} == {(422, "")}
    assert knock(client, code) == (302, "/shenzhen-2019/start/")


def took(client: Client, code: str) -> float:
    began = time.monotonic()
    client.post(DOOR, {"code": code})
    return time.monotonic() - began


def test_nobody_is_changed_into_somebody_else_unasked(client_of, ana: Participant, bao: Participant, knock) -> None:
    client, (_secret, code) = client_of(ana), sign_in.issue(participant=bao)

    offer = client.post(DOOR, {"code": code})

    assert offer.status_code == 409
    assert "Somebody else is signed in here" in offer.content.decode()
    assert "Ana" in offer.content.decode()
    assert client.get("/shenzhen-2019/me/").context["participant"] == ana
    assert knock(client, code, change="on") == (302, "/shenzhen-2019/start/")
    assert client.get("/shenzhen-2019/me/").context["participant"] == bao


def test_the_own_code_again_changes_nobody(client_of, ana: Participant, knock) -> None:
    client, (_secret, code) = client_of(ana), sign_in.issue(participant=ana)

    assert knock(client, code) == (302, "/shenzhen-2019/start/")


def test_a_screen_is_not_turned_into_a_phone_unasked(client_of, breakout: Session, ana: Participant, knock) -> None:
    client, (_secret, code) = client_of(breakout.room), sign_in.issue(participant=ana)

    assert knock(client, code)[0] == 409
    assert client.get(DOOR).content.decode().count("the screen of <bdi>Room 204</bdi>") == 1


def test_the_door_says_who_is_signed_in(client_of, ana: Participant) -> None:
    assert "<bdi>Ana</bdi>, Philippines" in client_of(ana).get(DOOR).content.decode()


def test_coming_in_elsewhere_leaves_the_other_consultation_alone(client_of, ana, other_consultation) -> None:
    client = client_of(ana)
    guest = Participant.objects.create(consultation=other_consultation, name="Guest")
    client.post("/elsewhere/enter/", {"code": sign_in.issue(participant=guest)[1]})

    assert client.get("/elsewhere/me/").context["participant"] == guest
    assert client.get("/shenzhen-2019/me/").context["participant"] == ana


def test_leaving_signs_this_device_out_and_keeps_the_code(client: Client, ana: Participant, knock) -> None:
    _secret, code = sign_in.issue(participant=ana)
    knock(client, code)

    left = client.post("/shenzhen-2019/leave/", follow=True)

    assert "You are signed out on this device." in left.content.decode()
    assert client.get("/shenzhen-2019/me/").status_code == 302
    assert knock(client, code) == (302, "/shenzhen-2019/start/")


def test_a_get_signs_nobody_out(client_of, ana: Participant) -> None:
    client = client_of(ana)

    assert client.get("/shenzhen-2019/leave/").status_code == 405
    assert client.get("/shenzhen-2019/me/").status_code == 200


def test_forms_opened_before_somebody_came_in_are_void(ana: Participant) -> None:
    client = Client(enforce_csrf_checks=True)
    client.get(DOOR)
    before = client.cookies["csrf"].value
    _secret, code = sign_in.issue(participant=ana)
    client.post(DOOR, {"code": code, "csrfmiddlewaretoken": before})

    assert client.post("/shenzhen-2019/leave/", {"csrfmiddlewaretoken": before}).status_code == 403
    assert client.get("/shenzhen-2019/me/").status_code == 200
