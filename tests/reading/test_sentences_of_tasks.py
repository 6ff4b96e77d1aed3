"""Deadlines and leads inside sentences."""

from datetime import date

import pytest

from tests.reading.made_files import one_task


@pytest.mark.parametrize(
    ("sentence", "kind", "on"),
    [
        ("Lập sổ trước ngày 30/9/2025.", "before", date(2025, 9, 30)),
        ("Lập sổ, xong trước 15/11.", "before", date(2025, 11, 15)),
        ("Lập sổ trước ngày 05 tháng 10 năm 2025.", "before", date(2025, 10, 5)),
        ("Lập sổ, hoàn thành trong tháng 10/2025.", "fixed", date(2025, 10, 31)),
        ("Lập sổ trong quý IV/2025.", "fixed", date(2025, 12, 31)),
        ("Lập sổ (quý III năm 2025).", "fixed", date(2025, 9, 30)),
        ("Lập sổ, chậm nhất ngày 20.8.2025.", "fixed", date(2025, 8, 20)),
        ("Lập sổ. Thời hạn: 31/12/2025.", "fixed", date(2025, 12, 31)),
        ("Thực hiện Nghị định số 117/2013/NĐ-CP ngày 07 tháng 10 năm 2013.", "none", None),
        ("Đánh giá kết quả quý III/2025 của các đơn vị.", "none", None),
        ("Giảm chi thường xuyên từ ngân sách.", "none", None),
        ("Chi trả trợ cấp hàng tháng.", "none", None),
        ("Thường xuyên kiểm tra.", "standing", None),
        ("Rà soát định kỳ hằng tháng.", "recurring", None),
        ("Lập sổ trong 10 ngày kể từ ngày được giao.", "duration", None),
        ("Thí điểm (sau khi có hướng dẫn của thành phố).", "conditional", None),
    ],
)
def test_deadlines(sentence: str, kind: str, on: date | None) -> None:
    (task,) = one_task(sentence).tasks
    assert (task.deadline.kind, task.deadline.on) == (kind, on)


def test_dates_outside_the_period_and_unreal_ones() -> None:
    assert "deadline_outside_period" in one_task("Lập sổ trước ngày 01/3/2026.").tasks[0].doubts
    draft = one_task("Lập sổ trước ngày 31/11/2025.")
    assert draft.tasks[0].deadline.kind == "none"
    assert draft.problems[0].facts == {"value": "31/11/2025", "ref": "I.1.a"}
    assert draft.problems[0].where.line == 5


@pytest.mark.parametrize(
    ("sentence", "lead", "helping"),
    [
        ("Giao Phòng A chủ trì, phối hợp với Phòng B lập sổ.", "Phòng A", ("Phòng B",)),
        ("Lập sổ (Phòng A chủ trì).", "Phòng A", ()),
        ("Lập sổ. Đơn vị chủ trì: Phòng A; phối hợp: Phòng B, Công an phường; thời hạn: quý IV.",
         "Phòng A", ("Phòng B", "Công an phường")),
        ("Phòng Kinh tế, Hạ tầng chủ trì lập sổ.", "Phòng Kinh tế, Hạ tầng", ()),
        ("Theo dõi Bộ chỉ số do Ủy ban nhân dân thành phố ban hành, tổ chức thực hiện.", None, ()),
    ],
)  # fmt: skip
def test_leads(sentence: str, lead: str | None, helping: tuple[str, ...]) -> None:
    (task,) = one_task(sentence).tasks
    assert task.lead == lead
    assert task.cooperating + task.cooperating_unknown == helping


def test_a_task_too_long_to_keep_has_to_be_split() -> None:
    draft = one_task("Lập sổ " * 2000)
    assert [(problem.code, problem.blocks) for problem in draft.problems] == [
        ("text_too_long", True)
    ]


def test_groups_lead_as_groups() -> None:
    (task,) = one_task("Giao các cơ quan, đơn vị thuộc phường xây dựng kế hoạch.").tasks
    assert (task.kind, task.lead_is_group, task.lead) == ("group", True, None)
