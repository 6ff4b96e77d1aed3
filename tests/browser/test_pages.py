"""Every page of the menu for every kind of reader: both languages, both widths, no complaint."""

from __future__ import annotations

import re
from urllib.parse import urlencode

import pytest

from tests.browser.conftest import OpenScreen
from tests.browser.screen import DESKTOP, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ROLES = ("chutich", "truongphong", "rasoat", "quantri")
LANGUAGES = ("en", "vi")
"""An account keeps the language it was last read in, so the last one is the ward's own."""
ONCE = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|PL-\d{4}-\d{4}|\d+|=[^&]*")
"""What differs between two addresses of the same kind of page."""
DEEPER = 2


def menu(screen: object) -> list[str]:
    page = screen.page  # type: ignore[attr-defined]
    found: list[str] = page.eval_on_selector_all(
        "#nav li:not(.close) a", "links => links.map(link => link.getAttribute('href'))"
    )
    return found


@pytest.mark.parametrize("role", ROLES)
def test_every_page_of_the_menu(demo: str, open_screen: OpenScreen, role: str) -> None:
    screen = open_screen(demo, role)
    pages = [*menu(screen), "/account"]
    assert len(set(pages)) >= 3
    for language in LANGUAGES:
        for path in dict.fromkeys(pages):
            screen.open(f"{path}?{urlencode({'lang': language})}")
            # the language changes words, the width the build of a page: each of both is seen once
            screen.check(language, violations_at=(PHONE if language == "vi" else DESKTOP,))


def test_no_link_of_a_page_leads_nowhere(demo: str, open_screen: OpenScreen) -> None:
    """One address of each kind, two clicks deep, as somebody who may see much."""
    screen = open_screen(demo, "chutich")
    known: set[str] = set()
    found, dead = ["/"], []
    for _ in range(DEEPER):
        new = []
        for path in found:
            screen.open(path)
            for link in screen.links():
                if (kind := ONCE.sub("*", link)) not in known:
                    known.add(kind)
                    new.append(link)
        dead += [link for link in new if screen.ask(link) != 200]
        found = [link for link in new if not link.split("?")[0].endswith((".csv", ".xlsx"))]
    assert dead == []
    assert len(known) > 15


def test_pages_can_be_read_and_used_without_scripts(demo: str, open_screen: OpenScreen) -> None:
    screen = open_screen(demo, "truongphong", width=PHONE[0], java_script_enabled=False)
    for path in ("/my-work", "/tasks", "/plan", "/org", "/status"):
        screen.open(path)
        assert screen.page.locator("h1").inner_text()
    screen.page.get_by_role("link", name="Menu", exact=True).click()
    screen.page.get_by_role("link", name="Nhiệm vụ", exact=True).click()
    assert screen.page.url.endswith("/tasks")
    screen.page.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})
    screen.fill("Từ ngữ", "so lieu dich vu cong")
    screen.press("Lọc")
    assert "Tổng hợp số liệu dịch vụ công" in screen.text()
    screen.page.locator("main tbody a").first.click()
    screen.page.wait_for_load_state()
    assert "/tasks/PL-" in screen.page.url
    screen.follow("Tua lại từng việc")
    screen.page.get_by_role("link", name="Trước", exact=True).first.click()
    assert "/replay?" in screen.page.url


def test_a_form_is_filled_with_the_keyboard_alone(demo: str, open_screen: OpenScreen) -> None:
    """Log in, go past the menu, open the first act of the list, make a mistake, hear of it."""
    screen = open_screen(demo)
    page = screen.page
    screen.open("/login")
    page.get_by_label("Tên đăng nhập").focus()
    page.keyboard.type("truongphong")
    page.keyboard.press("Tab")
    page.keyboard.type("so-viec-minh-hoa")
    page.keyboard.press("Enter")
    page.wait_for_url("**/my-work")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    for _ in range(60):
        page.keyboard.press("Tab")
        if "/do/" in (page.evaluate("document.activeElement.getAttribute('href')") or ""):
            break
    outline = page.evaluate(
        "getComputedStyle(document.activeElement).outlineStyle"
        " + getComputedStyle(document.activeElement).boxShadow"
    )
    assert outline != "nonenone", "where the focus is can be seen"
    page.keyboard.press("Enter")
    page.wait_for_url("**/do/**")
    page.locator("main textarea, main input:not([type=hidden])").first.focus()
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('main button:not([name])')"):
            break
    with screen.expecting(422):
        page.keyboard.press("Enter")
        page.wait_for_selector(".summary")
    assert page.evaluate("document.activeElement.className") == "summary"
    assert page.title().startswith("Lỗi: ")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.matches('input, textarea, select')")
    screen.check()
