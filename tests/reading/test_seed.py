"""The ward's real plan comes out as a careful reader takes it."""

import csv
from datetime import date

import pytest

from domain.reading.draft import PlanDraft
from domain.reading.units import UnitDirectory
from service.reading.open_plan import read_plan_bytes, read_plan_file
from tests.reading.made_files import HERE, SEED


@pytest.fixture(scope="module")
def draft() -> PlanDraft:
    return read_plan_file(SEED)


def _expected(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_tasks_are_those_expected(draft: PlanDraft) -> None:
    columns = ("ref", "field_no", "field", "text", "lead_unit")
    read = [
        (task.ref, str(task.field_no), task.field, task.text, task.lead) for task in draft.tasks
    ]
    assert read == [tuple(row[key] for key in columns) for row in _expected("expected-tasks.csv")]
    assert len(read) == 36


def test_duties_are_those_expected(draft: PlanDraft) -> None:
    read = [(duty.ref, duty.unit_text, duty.text) for duty in draft.duties]
    expected = [(row["ref"], row["unit"], row["text"]) for row in _expected("expected-duties.csv")]
    assert read == expected
    assert len(read) == 22


def test_plan_targets_and_reports(draft: PlanDraft) -> None:
    plan = draft.plan
    assert plan.title == "Kế hoạch Cải cách hành chính phường Phù Liễn 6 tháng cuối năm 2025"
    assert (plan.ward, plan.period_from, plan.period_to) == (
        "phường Phù Liễn", date(2025, 7, 1), date(2025, 12, 31),
    )  # fmt: skip
    assert [target.ref for target in draft.targets] == ["II.1", "II.2", "II.3", "II.4", "II.5"]
    assert [(o.ref, o.every, o.due.day, o.due.on) for o in draft.obligations] == [
        ("V.1.c", "quarter", 5, None),
        ("V.1.c", "half", 5, None),
        ("V.1.c", "year", None, date(2025, 12, 5)),
    ]


def test_units_and_the_second_name_of_the_centre(draft: PlanDraft) -> None:
    aliases = {unit.name: [it.text for it in unit.proposed_aliases] for unit in draft.units}
    assert aliases == {
        "Phòng Văn hóa - Xã hội": [],
        "Văn phòng Hội đồng nhân dân và Ủy ban nhân dân phường": [],
        "Phòng Kinh tế, Hạ tầng và Đô thị": [],
        "Trung tâm sự nghiệp công phường": [],
        "Trung tâm phục vụ hành chính công phường": ["Trung tâm hành chính công phường"],
    }


def test_default_leads_name_their_duty(draft: PlanDraft) -> None:
    assert {(lead.field_no or lead.topic, lead.ref) for lead in draft.default_leads} == {
        (1, "V.2.1-2"), (4, "V.2.1-2"), (5, "V.2.1-2"), (7, "V.2.1-3"), (2, "V.2.2-3"),
        (6, "V.2.3-1"), (3, "V.2.5-6"), ("ISO", "V.2.5-6"),
    }  # fmt: skip


def test_doubts_of_the_source_are_marked(draft: PlanDraft) -> None:
    lines = {task.ref: task for task in draft.tasks}
    assert "lettering_gap" in lines["III.3.d"].doubts
    assert "lettering_repeated" in lines["III.3.đ(1)"].doubts
    assert "lettering_repeated" in lines["III.3.đ(2)"].doubts
    assert "several_paragraphs" in lines["III.6.e"].doubts
    assert "lead_from_topic" in lines["III.7.d"].doubts
    assert lines["III.7.d"].deadline.awaits == "có hướng dẫn của thành phố"
    assert lines["III.7.d"].kind == "conditional"
    assert lines["III.1.a"].doubts == (
        "lead_from_default", "unit_unknown", "no_product", "no_deadline",
    )  # fmt: skip
    assert [(problem.code, problem.where.line) for problem in draft.problems] == [
        ("appendix_missing", 449)
    ]


def test_source_lines_are_lines_of_the_file(draft: PlanDraft) -> None:
    lines = SEED.read_text(encoding="utf-8").split("\n")
    for task in draft.tasks:
        opening = lines[task.source_line - 1].strip().split(") ", 1)[1].strip()
        assert task.text.startswith(" ".join(opening.split()))


def test_byte_order_mark_and_windows_line_ends_change_nothing(draft: PlanDraft) -> None:
    data = b"\xef\xbb\xbf" + SEED.read_bytes().replace(b"\n", b"\r\n")
    assert read_plan_bytes("seed.txt", data) == draft


def test_known_units_are_used_and_aliases_of_the_ward_count() -> None:
    known = [("Trung tâm phục vụ hành chính công phường", ["Trung tâm hành chính công phường"])]
    draft = read_plan_file(SEED, known)
    centre = next(unit for unit in draft.units if unit.known)
    assert centre.proposed_aliases == ()
    lines = {task.ref: task for task in draft.tasks}
    assert "unit_unknown" not in lines["III.3.a"].doubts
    assert "unit_unknown" in lines["III.1.a"].doubts


def test_units_with_different_words_are_never_equated() -> None:
    units = UnitDirectory([("Trung tâm phục vụ hành chính công phường", [])])
    assert units.recognise("Trung tâm hành chính công phường", "x") is None
    assert units.recognise("trung tâm Phục vụ Hành chính công", "x") is not None
