"""Two people at the same task: who comes second sees what changed and loses no word."""

from __future__ import annotations

import pytest

from tests.browser.acting import act, assign
from tests.browser.conftest import OpenScreen

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TYPED = "Đã họp với ba đơn vị, còn chờ số liệu của một đơn vị"


def test_the_second_sees_what_changed_and_keeps_the_text(
    demo: str, open_screen: OpenScreen
) -> None:
    code = assign(open_screen(demo, "chutich"), "Hai người cùng mở một hồ sơ")
    first, second = (open_screen(demo, "truongphong") for _ in range(2))
    act(first, code, "accept", {}, "Tiếp nhận nhiệm vụ")
    second.open(f"/tasks/{code}/do/report-progress")
    second.fill("Đã làm được gì", TYPED)
    act(
        first, code, "report-progress", {"Đã làm được gì": "Việc của người kia"}, "Cập nhật tiến độ"
    )

    with second.expecting(409):
        second.press("Cập nhật tiến độ")
    assert "Việc của người kia" in second.text()
    assert second.page.get_by_label("Đã làm được gì").input_value() == TYPED
    second.check()

    second.press("Cập nhật tiến độ")
    assert "/do/" not in second.page.url
    assert TYPED in second.text()
