"""The page of a task: now, on a past day, step by step, and for those who see only its head."""

from __future__ import annotations

from tests.web.conftest import Visitor
from tests.web.test_task_forms import Enter, act, assign, enter

__all__ = ["enter"]


def busy(enter: Enter) -> tuple[str, Visitor]:
    """A task with five acts of one morning, and its head."""
    address = assign(enter("vanphong"))
    head = enter("truongphong")
    act(head, address, "accept")
    act(head, address, "report-progress", progress_text="Đã bắt đầu.", percent="10")
    act(head, address, "request-extension", to_on="15/10/2025", reason="Chờ số liệu.")
    act(enter("pct"), address, "approve-extension")
    return address, head


def test_the_page_says_what_it_is_where_it_stands_and_who_holds_it(enter: Enter) -> None:
    address, head = busy(enter)
    page = head.get(address).text
    assert "Lập báo cáo thử nghiệm." in page
    assert "Người đứng đầu Phòng Văn hóa - Xã hội đang giữ việc." in page
    unit = '<a href="/units/vhxh">Phòng Văn hóa - Xã hội</a>'
    assert unit in page
    assert unit in head.get("/tasks").text
    assert unit not in enter("quansat").get("/tasks").text, "dossiers are for the ward"
    past = head.get(f"{address}?as_of=2025-07-01").text
    assert 'href="/units/vhxh?as_of=2025-07-01"' in past or "Đang xem như vào" not in past
    assert "<s>" in page
    assert "gia hạn lần 1, Hoàng Thị Minh Nguyệt duyệt 02/07" in page
    assert "Gia hạn được tính" in page
    assert "55/QĐ-UBND ngày 02/07/2025" in page


def test_what_i_may_do_is_a_link_and_the_rest_names_who_may(enter: Enter) -> None:
    address, head = busy(enter)
    page = head.get(address).text
    mine, others = page.split("Việc của người khác")
    assert f'class="btn" href="{address}/do/submit-result"' in mine
    assert "Làm được đến hết 15/10/2025." in mine
    assert "Xác nhận hoàn thành" in others
    assert "sau khi có báo cáo kết quả" in others
    assert "Phó Chủ tịch Hoàng Thị Minh Nguyệt" in others


def test_the_history_filters_by_question(enter: Enter) -> None:
    address, head = busy(enter)
    page = head.get(f"{address}?show=deadline").text
    assert page.count('id="viec-') == 2
    assert 'aria-current="true"' in page
    assert "Tất cả (5)" in page


def test_a_past_moment_has_its_band_and_no_forms(enter: Enter) -> None:
    address, head = busy(enter)
    whole = head.get(f"{address}/replay?at=3").text
    link = whole.split("then-band")[1].split('href="')[1].split('"')[0].replace("&amp;", "&")
    page = head.get(link)
    assert page.status_code == 200
    assert 'class="asof" role="status"' in page.text
    assert "/do/" not in page.text
    assert page.text.count('id="viec-') == 3
    assert "hạn gốc" in page.text
    assert "gia hạn lần 1" not in page.text
    assert head.get(f"{address}?as_of=01/01/2020").status_code == 404


def test_every_step_of_a_replay_has_an_address(enter: Enter) -> None:
    address, head = busy(enter)
    for number in range(1, 6):
        page = head.get(f"{address}/replay?at={number}")
        assert page.status_code == 200
        assert f"Việc {number} trong 5" in page.text
        assert page.text.count('aria-current="step"') == 1
    assert f'href="{address}/replay?at=4" data-key="ArrowLeft"' in page.text
    assert "<del>30/09/2025</del>" in page.text
    assert "<ins>15/10/2025</ins>" in page.text
    assert "Việc 5 trong 5" in head.get(f"{address}/replay?at=99").text
    assert "Việc 5 trong 5" in head.get(f"{address}/replay?at=x").text


def test_the_act_one_stands_at_is_the_one_chosen_in_the_list_of_jumps(enter: Enter) -> None:
    address, head = busy(enter)
    for number in range(1, 6):
        page = head.get(f"{address}/replay?at={number}").text
        chosen = page.split('<select id="at"')[1].split("</select>")[0]
        assert chosen.count(" selected") == 1
        assert f'value="{number}" selected' in chosen


def test_a_step_can_be_seen_in_the_eyes_of_an_office(enter: Enter) -> None:
    address, head = busy(enter)
    born = head.get(f"{address}/replay?at=1&as=head").text.split('class="then"')[1]
    assert "Tiếp nhận nhiệm vụ" in born.split("Việc có thể làm khi đó")[1]
    later = head.get(f"{address}/replay?at=3&as=head").text.split('class="then"')[1]
    assert "Tiếp nhận nhiệm vụ" not in later.split("Việc có thể làm khi đó")[1]
    other = head.get(f"{address}/replay?at=3&as=other").text
    assert f'href="{address}/replay?at=2&amp;as=other" data-key="ArrowLeft"' in other
    then = other.split('class="then"')[1]
    assert "Việc có thể làm khi đó" not in then
    assert "55/QĐ-UBND" not in then
    assert "Phòng Văn hóa - Xã hội" in then
    assert "replay?at=3" in head.get(f"{address}/replay?at=3&as=nobody").text


def test_another_unit_sees_the_head_and_no_act(enter: Enter) -> None:
    address, _ = busy(enter)
    stranger = enter("giamdoc")
    page = stranger.get(address)
    assert page.status_code == 200
    assert "Phòng Văn hóa - Xã hội" in page.text
    assert "15/10/2025" in page.text
    assert "Đã bắt đầu" not in page.text
    for path in ("/replay", "/deadline", "/do/report-progress", "/files/" + "0" * 64):
        assert stranger.get(address + path).status_code == 404


def test_the_auditor_reads_everything_and_does_nothing(enter: Enter) -> None:
    address, _ = busy(enter)
    auditor = enter("rasoat")
    page = auditor.get(address).text
    assert "Đã bắt đầu" in page
    assert "/do/" not in page
    assert auditor.get(f"{address}/replay").status_code == 200


def test_the_sum_stands_open_on_its_own_page(enter: Enter) -> None:
    address, head = busy(enter)
    page = head.get(f"{address}/deadline").text
    assert "<details open>" in page
    assert "Gia hạn lần 1: thêm 11 ngày làm việc (15 ngày lịch)" in page
    assert f'href="{address}#viec-5"' in page


def test_the_page_speaks_english(enter: Enter) -> None:
    address, _ = busy(enter)
    page = enter("pct").get(f"{address}?lang=en").text
    assert "What can be done next" in page
    assert "accepted the task." in page
    enter("pct").get("/tasks?lang=vi")


def test_what_does_not_exist_is_not_found(enter: Enter) -> None:
    head = enter("truongphong")
    for path in (
        "/tasks/PL-2025-9999",
        "/tasks/00000000-0000-0000-0000-000000000000",
        "/tasks/PL-2025-9999/replay",
    ):
        assert head.get(path).status_code == 404
