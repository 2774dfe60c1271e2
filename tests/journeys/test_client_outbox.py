"""What a phone does for a vote or a text when the network, the tab, the browser or the server goes away."""

from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID

import pytest
from playwright.sync_api import Page, Playwright, expect

from tests.browser import OpenPage, kill, lasting
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
    tap,
    unanswered,
    votes,
)
from tests.server import Server

WORDS = "Pay for the mobile data of students who live far from any campus."


@pytest.fixture
def room(server: Server) -> str:
    return breakout(server)


@pytest.fixture
def visit(server: Server, room: str) -> Callable[[Page], Page]:
    """Come in as a participant and open the room."""

    def visit(page: Page) -> Page:
        return open_room(come_in(page, server, "demo-participant-3"), server.url + room)

    return visit


@pytest.fixture
def phone(open_page: OpenPage, visit: Callable[[Page], Page]) -> Page:
    return visit(open_page("phone"))


@pytest.fixture
def profile(tmp_path: Path, driver: Playwright, visit: Callable[[Page], Page]) -> Iterator[Path]:
    """A browser's folder in which somebody has come in."""
    folder = tmp_path / "phone"
    context = lasting(driver, folder)
    visit(context.pages[0])
    context.close()
    yield folder
    kill(folder)


def test_votes_without_a_network_are_kept_and_counted_when_it_is_back(phone: Page, server: Server) -> None:
    form = unanswered(phone)
    phone.context.set_offline(True)
    tap(form, "support")
    expect(form).to_have_class(KEPT, timeout=SOON)
    expect(phone.locator("#offline")).to_contain_text("Kept on this phone: 1.")

    phone.context.set_offline(False)

    expect(form).to_have_class(COUNTED, timeout=SOON)
    expect(phone.locator("#offline")).to_be_hidden()
    assert votes(server, item_of(form)) == [("support", 1)]


def test_a_tab_closed_with_a_full_outbox_sends_it_when_it_is_opened_again(
    phone: Page, server: Server, room: str
) -> None:
    items = [item_of(unanswered(phone, nth)) for nth in range(3)]
    server.kill()
    for item in items:
        tap(form_of(phone, item), "not_now")
        expect(form_of(phone, item)).to_have_class(KEPT, timeout=SOON)
    context = phone.context
    phone.close()
    server.start()

    again = open_room(context.new_page(), server.url + room)

    for item in items:
        expect(form_of(again, item)).to_have_class(COUNTED, timeout=SOON)
    assert [votes(server, item) for item in items] == [[("not_now", 1)]] * 3


def test_a_server_killed_between_tap_and_answer_counts_the_vote_once(phone: Page, server: Server) -> None:
    form = unanswered(phone)
    server.stall()
    tap(form, "support")
    expect(form).to_have_class(SENT, timeout=SOON)
    server.kill()
    server.start()

    expect(form).to_have_class(COUNTED, timeout=SOON)
    assert votes(server, item_of(form)) == [("support", 1)]


def test_a_browser_killed_between_tap_and_answer_finds_its_vote_counted(
    profile: Path, driver: Playwright, server: Server, room: str
) -> None:
    form = unanswered(open_room(lasting(driver, profile).pages[0], server.url + room))
    item = item_of(form)
    server.stall()
    tap(form, "unsure")
    expect(form).to_have_class(SENT, timeout=SOON)
    kill(profile)
    server.kill()
    server.start()

    again = open_room(lasting(driver, profile).pages[0], server.url + room)

    expect(form_of(again, item)).to_have_class(COUNTED, timeout=SOON)
    assert votes(server, item) == [("unsure", 1)]


def test_a_draft_survives_a_reload_and_a_killed_browser(
    profile: Path, driver: Playwright, server: Server, room: str
) -> None:
    page = open_room(lasting(driver, profile).pages[0], server.url + room)
    page.locator("#say").fill(WORDS)
    expect(page.locator("#say-draft")).to_have_text("Draft kept")
    page.reload()
    expect(page.locator("#say")).to_have_value(WORDS)
    kill(profile)

    again = open_room(lasting(driver, profile).pages[0], server.url + room)

    expect(again.locator("#say")).to_have_value(WORDS)
    expect(again.locator("#say-left")).to_have_text(f"{300 - len(WORDS)} characters left")


def test_what_is_left_of_a_text_is_told_of_one_character_and_of_many(phone: Page) -> None:
    left = phone.locator("#say-left")
    for size, told in [(298, "2 characters left"), (299, "1 character left"), (301, "1 character too many")]:
        phone.locator("#say").fill("a" * size)
        expect(left).to_have_text(told)
    phone.locator("#say").fill("a" * 302)
    expect(left).to_have_text("2 characters too many")


def test_words_said_without_a_network_get_their_number_later(phone: Page, server: Server) -> None:
    server.kill()
    phone.locator("#say").fill(WORDS)
    phone.get_by_role("button", name="Send to the room").tap()
    state = phone.locator("form[data-say] .state")
    expect(state).to_contain_text("Kept on this phone", timeout=SOON)
    expect(phone.locator("#say")).to_have_value("")
    server.start()

    expect(state).to_have_text(
        "Sent. It is number c13; you can change or withdraw it until somebody answers.", timeout=SOON
    )
    expect(phone.locator("article", has_text=WORDS)).to_have_count(1, timeout=SOON)
    assert server.rows("SELECT count(*) FROM recommendations_revision WHERE text = ?", WORDS) == [(1,)]


def test_words_that_are_refused_come_back_with_the_reason(phone: Page, server: Server) -> None:
    phone.locator("#say").fill("Too short")
    phone.get_by_role("button", name="Send to the room").tap()

    expect(phone.locator("#say-problem")).not_to_be_empty(timeout=SOON)
    expect(phone.locator("#say")).to_have_value("Too short")
    phone.reload()
    expect(phone.locator("#say")).to_have_value("Too short")


def test_a_vote_that_comes_after_closing_says_so_where_it_was_cast(phone: Page, server: Server, room: str) -> None:
    form = unanswered(phone)
    item = item_of(form)
    phone.context.set_offline(True)
    tap(form, "support")
    expect(form).to_have_class(KEPT, timeout=SOON)
    with server.come_in("demo-moderator") as moderator:
        moderator.post(
            f"{room}conduct/move/", data={"to": "curating", "seen": "collecting", "reason": ""}
        ).raise_for_status()

    phone.context.set_offline(False)

    expect(phone.locator(f"#item-{item}")).to_contain_text("closed", timeout=SOON)
    expect(phone.locator("form[data-say]")).to_have_count(0, timeout=SOON)
    expect(phone.locator(f"#item-{item}")).to_contain_text("closed")
    assert votes(server, item) == []


def test_a_database_that_has_forgotten_a_vote_is_offered_it_again(phone: Page, server: Server, room: str) -> None:
    form = unanswered(phone)
    item = item_of(form)
    tap(form, "support")
    expect(form).to_have_class(COUNTED, timeout=SOON)
    keys = "SELECT key FROM recommendations_tap WHERE item_id = ? AND device IS NOT NULL"
    before = server.rows(keys, int(item))
    context = phone.context
    phone.close()
    server.terminate()
    server.rows("DELETE FROM recommendations_vote WHERE item_id = ?", int(item))
    server.rows("DELETE FROM recommendations_tap WHERE item_id = ?", int(item))
    server.rows("UPDATE event_sessions_epoch SET name = ?", UUID(int=7).hex)
    server.start()

    again = open_room(context.new_page(), server.url + room)

    expect(form_of(again, item)).to_have_class(COUNTED, timeout=SOON)
    assert server.rows(keys, int(item)) == before


def test_two_tabs_show_the_same_and_send_once(phone: Page, server: Server, room: str) -> None:
    other = open_room(phone.context.new_page(), server.url + room)
    form = unanswered(phone)
    tap(form, "support")

    expect(form_of(other, item_of(form))).to_have_class(COUNTED, timeout=SOON)
    expect(other.locator("#answered")).to_have_text(str(phone.locator("#answered").text_content()))
    assert votes(server, item_of(form)) == [("support", 1)]
