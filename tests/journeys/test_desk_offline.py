"""A desk and a plan without a network: nothing is done silently, and nothing that was typed is gone."""

from playwright.sync_api import Page, expect

from tests.phones import breakout, come_in

SAID = "No network: this was not done."


def offline(page: Page) -> None:
    page.context.set_offline(True)


def test_a_wording_that_is_not_saved_says_so_and_stays(shared_server, open_page):
    desk = come_in(open_page("desk"), shared_server, "demo-rapporteur")
    desk.goto(f"{shared_server.url}{breakout(shared_server)}desk/?hand=c03")
    wording = desk.locator("#desk-wording")
    words = f"{wording.input_value()} Begin in the islands."
    offline(desk)
    wording.fill(words)
    desk.locator("#desk-reword").click()

    expect(desk.locator("#unsent")).to_contain_text(SAID)
    expect(wording).to_have_value(words)

    desk.context.set_offline(False)
    desk.locator("#desk-reword").click()

    expect(desk.locator("#unsent")).to_be_hidden()
    expect(desk.locator("#desk-list")).to_contain_text("Begin in the islands.")


def test_an_action_that_is_not_adopted_says_so(shared_server, open_page):
    olga = come_in(open_page("desk"), shared_server, "demo-organiser")
    olga.goto(f"{shared_server.url}/shenzhen-2019/plan/?level=a")
    adopt = olga.get_by_role("button", name="Adopt").first
    offline(olga)
    adopt.click()

    expect(olga.locator("#unsent")).to_contain_text(SAID)

    olga.context.set_offline(False)
    adopt.click()

    expect(olga.locator("main")).to_contain_text("RAP-")
    expect(olga.locator("#unsent")).to_be_hidden()
