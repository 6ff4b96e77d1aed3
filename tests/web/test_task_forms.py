"""Every act of a task through its form: what is typed stays, rules explain themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from service.permission_table import NOBODY, ROWS
from tests.web.conftest import Site, Visitor
from tests.web.filling import Sheet, send, send_files
from web import texts
from web.tasks.all_forms import FIRST, FORMS

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 64
Enter = Callable[[str], Visitor]


@pytest.fixture
def enter(site: Site) -> Iterator[Enter]:
    """People who come in; each has a browser of their own."""
    came: list[Visitor] = []

    def enter_as(login: str) -> Visitor:
        came.append(site.visitor().enter(login))
        return came[-1]

    yield enter_as
    for visitor in came:
        visitor.client.close()


def assign(keeper: Visitor, lead: str = "Phòng Văn hóa", due: str = "30/09/2025") -> str:
    """The address of a task that was assigned step by step."""
    page = keeper.get("/tasks/new").text
    page = send(
        keeper, page, go="next", text="Lập báo cáo thử nghiệm.", field="4", product="Báo cáo"
    ).text
    page = send(keeper, page, go="next", lead=Sheet(page).chosen("lead", lead)).text
    page = send(keeper, page, go="next", deadline_kind="fixed", deadline_on=due).text
    paper = {"doc_number": "55", "doc_notation": "QĐ-UBND", "doc_on": "02/07/2025"}
    answer = send(keeper, page, go="assign", **paper)
    assert answer.status_code == 303, answer.text
    # the page led to waits for its own act; whoever comes after finds the task
    assert keeper.get(answer.headers["location"]).status_code == 200
    return answer.headers["location"].split("?")[0]


def act(visitor: Visitor, address: str, slug: str, **answers: str) -> str:
    """The form filled in and sent; the page it leads to."""
    page = visitor.get(f"{address}/do/{slug}").text
    answer = send(visitor, page, **answers)
    assert answer.status_code == 303, answer.text
    return visitor.get(answer.headers["location"]).text


# -- the table of forms ------------------------------------------------------------


def test_every_act_that_people_may_ask_for_has_a_form() -> None:
    asked = {
        kind
        for kind, row in ROWS.items()
        if kind.__module__ == "domain.task.commands" and row != NOBODY
    }
    wizard = {"DraftTask", "AssignTask", "AssignGroup", "StartSeries"}
    offered = {form.command for form in FORMS.values()}
    assert {kind.__name__ for kind in asked - offered} == wizard
    assert set(FIRST) <= set(FORMS)


def test_every_form_has_its_words() -> None:
    for form in FORMS.values():
        assert texts.has(form.title_key)
        assert texts.has(f"{form.words}.intro")


# -- step by step --------------------------------------------------------------------


def test_a_task_is_assigned_step_by_step_and_every_answer_can_be_changed(enter: Enter) -> None:
    keeper = enter("vanphong")
    page = keeper.get("/tasks/new").text
    wrong = send(keeper, page, go="next", place="Mục II")
    assert wrong.status_code == 422
    assert Sheet(wrong.text).value("place") == "Mục II"
    page = send(keeper, wrong.text, go="next", text="Rà soát.", field="4", product="Báo cáo").text
    page = send(keeper, page, go="next", lead=Sheet(page).chosen("lead", "Phòng Văn hóa")).text
    counted = send(keeper, page, go="count", deadline_kind="duration", deadline_days="5")
    assert "24:00 thứ Tư 09/07/2025" in counted.text
    page = send(keeper, counted.text, go="next").text
    assert "Rà soát." in page
    assert "trong 5 ngày làm việc" in page
    page = send(keeper, page, go="edit:words").text
    assert Sheet(page).value("text") == "Rà soát."
    assert Sheet(page).value("deadline_days") == "5"


def test_needed_questions_are_not_called_optional_and_come_up_with_their_answer(
    enter: Enter,
) -> None:
    keeper = enter("vanphong")
    page = keeper.get("/tasks/new").text
    assert "(không bắt buộc)" not in label_of(page, "product")
    assert "(không bắt buộc)" in label_of(page, "place")
    page = send(keeper, page, go="next", text="Việc thử.", field="4", product="").text
    assert "(không bắt buộc)" not in label_of(page, "lead")
    assert '<div data-when="mode=group">' in page
    lead = Sheet(page).chosen("lead", "Phòng Văn hóa")
    page = send(keeper, page, go="next", lead=lead).text
    assert "(không bắt buộc)" not in label_of(page, "deadline_days")
    assert "(không bắt buộc)" in label_of(page, "series_last")
    kinds = ("duration", "conditional", "standing", "none", "series")
    assert all(f'data-when="deadline_kind={kind}"' in page for kind in kinds)
    assert 'data-when="deadline_kind=fixed deadline_kind=before"' in page
    dated = send(keeper, page, go="next", deadline_kind="fixed", deadline_on="30/09/2025")
    assert dated.status_code == 422
    assert "Nhập sản phẩm" in dated.text
    assert 'id="product"' in dated.text
    standing = send(keeper, page, go="next", deadline_kind="standing", deadline_every="half")
    assert standing.status_code == 200
    assert "6 tháng một lần" in standing.text


def label_of(page: str, name: str) -> str:
    """What is said about a question."""
    return page.split(f'<label for="{name}">')[1].split("</label>")[0]


def test_a_refused_assignment_says_what_to_do_and_keeps_everything(enter: Enter) -> None:
    keeper = enter("vanphong")
    page = keeper.get("/tasks/new").text
    page = send(keeper, page, go="next", text="Rà soát.", field="4").text
    page = send(keeper, page, go="next", lead=Sheet(page).chosen("lead", "Phòng Văn hóa")).text
    page = send(keeper, page, go="next", deadline_kind="fixed", deadline_on="30/09/2025").text
    refused = send(keeper, page, go="assign", doc_number="56", doc_on="02/07/2025")
    assert refused.status_code == 422
    assert "chưa ghi sản phẩm" in refused.text
    assert Sheet(refused.text).value("doc_number") == "56"


def test_a_draft_is_kept_and_assigned_later(enter: Enter) -> None:
    keeper = enter("vanphong")
    page = keeper.get("/tasks/new").text
    page = send(keeper, page, go="next", text="Dự thảo thử.", field="4", product="Báo cáo").text
    page = send(keeper, page, go="next", lead=Sheet(page).chosen("lead", "Phòng Văn hóa")).text
    page = send(keeper, page, go="next", deadline_kind="fixed", deadline_on="30/09/2025").text
    saved = send(keeper, page, go="draft")
    address = saved.headers["location"].split("?")[0]
    file = keeper.get(address).text
    assert "Dự thảo" in file
    task = address.removeprefix("/tasks/")
    page = keeper.get(f"/tasks/new?task={task}").text
    assert Sheet(page).value("text") == "Dự thảo thử."
    for _ in range(3):
        page = send(keeper, page, go="next").text
    answer = send(keeper, page, go="assign", doc_number="57", doc_on="02/07/2025")
    assert answer.headers["location"].startswith("/tasks/PL-2025-")


def test_a_group_shows_its_children_before_they_are_made(enter: Enter) -> None:
    keeper = enter("vanphong")
    page = keeper.get("/tasks/new").text
    page = send(
        keeper, page, go="next", text="Mọi đơn vị báo cáo.", field="4", product="Báo cáo"
    ).text
    one = send(keeper, page, go="next", mode="group", group_units=[])
    assert one.status_code == 422
    page = send(keeper, page, go="next", mode="group").text
    page = send(keeper, page, go="next", deadline_kind="fixed", deadline_on="30/09/2025").text
    assert "Sẽ giao 5 nhiệm vụ con" in page
    answer = send(keeper, page, go="assign", doc_number="58", doc_on="02/07/2025")
    file = keeper.get(answer.headers["location"]).text
    assert "Nhiệm vụ chung của nhiều đơn vị" in file


# -- one act -------------------------------------------------------------------------


def test_an_act_is_recorded_and_said_on_the_page_it_leads_to(enter: Enter) -> None:
    address = assign(enter("vanphong"))
    page = act(enter("truongphong"), address, "accept")
    assert "Đã ghi vào sổ: Lương Thị Kim Oanh, Trưởng phòng Văn hóa - Xã hội, đã tiếp nhận" in page


def test_the_same_form_sent_twice_is_recorded_once(enter: Enter) -> None:
    address = assign(enter("vanphong"))
    head = enter("truongphong")
    page = head.get(f"{address}/do/accept").text
    first, second = send(head, page), send(head, page)
    assert first.headers["location"] == second.headers["location"]
    assert head.get(address).text.count('id="viec-') == 2


def test_a_mistake_keeps_what_was_typed_and_leads_to_the_field(enter: Enter) -> None:
    address = assign(enter("vanphong"))
    head = enter("truongphong")
    act(head, address, "accept")
    page = head.get(f"{address}/do/report-progress").text
    wrong = send(head, page, percent="140", progress_text="Đã làm 4 trong 5 đơn vị.")
    assert wrong.status_code == 422
    assert 'href="#percent"' in wrong.text
    assert "<title>Lỗi:" in wrong.text
    sheet = Sheet(wrong.text)
    assert (sheet.value("percent"), sheet.value("progress_text")) == (
        "140",
        "Đã làm 4 trong 5 đơn vị.",
    )
    assert sheet.value("command_id") == Sheet(page).value("command_id")


def test_a_rule_explains_itself_and_the_next_step(enter: Enter) -> None:
    address = assign(enter("vanphong"))
    head = enter("truongphong")
    page = head.get(f"{address}/do/return").text
    act(head, address, "accept")
    late = send(head, page, why="unclear", return_text="Chưa rõ.", seen_version="2")
    assert late.status_code == 422
    assert "đã tiếp nhận ngày" in late.text
    assert "báo cáo khó khăn" in late.text
    assert Sheet(late.text).value("return_text") == "Chưa rõ."
    beforehand = head.get(f"{address}/do/return")
    assert "đã tiếp nhận ngày" in beforehand.text


def test_somebody_elses_act_is_shown_above_the_kept_text(enter: Enter) -> None:
    address = assign(enter("vanphong"))
    head, keeper = enter("truongphong"), enter("vanphong")
    act(head, address, "accept")
    page = keeper.get(f"{address}/do/suspend").text
    paper = {"doc_number": "60", "doc_on": "02/07/2025", "reason": "Chờ hướng dẫn."}
    act(head, address, "report-progress", progress_text="Đã bắt đầu.")
    moved = send(keeper, page, **paper)
    assert moved.status_code == 409
    assert "đã cập nhật tiến độ: Đã bắt đầu." in moved.text
    assert Sheet(moved.text).value("reason") == "Chờ hướng dẫn."
    assert send(keeper, moved.text).status_code == 303


def test_a_preview_says_the_sentence_and_records_nothing(enter: Enter) -> None:
    address = assign(enter("vanphong"))
    head = enter("truongphong")
    act(head, address, "accept")
    page = head.get(f"{address}/do/request-extension").text
    seen = send(head, page, preview="1", to_on="15/10/2025", reason="Chờ số liệu.")
    assert seen.status_code == 200
    assert "đã đề nghị gia hạn đến 15/10/2025" in seen.text
    assert Sheet(seen.text).value("reason") == "Chờ số liệu."
    assert head.get(address).text.count('id="viec-') == 2
    assert send(head, seen.text).status_code == 303


def test_an_act_without_questions_says_at_once_what_it_records(enter: Enter) -> None:
    address = assign(enter("vanphong"))
    page = enter("truongphong").get(f"{address}/do/accept").text
    assert "Sẽ ghi vào sổ:" in page
    assert "đã tiếp nhận nhiệm vụ." in page


def test_an_entry_far_back_needs_a_document_and_its_hour(enter: Enter) -> None:
    address = assign(enter("vanphong"))
    head = enter("truongphong")
    page = head.get(f"{address}/do/accept").text
    assert send(head, page, happened_on="01/07/2025").status_code == 422
    ahead = send(head, page, happened_on="02/07/2026", happened_hour="09:00")
    assert "chưa đến" in ahead.text


# -- files ---------------------------------------------------------------------------


def test_a_file_survives_a_mistake_and_is_then_recorded(enter: Enter) -> None:
    address = assign(enter("vanphong"))
    head = enter("truongphong")
    act(head, address, "accept")
    page = head.get(f"{address}/do/report-progress").text
    wrong = send_files(head, page, [("Ảnh hiện trường.png", PNG)], progress_text="")
    assert wrong.status_code == 422
    assert "Đã nhận Ảnh hiện trường.png, chưa ghi vào hồ sơ" in wrong.text
    answer = send_files(head, wrong.text, [], progress_text="Đã niêm yết.")
    assert answer.status_code == 303
    file = head.get(address).text
    assert "Ảnh hiện trường.png" in file
    href = file.split('class="chip" href="')[1].split('"')[0]
    sent = head.get(href)
    assert sent.content == PNG
    assert sent.headers["content-disposition"].startswith("attachment")
    assert "sandbox" in sent.headers["content-security-policy"]
    assert enter("giamdoc").get(href).status_code == 404


def test_a_page_dressed_as_a_picture_is_not_taken(enter: Enter) -> None:
    address = assign(enter("vanphong"))
    head = enter("truongphong")
    act(head, address, "accept")
    page = head.get(f"{address}/do/attach-evidence").text
    wrong = send_files(head, page, [("anh.png", b"<!doctype html><script>1</script>")])
    assert wrong.status_code == 422
    assert "Tệp anh.png không phải ảnh" in wrong.text
    none = send_files(head, page, [])
    assert "Chọn ít nhất một tệp" in none.text


# -- a whole life ----------------------------------------------------------------------


def test_from_assignment_to_two_verdicts(enter: Enter) -> None:
    address = assign(enter("vanphong"))
    head, vice = enter("truongphong"), enter("pct")
    act(head, address, "accept")
    page = head.get(f"{address}/do/submit-result").text
    empty = send_files(head, page, [], result_text="Đã xong.")
    assert "thiếu sản phẩm Báo cáo" in empty.text
    answer = send_files(head, empty.text, [("bao-cao.pdf", b"%PDF-1.7\n%%EOF")])
    assert answer.status_code == 303
    mine = head.get(address).text
    assert "Xác nhận hoàn thành" in mine
    assert f'{address}/do/confirm"' not in mine
    back = act(vice, address, "send-back", defects="Thiếu phụ lục.")
    assert "đã yêu cầu thực hiện lại: Thiếu phụ lục" in back
    page = head.get(f"{address}/do/submit-result").text
    send_files(head, page, [("bao-cao-2.pdf", b"%PDF-1.7\n%%EOF2")], result_text="Đã bổ sung.")
    done = act(vice, address, "confirm", quality="met")
    assert "tiến độ đúng hạn, chất lượng Đạt" in done
    assert "Hoàn thành đúng hạn" in done


def test_the_same_file_in_two_tasks_is_noticed(enter: Enter) -> None:
    keeper, head = enter("vanphong"), enter("truongphong")
    octets = PNG + b"the same in two tasks"
    first, second = assign(keeper), assign(keeper)
    for address in (first, second):
        act(head, address, "accept")
    page = head.get(f"{first}/do/attach-evidence").text
    head.get(send_files(head, page, [("a.png", octets)]).headers["location"])
    page = head.get(f"{second}/do/attach-evidence").text
    seen = send_files(head, page, [("b.png", octets)], preview="1")
    assert "trùng với minh chứng đã nộp ngày 02/07/2025" in seen.text
    assert send_files(head, seen.text, []).status_code == 303
    assert first in head.get(second).text
