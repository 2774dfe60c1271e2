"""`make pictures`: the README's pictures, taken from the running product with the demo's invented people."""

from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.browser import ARGUMENTS, chromium_path
from tests.server import Server, running

FOLDER = Path("docs/pictures")
C = "shenzhen-2019"


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with running() as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=ARGUMENTS)
        query = (
            "SELECT s.id, s.room_id FROM event_sessions_session s JOIN participants_level l ON l.id = s.level_id "
            "WHERE s.kind = 'breakout' AND l.letter = 'c'"
        )
        [(breakout, room)] = server.rows(query)
        where = f"/{C}/sessions/{breakout}/"
        take(browser, server, "phone", "demo-participant-3", where, 390, 844)
        take(browser, server, "desk", "demo-rapporteur", f"{where}desk/", 1280, 800)
        take(browser, server, "screen", "demo-screen", f"/{C}/rooms/{room}/screen/", 1920, 1080)
        browser.close()


def take(browser: Browser, server: Server, name: str, code: str, path: str, width: int, height: int) -> None:
    """Come in with a code, open a page, and keep its picture when its feed has arrived."""
    page = browser.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce").new_page()
    page.goto(f"{server.url}/{C}/enter/#{code}")
    page.wait_for_url(lambda url: "/enter/" not in url)
    page.goto(server.url + path, wait_until="networkidle")
    page.screenshot(path=FOLDER / f"{name}.png")


if __name__ == "__main__":
    main()
