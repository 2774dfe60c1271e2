"""What every answer says to a browser, and that neither a GET nor a form without its token changes anything."""

import http.client
import re

import pytest

from tests.roles.addresses import address, form, patterns
from tests.roles.conftest import snapshot
from tests.roles.table import ACTORS, rows

NAMES = sorted(patterns())
TABLE = rows()
POLICY = {"default-src": "'none'", "script-src": "'self'", "style-src": "'self'", "frame-ancestors": "'none'"}
SAID = {
    "X-Eventapp": "1",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
INLINE = re.compile(
    r"<style|<script(?![^>]*(?:\ssrc=|\stype=.application/json))|<[^>]*\s(?:style|on[a-z]+)=|javascript:", re.IGNORECASE
)
FOREIGN = re.compile(r"<(?:script|link|img|iframe|source|use)[^>]*\s(?:src|href)=.?(?:https?:)?//", re.IGNORECASE)
# The phones' state is kept for comparison by its ETag, by its reader's browser alone.
KEPT = ("recommendations:state", "recommendations:consultation_state")

# What a GET notes, by design: a seated phone's presence, and which file went out, so that it can come back.
WRITTEN_DOWN = {
    "recommendations:room": ("event_sessions.Presence", "event_sessions.Feed"),
    "outcomes:plan_xlsx": ("outcomes.Export",),
}


def check_headers(answer) -> None:
    policy = dict(part.strip().split(" ", 1) for part in answer.headers["Content-Security-Policy"].split(";"))
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert {name: policy[name] for name in POLICY} == POLICY
    assert {name: answer.headers.get(name) for name in SAID} == SAID
    assert "camera=()" in answer.headers["Permissions-Policy"]


def check_page(answer) -> None:
    text = answer.content.decode()
    assert (INLINE.findall(text), FOREIGN.findall(text)) == ([], [])


@pytest.mark.parametrize("name", NAMES)
def test_a_get_is_well_behaved_for_everybody(name, make_world, refill):
    world = make_world(form(name).phase)
    before = snapshot()
    for actor in ACTORS:
        refill()
        answer = world.client(actor).get(address(world, name))

        check_headers(answer)
        if answer.headers["Content-Type"].startswith("text/html"):
            check_page(answer)
        cell = TABLE[name][0][ACTORS.index(actor)]
        if cell == "200" and actor not in ("anonymous", "foreigner") and "consultation" in address_parts(name):
            assert ("private" if name in KEPT else "no-store") in answer.headers["Cache-Control"]
    after = snapshot()
    for table in WRITTEN_DOWN.get(name, ()):
        before.pop(table), after.pop(table)
    assert after == before


def address_parts(name: str) -> list[str]:
    return list(patterns()[name].pattern.converters)


@pytest.mark.parametrize("name", [name for name in NAMES if set(TABLE.get(name, ([], ["405"]))[1]) != {"405"}])
def test_a_form_without_its_token_changes_nothing(name, make_world, refill):
    fields, phase = form(name)
    world = make_world(phase)
    before = snapshot()
    for actor in ACTORS:
        answer = world.client(actor, enforce_csrf_checks=True).post(address(world, name), fields(world))

        assert answer.status_code == 403
        check_headers(answer)
        check_page(answer)
    assert snapshot() == before


@pytest.mark.parametrize("name", NAMES)
def test_a_head_and_strange_methods_change_nothing(name, make_world):
    world = make_world(form(name).phase)
    before = snapshot()
    for method in ("head", "options", "put", "delete"):
        answer = getattr(world.client("moderator"), method)(address(world, name))

        assert answer.status_code < 500
        check_headers(answer)
    assert snapshot() == before


FOREIGN_PLACES = [
    "https://evil.example/",
    "//evil.example/",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "http:evil.example",
    "https:/evil.example",
    " //evil.example",
    "/\t/evil.example",
    "//testserver@evil.example/",
    "http://testserver:80@evil.example/",
    "\x01//evil.example",
]


@pytest.mark.parametrize("place", FOREIGN_PLACES)
def test_nobody_is_sent_to_a_foreign_place(place, make_world, refill):
    world = make_world()
    door, language = address(world, "participants:enter"), address(world, "set_language")

    came_in = world.client("anonymous").post(door, {"code": world.code, "next": place})
    chosen = world.client("anonymous").post(language, {"language": "en", "next": place})
    asked = world.client("anonymous").get(door, {"next": place})

    assert came_in.headers["Location"] == "/shenzhen-2019/start/"
    assert chosen.headers["Location"] == "/"
    assert "evil.example" not in re.sub(r'name="next" value="[^"]*language[^"]*"', "", hidden(asked))


def hidden(answer) -> str:
    """The hidden `next` of the door's own form; the language form brings the reader back to this page itself."""
    page = answer.content.decode()
    form_of_door = re.search(r'<form id="enter".*?</form>', page, re.DOTALL)
    assert form_of_door
    return form_of_door[0]


def test_an_address_of_ours_is_kept(make_world):
    world = make_world()
    answer = world.client("anonymous").post(
        address(world, "participants:enter"), {"code": world.code, "next": "/shenzhen-2019/agenda/?day=2019-09-24"}
    )

    assert answer.headers["Location"] == "/shenzhen-2019/agenda/?day=2019-09-24"


@pytest.mark.parametrize(
    "path", ["/nowhere/", "/shenzhen-2019/nowhere/", "/none/agenda/", "/shenzhen-2019/sessions/x/"]
)
def test_what_is_not_there_says_so_with_the_same_headers(path, make_world):
    world = make_world()
    for actor in ("anonymous", "visitor", "organiser"):
        answer = world.client(actor).get(path)

        assert answer.status_code == 404
        check_headers(answer)
        check_page(answer)


def test_a_foreign_host_is_refused_with_the_same_headers(client, db):
    answer = client.get("/", headers={"host": "evil.example"})

    assert answer.status_code == 400
    check_headers(answer)


BODIES = {
    "too large": (b"x" * 70_000, "/shenzhen-2019/enter/", 413),
    "a stylesheet": (b"", "/static/eventapp/css/base.css", 200),
    "no such file": (b"", "/static/eventapp/css/none.css", 404),
    "a climb": (b"", "/static/../settings.py", 404),
    "a page": (b"", "/shenzhen-2019/", 200),
}


@pytest.mark.parametrize("what", BODIES)
def test_a_real_server_says_the_same_of_files_and_refusals(what, shared_server):
    body, path, status = BODIES[what]
    line = http.client.HTTPConnection("127.0.0.1", shared_server.port, timeout=20)
    line.request("POST" if body else "GET", path, body or None)
    answer = line.getresponse()
    answer.read()
    answer.close()
    line.close()

    assert answer.status == status
    check_headers(answer)
