"""Each id of each address, replaced by one that is not there or not one's own: 404, and nothing changed."""

import pytest
from django.db import transaction
from django.test import Client

from participants.models import Grant, Level, Participant
from recommendations.models import Decision, Merge, Recommendation, Revision
from sessions.models import Room, Session
from tests.roles.addresses import address, form, patterns
from tests.roles.conftest import snapshot
from tests.roles.table import ACTORS, rows

TABLE = rows()
MARK = 424242  # stands in an address until the forged id takes its place
FORGED = [
    "0",
    "-1",
    "999999999",
    str(2**31),
    str(2**63 - 1),
    str(2**63),
    str(2**70),
    "9" * 5000,
    "x",
    "1.5",
    "%00",
    "1'",
]
PARTS = ("pk", "number", "merge", "decision", "column")


def may(name: str, method: str) -> str:
    """Somebody who may use the address: only for them the id is what refuses."""
    cells = TABLE[name][method == "post"]
    allowed = [actor for actor, cell in zip(ACTORS, cells, strict=True) if cell in ("200", "on")]
    return ([actor for actor in allowed if actor != "foreigner"] or [""])[0]


CASES = [(name, part) for name in sorted(patterns()) for part in PARTS if part in patterns()[name].pattern.converters]
USED = [
    (name, part, method) for name, part in CASES for method in ("get", "post") if name in TABLE and may(name, method)
]


def of(session: Session, number: str, author: Participant) -> dict[str, str]:
    """A recommendation of another room with a step and a merge of its own, as what stands in an address."""
    assert session.level
    made = Recommendation.objects.create(
        consultation=session.consultation, level=session.level, session=session, number=number, author=author
    )
    made.current_revision = Revision.objects.create(recommendation=made, n=1, text="Said elsewhere, by others.")
    made.save()
    decision = Decision.objects.create(recommendation=made, what=Decision.What.RECEIVED)
    return {"number": number, "decision": str(decision.pk), "merge": str(Merge.objects.create(into=made).pk)}


def elsewhere(world, part: str, name: str) -> list[str]:
    """The ids that exist, in the room next door and in another consultation, where the address is not theirs."""
    level = Level.objects.create(consultation=world.other, letter="x", slug="x", title="Another level")
    far = Session.objects.create(consultation=world.other, level=level, kind="breakout", title="Far away")
    near = of(world.next_door, "d1", world.people["seated"])
    if part == "pk":
        foreigner, room = world.people["foreigner"], Room.objects.create(consultation=world.other, name="Far room")
        return [str({"reissue": foreigner, "recommendations:screen": room}.get(name, far).pk)]
    found = [of(far, "x1", world.people["foreigner"]).get(part, "activity_x")]
    return found if name in ("recommendations:lineage", "outcomes:adopt") else [*found, near.get(part, "nothing")]


@pytest.mark.parametrize(("name", "part", "method"), USED)
def test_a_forged_id_finds_nothing(name, part, method, make_world, refill):
    actor = may(name, method)
    fields, phase = form(name)
    world = make_world(phase)
    forged = FORGED + elsewhere(world, part, name)
    where = address(world, name, **{part: MARK})
    sent, before = fields(world) if method == "post" else {}, snapshot()
    for value in forged:
        refill()
        answer = getattr(world.client(actor), method)(where.replace(str(MARK), value), sent)

        assert (value[:40], answer.status_code) == (value[:40], 404)
    assert snapshot() == before


@pytest.mark.parametrize("name", sorted({name for name, _part in CASES}))
def test_what_is_ours_is_not_there_for_organisers_of_another_consultation(name, make_world, client_of, refill):
    fields, phase = form(name)
    world = make_world(phase)
    stranger = world.people["foreigner"]
    Grant.objects.create(participant=stranger, role=Grant.Role.ORGANISER)
    browser = client_of(stranger)
    before = snapshot()
    for method, cells in zip(("get", "post"), TABLE[name], strict=True):
        if set(cells) != {"405"}:
            where = address(world, name, consultation="elsewhere")
            assert getattr(browser, method)(where, fields(world)).status_code == 404
    assert snapshot() == before


FORGED_VOTES = [
    {"item": "-1"},
    {"item": "0"},
    {"item": str(2**70)},
    {"item": str(2**62)},
    {"item": "x"},
    {"item": ""},
    {"item": "999999"},
    {"ballot": "-1"},
    {"ballot": str(2**70)},
    {"ballot": "999999"},
    {"ballot": ""},
    {"choice": "yes"},
    {"choice": "x" * 60},
    {"criterion": "relevant"},
    {"key": "x"},
    {"device": "x"},
    {"tap": "-1"},
    {"tap": str(2**70)},
    {"revision": str(2**70)},
    {"revision": "0"},
]


@pytest.mark.parametrize("forged", FORGED_VOTES, ids=str)
@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_a_forged_vote_is_refused_in_words(forged, accept, make_world):
    world = make_world()
    before = snapshot()
    sent = {"ballot": world.ballot, "item": world.item, "choice": "support"} | forged

    answer = world.client("seated").post(address(world, "recommendations:vote"), sent, headers={"Accept": accept})

    assert 400 <= answer.status_code < 500
    assert answer.json()["reason"] if accept.endswith("json") else "<main" in answer.content.decode()
    assert snapshot() == before


@pytest.mark.parametrize("others", ["d1", "x1", "c999", "", "x" * 5000, "c1' OR 1=1", str(2**70)])
def test_what_is_not_on_the_desk_cannot_be_merged(others, make_world):
    world = make_world()
    of(world.next_door, "d1", world.people["seated"])
    before = snapshot()

    answer = world.client("moderator").post(address(world, "recommendations:desk_merge"), {"others": [others]})

    assert answer.status_code in (409, 422)
    assert snapshot() == before


def test_a_cookie_that_names_somebody_else_is_nobody(make_world, client_of):
    world = make_world()
    credential = world.people["organiser"].credentials.filter(ended_at=None).first()
    stranger = world.people["foreigner"]
    for held in ([credential.pk, 99], [2**70, 1], [-1, 1], [credential.pk + 1000, 1]):
        browser: Client = client_of(stranger)
        session = browser.session
        session["in"] = {"shenzhen-2019": held}
        session.save()
        browser.cookies["eventapp"] = str(session.session_key)
        with transaction.atomic():
            assert browser.get(address(world, "organise")).status_code == 302
