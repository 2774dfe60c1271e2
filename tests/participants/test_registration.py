"""Registering without an invitation: what is asked, kept, refused, and never told."""

import pytest
from django.test import Client

from participants import registration
from participants.forms import by_letters, by_pinyin, sorted_countries
from participants.models import Consultation, Participant

FORM = "/shenzhen-2019/register/"
SAID = {"name": "Dao Maliwan", "country": "TH", "group": "learners", "take_part": "on"}


@pytest.fixture
def register(client: Client, consultation: Consultation):
    """Send the form with these fields: register(name="…"). Returns the page and everybody of that consultation."""

    def send(**fields: object):
        page = client.post(FORM, {key: value for key, value in (SAID | fields).items() if value is not None})
        return page, list(consultation.participants.order_by("id"))

    return send


def test_whoever_registers_comes_in_at_once_with_a_code(register, client: Client) -> None:
    page, people = register(organisation="Night School", email="dao@example.org", contact="on")

    assert page.status_code == 200
    assert [(row.name, row.country, row.region, row.organisation, row.group, row.email) for row in people] == [
        ("Dao Maliwan", "TH", "035", "Night School", "learners", "dao@example.org")
    ]
    assert sorted(people[0].consents) == ["contact", "take_part"]
    assert client.get("/shenzhen-2019/me/").context["participant"] == people[0]
    assert Client().post("/shenzhen-2019/enter/", {"code": page.context["code"]}).status_code == 302


def test_whoever_registers_is_a_visitor(register, client: Client) -> None:
    _page, people = register()

    assert list(people[0].seats.all()) == []


def test_a_level_of_interest_is_kept(register, consultation: Consultation) -> None:
    _page, people = register(interest=consultation.levels.get(letter="d").pk)

    assert people[0].interest.letter == "d"


def test_the_language_of_the_page_is_kept(register, client: Client) -> None:
    client.cookies["django_language"] = "zh-hans"
    _page, people = register()

    assert people[0].language == "zh-hans"


@pytest.mark.parametrize(
    ("fields", "at"),
    [
        ({"name": ""}, "name"),
        ({"name": "   "}, "name"),
        ({"name": "\u202e\u2066"}, "name"),
        ({"name": "x" * 121}, "name"),
        ({"name": "👩‍👩‍👧‍👦" * 100}, "name"),
        ({"name": "Dao\x00"}, "name"),
        ({"country": "XX"}, "country"),
        ({"country": ""}, "country"),
        ({"group": "kings"}, "group"),
        ({"organisation": "x" * 201}, "organisation"),
        ({"interest": "999999"}, "interest"),
        ({"interest": "a"}, "interest"),
        ({"email": "not an address"}, "email"),
        ({"email": "a@b.c\nBcc: x@y.z"}, "email"),
        ({"take_part": None}, "take_part"),
    ],
)
def test_bad_input_gets_a_sentence_at_its_field_and_changes_nothing(register, fields, at: str) -> None:
    page, people = register(**fields)

    assert (page.status_code, list(page.context["form"].errors), people) == (422, [at], [])


def test_a_level_of_another_consultation_is_refused(register, other_consultation: Consultation) -> None:
    level = other_consultation.levels.create(letter="a", slug="a", title="Elsewhere")
    page, people = register(interest=level.pk)

    assert (page.status_code, people) == (422, [])


def test_what_was_typed_is_still_there_after_a_refusal(register) -> None:
    page, _people = register(name="<b>Dao</b>", country="XX")

    assert 'value="&lt;b&gt;Dao&lt;/b&gt;"' in page.content.decode()


def test_names_are_cleaned_and_kept_on_one_line(register) -> None:
    _page, people = register(name=" Dao\n\u202eMaliwan\u0007 ", organisation="ចំការ\u200cរុក្ខ")

    assert (people[0].name, people[0].organisation) == ("Dao Maliwan", "ចំការ\u200cរុក្ខ")


@pytest.mark.parametrize("address", ["known@example.org", "KNOWN@Example.org"])
def test_a_known_address_gets_the_answer_of_an_unknown_one(register, enrol, address: str) -> None:
    known = enrol("Somebody", email="known@example.org")

    page, people = register(email=address)

    assert (page.status_code, page.templates[0].name) == (200, "participants/registered.html")
    assert [(row.name, row.email) for row in people] == [("Somebody", "known@example.org"), ("Dao Maliwan", "")]
    assert page.context["participant"] != known


def test_my_data_does_not_tell_whether_an_address_was_known(client: Client, register, enrol) -> None:
    enrol("Somebody", email="known@example.org")
    register(email="known@example.org")
    known = client.get("/shenzhen-2019/me/").content.decode()
    client.post("/shenzhen-2019/leave/")
    register(email="new@example.org")
    new = client.get("/shenzhen-2019/me/").content.decode()

    assert ("known@example.org" in known, "new@example.org" in new) == (False, False)


def test_the_same_address_may_register_elsewhere(client: Client, enrol, other_consultation: Consultation) -> None:
    enrol("Somebody", email="known@example.org")
    client.post("/elsewhere/register/", SAID | {"email": "known@example.org"})

    assert [row.email for row in other_consultation.participants.all()] == ["known@example.org"]


def test_a_reload_registers_nobody_twice(register) -> None:
    register()
    page, people = register()

    assert (page.status_code, len(people)) == (302, 1)


def test_a_screen_registers_nobody(client_of, breakout) -> None:
    answer = client_of(breakout.room).post(FORM, SAID)

    assert (answer.status_code, Participant.objects.count()) == (302, 0)


def test_the_rule_asks_for_consent_whoever_calls_it(consultation: Consultation) -> None:
    with pytest.raises(registration.ValidationError, match="Without this we may not keep your registration"):
        registration.register(consultation=consultation, name="Dao", country="TH", group="learners", consents=set())


def test_countries_stand_where_the_reader_looks() -> None:
    names = [name for _code, name in sorted_countries()]

    assert names[:3] == ["Afghanistan", "Åland Islands", "Albania"]
    assert names.index("Côte d'Ivoire") < names.index("Croatia")
    assert len(names) == 249
    assert sorted(["Åland", "Zambia", "Albania"], key=by_letters) == ["Åland", "Albania", "Zambia"]
    assert sorted(["中国", "阿富汗", "日本"], key=by_pinyin) == ["阿富汗", "日本", "中国"]
