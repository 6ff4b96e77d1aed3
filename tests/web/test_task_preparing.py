"""An officer fills a form in, the head reads, changes and sends it; nobody else knows of it."""

from __future__ import annotations

from tests.web.conftest import Site
from tests.web.filling import Sheet, send, send_files
from tests.web.test_task_forms import PNG, Enter, act, assign, enter

__all__ = ["enter"]


def ready(enter: Enter) -> str:
    """A task of a unit that its head has accepted."""
    address = assign(enter("vanphong"))
    act(enter("truongphong"), address, "accept")
    return address


def test_the_officer_saves_a_draft_that_the_head_edits_and_sends(enter: Enter, site: Site) -> None:
    address = ready(enter)
    officer, head = enter("daumoi"), enter("truongphong")
    file_page = officer.get(address).text
    assert "Soạn giúp thủ trưởng" in file_page
    form = officer.get(f"{address}/do/submit-result").text
    assert "Lưu dự thảo cho thủ trưởng" in form
    assert "Xem trước" not in form
    saved = send_files(
        officer, form, [("anh.png", PNG)], prepare="1", result_text="Bản nháp của tôi."
    )
    assert saved.status_code == 303
    assert "Đã lưu dự thảo" in officer.get(saved.headers["location"]).text
    assert "task.result_submitted" not in names_of(site, address)  # nothing has happened

    work = head.get("/my-work").text
    assert "Dự thảo chờ gửi, Báo cáo kết quả" in work
    assert "Dự thảo đã trình" in officer.get("/my-work").text
    form = head.get(f"{address}/do/submit-result").text
    assert "Bản nháp của tôi." in form
    assert "anh.png" in form
    sent = send(head, form, result_text="Bản đã sửa.")
    assert sent.status_code == 303, sent.text
    page = head.get(sent.headers["location"]).text
    assert "Bản đã sửa." in page
    assert "anh.png" in page
    people = site.sql(
        "SELECT convert_from(state, 'UTF8') FROM soviec.journal_events"
        " WHERE topic = 'task.result_submitted' ORDER BY notification_id DESC LIMIT 1"
    )[0][0]
    assert '"prepared_by":["' in people.replace(" ", "")
    assert "Dự thảo chờ gửi" not in head.get("/my-work").text
    assert site.sql("SELECT 1 FROM soviec.prepared_forms") == []


def test_others_see_no_draft_and_cannot_make_one(enter: Enter, site: Site) -> None:
    address = ready(enter)
    officer = enter("daumoi")
    form = officer.get(f"{address}/do/request-extension").text
    send(officer, form, prepare="1", to_on="15/10/2025", reason="Bí mật của đơn vị")
    for login in ("rasoat", "vanphong", "chutich"):
        page = enter(login).get(f"{address}/do/request-extension")
        assert page.status_code == 404 or "Bí mật của đơn vị" not in page.text
    keeper = enter("vanphong")
    page = keeper.get(f"{address}/do/explain-delay").text
    assert "Lưu dự thảo" not in page
    proof = Sheet(form)
    sent = keeper.send(f"{address}/do/request-extension", dict(proof.fields) | {"prepare": "1"})
    assert sent.status_code == 422
    again = officer.get(f"{address}/do/request-extension").text
    assert "Bí mật của đơn vị" in again
    assert send(officer, again, discard="1").status_code == 303
    assert site.sql("SELECT 1 FROM soviec.prepared_forms") == []


def names_of(site: Site, address: str) -> list[str]:
    """Acts of a task by their stored names."""
    rows = site.sql(
        "SELECT j.topic FROM soviec.journal_events AS j JOIN soviec_read.task_register AS r"
        " ON r.task_id = j.originator_id WHERE r.code = %s",
        address.rsplit("/", 1)[1],
    )
    return [str(name) for (name,) in rows]
