"""Takes the pictures of the tour: plays the demo in a folder of its own and looks at its pages."""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
from playwright.sync_api import sync_playwright

from service.demo.cast import DEMO_PASSWORD
from tests.browser.program import CHROMIUM_ARGUMENTS, chromium_path, running
from tests.browser.screen import DESKTOP, PHONE, Screen

HERE = Path(__file__).resolve().parent
PROJECT = HERE.parent.parent
TALL_MAX = {DESKTOP[0]: 1150, PHONE[0]: 1400}
OCTETS_MAX = 250_000
MARGIN = 24


class Picture(msgspec.Struct, frozen=True, kw_only=True):
    """One page as one person sees it."""

    name: str
    path: str = ""
    login: str | None = None
    width: int = DESKTOP[0]
    steps: Callable[[Screen], None] | None = None
    """What is done on the way to the page."""
    begins_at: str = ""
    """The heading at the top of the picture; else the top of the page."""


def open_extended(screen: Screen) -> None:
    """The task whose deadline was moved once, with the sum of its deadline open."""
    screen.open("/tasks?q=kiem+tra+viec+thuc+hien+thu+tuc&stage=all")
    screen.page.locator("main tbody a").first.click()
    screen.page.wait_for_load_state()
    if screen.page.viewport_size["width"] == DESKTOP[0]:
        screen.page.locator(".due summary").first.click()


def replay_extended(screen: Screen) -> None:
    """The act that moved the deadline."""
    open_extended(screen)
    screen.follow("Tua lại từng việc")
    decided = screen.page.locator("main li").filter(has_text="đã duyệt gia hạn")
    decided.get_by_role("link", name=re.compile("việc")).first.click()
    screen.page.wait_for_load_state()


def send_too_early(screen: Screen) -> None:
    """An explanation is sent before it is written."""
    screen.open("/my-work")
    screen.page.locator("main a[href*='/do/explain-delay']").first.click()
    screen.page.wait_for_load_state()
    with screen.expecting(422):
        screen.page.locator("main .btns button").first.click()
        screen.page.wait_for_load_state()


def read_again(screen: Screen) -> None:
    """The seed text as a draft of a second plan: what was recognised and what was not."""
    screen.open("/plan/read")
    with tempfile.TemporaryDirectory() as folder:
        text = (PROJECT / "service/ward_data/ke-hoach-cchc-phu-lien-2025.txt").read_text("utf-8")
        file = Path(folder) / "ke-hoach-2026.txt"
        file.write_text(text.replace("năm 2025", "năm 2026"), encoding="utf-8")
        screen.page.locator("input[type=file]").set_input_files(file)
        screen.page.locator("main .btns button").first.click()
        screen.page.wait_for_load_state()


PICTURES = (
    Picture(name="demo", path="/demo"),
    Picture(name="my-work", path="/my-work", login="giamdoc"),
    Picture(name="my-work-phone", path="/my-work", login="giamdoc", width=PHONE[0]),
    Picture(name="register", path="/tasks", login="vanphong"),
    Picture(name="plan", path="/plan/cchc-2025-2", login="chutich"),
    Picture(name="task", login="giamdoc", steps=open_extended),
    Picture(name="task-phone", login="giamdoc", width=PHONE[0], steps=open_extended),
    Picture(name="form", login="truongphong", steps=send_too_early),
    Picture(name="replay", login="rasoat", steps=replay_extended),
    Picture(name="review", login="daumoi", steps=read_again, begins_at="Vấn đề khi đọc"),
    Picture(name="organisation", path="/org?on=30/09/2025", login="vanphong"),
    Picture(name="status", path="/status", login="quantri"),
    Picture(name="inspections", path="/inspections", login="chutich"),
    Picture(name="inspection", path="/inspections/KT-2025-06", login="chutich"),
    Picture(name="minutes", path="/inspections/KT-2025-11/minutes", login="giamdoc"),
    Picture(name="finding-answer", path="/findings/PH-2025-009/do/answer", login="giamdoc"),
    Picture(
        name="finding-answer-phone",
        path="/findings/PH-2025-009/do/answer",
        login="giamdoc",
        width=PHONE[0],
    ),
    Picture(name="seals", path="/seals", login="rasoat"),
    Picture(name="unit", path="/units/kthtdt", login="chutich"),
    Picture(name="scoreboard", path="/evaluations/2025-Q3", login="chutich"),
    Picture(name="point", path="/evaluations/2025-Q3/kthtdt/1.1", login="truongphong"),
    Picture(name="rule-set", path="/rule-sets/phuong-2025", login="daumoi"),
)


def main(names: list[str]) -> None:
    """All pictures, or those that are named."""
    path = chromium_path()
    if path is None:
        sys.exit("Cần có Chromium · Chromium is needed")
    with (
        tempfile.TemporaryDirectory() as data,
        running(PROJECT, Path(data) / "demo", demo=True) as address,
        sync_playwright() as play,
    ):
        browser = play.chromium.launch(executable_path=path, args=CHROMIUM_ARGUMENTS)
        for picture in PICTURES:
            if not names or picture.name in names:
                take(browser, address, picture)
        browser.close()


def take(browser: Any, address: str, picture: Picture) -> None:
    """One picture, from the top of the page; a tall page is cut."""
    screen = Screen(browser, address, width=picture.width)
    if picture.login:
        screen.log_in(picture.login, DEMO_PASSWORD)
    if picture.steps:
        picture.steps(screen)
    else:
        screen.open(picture.path)
    tall = int(screen.page.evaluate("document.documentElement.scrollHeight"))
    top = 0
    if picture.begins_at:
        box = screen.page.get_by_role("heading", name=picture.begins_at).first.bounding_box()
        top = int(box["y"] + screen.page.evaluate("scrollY")) - MARGIN if box else 0
    height = min(tall - top, TALL_MAX[picture.width])
    clip = {"x": 0, "y": top, "width": picture.width, "height": height}
    file = HERE / f"{picture.name}.png"
    screen.page.screenshot(path=file, full_page=True, clip=clip)
    screen.close()
    octets = file.stat().st_size
    sys.stdout.write(f"{file.name}: {octets // 1000} kB\n")
    assert octets <= OCTETS_MAX, f"{file.name} is too large for a repository"


if __name__ == "__main__":
    main(sys.argv[1:])
