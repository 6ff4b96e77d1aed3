"""From a document to tasks and on to a new version, through the pages."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from service.server import EmbeddedServer
from tests.web.conftest import Site, _database, served
from tests.web.plan_site import (
    DOCUMENT,
    PLAN,
    act,
    as_role,
    done,
    fields_of,
    option,
    upload,
    words,
)

PATIENCE_SECONDS = 20


@pytest.fixture(scope="module")
def ward(server: EmbeddedServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demo before any plan was read."""
    with (
        _database(server, "site_plan") as url,
        served(url, tmp_path_factory.mktemp("plan"), demo=True) as running,
    ):
        yield running


@pytest.fixture(scope="module")
def draft(ward: Site) -> str:
    """The address of the draft of a small plan."""
    coordinator = as_role(ward, "daumoi")
    return done(upload(coordinator, "/plan/read", "ke-hoach.txt", PLAN.encode()))


@pytest.fixture(scope="module")
def plan(ward: Site, draft: str) -> str:
    """The address of the plan once it was reviewed and issued."""
    coordinator, chair = as_role(ward, "daumoi"), as_role(ward, "chutich")
    form = f"{draft}/do/recognise-unit"
    unit = option(coordinator.get(form), "Trung tâm sự nghiệp công")
    done(act(coordinator, form, text="Trạm Y tế phường", unit=unit))
    done(act(coordinator, f"{draft}/do/set-deadlines"))
    issued = done(act(chair, f"{draft}/do/issue", **DOCUMENT))
    eventually(lambda: len(tasks(ward)) == 9)
    return issued.removesuffix("/document")


def tasks(ward: Site) -> list[tuple[Any, ...]]:
    return ward.sql(
        "SELECT plan_ref, kind, stage, last_on::text, plan_version"
        " FROM soviec_read.task_register ORDER BY code"
    )


def eventually(holds: Callable[[], bool]) -> None:
    """Reactions follow the act; they are given some time."""
    until = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < until, "it did not happen"
        time.sleep(0.05)


def test_the_draft_says_what_was_understood_and_what_is_in_the_way(ward: Site, draft: str) -> None:
    page = as_role(ward, "daumoi").get(draft)
    seen = words(page)
    assert "Đọc được 4 dòng nhiệm vụ, 1 chỉ tiêu" in seen
    assert "“Trạm Y tế phường”" in seen
    assert "1 dòng chưa có hạn" in seen
    # each thing in the way leads to its line; nothing can be issued before
    assert f'href="{draft}?show=all#dong-II.1.d"' in page.text
    assert f'href="{draft}#ten-1"' in page.text
    assert 'id="ten-1"' in page.text
    assert f'href="{draft}/do/issue"' not in page.text


def test_the_number_of_unknown_names_is_one_everywhere(ward: Site, draft: str) -> None:
    coordinator = as_role(ward, "daumoi")
    for page in (draft, f"{draft}/do/issue"):
        assert "1 tên đơn vị chưa nhận ra" in words(coordinator.get(page)), page
    assert "1 tên chưa nhận ra" in words(coordinator.get("/plan/drafts"))
    assert "Tên đơn vị chưa nhận ra (1)" in words(coordinator.get(draft))


def test_the_column_of_deadlines_says_when_and_not_how(ward: Site, draft: str) -> None:
    page = as_role(ward, "daumoi").get(draft).text
    row = page.split('id="dong-II.1.a"')[1].split("</tr>")[0]
    cell = row.split('data-label="Thời hạn"')[1].split("</td>")[0]
    assert "15/09/2025" in cell
    assert "Giao một đơn vị" not in cell


def test_a_blocked_draft_has_no_button_to_issue_it(ward: Site, draft: str) -> None:
    page = as_role(ward, "chutich").get(f"{draft}/do/issue")
    assert "Chưa ban hành được vì" in words(page)
    assert 'class="act-form"' not in page.text


def test_nothing_is_assigned_before_issuing_and_issuing_says_why_not(
    ward: Site, draft: str
) -> None:
    answer = act(as_role(ward, "chutich"), f"{draft}/do/issue", **DOCUMENT)
    assert answer.status_code == 422
    assert "Chưa ban hành được vì" in words(answer)
    assert tasks(ward) == []


def test_a_wrong_date_keeps_what_was_typed(ward: Site, draft: str) -> None:
    answer = act(
        as_role(ward, "daumoi"),
        f"{draft}/do/revise?ref=II.1.a",
        text="Ban hành quy chế mới",
        deadline="fixed",
        on="31/11/2025",
    )
    assert answer.status_code == 422
    assert "31/11/2025 không phải ngày có thật" in words(answer)
    assert "Ban hành quy chế mới" in words(answer)


def test_two_reviewers_at_once_the_second_sees_what_changed(ward: Site, draft: str) -> None:
    coordinator, office = as_role(ward, "daumoi"), as_role(ward, "vanphong")
    form = f"{draft}/do/revise?ref=II.1.d"
    opened = fields_of(coordinator.get(form))
    done(act(office, form, product="Sổ tay"))
    answer = coordinator.client.post(form, data=opened | {"product": ["Tờ rơi"]})
    assert answer.status_code == 409
    assert "đã sửa dòng II.1.d" in words(answer)
    assert fields_of(answer)["product"] == ["Tờ rơi"]
    done(coordinator.client.post(form, data=fields_of(answer)))


def test_the_same_file_is_noticed_and_kept_for_another_try(ward: Site, draft: str) -> None:
    coordinator = as_role(ward, "daumoi")
    again = upload(coordinator, "/plan/read", "khac.txt", PLAN.encode())
    assert again.status_code == 422
    assert draft in again.text
    assert "Đã nhận tệp khac.txt" in words(again)


@pytest.mark.parametrize(
    ("name", "octets", "status", "said"),
    [
        ("anh.docx", b"\xff\xd8\xff\xe0" + b"x" * 100, 422, "Tên tệp nói là docx"),
        ("cu.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, 422, "Chưa đọc được loại"),
        ("trong.txt", b"", 422, "Tệp không có nội dung"),
        ("thu.txt", "Kính gửi anh, hôm nay trời đẹp.".encode(), 422, "Không tìm thấy mục"),
        ("bang.csv", "stt,nhiệm vụ,chủ trì\n1,Làm,Phòng A\n".encode(), 422, "Bảng thiếu cột"),
        ("lon.txt", b"a" * (26 * 1024 * 1024), 413, "tối đa 25 MB"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_exactly_and_takes_nothing(
    ward: Site, name: str, octets: bytes, status: int, said: str
) -> None:
    coordinator = as_role(ward, "daumoi")
    before = ward.sql("SELECT count(*) FROM soviec.journal_events WHERE topic LIKE 'plan.%%'")
    answer = upload(coordinator, "/plan/read", name, octets)
    assert answer.status_code == status
    assert said in words(answer)
    after = ward.sql("SELECT count(*) FROM soviec.journal_events WHERE topic LIKE 'plan.%%'")
    assert before == after


def test_drafts_are_for_those_who_review_them(ward: Site, draft: str) -> None:
    for login in ("rasoat", "truongphong", "vienchuc"):
        assert as_role(ward, login).get(draft).status_code == 404


def test_issuing_assigns_every_line_in_its_own_way(ward: Site, plan: str) -> None:
    found = tasks(ward)
    assert ("II.1.a", "single", "assigned", "2025-09-14", 1) in found
    assert ("II.1.b", "single", "assigned", "2025-10-31", 1) in found
    assert ("II.1.c", "group", "accepted", None, 1) in found
    assert found.count(("II.1.c", "single", "assigned", "2025-08-18", 1)) == 5
    assert ("II.1.d", "standing", "assigned", None, 1) in found
    assert ward.sql("SELECT * FROM soviec.reaction_parked") == []


def test_the_auditor_reads_who_did_what_to_the_plan(ward: Site, plan: str) -> None:
    auditor = as_role(ward, "rasoat")
    seen = words(auditor.get(f"{plan}/acts"))
    assert "Đã ban hành kế hoạch, 4 dòng nhiệm vụ." in seen
    assert "Đã gắn tên “Trạm Y tế phường” với Trung tâm sự nghiệp công phường." in seen
    assert "Sản phẩm" in seen
    assert "Sổ tay" in seen
    assert as_role(ward, "quansat").get(f"{plan}/acts").status_code == 404
    assert "Việc đã ghi" not in words(as_role(ward, "quansat").get(f"{plan}/document"))


def test_an_amendment_goes_its_way_and_the_tasks_follow(ward: Site, plan: str) -> None:
    head, coordinator, chair = (as_role(ward, x) for x in ("truongphong", "daumoi", "chutich"))
    ask = f"{plan}/do/request-amendment"
    done(
        act(
            head,
            f"{ask}?ref=II.1.a",
            what="Lùi hạn",
            deadline="fixed",
            on="28/11/2025",
            reason="Chờ hướng dẫn",
        )
    )
    done(act(head, ask, change="drop", ref="II.1.b", what="Bỏ", reason="Trùng kế hoạch khác"))
    early = act(chair, f"{plan}/do/decide", **DOCUMENT)
    assert "chưa được tổng hợp" in words(early)
    done(act(coordinator, f"{plan}/do/consolidate", proposal="Đề nghị đồng ý"))
    done(act(chair, f"{plan}/do/decide", **DOCUMENT))
    eventually(lambda: ("II.1.b", "single", "withdrawn", "2025-10-31", 1) in tasks(ward))
    eventually(lambda: ("II.1.a", "single", "assigned", "2025-11-28", 2) in tasks(ward))
    changes = words(head.get(f"{plan}/changes/1..2"))
    assert "2 dòng khác nhau" in changes
    assert "bỏ dòng này" in changes
    assert "31/10/2025" in words(head.get(f"{plan}/document/v/1"))
    assert head.get(f"{plan}/document/v/9").status_code == 404
    assert ward.sql("SELECT * FROM soviec.reaction_parked") == []


def test_a_plan_reads_in_both_languages(ward: Site, plan: str) -> None:
    head = as_role(ward, "truongphong")
    pages = ("document", "document/v/1", "amendments", "reports", "do/acknowledge")
    for page in pages:
        for language in ("en", "vi"):
            assert head.get(f"{plan}/{page}?lang={language}").status_code == 200


def test_every_form_of_a_draft_opens_in_both_languages(ward: Site, draft: str) -> None:
    coordinator = as_role(ward, "daumoi")
    forms = ("revise?ref=II.1.a", "split?ref=II.1.a", "merge", "drop?ref=II.1.a", "add")
    more = ("recognise-unit", "settle-problem", "set-deadlines", "issue", "abandon")
    for form in (*forms, *more):
        for language in ("en", "vi"):
            mark = "&" if "?" in form else "?"
            answer = coordinator.get(f"{draft}/do/{form}{mark}lang={language}")
            assert answer.status_code == 200, form
