"""What holds for every page that people begin from."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from participants.models import Consultation, Participant

PUBLIC = ["/", "/shenzhen-2019/", "/shenzhen-2019/agenda/", "/shenzhen-2019/enter/", "/shenzhen-2019/register/"]
OWN = ["/shenzhen-2019/", "/shenzhen-2019/agenda/", "/shenzhen-2019/enter/", "/shenzhen-2019/me/"]
STAFF = ["/shenzhen-2019/organise/", "/shenzhen-2019/organise/participants/"]


@pytest.mark.parametrize("address", PUBLIC)
def test_anybody_reads_the_public_pages(client: Client, breakout, address: str) -> None:
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("address", PUBLIC)
def test_a_page_holds_nothing_inline(client: Client, breakout, address: str) -> None:
    page = client.get(address)

    assert re.findall(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)", page.content.decode()) == []
    assert "default-src 'none'" in page["Content-Security-Policy"]


@pytest.mark.parametrize("address", PUBLIC)
def test_a_page_has_one_heading_and_one_main(client: Client, breakout, address: str) -> None:
    page = client.get(address).content.decode()

    assert (page.count("<h1"), page.count("<main")) == (1, 1)


@pytest.mark.parametrize("address", PUBLIC)
def test_no_id_stands_twice(client: Client, breakout, address: str) -> None:
    ids = re.findall(r'\sid="([^"]+)"', client.get(address).content.decode())

    assert sorted(ids) == sorted(set(ids))


@pytest.mark.parametrize("address", OWN)
def test_pages_of_somebody_are_kept_by_no_cache(client_of, ana: Participant, address: str) -> None:
    assert client_of(ana).get(address)["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("address", [*OWN, *STAFF])
def test_names_are_text_everywhere(client_of, enrol, breakout, address: str) -> None:
    name = "<img src=x onerror=alert(1)>"
    who = enrol(name, seat=breakout, organisation=name)
    who.grants.create(role="organiser")

    assert name not in client_of(who).get(address).content.decode()


@pytest.mark.parametrize("address", [*PUBLIC, "/shenzhen-2019/me/", *STAFF])
def test_pages_are_only_read_unless_they_hold_a_form(client_of, olga, address: str) -> None:
    expected = 422 if address.endswith("enter/") else 302 if address.endswith("register/") else 405

    assert client_of(olga).post(address).status_code == expected


def test_the_first_page_lists_every_consultation(client: Client, consultation, other_consultation) -> None:
    assert list(client.get("/").context["consultations"]) == [consultation, other_consultation]


def test_an_empty_server_says_so(client: Client, db: None) -> None:
    assert "No consultation yet" in client.get("/").content.decode()


def test_a_consultation_without_anything_has_its_pages(client: Client, other_consultation: Consultation) -> None:
    for name in ("home", "sessions:agenda", "participants:enter", "participants:register"):
        assert client.get(reverse(name, args=["elsewhere"])).status_code == 200


def test_a_consultation_that_is_not_here_is_a_404(client: Client, db: None) -> None:
    for page in ("", "agenda/", "enter/", "register/", "me/", "organise/", "start/"):
        assert client.get(f"/nowhere/{page}").status_code == 404


def test_health_says_well_and_no_more(client: Client, db: None) -> None:
    answer = client.get("/health")

    assert (answer.status_code, answer.content, answer["Content-Type"]) == (200, b"well\n", "text/plain")
    assert "no-store" in answer["Cache-Control"]


def test_every_change_asks_for_its_token(ana: Participant, client_of) -> None:
    signed_in = client_of(ana)
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = signed_in.cookies

    for address in ("enter/", "register/", "leave/", f"organise/participants/{ana.pk}/reissue/"):
        assert strict.post(f"/shenzhen-2019/{address}").status_code == 403
