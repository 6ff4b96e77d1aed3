"""Rounds and sheets in a real browser: accessible, quiet, no sideways scroll, without a script."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from service.server import EmbeddedServer
from tests.web.evaluation_site import (
    APPRAISER,
    CHAIR,
    HEAD,
    ROUND,
    UNIT,
    EvaluationSite,
    with_a_round,
)
from tests.web.test_frame_browser import browser, check, widen

__all__ = ["browser"]
pytestmark = pytest.mark.browser
PAGES = (
    (CHAIR, "/evaluations"),
    (CHAIR, "/evaluations/do/open-round"),
    (CHAIR, ROUND),
    (HEAD, UNIT),
    (HEAD, f"{UNIT}/8.2"),
    (HEAD, f"{UNIT}/extra-findings"),
    (HEAD, f"{UNIT}?as_of=2025-12-02"),
    (APPRAISER, f"{UNIT}/do/appraise"),
    (CHAIR, f"{UNIT}/do/approve"),
    (CHAIR, f"{UNIT}/freeze?check=1"),
    (HEAD, "/my-work"),
)


@pytest.fixture(scope="module")
def story(
    server: EmbeddedServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[EvaluationSite]:
    """A sheet that its unit has scored."""
    folder: Path = tmp_path_factory.mktemp("evaluation-browser")
    with with_a_round(server, folder, "site_rounds_browser") as made:
        made.come(CHAIR)
        made.scored()
        yield made


def cookies_of(story: EvaluationSite, post: str) -> list[Any]:
    """The browser takes over where the visitor logged in."""
    jar = story.come(post).client.cookies.jar
    return [{"name": c.name, "value": c.value, "url": story.site.address} for c in jar]


@pytest.mark.parametrize(("language", "width", "other"), [("en", 1280, 390), ("vi", 390, 1280)])
def test_pages_of_rounds_are_accessible(
    browser: Any, story: EvaluationSite, language: str, width: int, other: int
) -> None:
    for number, (post, address) in enumerate(PAGES):
        context = browser.new_context(viewport={"width": width, "height": 900})
        context.add_cookies(cookies_of(story, post))
        page = context.new_page()
        said: list[str] = []
        page.on("console", lambda message, said=said: said.append(message.text))
        mark = "&" if "?" in address else "?"
        page.goto(f"{story.site.address}{address}{mark}lang={language}")
        check(page, f"round-{number}-{language}-{width}", expected=[], said=said)
        widen(page, other)
        context.close()


def test_a_self_score_is_typed_without_a_script(browser: Any, story: EvaluationSite) -> None:
    unit = f"{ROUND}/snc"
    context = browser.new_context(java_script_enabled=False)
    context.add_cookies(cookies_of(story, "gd-snc"))
    page = context.new_page()
    page.goto(f"{story.site.address}{unit}/do/self-score?lang=vi")
    fields = page.locator("fieldset.score-line", has_text="do người chấm")
    for n in range(fields.count()):
        fields.nth(n).get_by_label("Điểm", exact=True).fill("0,5")
        fields.nth(n).get_by_label("Giải trình").fill("Đã làm, giấy tờ ở phòng.")
    page.get_by_role("button", name="Gửi bảng tự chấm").click()
    assert "Chờ thẩm định" in page.locator("main").inner_text()
    assert "Đã làm, giấy tờ ở phòng." in page.locator("main").inner_text()
    context.close()
