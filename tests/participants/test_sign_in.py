"""Codes and secrets: what is kept of them, how they may be typed, and when they end."""

import string
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.utils import timezone

from participants import sign_in
from participants.models import Consultation, Credential, Participant


def test_a_code_is_eight_characters_that_can_be_read_aloud(ana: Participant) -> None:
    _secret, code = sign_in.issue(participant=ana)

    assert len(code) == 8
    assert set(code) <= set(string.digits + string.ascii_uppercase) - set("ILOU")


def test_a_secret_has_128_bits(ana: Participant) -> None:
    secret, _code = sign_in.issue(participant=ana)

    assert len(secret) == 22


def test_neither_code_nor_secret_is_kept(ana: Participant) -> None:
    secret, code = sign_in.issue(participant=ana)
    kept = " ".join(Credential.objects.values_list("digest", flat=True))

    assert (secret in kept, code in kept) == (False, False)


@pytest.mark.parametrize("typed", ["k0p11qxz", "K0P1-1QXZ", " kOp I lqxz "])
def test_a_code_is_understood_as_it_was_meant(typed: str) -> None:
    assert sign_in.normalise(typed) == "K0P11QXZ"


def test_the_same_code_in_two_consultations_is_two_codes(ana: Participant, other_consultation: Consultation) -> None:
    guest = Participant.objects.create(consultation=other_consultation, name="Guest")
    sign_in.issue(participant=ana, code="K0P11QXZ")
    sign_in.issue(participant=guest, code="K0P11QXZ")

    assert sign_in.find(ana.consultation, "K0P11QXZ").participant == ana
    assert sign_in.find(other_consultation, "K0P11QXZ").participant == guest


def test_a_code_ends_thirty_days_after_the_consultation(ana: Participant) -> None:
    ana.consultation.is_demo = False

    assert sign_in.expiry(ana.consultation) == datetime(2019, 10, 25, 15, 59, 59, 999999, UTC)


def test_an_expired_code_lets_nobody_in(ana: Participant) -> None:
    _secret, code = sign_in.issue(participant=ana)
    ana.credentials.update(expires_at=timezone.now() - timedelta(seconds=1))

    with pytest.raises(ValidationError):
        sign_in.find(ana.consultation, code)


def test_an_erased_person_is_nobody(ana: Participant, client_of) -> None:
    client = client_of(ana)
    Participant.objects.filter(pk=ana.pk).update(erased_at=timezone.now())

    assert client.get("/shenzhen-2019/me/").status_code == 302


def test_a_screen_has_a_code_of_its_own(breakout) -> None:
    _secret, code = sign_in.issue(room=breakout.room)

    assert sign_in.find(breakout.consultation, code).room == breakout.room


@pytest.mark.django_db(transaction=True)
def test_two_desks_that_give_out_a_new_code_at_once_leave_one_that_lets_in(ana: Participant) -> None:
    start = Barrier(8)

    def issue(_n: int) -> str:
        try:
            start.wait()
            return sign_in.issue(participant=ana)[1]
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as desks:
        codes = set(desks.map(issue, range(8)))

    live = ana.credentials.filter(ended_at=None)
    assert [row.issue for row in live] == [8, 8]
    assert len(codes) == 8


def test_who_leaves_is_out_in_that_browser_alone_even_with_the_old_cookie(ana: Participant) -> None:
    _secret, code = sign_in.issue(participant=ana)
    phone, laptop = Client(), Client()
    for browser in (phone, laptop):
        browser.post("/shenzhen-2019/enter/", {"code": code})
    cookie = phone.cookies["eventapp"].value

    phone.post("/shenzhen-2019/leave/")
    phone.cookies["eventapp"] = cookie

    assert phone.get("/shenzhen-2019/me/").status_code == 302
    assert laptop.get("/shenzhen-2019/me/").status_code == 200
    assert phone.post("/shenzhen-2019/enter/", {"code": code}).status_code == 302
    assert phone.get("/shenzhen-2019/me/").status_code == 200
