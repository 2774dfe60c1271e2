"""What a test does with a phone in a breakout: come in, open the room, find a vote, tap it."""

import re
import time

from playwright.sync_api import Locator, Page

from tests.server import Server

SOON = 30_000  # milliseconds: a phone comes back when it likes, not when the test does
KEPT, SENT, COUNTED = re.compile(r"\bkept\b"), re.compile(r"\bsent\b"), re.compile(r"\bcounted\b")


def breakout(server: Server, letter: str = "c") -> str:
    """The address of the breakout of a level; the demo collects in c, and participants 3, 8, 13 … sit there."""
    query = (
        "SELECT s.id FROM event_sessions_session s JOIN participants_level l ON l.id = s.level_id"
        " WHERE l.letter = ? AND s.kind = 'breakout'"
    )
    [(pk,)] = server.rows(query, letter)
    return f"/shenzhen-2019/sessions/{pk}/"


def come_in(page: Page, server: Server, code: str) -> Page:
    """Open the link of a badge."""
    page.goto(f"{server.url}/shenzhen-2019/enter/#{code}")
    page.wait_for_url(lambda url: "/enter/" not in url)
    return page


def open_room(page: Page, url: str) -> Page:
    """Open a room and wait until its socket has spoken: the personal part is asked for after that."""
    with page.expect_response(lambda response: response.url.endswith("/mine/"), timeout=SOON):
        page.goto(url)
    return page


def say(server: Server, who: int, words: str) -> None:
    """Somebody else sends a recommendation to the room, at the pace that it allows: the demo has just spoken too."""
    fields = {"text": words, "type": "research", "sdg_target": "4.3"}
    with server.come_in(f"demo-participant-{who}") as client:
        client.headers["Accept"] = "application/json"
        while (answer := client.post(f"{breakout(server)}recommendations/", data=fields)).status_code == 429:
            time.sleep(answer.json()["after"])
        answer.raise_for_status()


def form_of(page: Page, item: str) -> Locator:
    """The voting part of a recommendation."""
    return page.locator(f"#item-{item} form[data-vote]")


def unanswered(page: Page, nth: int = 0) -> Locator:
    """The voting part of a recommendation not answered yet; it is found again when it has been."""
    article = page.locator("article:has(form[data-vote]:not(.counted))").nth(nth)
    return form_of(page, str(article.get_attribute("data-item")))


def item_of(form: Locator) -> str:
    return form.locator("[name=item]").input_value()


def tap(form: Locator, choice: str) -> None:
    form.locator(f"button[value={choice}]").tap()


def votes(server: Server, item: str) -> list[tuple[str, int]]:
    """The choice that counts and the number of taps, for the votes cast from a phone: those of the demo name none."""
    query = (
        "SELECT v.choice,"
        " (SELECT count(*) FROM recommendations_tap a WHERE a.voter_id = v.voter_id AND a.item_id = v.item_id)"
        " FROM recommendations_vote v JOIN recommendations_tap t ON t.id = v.tap_id"
        " WHERE v.item_id = ? AND t.device IS NOT NULL"
    )
    return server.rows(query, int(item))
