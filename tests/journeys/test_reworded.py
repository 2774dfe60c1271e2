"""A phone that lies open while the desk changes what was answered."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import OpenPage
from tests.phones import COUNTED, KEPT, SOON, breakout, come_in, form_of, item_of, open_room, tap, unanswered, votes
from tests.server import Server

WORDS = "Give every lecturer forty paid hours a year."
AGAIN = re.compile(r"\bagain\b")


@pytest.fixture
def phone(open_page: OpenPage, server: Server) -> Page:
    return open_room(come_in(open_page("phone"), server, "demo-participant-3"), server.url + breakout(server))


def reword(server: Server, number: str) -> None:
    """The desk says something that means something else."""
    with server.come_in("demo-rapporteur") as desk:
        fields = {"words": WORDS, "revision": "1", "material": "on"}
        desk.post(f"{breakout(server)}desk/{number}/reword/", data=fields).raise_for_status()


def wordings(server: Server, item: str) -> list[tuple[str, int]]:
    """The choice that counts of whoever votes from a phone, and the wording that it was given to."""
    query = (
        "SELECT v.choice, v.revision FROM recommendations_vote v JOIN recommendations_tap t ON t.id = v.tap_id"
        " WHERE v.item_id = ? AND t.device IS NOT NULL"
    )
    return server.rows(query, int(item))


def test_an_open_phone_asks_at_once_and_one_tap_keeps_the_vote(phone: Page, server: Server) -> None:
    form = unanswered(phone)
    item = item_of(form)
    card = phone.locator(f"#item-{item}")
    tap(form, "support")
    expect(form).to_have_class(COUNTED, timeout=SOON)
    answered = phone.locator("#answered").inner_text()

    reword(server, str(card.get_attribute("data-number")))

    expect(card).to_contain_text("keep your vote?", timeout=SOON)
    expect(card.locator("del").first).to_be_visible()
    expect(card).to_contain_text(WORDS, timeout=SOON)
    expect(phone.locator("#asked-again")).to_contain_text("1 recommendation was reworded after you answered.")
    card.get_by_role("button", name="Keep “Support”").tap()

    expect(card).not_to_contain_text("keep your vote?")
    expect(form).to_have_class(COUNTED, timeout=SOON)
    expect(form).not_to_have_class(AGAIN)
    expect(phone.locator("#asked-again")).to_be_hidden()
    expect(phone.locator("#answered")).to_have_text(answered)
    assert (wordings(server, item), votes(server, item)) == ([("support", 2)], [("support", 2)])


def test_a_vote_kept_while_the_words_changed_counts_for_the_earlier_ones_and_asks(phone: Page, server: Server) -> None:
    form = unanswered(phone)
    item = item_of(form)
    card = phone.locator(f"#item-{item}")
    phone.context.set_offline(True)
    tap(form, "not_now")
    expect(form).to_have_class(KEPT, timeout=SOON)
    reword(server, str(card.get_attribute("data-number")))

    phone.context.set_offline(False)

    expect(card).to_contain_text("keep your vote?", timeout=SOON)
    assert wordings(server, item) == [("not_now", 1)]
    tap(form_of(phone, item), "support")
    expect(card).not_to_contain_text("keep your vote?")
    expect(form).to_have_class(COUNTED, timeout=SOON)
    assert wordings(server, item) == [("support", 2)]
