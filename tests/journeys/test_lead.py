"""A lead keeps an action alive: the organiser gives a link, the lead opens it on a phone and saves."""

import pytest
from axe_playwright_python.sync_playwright import Axe

C = "shenzhen-2019"
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}


def link_for_an_action(desk, server) -> str:
    """Adopt something into the plan, and make a link for its lead."""
    desk.goto(f"{server.url}/{C}/enter/#demo-organiser")
    desk.wait_for_url(lambda url: "/enter/" not in url)
    desk.goto(f"{server.url}/{C}/plan/?level=a")
    desk.get_by_role("button", name="Adopt").first.click()
    desk.get_by_role("link", name="Link for the lead").click()
    desk.get_by_label("Last day").fill("2099-12-31")
    desk.get_by_role("button", name="Make a link").click()
    return desk.locator("a.link").inner_text()


def complaints(page) -> list[tuple[str, str]]:
    return [(each["id"], each["nodes"][0]["html"]) for each in Axe().run(page, options=RULES).response["violations"]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_lead_opens_the_link_and_saves_on_a_phone(server, open_page, scheme):
    desk, phone = open_page("desk", color_scheme=scheme), open_page("phone", color_scheme=scheme)
    link = link_for_an_action(desk, server)
    found = complaints(desk)

    phone.goto(server.url + "/" + link.split("/", 3)[3])
    phone.wait_for_selector("h1.words")
    found += complaints(phone)
    phone.get_by_label("Status").select_option("implementation")
    phone.get_by_role("button", name="Save").click()
    phone.get_by_role("status").get_by_text("Saved.").wait_for()

    assert found == []
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
    rows = server.rows("SELECT \"column\", after FROM outcomes_cellchange WHERE kind = 'lead'")
    assert [tuple(row) for row in rows] == [("status", "implementation")]
