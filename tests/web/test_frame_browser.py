"""The frame in a real browser: accessible, quiet, no sideways scroll, usable without scripts."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

from tests.browser.program import CHROMIUM_ARGUMENTS, demanded_chromium
from tests.web.conftest import Site

SHOTS = os.environ.get("SHOTS")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
AXE_OPTIONS = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
"""Every rule is asked; only what is wrong is described in full, which takes most of the time."""

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    path = demanded_chromium()
    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=path, args=CHROMIUM_ARGUMENTS)
        yield chromium
        chromium.close()


PAGES = [
    ("login", "/login", None),
    ("demo", "/demo", None),
    ("status", "/status", "quantri"),
    ("account", "/account", "chutich"),
    ("accounts", "/admin/accounts", "quantri"),
    ("demo-admin", "/demo", "quantri"),
    ("missing", "/no/such/page", "chutich"),
    ("new-password", "/login/new-password", "vanthu"),
]


@pytest.mark.parametrize(("name", "path", "login"), PAGES)
def test_pages_are_accessible_and_quiet(
    browser: Any, site: Site, name: str, path: str, login: str | None
) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    if login:
        step_in(page, site, login)
    said.clear()
    page.goto(site.address + path)
    expected = ["404"] if name == "missing" else []
    check(page, f"{name}-1280", expected=expected, said=said)
    widen(page, 390)
    widen(page, 320)
    check(page, f"{name}-320", expected=expected, said=said)
    context.close()


def test_a_mistake_takes_the_focus_and_heads_the_title(browser: Any, site: Site) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 800})
    page.goto(site.address + "/login")
    page.get_by_role("button", name="Đăng nhập").click()
    page.wait_for_selector(".summary")
    assert page.title().startswith("Lỗi: ")
    assert page.evaluate("document.activeElement.className") == "summary"
    check(page, "login-errors-390", expected=["422"], said=[])
    page.close()


def test_the_menu_of_a_phone_opens_without_scripts(browser: Any, site: Site) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 800}, java_script_enabled=False)
    page = context.new_page()
    step_in(page, site, "chutich")
    page.goto(site.address + "/account")
    assert not page.get_by_role("link", name="Nhiệm vụ").is_visible()
    page.get_by_role("link", name="Menu", exact=True).click()
    assert page.get_by_role("link", name="Nhiệm vụ").is_visible()
    shoot(page, "menu-390")
    page.locator("#nav").get_by_role("button", name="Đăng xuất").click()
    assert page.url.endswith("/login")
    context.close()


def test_a_form_outlives_its_session(browser: Any, site: Site) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 800})
    page = context.new_page()
    step_in(page, site, "chutich")
    page.goto(site.address + "/account?lang=en")
    session = [each for each in context.cookies() if each["name"] == "soviec_session"]
    context.clear_cookies(name="soviec_session")
    page.get_by_role("button", name="Change language").click()
    page.wait_for_selector("text=Please send again")
    check(page, "expired-390", expected=["422"], said=[])
    context.add_cookies(session)
    page.get_by_role("button", name="Send again").click()
    page.wait_for_url("**/account")
    page.goto(site.address + "/account?lang=vi")
    context.close()


def step_in(page: Any, site: Site, login: str) -> None:
    page.goto(site.address + "/demo")
    page.locator("li", has=page.locator(f"b:text-is('{login}')")).get_by_role("button").click()
    page.wait_for_load_state()


def widen(page: Any, width: int) -> None:
    """The same page in another window: nobody has to scroll sideways."""
    page.set_viewport_size({"width": width, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (page.url, width)


def check(page: Any, name: str, *, expected: list[str], said: list[str]) -> None:
    """No violation, no sideways scroll, nothing on the console but the status asked for."""
    shoot(page, name)
    unexpected = [line for line in said if not any(code in line for code in expected)]
    assert unexpected == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    results = Axe().run(page, options=AXE_OPTIONS)
    found = [f"{v['id']}: {v['nodes'][0]['html']}" for v in results.response["violations"]]
    assert found == []


def shoot(page: Any, name: str) -> None:
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)
