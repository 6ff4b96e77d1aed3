"""One unit's sheet through all hands: a round is opened, scored, appraised, voted on, approved."""

from __future__ import annotations

import re
from typing import Any

import pytest

from service.demo.cast import DEMO_PASSWORD
from tests.browser.conftest import OpenScreen
from tests.browser.screen import PHONE, Screen

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CODE = "thu-nghiem"
ROUND = f"/evaluations/{CODE}"
UNIT = "Trung tâm phục vụ hành chính công phường"
SHEET = f"{ROUND}/pvhcc"
GENERAL, BEYOND, TASKS = "Tiêu chí chung", "hoàn thành vượt mức", "Kết quả thực hiện nhiệm vụ"
COUNCIL = ("Vũ Đình Khải", "Hoàng Thị Minh Nguyệt")
REASON = "Hai nội dung chưa có tài liệu kiểm chứng"


def test_a_sheet_from_the_self_score_to_publication(demo: str, open_screen: OpenScreen) -> None:
    chair = open_screen(demo, "chutich")
    _open_round(chair)
    head = open_screen(demo, "giamdoc", width=PHONE[0])
    _score_itself(head)
    _appraise(open_screen(demo, "daumoi"))
    _accept(head)
    vice_chair = open_screen(demo, "pct")
    for member in (chair, vice_chair):
        member.open(SHEET)
        member.follow("Biểu quyết")
        member.pick("Tán thành")
        member.press("Biểu quyết")
    vice_chair.open(SHEET)
    vice_chair.check()
    _approve(chair)
    _look_up(open_screen(demo, "vanthu", width=PHONE[0]), open_screen(demo, "rasoat"))


def _open_round(chair: Screen) -> None:
    """For one unit, by the rules with few criteria, with two members and one appraiser."""
    chair.open("/evaluations")
    chair.check()
    chair.follow("Mở đợt đánh giá")
    chair.fill("Mã đợt", CODE)
    chair.fill("Tên đợt", "Đánh giá thử")
    chair.fill("Từ ngày", "01/07/2025")
    chair.fill("Đến ngày", "31/12/2025")
    chair.fill("Ngày chốt số liệu", "31/10/2025")
    chair.page.get_by_label(re.compile("NĐ 90/2020")).check()
    units = chair.page.get_by_role("group", name="Đơn vị được đánh giá")
    for box in units.get_by_role("checkbox").all():
        box.uncheck()
    units.get_by_label(UNIT).check()
    chair.choose("Tổ trưởng", re.compile("Vũ Thị Hạnh"))
    council = chair.page.get_by_role("group", name="Hội đồng", exact=False)
    for name in COUNCIL:
        council.get_by_label(re.compile(name)).first.check()
    chair.fill("Số", "140")
    chair.fill("Ngày ban hành", "20/11/2025")
    chair.check()
    chair.press("Mở đợt")
    chair.open(ROUND)
    assert UNIT in chair.text()


def _line(screen: Screen, name: str) -> Any:
    """One criterion of a form with all of them."""
    return screen.page.get_by_role("group", name=re.compile(re.escape(name)))


def _score_itself(head: Screen) -> None:
    """Two judged criteria, one of them explained, one of them first without anything shown."""
    head.open("/my-work")
    head.open(SHEET)
    head.follow("Tự chấm điểm")
    for name, points in ((GENERAL, "28"), (BEYOND, "60")):
        _line(head, name).get_by_label("Điểm", exact=False).first.fill(points)
    _line(head, GENERAL).get_by_label("Giải trình", exact=False).fill("Theo sổ của Trung tâm")
    with head.expecting(422):
        head.press("Gửi bảng tự chấm")
    _line(head, BEYOND).get_by_label("Giải trình", exact=False).fill("Theo danh mục kèm báo cáo")
    head.check()
    head.press("Gửi bảng tự chấm")
    assert "/do/" not in head.page.url, head.text()


def _appraise(appraiser: Screen) -> None:
    """One point less than the unit has it, with the reason; the machine's value stands."""
    appraiser.open(SHEET)
    appraiser.follow("Thẩm định điểm")
    general = _line(appraiser, GENERAL)
    assert "28" in general.inner_text()
    general.get_by_label("Điểm", exact=False).first.fill("26")
    general.get_by_label("Lý do", exact=False).fill(REASON)
    _line(appraiser, BEYOND).get_by_label("Điểm", exact=False).first.fill("60")
    appraiser.check()
    appraiser.press("Lưu điểm thẩm định")
    assert "/do/" not in appraiser.page.url, appraiser.text()
    appraiser.follow("Gửi kết quả thẩm định")
    appraiser.press("Gửi cho đơn vị")
    assert "/do/" not in appraiser.page.url, appraiser.text()


def _accept(head: Screen) -> None:
    """The unit reads the reason and agrees."""
    head.open(SHEET)
    assert REASON in head.page.locator("main").text_content()
    head.follow("Đồng ý kết quả thẩm định")
    head.check()
    head.press("Đồng ý")


def _approve(chair: Screen) -> None:
    """With the password once more; then what everybody may read."""
    chair.open(SHEET)
    chair.follow("Phê duyệt điểm")
    chair.pick("Hoàn thành nhiệm vụ")
    chair.fill("Lý do", "Theo kết quả của cả kỳ")
    chair.fill("Số", "141")
    chair.fill("Ngày ban hành", "20/11/2025")
    chair.page.get_by_label("Mật khẩu", exact=False).fill(DEMO_PASSWORD)
    chair.check()
    chair.press("Phê duyệt và khóa")
    assert "/do/" not in chair.page.url, chair.text()
    chair.follow("Công bố kết quả")
    chair.press("Công bố")
    assert "/do/" not in chair.page.url, chair.text()


def _look_up(stranger: Screen, auditor: Screen) -> None:
    """Others read the published part; the auditor follows a point to its acts and checks again."""
    stranger.open(SHEET)
    assert "Hoàn thành nhiệm vụ" in stranger.text()
    assert REASON not in stranger.page.locator("main").text_content()
    stranger.check()
    auditor.open(SHEET)
    auditor.follow(re.compile(TASKS))
    assert auditor.page.url.endswith("/tasks")
    auditor.check()
    auditor.open(f"{ROUND}/freeze?check=1")
    assert "Khớp" in auditor.text()
    auditor.check()
    auditor.open(ROUND)
    auditor.check()
