"""The browser that the journeys stand on."""

import http.server
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright

from tests.browser import OpenPage, bury, kill, lasting, watch

PAGE = "<title>Here</title><script>document.title += ' ' + (localStorage.word || 'nothing')</script>"

STORE = """
const open = () => new Promise((good, bad) => {
    const asked = indexedDB.open('box');
    asked.onupgradeneeded = () => asked.result.createObjectStore('words');
    asked.onsuccess = () => good(asked.result);
    asked.onerror = bad;
});
"""
KEEP = f"""async (word) => {{ {STORE}
    const change = (await open()).transaction('words', 'readwrite', {{durability: 'strict'}});
    change.objectStore('words').put(word, 'word');
    await new Promise((good, bad) => {{ change.oncomplete = good; change.onerror = bad; }});
}}"""
LOOK = f"""async () => {{ {STORE}
    const asked = (await open()).transaction('words').objectStore('words').get('word');
    return await new Promise((good, bad) => {{ asked.onsuccess = () => good(asked.result); asked.onerror = bad; }});
}}"""


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def site(tmp_path: Path) -> Iterator[str]:
    """A page on this machine, without our server."""
    (tmp_path / "index.html").write_text(PAGE)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(tmp_path))) as web:
        thread = threading.Thread(target=web.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{web.server_address[1]}/"
        web.shutdown()
        thread.join()


def test_each_page_is_somebody_new(open_page: OpenPage, site: str) -> None:
    one = open_page("phone", site)
    one.evaluate("localStorage.word = 'mine'")
    other = open_page("screen", site)

    assert (other.title(), other.viewport_size) == ("Here nothing", {"width": 1920, "height": 1080})


def test_a_killed_phone_keeps_what_it_was_told_is_stored(driver: Playwright, site: str, tmp_path: Path) -> None:
    phone = lasting(driver, tmp_path / "ana")
    phone.pages[0].goto(site)
    phone.pages[0].evaluate(KEEP, "kept")
    kill(tmp_path / "ana")
    bury(phone)

    again = lasting(driver, tmp_path / "ana")
    again.pages[0].goto(site)
    assert again.pages[0].evaluate(LOOK) == "kept"
    again.close()


def test_what_a_page_may_not_do_is_noted(chromium: Browser, site: str) -> None:
    complaints: list[str] = []
    with chromium.new_context() as context:
        watch(context, complaints)
        page = context.new_page()
        page.goto(site)
        page.route("**/elsewhere*", lambda route: route.abort())
        page.evaluate("() => fetch('http://elsewhere.test/elsewhere').catch(() => {})")
        with page.expect_event("pageerror"):
            page.evaluate("() => { setTimeout(() => { throw new Error('oh') }) }")

    assert [complaint.splitlines()[0] for complaint in complaints] == [
        "asked another host: http://elsewhere.test/elsewhere",
        "script: oh",
    ]
