"""A visit through a dead network on a phone: nothing is lost, everything is recorded once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from domain.inspection import events as e
from service.demo.cast import DEMO_PASSWORD
from service.server import EmbeddedServer
from tests.browser.acting import photo
from tests.browser.program import CHROMIUM_ARGUMENTS
from tests.browser.screen import PHONE, Screen
from tests.web.visit_site import ADDRESS, VisitSite, at_the_door

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SEEN = "Hai vị trí vắng mặt lúc 08:40, không có người thay."
WAIT_MS = 30_000


@pytest.fixture(scope="module")
def visit(server: EmbeddedServer, tmp_path_factory: Any) -> Iterator[VisitSite]:
    with at_the_door(server, tmp_path_factory.mktemp("offline"), "site_offline") as site:
        site.at("09:00")
        yield site


class Phone(Screen):
    """A screen of 390 px in a hand: its network goes and comes back."""

    def __init__(self, browser: Any, site: VisitSite, context: Any = None) -> None:
        super().__init__(browser, site.site.address, width=PHONE[0])
        if context is not None:
            self._context.close()
            self._context = context
            self.again()
        self._site = site
        self.lost: list[str] = []

    def again(self) -> None:
        """Another page of the same browser; the one before is closed."""
        former, self.page = self.page, self._context.new_page()
        if not former.is_closed():
            former.close()
        self.page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})

    def network(self, *, is_there: bool) -> None:
        self._expected = ("ERR_FAILED",) if is_there else ("ERR_INTERNET_DISCONNECTED",)
        self._context.set_offline(not is_there)

    def enter(self, who: str) -> None:
        self.log_in(self._site.login(who), DEMO_PASSWORD)

    def lose_one_answer(self) -> None:
        """The server records, but the phone never hears of it."""
        lost = self.lost

        def lose(route: Any) -> None:
            if lost:
                route.continue_()
                return
            lost.append(route.request.headers["idempotency-key"])
            assert route.fetch().status == 200
            route.abort()

        self.page.route("**/visit/queue", lose)

    def item(self, code: str) -> None:
        """The page of an item, its script awake."""
        self.page.goto(f"{self.address}{ADDRESS}/{code}")
        self.awake()

    def awake(self) -> None:
        self.page.wait_for_selector("#visit[data-ready=yes]", state="attached", timeout=WAIT_MS)

    def kept(self) -> None:
        """The pages of the visit lie on the phone."""
        self.page.wait_for_selector("html[data-kept=yes]", state="attached", timeout=WAIT_MS)

    def answer(self, code: str, label: str, note: str = "Theo sổ.") -> None:
        self.item(code)
        self.page.get_by_label(label, exact=True).check()
        self.page.fill("#note", note)
        self.save()

    def save(self) -> None:
        before = self.page.url
        self.page.locator("button[value=next]").click()
        self.page.wait_for_url(lambda url: url != before, timeout=WAIT_MS)
        self.awake()

    def fail_5_1(self, folder: Path) -> None:
        """Not met: photo and finding on the same page."""
        self.item("5.1")
        self.page.set_input_files("#files", str(photo(folder)))
        self.page.wait_for_selector("#photos li .state--phone, #photos li .state--ok")
        self.page.get_by_label("Không đạt", exact=True).check()
        self.page.fill("#note", SEEN)
        self.page.fill("#cases", "2")
        assert self.page.input_value("#points") == "1,5"
        self.page.get_by_label("Tồn tại, hạn chế").check()
        self.save()

    def unsent(self) -> list[str]:
        self.item("unsent")
        return [str(text) for text in self.page.locator("#entries li b").all_inner_texts()]

    def confirmed(self) -> None:
        """The bar says so, or there was nothing left when the page opened."""
        self.page.wait_for_function(
            """() => { const net = document.getElementById("net");
            return net && (net.hidden || net.classList.contains("is-done")); }""",
            timeout=WAIT_MS,
        )

    def bar(self, words: str) -> None:
        self.page.locator("#net").filter(has_text=words).wait_for(timeout=WAIT_MS)


def checked(visit: VisitSite, key: str) -> list[e.ItemChecked]:
    return [
        r.event
        for r in visit.facts()
        if isinstance(r.event, e.ItemChecked) and r.event.item_key == key
    ]


def test_a_visit_goes_on_without_a_network_and_is_recorded_once(
    visit: VisitSite, browser: Any, tmp_path: Path
) -> None:
    phone = Phone(browser, visit)
    phone.enter("member")
    phone.answer("5.3", "Đạt")
    phone.confirmed()
    assert len(checked(visit, "cchc-5.3")) == 1
    phone.kept()

    phone.network(is_there=False)
    phone.answer("5.2", "Đạt")
    phone.fail_5_1(tmp_path)
    phone.bar("Mất mạng từ")
    phone.bar("2 câu trả lời, 1 ảnh")
    assert checked(visit, "cchc-5.1") == []

    phone.again()
    assert phone.unsent() == [
        "Câu trả lời mục 5.2",
        "Ảnh mục 5.1",
        "Câu trả lời và phát hiện mục 5.1",
    ]
    phone.check_axe()
    phone.item("5.1")
    assert phone.page.input_value("#note") == SEEN
    assert "Trên máy này" in phone.text()

    first = len(visit.facts())
    phone.lose_one_answer()
    phone.network(is_there=True)
    phone.bar("Mất mạng từ")
    phone.page.evaluate("window.dispatchEvent(new Event('online'))")
    phone.bar("Đã xác nhận tất cả")
    assert len(phone.lost) == 1
    visit.settled()
    new = [r.event for r in visit.facts()[first:]]
    assert [type(event).__name__ for event in new] == [
        "ItemChecked",
        "EvidenceAttached",
        "ItemChecked",
    ]
    assert [event.item_key for event in new] == ["cchc-5.2", "cchc-5.1", "cchc-5.1"]  # type: ignore[attr-defined]
    (failed,) = checked(visit, "cchc-5.1")
    finding = visit.site.run(visit.story.finding, failed.finding_id)
    assert (finding.description, failed.points) == (SEEN, "1.5")
    assert all(r.meta.device is not None for r in visit.facts()[first:])
    assert phone.unsent() == []
    phone.item("5.1")
    assert re.search(r"Đã xác nhận [0-9a-f]{4}", phone.text())
    phone.close()
    assert phone.complaints == []


def test_a_refused_entry_says_why_and_is_corrected(visit: VisitSite, browser: Any) -> None:
    phone = Phone(browser, visit)
    phone.enter("member")
    phone.item("5.5")
    phone.page.get_by_label("Không đạt", exact=True).check()
    phone.page.fill("#note", "Bà Nguyễn Thị Thanh Tâm vắng mặt.")
    phone._expected = ("status of 422",)
    phone.save()
    phone.bar("1 mục không được nhận")
    phone.item("unsent")
    assert "có tên người" in phone.text()
    phone.check()
    asked: list[str] = []
    phone.page.once("dialog", lambda box: (asked.append(box.message), box.dismiss()))
    phone.page.locator('form[action="/logout"]').last.evaluate("form => form.requestSubmit()")
    phone.page.wait_for_timeout(500)
    assert [message.startswith("Còn 1 mục chưa gửi") for message in asked] == [True]
    assert phone.page.url.endswith("/unsent")
    phone.page.locator("#entries").get_by_role("link", name="Sửa").click()
    phone.awake()
    assert "Nguyễn Thị Thanh Tâm" in phone.page.input_value("#note")
    phone.page.fill("#note", "Phó Trưởng phòng vắng mặt.")
    phone.save()
    phone.bar("Đã xác nhận tất cả")
    assert [a.note for a in checked(visit, "cchc-5.5")] == ["Phó Trưởng phòng vắng mặt."]
    phone.close()
    assert phone.complaints == []


def test_the_browser_is_closed_the_session_is_over_and_somebody_else_logs_in(
    visit: VisitSite, browser: Any, chromium: str, tmp_path: Path
) -> None:
    """The queue waits for its own person."""

    def opened() -> Phone:
        context = browser.browser_type.launch_persistent_context(
            str(tmp_path / "phone"),
            executable_path=chromium,
            args=CHROMIUM_ARGUMENTS,
            viewport={"width": PHONE[0], "height": PHONE[1]},
        )
        return Phone(browser, visit, context)

    phone = opened()
    phone.enter("secretary")
    phone.item("5.6")
    phone.kept()
    phone.network(is_there=False)
    phone.answer("5.6", "Đạt", "Có sổ theo dõi.")
    phone.bar("Mất mạng từ")
    phone.close()

    phone = opened()
    phone.network(is_there=False)
    assert phone.unsent() == ["Câu trả lời mục 5.6"]
    phone.network(is_there=True)
    phone._expected = ("status of 401",)
    phone.bar("Phiên làm việc đã hết. 1 mục vẫn còn trên máy. Đăng nhập lại để gửi.")
    assert checked(visit, "cchc-5.6") == []

    phone._context.clear_cookies()
    phone.enter("member")
    phone._expected = ()
    assert phone.page.evaluate("caches.keys()") == []
    assert phone.unsent() == []
    phone.confirmed()
    assert checked(visit, "cchc-5.6") == []

    phone._context.clear_cookies()
    phone.enter("secretary")
    phone.item("5.6")
    phone.bar("Đã xác nhận tất cả")
    assert [a.note for a in checked(visit, "cchc-5.6")] == ["Có sổ theo dõi."]
    phone.close()


def test_pages_of_the_visit_are_readable_at_both_widths(visit: VisitSite, browser: Any) -> None:
    screen = Phone(browser, visit)
    screen.enter("leader")
    for page in ("", "/1.3", "/5.1", "/5.2", "/unsent", "/close"):
        screen.open(ADDRESS + page)
        screen.awake()
        if page == "/5.1":
            screen.page.get_by_label("Không đạt", exact=True).check()
        screen.check()
    screen.close()
    assert screen.complaints == []


def test_without_scripts_the_forms_are_sent_at_once(
    visit: VisitSite, browser: Any, tmp_path: Path
) -> None:
    screen = Screen(browser, visit.site.address, width=PHONE[0], java_script_enabled=False)
    screen.log_in(visit.login("leader"), DEMO_PASSWORD)
    screen.open(f"{ADDRESS}/1.5")
    assert "không chạy kịch bản" in screen.text()
    screen.page.get_by_label("Không đạt", exact=True).check()
    screen.fill("Nội dung ghi nhận", "Chưa phổ biến hai văn bản.")
    screen.page.set_input_files("#files", str(photo(tmp_path)))
    screen.press("Lưu, sang mục 1.6")
    assert screen.page.url.split("?")[0].endswith("/1.6")
    (answer,) = checked(visit, "cchc-1.5")
    assert answer.note == "Chưa phổ biến hai văn bản."
    screen.close()
