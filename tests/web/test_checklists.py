"""Pages of the checklists: drafted, changed, published, compared, carried out and read back."""

from __future__ import annotations

import io
import uuid

import openpyxl
import pytest

from service.checklist_file import items_of, shipped_items
from tests.web.conftest import Site, Visitor
from tests.web.deciding import DECIDED_BY, sent


def drafted(coordinator: Visitor, code: str, begin: str = "shipped") -> str:
    status, text = sent(
        coordinator,
        "/checklists/new",
        code=code,
        title=f"Danh mục {code}",
        total="100",
        begin=begin,
    )
    assert status == 303
    assert f"Danh mục {code}" in text
    return f"/checklists/{code}"


def test_a_draft_from_the_shipped_table_is_published_and_then_stays(
    coordinator: Visitor, chair: Visitor
) -> None:
    address = drafted(coordinator, "thu-1")
    page = coordinator.get(f"{address}/v/1").text
    assert "44 mục, tổng 100 điểm; 14 mục (34 điểm)" in page
    assert sent(coordinator, f"{address}/do/publish", **DECIDED_BY)[0] == 422
    status, text = sent(chair, f"{address}/do/publish", **DECIDED_BY)
    assert status == 303
    assert "71/QĐ-UBND" in text
    assert coordinator.get(f"{address}/do/revise-item?item=cchc-3.4").status_code == 404


def test_points_that_do_not_sum_are_refused_with_the_sum(
    coordinator: Visitor, chair: Visitor
) -> None:
    address = drafted(coordinator, "thu-2")
    status, text = sent(
        coordinator,
        f"{address}/do/revise-item?item=cchc-3.4",
        item_code="3.4",
        text="Công khai <b>thủ tục</b>",
        max_points="3,75",
        source="OBS",
        applies_to="all",
    )
    assert status == 303
    assert "Công khai &lt;b&gt;thủ tục&lt;/b&gt;" in text
    assert "Tổng điểm đang là 101,25, phải bằng 100" in text
    status, text = sent(chair, f"{address}/do/publish", **DECIDED_BY)
    assert status == 422
    assert "101.25" in text or "101,25" in text
    assert "71/QĐ-UBND" in text


@pytest.mark.parametrize("points", ["0", "-1", "1,234", "abc", "1e9", "∞", "NaN"])
def test_points_out_of_range_come_back_with_what_was_typed(
    coordinator: Visitor, points: str
) -> None:
    code = f"diem-{abs(hash(points)) % 10_000}"
    address = drafted(coordinator, code, begin="empty")
    status, text = sent(
        coordinator,
        f"{address}/do/revise-item",
        item_code="1.1",
        text="Nội dung đã gõ",
        max_points=points,
        source="DOC",
        applies_to="all",
    )
    assert status == 422
    assert "Nội dung đã gõ" in text
    assert "Nhập số lớn hơn 0" in text


def test_versions_are_compared_item_by_item(coordinator: Visitor, chair: Visitor) -> None:
    address = drafted(coordinator, "thu-3")
    assert sent(chair, f"{address}/do/publish", **DECIDED_BY)[0] == 303
    assert sent(coordinator, f"{address}/do/draft", title="Danh mục thu-3", total="100")[0] == 303
    assert sent(coordinator, f"{address}/do/drop-item?item=cchc-1.7")[0] == 303
    text = coordinator.get(f"{address}/compare?a=1&b=2").text
    assert "1 mục khác nhau giữa phiên bản 1 và 2; tổng điểm 100 → 98,5." in text
    assert coordinator.get(f"{address}/compare?a=1&b=9").status_code == 404


def test_what_is_carried_out_can_be_read_back(coordinator: Visitor) -> None:
    address = drafted(coordinator, "thu-4")
    formula = "=HYPERLINK(1)"
    sent(coordinator, f"{address}/do/revise-item?item=cchc-2.1", item_code="2.1", text=formula,
         max_points="2,5", source="DOC", applies_to="all")  # fmt: skip
    table = coordinator.get(f"{address}/v/1/table.csv")
    assert f"'{formula}" in table.text
    items = items_of(table.content.decode())
    assert next(item.text for item in items if item.item_key == "cchc-2.1") == formula
    assert len(items) == len(shipped_items())
    workbook = coordinator.get(f"{address}/v/1/table.xlsx").content
    cells = openpyxl.load_workbook(io.BytesIO(workbook)).worksheets[0]
    assert {cell.data_type for row in cells.iter_rows() for cell in row} <= {"s", "n"}
    other = drafted(coordinator, "thu-5", begin="empty")
    answer = coordinator.client.post(
        f"{other}/import",
        data={"_form": coordinator.proof(), "command_id": str(uuid.uuid4())},
        files={"table": ("bang.xlsx", workbook)},
    )
    assert answer.status_code == 303
    assert "44 mục" in coordinator.get(f"{other}/v/1?seen=0").text


@pytest.mark.parametrize(
    ("octets", "said"),
    [
        (b"", "thiếu cột"),
        (b"code,item_vi\n1.1,x\n", "thiếu cột"),
        (b"code,item_vi,max_points,source\nx,y,1,DOC\n", "Dòng 2 sai"),
        (b"\xff\xfe\x00", "UTF-8"),
        (b"PK\x03\x04 rotten", "Không đọc được"),
        (b"code,item_vi,max_points,source\n" + b"1.1,x,1,DOC\n" * 301, "hơn 300 mục"),
    ],
)
def test_a_bad_table_changes_nothing_and_says_why(
    coordinator: Visitor, octets: bytes, said: str
) -> None:
    code = f"bang-{len(octets)}"
    address = drafted(coordinator, code, begin="empty")
    answer = coordinator.client.post(
        f"{address}/import",
        data={"_form": coordinator.proof(), "command_id": str(uuid.uuid4())},
        files={"table": ("bang.csv", octets)},
    )
    assert answer.status_code == 422
    assert said in answer.text
    assert "chưa có mục nào" in coordinator.get(f"{address}/v/1").text


def test_only_coordinator_and_chair_get_the_forms(site: Site, coordinator: Visitor) -> None:
    address = drafted(coordinator, "thu-6")
    head = site.visitor().enter("giamdoc")
    assert head.get(f"{address}/v/1").status_code == 200
    assert head.get("/checklists/new").status_code == 404
    assert head.get(f"{address}/do/publish").status_code == 404
    assert head.get(f"{address}/import").status_code == 404


def test_a_draft_is_looked_at_as_a_visit(coordinator: Visitor) -> None:
    address = drafted(coordinator, "xem-thu")
    page = coordinator.get(f"{address}/v/1/visit")
    assert page.status_code == 200
    assert "Mục 1 trong 44" in page.text
    assert '<fieldset class="answers" disabled>' in page.text
    assert 'method="post"' not in page.text.split("<main")[1], "nothing can be sent"
    short = coordinator.get(f"{address}/v/1/visit?kind=surprise&item=3.6").text
    assert "trong 14" in short
    assert "3.6. " in short
    assert coordinator.get(f"{address}/v/9/visit").status_code == 404
