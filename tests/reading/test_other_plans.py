"""Plans of other wards, built differently, come out right as well."""

from datetime import date

from tests.reading.made_files import plan_named, read_lines


def test_parts_bullets_and_leads_inside_sentences() -> None:
    draft = plan_named("phuong-an-hoa")
    plan = draft.plan
    assert plan.title == "Kế hoạch Chuyển đổi số phường An Hòa năm 2025"
    assert (plan.number, plan.issued_on) == ("45/KH-UBND", date(2025, 7, 14))
    assert [target.ref for target in draft.targets] == ["P2.1", "P2.2", "P2.3"]
    lines = {task.ref: task for task in draft.tasks}
    assert list(lines) == ["P3.I-1", "P3.I-2", "P3.II.1-1", "P3.II.1-2", "P3.II.2"]
    first = lines["P3.I-1"]
    assert first.lead == "Phòng Kinh tế, Hạ tầng và Đô thị"
    assert first.cooperating == ("Công an phường",)
    assert first.cooperating_unknown == ("Trạm Y tế phường",)
    assert (first.deadline.kind, first.deadline.on) == ("before", date(2025, 9, 30))
    second = lines["P3.I-2"]
    assert second.lead == "Văn phòng HĐND và UBND phường"
    assert second.deadline.on == date(2025, 11, 15)
    assert "year_assumed" in second.doubts


def test_broken_ranges_labels_and_subitems() -> None:
    lines = {task.ref: task for task in plan_named("phuong-an-hoa").tasks}
    labelled = lines["P3.II.1-1"]
    assert labelled.text.startswith("Số hóa hồ sơ đất đai giai đoạn 2015 - 2020 trong quý IV/2025")
    assert labelled.product == "Kho hồ sơ điện tử"
    assert labelled.cooperating == ("Văn phòng HĐND và UBND phường",)
    assert labelled.deadline.on == date(2025, 12, 31)
    nested = lines["P3.II.1-2"]
    assert nested.text.endswith("+ Từ năm 2000 đến năm 2010; + Từ năm 2011 đến nay.")
    assert "has_subitems" in nested.doubts
    counted = lines["P3.II.2"].deadline
    assert (counted.kind, counted.days, counted.unit, counted.counted_from) == (
        "duration", 5, "working", "trigger",
    )  # fmt: skip


def test_duties_end_before_the_farewell_and_the_signature() -> None:
    draft = plan_named("phuong-an-hoa")
    assert [(duty.ref, duty.unit_key) for duty in draft.duties] == [
        ("P4.1-1", "Văn phòng HĐND và UBND phường"),
        ("P4.1-2", "Văn phòng HĐND và UBND phường"),
        ("P4.2-1", "Phòng Kinh tế, Hạ tầng và Đô thị"),
        ("P4.3", "Công an phường"),
    ]
    assert draft.duties[-1].text.endswith("trên địa bàn.")
    (owed,) = draft.obligations
    assert (owed.every, owed.due.day) == ("quarter", 10)


def test_chapters_and_articles() -> None:
    draft = plan_named("xa-dong-son")
    assert draft.plan.ward == "xã Đông Sơn"
    assert (draft.plan.period_from, draft.plan.period_to) == (date(2026, 1, 1), date(2026, 6, 30))
    assert [target.ref for target in draft.targets] == ["Đ2.1", "Đ2.2"]
    assert [(task.ref, task.deadline.kind, task.lead) for task in draft.tasks] == [
        ("Đ3.1", "fixed", "Phòng Kinh tế"),
        ("Đ3.2.a", "fixed", "Phòng Kinh tế"),
        ("Đ3.2.b", "recurring", "Phòng Kinh tế"),
        ("Đ3.3", "none", "Phòng Kinh tế"),
        ("Đ4.1", "conditional", None),
        ("Đ4.2", "none", None),
    ]
    assert draft.tasks[0].text.startswith("Ký hợp đồng thu gom rác với đơn vị dịch vụ theo quy")
    assert draft.tasks[5].lead_is_group
    assert [duty.ref for duty in draft.duties] == ["Đ5.1", "Đ5.2", "Đ6.1"]
    (problem,) = draft.problems
    assert (problem.code, problem.where.line) == ("date_not_real", 24)


def test_decimals_labelled_lines_and_unmarked_paragraphs() -> None:
    draft = plan_named("phuong-hai-an")
    assert [target.ref for target in draft.targets] == ["A-1", "A-2"]
    lines = {task.ref: task for task in draft.tasks}
    assert list(lines) == ["B.1.1", "B.1.2", "B.2-1", "B.2-2"]
    first = lines["B.1.1"]
    assert (first.text, first.product) == (
        "Rà soát trẻ em có hoàn cảnh đặc biệt", "Danh sách trẻ em",
    )  # fmt: skip
    assert first.lead == "Phòng Văn hóa - Xã hội"
    assert "Thời gian hoàn thành: 31/10/2025" in first.source_text
    assert (lines["B.1.2"].kind, lines["B.1.2"].lead) == ("standing", "Công an phường")
    assert "marker_missing" in lines["B.2-1"].doubts
    assert [duty.unit_text for duty in draft.duties] == ["Phòng VH-XH", ""]
    proposed = {unit.name: [it.text for it in unit.proposed_aliases] for unit in draft.units}
    assert proposed["Phòng Văn hóa - Xã hội"] == ["Phòng VH-XH"]


def test_two_units_for_one_field_leave_it_without_default() -> None:
    draft = read_lines(
        "KẾ HOẠCH", "I. NHIỆM VỤ", "1. Cải cách thể chế", "a) Rà soát văn bản.",
        "II. TỔ CHỨC THỰC HIỆN", "1. Phòng A:", "- Chủ trì các nội dung về cải cách thể chế.",
        "2. Phòng B:", "- Chủ trì các nội dung về cải cách thể chế.",
    )  # fmt: skip
    assert draft.tasks[0].lead is None
    assert "no_lead" in draft.tasks[0].doubts
    assert [problem.code for problem in draft.problems] == ["default_lead_conflict"]


def test_a_phrase_broken_at_its_dash_is_mended() -> None:
    draft = read_lines(
        "KẾ HOẠCH", "I. NHIỆM VỤ", "1. Việc chung",
        "a) Phối hợp với các tổ chức chính trị", "- xã hội trên địa bàn phường để thực hiện,",
        "  12  ", "theo quy định.",
    )  # fmt: skip
    (task,) = draft.tasks
    assert task.text == (
        "Phối hợp với các tổ chức chính trị - xã hội trên địa bàn phường để thực hiện, "
        "theo quy định."
    )
