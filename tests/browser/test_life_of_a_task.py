"""One task from hand to hand: from its assignment to the result, and again in the replay."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.browser.acting import act, assign, photo
from tests.browser.conftest import OpenScreen
from tests.browser.screen import Screen

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_from_the_assignment_to_the_confirmed_result(
    demo: str, open_screen: OpenScreen, tmp_path: Path
) -> None:
    chair = open_screen(demo, "chutich")
    code = assign(chair, "Thử nghiệm quầy hỗ trợ nộp hồ sơ trực tuyến")
    head = open_screen(demo, "truongphong", width=390)

    # the head finds it on the list of the day and takes it
    head.open("/my-work")
    assert code in head.text()
    act(head, code, "accept", {}, "Tiếp nhận nhiệm vụ")
    assert "đã tiếp nhận" in head.text()

    # progress, with a picture that can be fetched again
    head.open(f"/tasks/{code}/do/report-progress")
    head.fill("Đã làm được gì", "Đã đặt hai quầy hỗ trợ tại bộ phận một cửa")
    head.fill("Phần trăm hoàn thành", "40")
    picture = photo(tmp_path)
    head.page.locator("input[type=file]").set_input_files(picture)
    head.press("Cập nhật tiến độ")
    assert "cập nhật tiến độ 40%" in head.text()
    fetched = [link for link in head.links() if f"/tasks/{code}/files/" in link]
    assert fetched, "the picture is a link"
    assert head.ask(fetched[0]) == 200
    head.check()

    # more time, which the vice-chair grants
    wish = {"Đề nghị gia hạn đến ngày": "19/12/2025", "Lý do": "Chờ lắp máy quét"}
    act(head, code, "request-extension", wish, "Đề nghị gia hạn")
    vice_chair = open_screen(demo, "pct")
    vice_chair.open("/my-work")
    assert code in vice_chair.text()
    grant = {"Duyệt gia hạn đến ngày": "19/12/2025", "Lý do": "Hợp lý"}
    act(vice_chair, code, "approve-extension", grant, "Duyệt gia hạn")
    assert "19/12/2025" in vice_chair.text()
    vice_chair.check()

    # handed in without the product: refused in words, and the words stay
    head.open(f"/tasks/{code}/do/submit-result")
    head.fill("Kết quả thực hiện", "Quầy đã chạy thử hai tuần")
    with head.expecting(422):
        head.press("Báo cáo kết quả")
    assert "thêm tệp hoặc số văn bản" in head.text()
    assert "Quầy đã chạy thử" in head.page.get_by_label("Kết quả thực hiện").input_value()
    hand_in = {"Kết quả thực hiện": "Quầy đã chạy thử", "Số": "12", "Ngày ban hành": "20/11/2025"}
    act(head, code, "submit-result", hand_in, "Báo cáo kết quả")

    # sent back once, handed in again, confirmed with both verdicts
    back = {"Những điểm phải làm lại": "Thiếu số liệu lượt hỗ trợ"}
    act(vice_chair, code, "send-back", back, "Yêu cầu thực hiện lại")
    hand_in = {"Kết quả thực hiện": "Đủ số liệu", "Số": "13", "Ngày ban hành": "20/11/2025"}
    act(head, code, "submit-result", hand_in, "Báo cáo kết quả")
    vice_chair.open(f"/tasks/{code}/do/confirm")
    vice_chair.pick("Đạt")
    vice_chair.press("Xác nhận hoàn thành")
    assert re.search(r"đã xác nhận hoàn thành: tiến độ đúng hạn, chất lượng Đạt", vice_chair.text())

    _stepped_through(open_screen(demo, "rasoat"), code)


def _stepped_through(auditor: Screen, code: str) -> None:
    """The auditor goes through it act by act, there and back."""
    auditor.open(f"/tasks/{code}/replay?at=1")
    steps = [auditor.page.url]
    while (onward := auditor.page.get_by_role("link", name="Sau", exact=True)).count():
        onward.first.click()
        auditor.page.wait_for_load_state()
        steps.append(auditor.page.url)
        assert len(steps) < 30, steps
    assert len(set(steps)) == 9, steps
    assert "Đã xác nhận hoàn thành" in auditor.text()
    auditor.check()
    auditor.page.go_back()
    assert auditor.page.url == steps[-2]
    auditor.open(f"/tasks/{code}/replay?at=1")
    assert "đã giao nhiệm vụ" in auditor.text()
