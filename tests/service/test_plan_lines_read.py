"""What the reader understood becomes lines of a plan with recognised units."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from domain import ids
from domain.reading import draft as d
from domain.reading.document import Problem, Where
from domain.values import Before, Conditional, Fixed, Standing
from domain.ward import NameSince, Unit, Ward
from service.plan_lines_read import parts_of

ON = date(2025, 7, 1)


def unit(code: str, name: str, **more: Any) -> Unit:
    return Unit(
        unit_id=ids.unit_id(code),
        code=code,
        names=(NameSince(name=name, from_on=ON),),
        kind="specialised",
        inspected=True,
        from_on=ON,
        **more,
    )


CULTURE = unit("VHXH", "Phòng Văn hóa - Xã hội")
OFFICE = unit("VP", "Văn phòng", aliases=("Văn phòng HĐND và UBND",))
OLD = unit("CU", "Phòng Cũ", ended_on=ON, successor_id=CULTURE.unit_id)
WARD = Ward(units={u.unit_id: u for u in (CULTURE, OFFICE, OLD)})


def line(**more: Any) -> d.DraftLine:
    given = {"field_no": 1, "field": "Chỉ đạo", "text": "Làm việc", "source_text": "Làm việc"}
    return d.DraftLine(**{"ref": "1", "seq": 1, "source_line": 3, **given, **more})


def draft(*lines: d.DraftLine, **more: Any) -> d.PlanDraft:
    empty: dict[str, Any] = dict.fromkeys(
        ("targets", "duties", "obligations", "units", "default_leads", "remarks", "problems"), ()
    )
    return d.PlanDraft(
        plan=d.PlanHeading(title="Kế hoạch"), tasks=lines, derived=False, **{**empty, **more}
    )


def test_a_lead_is_recognised_by_name_and_by_alias_whatever_the_dash() -> None:
    parts = parts_of(
        draft(line(lead_text="Phòng Văn hóa – Xã hội"), line(lead_text="văn phòng HĐND và UBND")),
        WARD,
        ON,
    )
    assert [x.lead_id for x in parts.lines] == [CULTURE.unit_id, OFFICE.unit_id]
    assert parts.unknown_units == ()


def test_an_unknown_name_is_asked_once_and_nothing_is_created() -> None:
    parts = parts_of(
        draft(line(lead_text="Phòng Lạ"), line(lead_text="phòng  lạ", ref="2")), WARD, ON
    )
    assert parts.unknown_units == ("Phòng Lạ",)
    assert [x.lead_id for x in parts.lines] == [None, None]


def test_a_line_without_lead_takes_the_lead_of_its_field_and_says_so() -> None:
    lead = d.DefaultLead(
        field_no=1, field="Chỉ đạo", topic=None, unit="Phòng Văn hóa - Xã hội", ref="V.2.1-2"
    )
    parts = parts_of(draft(line(), line(ref="2", field_no=2), default_leads=(lead,)), WARD, ON)
    first, second = parts.lines
    assert (first.lead_id, first.doubts) == (CULTURE.unit_id, ("lead_from_field",))
    assert second.lead_id is None


def test_a_merged_unit_is_read_as_its_successor() -> None:
    parts = parts_of(draft(line(lead_text="Phòng Cũ")), WARD, ON)
    assert parts.lines[0].lead_id == CULTURE.unit_id


def test_a_group_fans_out_to_the_inspected_units_that_still_act() -> None:
    text = "Các cơ quan, đơn vị thuộc UBND phường"
    read = line(lead_text=text, lead_is_group=True)
    got = parts_of(draft(read), WARD, ON).lines[0]
    assert (got.kind, got.lead_id, got.lead_text) == ("group", None, text)
    assert set(got.group) == {CULTURE.unit_id, OFFICE.unit_id}


def test_cooperating_groups_leave_out_the_lead() -> None:
    read = line(
        lead_text="Văn phòng", cooperating_groups=("Các đơn vị",), cooperating_unknown=("Công an",)
    )
    got = parts_of(draft(read), WARD, ON)
    assert got.lines[0].cooperating == (CULTURE.unit_id,)
    assert got.lines[0].cooperating_text == ("Công an",)
    assert got.unknown_units == ("Công an",)


@pytest.mark.parametrize(
    ("read", "deadline", "every"),
    [
        (d.DraftDeadline(kind="fixed", on=ON), Fixed(on=ON), None),
        (d.DraftDeadline(kind="before", on=ON), Before(on=ON), None),
        (d.DraftDeadline(kind="standing"), Standing(report_every="quarter"), None),
        (d.DraftDeadline(kind="recurring", every="month"), None, "month"),
        (
            d.DraftDeadline(kind="conditional", awaits="hướng dẫn", latest_on=ON),
            Conditional(awaits="hướng dẫn", then=Fixed(on=ON), latest_on=ON),
            None,
        ),
        (d.NO_DEADLINE, None, None),
    ],
)
def test_deadlines_keep_their_kind(read: d.DraftDeadline, deadline: object, every: object) -> None:
    got = parts_of(draft(line(deadline=read)), WARD, ON).lines[0]
    assert (got.deadline, got.every) == (deadline, every)


def test_a_weekly_duty_is_doubted_not_lost() -> None:
    weekly = d.DraftDeadline(kind="recurring", every="week")
    got = parts_of(draft(line(deadline=weekly, kind="recurring")), WARD, ON).lines[0]
    assert (got.every, got.doubts) == ("month", ("every_week",))


def test_a_problem_keeps_its_place_as_data() -> None:
    problem = Problem(code="date_not_real", where=Where(sheet="Phụ lục", row=7), facts={"n": 1})
    got = parts_of(draft(problems=(problem,)), WARD, ON).problems[0]
    assert got.where == "sheet=Phụ lục;row=7"
    assert got.facts == (("n", "1"),)
