"""Captured after the end of the visit: shown on my work, refused, handed to the leader."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from domain.inspection import commands as c
from service.server import EmbeddedServer
from tests.browser.test_offline_visit import Phone, checked
from tests.service.inspected_ward import LEADER, VISIT
from tests.web.visit_site import CODE, VisitSite, at_the_door

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WORDS = "Sổ theo dõi bổ sung sau giờ kiểm tra."


@pytest.fixture(scope="module")
def visit(server: EmbeddedServer, tmp_path_factory: Any) -> Iterator[VisitSite]:
    with at_the_door(server, tmp_path_factory.mktemp("late"), "site_late") as site:
        site.at("09:00")
        yield site


def test_a_phone_says_what_is_left_and_a_late_entry_has_a_way_out(
    visit: VisitSite, browser: Any
) -> None:
    phone = Phone(browser, visit)
    phone.enter("member")
    phone.open("/my-work")
    assert "còn trên máy" not in phone.text(), "no trace without"
    assert phone.page.evaluate("indexedDB.databases().then((all) => all.length)") == 0
    phone.item("5.5")
    phone.kept()
    phone.network(is_there=False)
    visit.site.run(visit.story.answered, {})
    visit.ask("2025-10-06 09:00", LEADER, c.CloseVisit(inspection_id=VISIT))
    visit.at("09:10")
    phone.answer("5.5", "Đạt", WORDS)
    phone.bar("Mất mạng từ")
    phone.page.route("**/visit/queue", lambda route: route.abort())
    phone._expected = ("ERR_FAILED",)
    phone.network(is_there=True)
    phone.open("/my-work")
    phone.page.wait_for_selector("#left-on-phone:not([hidden])")
    left = phone.page.locator("#left-on-phone")
    assert "1 mục còn trên máy này, chưa gửi" in left.inner_text()
    phone.check()
    phone.page.unroute("**/visit/queue")
    phone._expected = ("status of 422",)
    left.get_by_role("link", name=CODE).click()
    phone.awake()
    phone.bar("1 mục không được nhận")
    assert "đã kết thúc" in phone.text()
    assert WORDS in phone.text(), "nothing typed is lost"
    assert "Sửa" not in phone.page.locator("#entries").inner_text()
    phone.check()
    phone.page.locator("#entries").get_by_role("button", name="Đã giao trưởng đoàn").click()
    phone.page.wait_for_selector("#entries .state--ok")
    assert WORDS in phone.text()
    phone.open("/my-work")
    phone.page.wait_for_timeout(500)
    assert phone.page.locator("#left-on-phone").is_hidden()
    assert all(answer.note != WORDS for answer in checked(visit, "cchc-5.5"))
    phone.close()
