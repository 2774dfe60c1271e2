"""F22 and the browser's side of F10: what a real phone keeps, sends again and shows, whatever the network does."""

import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright, Response, expect

from tests.browser import OpenPage, kill, lasting
from tests.faults.relay import Relay, Sockets
from tests.phones import (
    COUNTED,
    KEPT,
    SENT,
    SOON,
    breakout,
    come_in,
    form_of,
    item_of,
    open_room,
    say,
    tap,
    unanswered,
    votes,
)
from tests.server import Server

WORDS = "Pay for the mobile data of students who live far from any campus."
MORE = "Lend every first-year student a laptop, and repair it in the same week."
TAKES_OVER = 20.0  # seconds after which a page asks, where sockets do not get through
NEWS = 8_000  # milliseconds in which such a page shows what is new
ASKED = "() => performance.getEntriesByType('resource').some(({ name }) => name.includes('/state/'))"
HEALED = 60_000  # milliseconds in which everything kept is counted once the network is well


@pytest.fixture
def relay(server: Server) -> Iterator[Relay]:
    with Relay(server.port) as relay:
        yield relay


@pytest.fixture
def phone(open_page: OpenPage, relay: Relay, server: Server) -> Page:
    """A participant's phone in the room, with good network."""
    return visit(open_page("phone"), relay, server)


def visit(page: Page, relay: Relay, server: Server, code: str = "demo-participant-3") -> Page:
    return open_room(come_in(page, relay, code), relay.url + breakout(server))


def vote_elsewhere(server: Server, item: str, ballot: str) -> None:
    """The same person votes on another device."""
    with server.come_in("demo-participant-3") as client:
        fields = {"ballot": ballot, "item": item, "choice": "not_now"}
        client.post(f"{breakout(server)}votes/", data=fields, headers={"Accept": "application/json"}).raise_for_status()


def picture(page: Page) -> dict[str, str]:
    """What a page shows: each recommendation, its words, and what counts here."""
    page.wait_for_function("() => !document.querySelector('.tapped, .kept, .sent')", timeout=SOON)
    script = """() => Object.fromEntries([...document.querySelectorAll('[data-items] article')].map((article) => [
        article.dataset.number,
        `${article.querySelector('.words').textContent}: ${article.querySelector('[aria-pressed=true]')?.value ?? ''}`,
    ]))"""
    return dict(sorted(page.evaluate(script).items()))


def check_fresh(page: Page, relay: Relay, server: Server) -> None:
    """I5: what has lived through the fault shows what is loaded now."""
    fresh = open_room(page.context.new_page(), relay.url + breakout(server))
    assert picture(page) == picture(fresh)


def test_where_sockets_are_forbidden_a_phone_asks_every_few_seconds(open_page: OpenPage, server: Server) -> None:
    """Three venues at once: a proxy that refuses sockets, one that does not know them, one that never answers."""
    kinds: list[Sockets] = ["refused", "stripped", "swallowed"]
    with ExitStack() as stack:
        relays = [stack.enter_context(Relay(server.port)) for _kind in kinds]
        phones = []
        for relay, kind in zip(relays, kinds, strict=True):
            relay.sockets = kind
            phone = come_in(open_page("phone"), relay, "demo-participant-3")
            phones.append(phone)
        began = time.monotonic()
        for phone, relay in zip(phones, relays, strict=True):
            phone.goto(relay.url + breakout(server))
        for phone in phones:
            phone.wait_for_function(ASKED)
            assert time.monotonic() - began < TAKES_OVER

        say(server, 8, WORDS)
        items = [item_of(unanswered(phones[0], nth)) for nth in range(2)]
        vote_elsewhere(server, items[0], str(phones[0].locator("[data-ballot]").get_attribute("data-ballot")))
        for phone in phones:
            expect(phone.locator("article", has_text=WORDS)).to_have_count(1, timeout=NEWS)
            pressed = form_of(phone, items[0]).locator("[aria-pressed=true]")
            expect(pressed).to_have_attribute("value", "not_now", timeout=NEWS)
            expect(phone.locator("#stale")).to_be_hidden()
        for phone in phones:
            tap(form_of(phone, items[1]), "support")
            expect(form_of(phone, items[1])).to_have_class(COUNTED, timeout=SOON)
        assert votes(server, items[1]) == [("support", 3)]


def test_a_page_that_asks_costs_next_to_nothing_while_nothing_changes(
    open_page: OpenPage, relay: Relay, server: Server
) -> None:
    relay.sockets = "refused"
    phone = come_in(open_page("phone"), relay, "demo-participant-3")
    phone.goto(relay.url + breakout(server))

    def is_state(response: Response) -> bool:
        return "/state/" in response.url

    with phone.expect_response(is_state, timeout=SOON):
        pass
    with phone.expect_response(is_state, timeout=SOON) as second:
        pass

    assert second.value.text() == "[]"


def test_an_error_is_no_news(open_page: OpenPage, relay: Relay, server: Server) -> None:
    relay.sockets = "refused"
    phone = come_in(open_page("phone"), relay, "demo-participant-3")
    phone.route("**/state/**", lambda route: route.fulfill(status=503, headers={"X-Eventapp": "1"}))
    phone.goto(relay.url + breakout(server))

    expect(phone.locator("#stale")).to_contain_text("seconds ago. Looking for the room.", timeout=SOON)
    phone.unroute_all()
    expect(phone.locator("#stale")).to_be_hidden(timeout=SOON)


def test_what_falls_into_a_hole_goes_by_another_way(phone: Page, relay: Relay, server: Server) -> None:
    form = unanswered(phone)
    relay.is_hole = True
    tap(form, "support")
    expect(form).to_have_class(SENT, timeout=SOON)
    relay.heal()

    expect(form).to_have_class(COUNTED, timeout=HEALED)
    assert votes(server, item_of(form)) == [("support", 1)]


def test_nothing_of_a_captive_portal_is_believed(phone: Page, relay: Relay, server: Server) -> None:
    forms = [form_of(phone, item_of(unanswered(phone, nth))) for nth in range(2)]
    relay.put_portal()
    for form in forms:
        tap(form, "support")
        expect(form).to_have_class(KEPT, timeout=SOON)
    expect(phone.locator("#offline")).to_contain_text("Kept on this phone: 2.", timeout=SOON)
    with phone.expect_response(lambda response: "/votes/" in response.url, timeout=SOON) as answer:
        pass
    assert (answer.value.status, answer.value.headers["content-type"]) == (200, "text/html")
    expect(forms[0]).to_have_class(KEPT)
    expect(phone.locator("#portal")).to_have_count(0)
    relay.heal()

    for form in forms:
        expect(form).to_have_class(COUNTED, timeout=HEALED)
    assert [votes(server, item_of(form)) for form in forms] == [[("support", 1)]] * 2
    check_fresh(phone, relay, server)


def test_no_portal_lands_on_a_desk(open_page: OpenPage, relay: Relay, server: Server) -> None:
    desk = come_in(open_page("desk"), relay, "demo-rapporteur")
    desk.goto(f"{relay.url}{breakout(server)}desk/")
    before = desk.locator("#desk-hand").inner_text()
    relay.put_portal()
    with desk.expect_response(lambda response: "/desk/" in response.url, timeout=SOON) as answer:
        desk.locator("#desk-list a").nth(2).click()
    answer.value.finished()
    expect(desk.locator("#portal")).to_have_count(0)
    assert desk.locator("#desk-hand").inner_text() == before
    relay.heal()

    desk.locator("#desk-list a").nth(2).click()
    expect(desk.locator("#desk-hand")).not_to_have_text(before, use_inner_text=True)


def test_a_phone_that_was_away_shows_what_a_fresh_one_shows(phone: Page, relay: Relay, server: Server) -> None:
    form = unanswered(phone)
    phone.context.set_offline(True)
    relay.go_down()
    tap(form, "support")
    expect(phone.locator("#offline")).to_contain_text("Kept on this phone: 1.", timeout=SOON)
    tap(form, "unsure")
    say(server, 8, WORDS)
    relay.heal()
    phone.context.set_offline(False)

    expect(form).to_have_class(COUNTED, timeout=HEALED)
    expect(phone.locator("article", has_text=WORDS)).to_have_count(1, timeout=SOON)
    assert votes(server, item_of(form)) == [("unsure", 1)]
    check_fresh(phone, relay, server)


def test_a_frozen_tab_wakes_up_and_catches_up(phone: Page, relay: Relay, server: Server) -> None:
    form = unanswered(phone)
    relay.go_down()
    tap(form, "support")
    expect(form).to_have_class(KEPT, timeout=SOON)
    chrome = phone.context.new_cdp_session(phone)
    chrome.send("Page.setWebLifecycleState", {"state": "frozen"})
    server.kill()
    server.start()
    say(server, 8, WORDS)
    assert votes(server, item_of(form)) == []
    relay.heal()
    chrome.send("Page.setWebLifecycleState", {"state": "active"})

    expect(form).to_have_class(COUNTED, timeout=HEALED)
    expect(phone.locator("article", has_text=WORDS)).to_have_count(1, timeout=SOON)
    assert votes(server, item_of(form)) == [("support", 1)]
    check_fresh(phone, relay, server)


def test_a_reload_between_tap_and_answer_counts_the_vote_once(phone: Page, relay: Relay, server: Server) -> None:
    form = unanswered(phone)
    item = item_of(form)
    server.stall()
    tap(form, "support")
    expect(form).to_have_class(SENT, timeout=SOON)
    phone.evaluate("() => setTimeout(() => location.reload())")
    server.go_on()

    phone.wait_for_event("load", timeout=SOON)
    expect(form_of(phone, item)).to_have_class(COUNTED, timeout=SOON)
    assert votes(server, item) == [("support", 1)]


def test_reloads_right_after_a_tap_leave_page_and_database_of_one_mind(
    phone: Page, relay: Relay, server: Server
) -> None:
    items = [item_of(unanswered(phone, nth)) for nth in range(5)]
    for item in items:
        tap(form_of(phone, item), "support")
        phone.reload()
    check_fresh(phone, relay, server)

    shown = [form_of(phone, item).locator("[aria-pressed=true]").count() for item in items]
    assert [len(votes(server, item)) for item in items] == shown


def test_a_browser_closed_with_a_full_outbox_sends_it_from_any_page(
    tmp_path: Path, driver: Playwright, relay: Relay, server: Server
) -> None:
    profile = tmp_path / "phone"
    context = lasting(driver, profile)
    phone = visit(context.pages[0], relay, server)
    items = [item_of(unanswered(phone, nth)) for nth in range(3)]
    relay.go_down()
    for item in items:
        tap(form_of(phone, item), "not_now")
        expect(form_of(phone, item)).to_have_class(KEPT, timeout=SOON)
    context.close()
    relay.heal()

    again = lasting(driver, profile)
    try:
        with again.expect_event("response", lambda response: "/votes/" in response.url, timeout=SOON):
            again.pages[0].goto(f"{relay.url}/shenzhen-2019/me/")
        room = open_room(again.pages[0], relay.url + breakout(server))
        for item in items:
            expect(form_of(room, item)).to_have_class(COUNTED, timeout=SOON)
        assert [votes(server, item) for item in items] == [[("not_now", 1)]] * 3
    finally:
        again.close()
        kill(profile)
