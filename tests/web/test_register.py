"""The register as pages and files: filters live in the address, files are harmless and whole."""

from __future__ import annotations

import asyncio
import csv
import io
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import openpyxl
import pytest

from projections.register_filter import ALL_STAGES, OPEN_STAGES
from projections.register_query import RegisterLine
from tests import stories as s
from tests.web.conftest import Site, Visitor
from tests.web.test_first_days import keeper_of
from web.register.asked import read_asked, register_link
from web.register.export import COLUMNS, Notes, csv_bytes, harmless, xlsx_bytes
from web.register.lines import LineView, view_of

WARD = s.ward()
TODAY = date(2025, 11, 20)
NOTES = Notes(cut="Cắt lúc …", invented="Dữ liệu minh họa")


def asked(**typed: str) -> Any:
    return read_asked(typed, WARD, TODAY, [])


# -- the address -----------------------------------------------------------------


def test_an_address_is_read_and_written_again() -> None:
    found = asked(unit="vhxh,VP", field="3", **{"class": "overdue,due_soon"}, due_to="2025-12-31")
    assert found.filter.leads == (s.VHXH, s.VP)
    assert (found.filter.fields, found.filter.classes) == ((3,), ("overdue", "due_soon"))
    assert found.filter.due_to == date(2025, 12, 31)
    again = asked(**dict(pair.split("=") for pair in found.query.replace("%2C", ",").split("&")))
    assert again == found


def test_nonsense_in_an_address_asks_nothing() -> None:
    found = asked(
        unit="nobody",
        field="8",
        stage="drafted",
        sort="secret",
        due_from="31/11/2025",
        person="x",
        plan="y",
        version="1' OR 1=1",
    )
    assert found == asked()
    assert found.filter.stages == OPEN_STAGES


def test_open_tasks_are_the_default_and_drafts_need_an_office() -> None:
    assert asked(stage="all").filter.stages == ALL_STAGES
    assert "drafted" not in asked(stage="drafted").filter.stages
    seen = read_asked({"stage": "drafted"}, WARD, TODAY, [], sees_drafts=True)
    assert seen.filter.stages == ("drafted",)


def test_every_filter_can_be_taken_off_and_a_heading_turns() -> None:
    found = asked(unit="vp", q="đôn đốc", sort="-code")
    assert found.address(q=None) == "/tasks?unit=vp&sort=-code"
    assert found.sorted_by("code").endswith("sort=code")
    assert found.sorted_by("due").endswith("sort=due")
    assert register_link(classes=("overdue", "due_today"), unit=["vp"], source=()) == (
        "/tasks?class=overdue%2Cdue_today&unit=vp"
    )


# -- files -----------------------------------------------------------------------


def a_view(text: str, *, derived: bool = False) -> LineView:
    line = RegisterLine(
        task_id=UUID(int=1),
        code="PL-2025-0001",
        text=text,
        text_fold="",
        text_key="",
        field=1,
        lead_id=s.VHXH,
        source="plan",
        kind="single",
        nature="regular",
        weight="1",
        stage="accepted",
        stage_since=datetime(2025, 11, 1, tzinfo=UTC),
        last_on=date(2025, 11, 18),
        last_act_at=datetime(2025, 11, 1, tzinfo=UTC),
        time_class="overdue",
        derived=derived,
    )
    return view_of(line, WARD, TODAY, "vi")


async def chunks(*views: LineView) -> AsyncIterator[Sequence[LineView]]:
    for view in views:
        yield [view]


def joined(stream: AsyncIterator[bytes]) -> bytes:
    async def gather() -> bytes:
        return b"".join([piece async for piece in stream])

    return asyncio.run(gather())


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t"])
def test_a_cell_never_begins_a_formula(start: str) -> None:
    assert harmless(f"{start}cmd|' /C calc'!A0") == f"'{start}cmd|' /C calc'!A0"
    sent = joined(csv_bytes(chunks(a_view(f"{start}1+1")), "vi", NOTES)).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(sent)))[1][1] == f"'{start}1+1"
    assert harmless("Đôn đốc") == "Đôn đốc"


def test_numbers_stay_numbers_though_they_are_negative() -> None:
    sent = joined(csv_bytes(chunks(a_view("Việc")), "vi", NOTES)).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(sent)))
    assert rows[1][COLUMNS.index("days")] == "-2"
    assert rows[1][COLUMNS.index("due")] == "18/11/2025"


def test_both_files_say_what_is_derived_invented_and_as_of_when() -> None:
    views = (a_view("=SUM(A1)", derived=True), a_view("Việc khác"))
    raw = joined(csv_bytes(chunks(*views), "vi", NOTES))
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"))))
    assert [row[-1] for row in rows[1:3]] == ["suy dẫn", ""]
    assert rows[-2:] == [["Cắt lúc …"], ["Dữ liệu minh họa"]]

    book = joined(xlsx_bytes(chunks(*views), "vi", "Sổ nhiệm vụ", NOTES))
    sheet = openpyxl.load_workbook(io.BytesIO(book)).active
    assert sheet is not None
    assert (sheet.cell(2, 2).value, sheet.cell(2, 2).data_type) == ("=SUM(A1)", "s")
    assert sheet.cell(2, len(COLUMNS)).value == "suy dẫn"
    assert [sheet.cell(row, 1).value for row in (5, 6)] == ["Cắt lúc …", "Dữ liệu minh họa"]


# -- pages -----------------------------------------------------------------------


def test_readers_find_the_register_and_strangers_do_not(site: Site, visitor: Visitor) -> None:
    assert visitor.get("/tasks").headers["location"].startswith("/login")
    assert visitor.enter("quantri").get("/tasks").status_code == 404
    for login in ("chutich", "rasoat", "quansat"):
        assert site.visitor().enter(login).get("/tasks").status_code == 200


def test_an_empty_list_says_so_and_offers_to_take_filters_off(visitor: Visitor) -> None:
    page = visitor.enter("vanphong").get("/tasks?q=khong-co-gi-nhu-vay&unit=vp").text
    assert "Không có nhiệm vụ khớp bộ lọc" in page
    assert 'href="/tasks?unit=vp"' in page
    assert 'href="/tasks?q=khong-co-gi-nhu-vay"' in page


def test_plan_version_and_weight_have_fields_of_their_own(visitor: Visitor) -> None:
    page = visitor.enter("vanphong").get("/tasks?weight=1,5&version=2").text
    assert 'id="f-plan"' in page
    assert 'id="f-version" name="version" inputmode="numeric" autocomplete="off" value="2"' in page
    assert 'value="1,5"' in page
    found = asked(weight="1,5", version="2").filter
    assert (found.weight, found.plan_version) == ("1.5", 2)


def test_an_address_keeps_the_past_it_shows_and_a_named_list_does_not() -> None:
    found = read_asked({"unit": "vp"}, WARD, TODAY, [], as_of="2025-10-01")
    assert found.address() == "/tasks?unit=vp&as_of=2025-10-01"
    assert found.address(as_of=None) == "/tasks?unit=vp"
    assert found.query == "unit=vp"


def test_before_anything_is_assigned_the_lists_say_how_to_begin(empty_site: Site) -> None:
    office = keeper_of(empty_site)
    for path in ("/tasks", "/my-work"):
        page = office.get(path).text
        assert "chưa có nhiệm vụ nào" in page, path
        assert 'class="btn" href="/plan/read"' in page, path
        assert "khớp bộ lọc" not in page


def test_files_are_sent_with_their_name(visitor: Visitor) -> None:
    visitor.enter("vanphong")
    text = visitor.get("/tasks.csv?stage=all")
    assert text.headers["content-disposition"].startswith('attachment; filename="so-nhiem-vu-')
    assert text.headers["content-type"] == "text/csv; charset=utf-8"
    assert "minh họa" in text.text
    book = visitor.get("/tasks.xlsx")
    assert openpyxl.load_workbook(io.BytesIO(book.content)).active is not None


def test_a_list_gets_a_name_and_loses_it(visitor: Visitor) -> None:
    visitor.enter("truongphong")
    fields = {"name": "Của phòng tôi", "query": "unit=vhxh&class=overdue&evil=1"}
    answer = visitor.send("/tasks/saved-filters", fields)
    assert answer.headers["location"] == "/tasks?unit=vhxh&class=overdue"
    page = visitor.get(answer.headers["location"]).text
    assert "Của phòng tôi" in page
    visitor.send("/tasks/saved-filters", {**fields, "forget": "1"})
    assert "Của phòng tôi" not in visitor.get("/tasks").text


def test_newly_late_offers_the_days_around(visitor: Visitor) -> None:
    visitor.enter("daumoi")
    page = visitor.get("/tasks/late-since?day=2025-07-01").text
    assert "/tasks/late-since?day=2025-06-30" in page
    assert "/tasks/late-since?day=2025-07-02" in page
    assert "Không có nhiệm vụ nào quá hạn thêm" in page
    english = visitor.get("/tasks/late-since?lang=en").text
    visitor.get("/tasks?lang=vi")  # the account remembers it
    assert "No task became overdue since" in english
