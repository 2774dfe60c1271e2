"""Bad input on every form: it is refused in words and changes nothing, or is kept as the harmless text that it is."""

from urllib.parse import quote_plus

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from participants.models import Consultation
from participants.text import BIDI_CONTROLS
from tests.roles.addresses import address, form, patterns, places
from tests.roles.conftest import snapshot
from tests.roles.table import ACTORS, FORMS, rows

TABLE = rows()
FORMS_WITH_FIELDS = [name for name, each in sorted(FORMS.items()) if name in patterns() and name != "set_language"]
CORPUS = {
    "empty": "",
    "blank": " \t\n\u3000\u200b",
    "NUL": "Open the library\x00 on Sundays for all.",
    "a lone surrogate": "Open the library \ud800 on Sundays.",
    "bidi": "Open \u202ethe library\u2066 on Sundays\u200f.",
    "markup": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "a formula": "=cmd|' /C calc'!A0 and more of it",
    "zalgo": "Z" + "\u0353\u0300\u0301" * 400 + " open the library on Sundays",
    "a template": "{{ settings.SECRET_KEY }}{% debug %}${7*7}",
    "a number": "9" * 400,
    "long": "Open the library. " * 3_300,
    "one word": "x" * 60_000,
    "quotes": "'; DROP TABLE participants_participant; --",
}
DOOR = ("We do not know this code", "Please type your code first", "Null characters are not allowed")
STRANGE = st.text(st.characters(exclude_categories=()), max_size=60)


def may(name: str) -> str:
    """Somebody whose form is taken when it is well filled in; nobody where none of them is let in."""
    taken = (actor for actor, cell in zip(ACTORS, TABLE[name][1], strict=True) if cell in ("on", "200"))
    return next(taken, "anonymous")


def send(world, name: str, fields: dict, accept: str = "text/html"):
    """Post a form as bytes, as a browser would not: half a surrogate pair goes out as what it is."""
    body = "&".join(
        f"{key}={quote_plus(str(each), errors='surrogatepass')}"
        for key, value in fields.items()
        for each in (value if isinstance(value, list) else [value])
    )
    return world.client(may(name)).post(
        address(world, name), body, "application/x-www-form-urlencoded", headers={"Accept": accept}
    )


def check(answer, before, what: str) -> None:
    """Refused in words with nothing changed, or taken with nothing dangerous kept."""
    assert (what, answer.status_code) == (what, answer.status_code if answer.status_code < 500 else "no 5xx")
    after = snapshot()
    if answer.status_code >= 400:
        assert (what, after == before) == (what, True)
        assert answer.content
    kept = [
        str(value) for table, lines in after.items() for line in lines for value in line if line not in before[table]
    ]
    assert [text for text in kept if set(text) & {"\x00", *BIDI_CONTROLS}] == []
    assert "<script>alert(1)" not in answer.content.decode()
    assert "<img src=x" not in answer.content.decode()


@pytest.mark.parametrize("name", FORMS_WITH_FIELDS)
def test_bad_input_is_refused_in_words_or_kept_as_text(name, make_world, refill):
    fields, phase = form(name)
    world = make_world(phase)
    before = snapshot()
    sent = fields(world)
    for field in sent or {"seen": "", "reason": ""}:
        for what, text in CORPUS.items():
            refill()
            with transaction.atomic():
                check(send(world, name, sent | {field: text}), before, f"{field}: {what}")
                transaction.set_rollback(True)


@pytest.mark.parametrize("name", FORMS_WITH_FIELDS)
def test_a_form_without_any_field_is_no_accident(name, make_world):
    world = make_world(form(name).phase)

    for accept in ("text/html", "application/json"):
        with transaction.atomic():
            assert send(world, name, {}, accept).status_code < 500
            transaction.set_rollback(True)


@pytest.mark.parametrize(
    "name",
    [
        "participants:register",
        "recommendations:submit",
        "recommendations:amend",
        "recommendations:vote",
        "recommendations:desk_reword",
        "outcomes:cell",
    ],
)
def test_nothing_that_can_be_typed_breaks_a_form(name, make_world, refill):
    fields, phase = form(name)
    world = make_world(phase)
    sent, before = fields(world), snapshot()

    @settings(max_examples=15, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(st.dictionaries(st.sampled_from([*sent, "why", "key", "seen", "before"]), STRANGE, min_size=1))
    def typed(changes):
        refill()
        with transaction.atomic():
            check(send(world, name, sent | changes), before, repr(changes))
            transaction.set_rollback(True)

    typed()


@pytest.mark.parametrize("query", ["cell=RAP-0001%00-lead", "q=a%00", "level=%00", "since=%00", "x%00=1"])
def test_an_address_with_a_nul_is_not_there(query, make_world):
    """PostgreSQL takes none: what looks for one there ends in an error."""
    world = make_world()
    pages = [
        name for name, (get, _post) in sorted(TABLE.items()) if "200" in get and "consultation" in places(world, name)
    ]

    found = {name: world.client("organiser").get(f"{address(world, name)}?{query}").status_code for name in pages}

    assert found == dict.fromkeys(pages, 404)


def test_the_right_code_lets_in_after_twenty_wrong_ones(make_world):
    world = make_world()
    door, browser = address(world, "participants:enter"), world.client("anonymous")
    before = snapshot()
    wrong = [*CORPUS.values(), *(f"WRONG{number:03}" for number in range(8))][-20:]
    for code in wrong:
        answer = browser.post(door, {"code": code.encode("utf-8", "replace").decode()})
        assert answer.status_code == 422
        said = answer.content.decode()
        assert any(sentence in said for sentence in DOOR)
    assert snapshot() == before

    assert browser.post(door, {"code": world.code}).headers["Location"] == "/shenzhen-2019/start/"


@pytest.mark.parametrize("kind", ["ended", "expired", "foreign", "of somebody erased"])
def test_a_code_that_is_over_opens_nothing(kind, make_world, bao):
    world = make_world()
    held = bao.credentials.filter(ended_at=None)
    if kind == "ended":
        held.update(ended_at=bao.registered_at)
    if kind == "expired":
        held.update(expires_at=bao.registered_at)
    if kind == "of somebody erased":
        type(bao).objects.filter(pk=bao.pk).update(erased_at=bao.registered_at)
    slug = "elsewhere" if kind == "foreign" else "shenzhen-2019"
    assert Consultation.objects.filter(slug=slug).exists()
    browser = world.client("anonymous")

    answer = browser.post(address(world, "participants:enter", consultation=slug), {"code": world.code})

    assert answer.status_code == 422
    assert browser.get(address(world, "me", consultation=slug)).status_code == 302
