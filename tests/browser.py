"""A real browser for journeys: Debian's Chromium or the one that is there, in the sizes of phone, desk and screen."""

import os
import shutil
import signal
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Error,
    Page,
    Playwright,
    Request,
    sync_playwright,
)

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
]
SIZES: dict[str, dict[str, Any]] = {
    "phone": {
        "viewport": {"width": 390, "height": 844},
        "device_scale_factor": 2,
        "is_mobile": True,
        "has_touch": True,
    },
    "desk": {"viewport": {"width": 1440, "height": 900}},
    "screen": {"viewport": {"width": 1920, "height": 1080}},
}
# Nothing moves while a test looks.
PERSON: dict[str, Any] = {"locale": "en", "reduced_motion": "reduce"}
LOCAL = {"127.0.0.1", "localhost", ""}

OpenPage = Callable[..., Page]


def chromium_path() -> str:
    """The browser of this machine, or a failure that says what to type."""
    for name in ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"):
        if found := shutil.which(name):
            return found
    pytest.fail("No Chromium is here for the journeys. Type: sudo apt-get install chromium", pytrace=False)


@pytest.fixture(scope="module")
def driver() -> Iterator[Playwright]:
    """Playwright itself; it ends with the file, because its event loop would be in the way of asynchronous tests."""
    with pytest.MonkeyPatch.context() as environment, sync_playwright() as playwright:
        # That loop also makes Django take plain tests for asynchronous ones.
        environment.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield playwright


@pytest.fixture(scope="module")
def chromium(driver: Playwright) -> Iterator[Browser]:
    """The browser process of a file, in which everybody has a profile that is forgotten."""
    browser = driver.chromium.launch(executable_path=chromium_path(), args=ARGUMENTS)
    yield browser
    browser.close()


@pytest.fixture
def open_page(chromium: Browser) -> Iterator[OpenPage]:
    """Open a page as somebody new: open_page("phone", url). To ask another host or to throw an error fails the test."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_(size: str = "phone", url: str = "", **options: Any) -> Page:
        context = chromium.new_context(**PERSON | SIZES[size] | options)
        contexts.append(context)
        watch(context, complaints)
        page = context.new_page()
        if url:
            page.goto(url)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert complaints == []


def lasting(driver: Playwright, profile: Path, size: str = "phone", **options: Any) -> BrowserContext:
    """A browser process of its own, whose profile stays in that folder when it is closed or killed."""
    return driver.chromium.launch_persistent_context(
        profile, executable_path=chromium_path(), args=ARGUMENTS, **PERSON | SIZES[size] | options
    )


def kill(profile: Path) -> None:
    """End the browser that uses this profile as an empty battery would: kill -9, and nothing is told to the page."""
    for command in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            if f"--user-data-dir={profile}".encode() in command.read_bytes().split(b"\0"):
                os.kill(int(command.parent.name), signal.SIGKILL)


def bury(context: BrowserContext) -> None:
    """Close what is left of a killed browser; that it is dead already may or may not have been noticed."""
    with suppress(Error):
        context.close()


def watch(context: BrowserContext, complaints: list[str]) -> None:
    """Note what leaves this machine, what scripts throw and what the content policy forbids."""

    def asked(request: Request) -> None:
        if (urlsplit(request.url).hostname or "") not in LOCAL:
            complaints.append(f"asked another host: {request.url}")

    def said(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            complaints.append(f"policy: {message.text}")

    context.on("request", asked)
    context.on("console", said)
    context.on("weberror", lambda error: complaints.append(f"script: {error.error}"))
