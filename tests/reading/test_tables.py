"""Appendix tables: the derived list of sixty tasks, headers in any order, rows by meaning."""

from collections import Counter
from datetime import date

import pytest

from domain.reading.draft import PlanDraft
from domain.reading.unreadable import Unreadable
from service.reading.open_plan import read_plan_bytes, read_plan_file
from tests.reading.made_files import APPENDIX, csv_of, xlsx_of

ROW = ("1", "Cải cách thể chế", "Rà soát văn bản", "Báo cáo", "Phòng A", "Phòng B", "31/10/2025")


@pytest.fixture(scope="module")
def appendix() -> PlanDraft:
    return read_plan_file(APPENDIX, derived=True)


def test_sixty_derived_tasks(appendix: PlanDraft) -> None:
    assert appendix.derived
    assert [task.ref for task in appendix.tasks] == [f"PL.{n}" for n in range(1, 61)]
    assert [task.source_line for task in appendix.tasks] == list(range(2, 62))
    assert Counter(task.kind for task in appendix.tasks) == {
        "single": 34, "standing": 12, "recurring": 10, "group": 3, "conditional": 1,
    }  # fmt: skip
    assert Counter(task.field_no for task in appendix.tasks) == {
        1: 23, 2: 6, 3: 11, 4: 4, 5: 6, 6: 5, 7: 5,
    }  # fmt: skip
    assert not appendix.problems


def test_derived_only_when_said() -> None:
    assert not read_plan_file(APPENDIX).derived


def test_leads_and_cooperating_units(appendix: PlanDraft) -> None:
    lines = {task.ref: task for task in appendix.tasks}
    first = lines["PL.1"]
    assert (first.lead, first.lead_is_group) == (None, True)
    assert first.lead_text == "Các cơ quan, đơn vị thuộc UBND phường"
    assert first.cooperating == ("Phòng Văn hóa - Xã hội",)
    assert lines["PL.6"].cooperating == (
        "Văn phòng Hội đồng nhân dân và Ủy ban nhân dân phường",
        "Phòng Kinh tế, Hạ tầng và Đô thị",
        "Trung tâm phục vụ hành chính công phường",
    )
    assert lines["PL.19"].cooperating_unknown == (
        "Ủy ban MTTQ Việt Nam phường và các tổ chức thành viên",
    )
    assert all(task.lead for task in appendix.tasks if not task.lead_is_group)


def test_deadlines_of_the_appendix(appendix: PlanDraft) -> None:
    lines = {task.ref: task.deadline for task in appendix.tasks}
    assert (lines["PL.1"].kind, lines["PL.1"].on) == ("fixed", date(2025, 8, 15))
    assert lines["PL.3"].kind == "standing"
    assert (lines["PL.9"].kind, lines["PL.9"].every) == ("recurring", "quarter")
    waiting = lines["PL.59"]
    assert (waiting.kind, waiting.awaits, waiting.latest_on) == (
        "conditional", "có hướng dẫn của thành phố", date(2025, 12, 31),
    )  # fmt: skip


@pytest.mark.parametrize(
    "header",
    [
        ("stt", "linh_vuc", "nhiem_vu", "san_pham", "co_quan_chu_tri", "co_quan_phoi_hop",
         "thoi_han"),
        ("TT", "LĨNH VỰC", "Nội dung công việc", "Kết quả, sản phẩm", "Đơn vị chủ trì",
         "Đơn vị phối hợp", "Thời gian hoàn thành"),
        ("So TT", "Linh vuc", "Noi dung nhiem vu", "San pham", "Co quan chu tri", "Phoi hop",
         "Thoi han hoan thanh"),
    ],
)  # fmt: skip
def test_header_names(header: tuple[str, ...]) -> None:
    for order in (slice(None), slice(None, None, -1)):
        draft = read_plan_bytes("b.csv", csv_of(ROW[order], header=header[order]))
        (task,) = draft.tasks
        assert (task.ref, task.field_no, task.text, task.product, task.lead) == (
            "PL.1", 2, "Rà soát văn bản", "Báo cáo", "Phòng A",
        )  # fmt: skip
        assert task.cooperating_unknown == ("Phòng B",)
        assert task.deadline.on == date(2025, 10, 31)


@pytest.mark.parametrize(("left_out", "named"), [(2, "nhiệm vụ"), (4, "chủ trì"), (6, "thời hạn")])
def test_missing_columns_are_named(left_out: int, named: str) -> None:
    header = ("STT", "Lĩnh vực", "Nhiệm vụ", "Sản phẩm", "Chủ trì", "Phối hợp", "Thời hạn")
    kept = [place for place in range(7) if place != left_out]
    rows = [[header[place] for place in kept], [ROW[place] for place in kept]]
    with pytest.raises(Unreadable) as caught:
        read_plan_bytes("b.xlsx", xlsx_of(*rows))
    assert caught.value.code == "columns_missing"
    assert caught.value.facts == {"columns": named, "row": 1, "sheet": "Phụ lục"}


def test_a_table_that_is_no_list_of_tasks() -> None:
    with pytest.raises(Unreadable) as caught:
        read_plan_bytes("b.csv", "tên;tuổi\nAn;5\n".encode())
    assert caught.value.facts["columns"] == "nhiệm vụ, chủ trì, thời hạn"


def test_workbook_with_title_bands_dates_and_merged_cells() -> None:
    header = ("TT", "Nhiệm vụ", "Đơn vị chủ trì", "Thời hạn")
    data = xlsx_of(
        ("PHỤ LỤC", None, None, None),
        ("Kế hoạch công tác phường An Hòa năm 2025", None, None, None),
        header,
        ("(1)", "(2)", "(3)", "(4)"),
        ("I", "Cải cách thể chế", None, None),
        (1, "Rà soát văn bản", "Phòng A", date(2025, 10, 31)),
        (2, "Lập sổ", "Phòng A; Phòng C", "Quý III/2025"),
        ("II", "Tuyên truyền", None, None),
        (1, "Viết bài", "Phòng A", "sau dịp lễ"),
    )
    draft = read_plan_bytes("b.xlsx", data)
    assert draft.plan.ward == "phường An Hòa"
    assert [(t.ref, t.field_no, t.field, t.source_line) for t in draft.tasks] == [
        ("PL.1(1)", 2, "Cải cách thể chế", 6),
        ("PL.2", 2, "Cải cách thể chế", 7),
        ("PL.1(2)", 8, "Tuyên truyền", 9),
    ]
    assert [task.deadline.on for task in draft.tasks] == [
        date(2025, 10, 31), date(2025, 9, 30), None,
    ]  # fmt: skip
    assert draft.tasks[1].lead is None
    assert "several_leads" in draft.tasks[1].doubts
    assert "deadline_not_understood" in draft.tasks[2].doubts


def test_wrong_dates_and_empty_tasks_name_their_row() -> None:
    wrong = (*ROW[:6], "31/11/2025")
    empty = (*ROW[:2], "", *ROW[3:])
    draft = read_plan_bytes("b.csv", csv_of(ROW, wrong, empty))
    found = {(problem.code, problem.where.row, problem.blocks) for problem in draft.problems}
    assert found == {("date_not_real", 3, True), ("row_without_task", 4, True)}
    assert draft.tasks[1].deadline.kind == "none"


def test_rows_after_a_cell_with_line_breaks_keep_their_line() -> None:
    broken = '1;x;"Rà soát\nvăn bản";;Phòng A;;31/10/2025\n2;x;Lập sổ;;Phòng A;;31/11/2025'
    header = "STT;Lĩnh vực;Nhiệm vụ;Sản phẩm;Chủ trì;Phối hợp;Thời hạn\n"
    draft = read_plan_bytes("b.csv", (header + broken).encode())
    assert draft.tasks[0].text == "Rà soát văn bản"
    assert [task.source_line for task in draft.tasks] == [2, 4]


def test_formulas_are_told_not_believed() -> None:
    header = ("STT", "Nhiệm vụ", "Chủ trì", "Thời hạn")
    data = xlsx_of(header, (1, "Lập sổ", "Phòng A", "=TODAY()"))
    draft = read_plan_bytes("b.xlsx", data)
    (problem,) = draft.problems
    assert (problem.code, problem.where.sheet, problem.where.cell) == (
        "formula_in_cell", "Phụ lục", "D2",
    )  # fmt: skip
    assert draft.tasks[0].deadline.kind == "none"
