"""Debian's Chromium, driven by Playwright, on a live server."""

import os
import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.conftest import CHROMIUM

PHONE = {"width": 360, "height": 740}
LAPTOP = {"width": 1280, "height": 800}
_FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser/" in str(item.path):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    assert CHROMIUM, "REQUIRE_BROWSER is set, but Chromium was not found"
    # Playwright keeps an event loop in this thread; our database calls are made between its steps.
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    flags = [*_FLAGS, "--no-sandbox"] if os.geteuid() == 0 else _FLAGS
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        yield chromium
        chromium.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def open_page(browser: Browser, live_server: Any, committed_world: None, settings: Any) -> Iterator[Any]:
    """Opens pages; any request to another host, script error or CSP complaint fails the test."""
    settings.SITE_URL = live_server.url
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def watch(message: Any) -> None:
        # What was refused, and what a test cut off itself.
        expected = re.search(r"status of 4\d\d|net::ERR_(INTERNET_DISCONNECTED|FAILED)", message.text)
        # What axe does to measure a page has no address.
        if message.type == "error" and not expected and message.location["url"]:
            complaints.append(message.text)

    def check_host(request: Any) -> None:
        if not request.url.startswith((live_server.url, "blob:", "data:")):
            complaints.append(f"another host: {request.url}")

    def new(viewport: Any = PHONE, **options: Any) -> Page:
        context = browser.new_context(
            viewport=viewport, locale="id-ID", timezone_id="Asia/Jakarta", base_url=live_server.url, **options
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("console", watch)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", check_host)
        return page

    yield new
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def phone(open_page: Any) -> Page:
    return open_page()


@pytest.fixture
def sign_in(open_page: Any) -> Any:
    """A page in which this member of staff is signed in."""

    def enter(user: Any, viewport: dict[str, int] = LAPTOP) -> Page:
        page = open_page(viewport)
        page.goto("/admin/login/")
        page.fill("#id_username", user.username)
        page.fill("#id_password", "x")
        page.click("[type=submit]")
        return page

    return enter
