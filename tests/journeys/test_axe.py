"""axe finds nothing (WCAG 2.2 AA) on any page that a person can open, light and dark, and none scrolls sideways."""

import pytest
from axe_playwright_python.sync_playwright import Axe

C = "shenzhen-2019"
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
PHONE, DESK, SCREEN = "phone", "desk", "screen"
# Who opens it, on what, where; {a}, {b}, {c} are the breakouts, {plenary} a plenary, {room} the room of breakout c.
PAGES = [
    ("", PHONE, "/"),
    ("", PHONE, f"/{C}/"),
    ("", PHONE, f"/{C}/enter/"),
    ("", PHONE, f"/{C}/register/"),
    ("", PHONE, f"/{C}/agenda/"),
    ("", PHONE, f"/{C}/nothing-here/"),
    ("", PHONE, f"/{C}/priorities/"),
    ("", PHONE, f"/{C}/plan/"),
    ("", PHONE, f"/{C}/plan/lead/"),
    ("demo-participant-3", PHONE, f"/{C}/"),
    ("demo-participant-3", PHONE, f"/{C}/me/"),
    ("demo-participant-3", PHONE, f"/{C}/agenda/"),
    ("demo-participant-3", PHONE, f"/{C}/sessions/{{c}}/"),
    ("demo-participant-3", PHONE, f"/{C}/sessions/{{b}}/"),
    ("demo-participant-3", PHONE, f"/{C}/sessions/{{a}}/"),
    ("demo-participant-3", PHONE, f"/{C}/sessions/{{plenary}}/"),
    ("demo-participant-3", PHONE, f"/{C}/sessions/{{a}}/report/"),
    ("demo-participant-3", PHONE, f"/{C}/recommendations/c01/"),
    ("demo-participant-3", PHONE, f"/{C}/sessions/{{c}}/desk/"),
    ("demo-moderator", PHONE, f"/{C}/sessions/{{c}}/conduct/"),
    ("demo-rapporteur", DESK, f"/{C}/sessions/{{c}}/desk/"),
    ("demo-rapporteur", DESK, f"/{C}/priorities/"),
    ("demo-organiser", DESK, f"/{C}/organise/"),
    ("demo-organiser", DESK, f"/{C}/organise/participants/"),
    ("demo-organiser", DESK, f"/{C}/plan/"),
    ("demo-screen", SCREEN, f"/{C}/rooms/{{room}}/screen/"),
    ("demo-organiser", SCREEN, f"/{C}/rooms/{{room}}/screen/?session={{a}}"),
    ("demo-organiser", SCREEN, f"/{C}/rooms/{{hall}}/screen/?session={{plenary}}"),
]
REFUSED = {("", f"/{C}/nothing-here/"): 404, ("demo-participant-3", f"/{C}/sessions/{{c}}/desk/"): 403}


@pytest.fixture(scope="module")
def places(shared_server) -> dict[str, int]:
    query = (
        "SELECT l.letter, s.id, s.room_id FROM event_sessions_session s JOIN participants_level l ON l.id = s.level_id "
        "WHERE s.kind = 'breakout'"
    )
    rows = shared_server.rows(query)
    [(plenary, hall)] = shared_server.rows(
        "SELECT id, room_id FROM event_sessions_session WHERE kind = 'plenary' ORDER BY starts DESC LIMIT 1"
    )
    rooms = {letter: room for letter, _pk, room in rows}
    return {letter: pk for letter, pk, _room in rows} | {"plenary": plenary, "hall": hall, "room": rooms["c"]}


@pytest.mark.parametrize(("code", "size", "path"), PAGES)
def test_a_page_is_open_to_everybody(shared_server, open_page, places, code, size, path):
    options = {"viewport": {"width": 360, "height": 740}} if size == PHONE else {}
    page = open_page(size, **options)
    if code:
        page.goto(f"{shared_server.url}/{C}/enter/#{code}")
        page.wait_for_url(lambda url: "/enter/" not in url)
    answer = page.goto(shared_server.url + path.format(**places))

    assert answer.status == REFUSED.get((code, path), 200)
    if size != SCREEN:  # the bar at the bottom lies over whatever is below it; people scroll
        tall = page.evaluate("document.documentElement.scrollHeight")
        page.set_viewport_size({"width": page.viewport_size["width"], "height": tall})
    problems = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        found = Axe().run(page, options=RULES).response["violations"]
        problems += [
            f"{scheme} {each['id']}: {n['html']}: {n['failureSummary']}" for each in found for n in each["nodes"]
        ]
    assert problems == []
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
