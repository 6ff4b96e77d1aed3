"""A window of a real browser: opens pages, looks at them as a reader and as a checker would."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from axe_playwright_python.sync_playwright import Axe

Size = tuple[int, int]
DESKTOP: Size = (1280, 900)
PHONE: Size = (390, 844)
WIDTHS = (PHONE, DESKTOP)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
LEFT_OVER = re.compile(r"\{[a-z_]+\}|\bNone\b|<[a-z_]+\.[A-Za-z_.]+ object")
"""A placeholder nobody filled, or an object shown as Python writes it."""

_axe = Axe()


class Screen:
    """One reader at one window; `complaints` collects what the console and the page said."""

    def __init__(self, browser: Any, address: str, *, width: int = 1280, **options: Any) -> None:
        self.address = address
        self.complaints: list[str] = []
        self._expected: tuple[str, ...] = ()
        height = PHONE[1] if width == PHONE[0] else DESKTOP[1]
        self._context = browser.new_context(
            viewport={"width": width, "height": height}, locale="vi-VN", **options
        )
        self.page = self._context.new_page()
        self.page.on("console", lambda message: self._note(message.text))
        self.page.on("pageerror", lambda error: self._note(str(error)))
        self.page.on("response", self._note_response)

    def close(self) -> None:
        """Shut the window."""
        self._context.close()

    def _note(self, text: str) -> None:
        if not any(part in text for part in self._expected):
            self.complaints.append(f"{self.page.url}: {text}")

    def _note_response(self, response: Any) -> None:
        if response.status >= 500:
            self.complaints.append(f"{response.status} {response.url}")

    @contextmanager
    def expecting(self, *statuses: int) -> Iterator[None]:
        """The browser's console complains about every 4xx, also about one that has to come."""
        self._expected = tuple(f"status of {status}" for status in statuses)
        yield
        self.page.wait_for_load_state()
        self._expected = ()

    # -- going about -----------------------------------------------------------

    def open(self, path: str, *, status: int = 200) -> None:
        """A page of the program, which answers as it should."""
        with self.expecting(*(() if status < 400 else (status,))):
            answer = self.page.goto(self.address + path)
        assert answer is not None
        assert answer.status == status, f"{path}: {answer.status}"

    def log_in(self, login: str, password: str) -> None:
        """With name and password."""
        self.open("/login")
        self.page.get_by_label("Tên đăng nhập").fill(login)
        self.page.get_by_label("Mật khẩu", exact=True).fill(password)
        self.press("Đăng nhập")
        assert "/login" not in self.page.url, self.text()

    def press(self, name: str, *, within: Any = None) -> None:
        """A button by its words."""
        where = within or self.page.locator("main")
        where.get_by_role("button", name=name, exact=True).last.click()
        self.page.wait_for_load_state()

    def follow(self, name: str | re.Pattern[str]) -> None:
        """A link by its words."""
        self.page.locator("main").get_by_role("link", name=name).first.click()
        self.page.wait_for_load_state()

    def fill(self, label: str, text: str) -> None:
        """A field by its label; what stands in brackets behind it does not count."""
        whole = re.compile(rf"^{re.escape(label)}( \(|$)")
        main = self.page.locator("main")
        line = main.get_by_role("textbox", name=whole)
        line.or_(main.get_by_role("searchbox", name=whole)).first.fill(text)

    def choose(self, label: str, option: str | re.Pattern[str]) -> None:
        """One of a list, by its words."""
        field = self.page.locator("main").get_by_role("combobox", name=label).first
        words = field.locator("option").filter(has_text=option).first.inner_text()
        field.select_option(label=words)

    def pick(self, label: str) -> None:
        """A box or a point by its words."""
        self.page.locator("main").get_by_label(label).first.check()

    def text(self) -> str:
        """What can be read."""
        return str(self.page.locator("main").inner_text())

    def links(self) -> list[str]:
        """Addresses of this program that the page leads to."""
        found: list[str] = self.page.eval_on_selector_all(
            "a[href]", "links => links.map(link => link.href)"
        )
        return [
            href[len(self.address) :].split("#")[0]
            for href in found
            if href.startswith(self.address + "/")
        ]

    def ask(self, path: str) -> int:
        """The status of a page, without showing it."""
        return int(self._context.request.get(self.address + path).status)

    # -- checking --------------------------------------------------------------

    def check(self, language: str = "vi", *, violations_at: Sequence[Size] = WIDTHS) -> None:
        """Language, words, and at both widths no sideways scroll and no violation."""
        assert self.page.locator("html").get_attribute("lang") == language, self.page.url
        left = LEFT_OVER.findall(str(self.page.locator("body").inner_text()))
        assert left == [], f"{self.page.url}: {left}"
        assert self.page.locator("h1").count() == 1, f"{self.page.url} needs one h1"
        for width, height in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": height})
            self.check_width()
            if (width, height) in violations_at:
                self.check_axe()

    def check_width(self) -> None:
        """Nobody has to scroll sideways."""
        scroll, inner = self.page.evaluate(
            "[document.documentElement.scrollWidth, window.innerWidth]"
        )
        assert scroll <= inner, f"{self.page.url} is {scroll} wide at {inner}"

    def check_axe(self) -> None:
        """WCAG 2.2 AA as far as a machine can see."""
        answer = _axe.run(
            self.page,
            options={"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]},
        ).response
        found = [
            f"{self.page.url}: {violation['id']}: {violation['nodes'][0]['html'][:200]}"
            for violation in answer["violations"]
        ]
        assert found == []
