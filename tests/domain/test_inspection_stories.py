"""Named pasts of inspections and the exact figures they come to."""

from __future__ import annotations

from typing import Any

import pytest

from domain.checklist_item import Item
from domain.claims import NumberIssued
from domain.ids import derived
from domain.inspection import commands as c
from domain.inspection import events as e
from domain.inspection import scoring
from domain.inspection.parts import Figure
from domain.values import Link
from tests import inspection_story as i
from tests import stories as s
from tests.inspection_story import LEADER, MEMBER, SECRETARY, ask, from_seal
from tests.spec import at
from tests.stories import Life, on

AT_THE_DOOR = "2025-11-06 08:00"


def surprise(unit: str, head: Any) -> Life:
    """Sealed on 3 November, opened at the door on the 6th."""
    command = from_seal(
        inspection_id=c.inspection_of_seal(derived("seal", 1)),
        words=i.words(
            kind="surprise",
            unit_id=getattr(s, unit),
            from_on=on("2025-11-05"),
            to_on=on("2025-11-14"),
            trigger="draw",
        ),
        received_by_post=head.post_id,
        ordered_at=at("2025-11-03 10:15"),
    )
    return i.life().when(AT_THE_DOOR, LEADER, command, document=None)


def carried_out(life: Life, lost: dict[str, str]) -> Life:
    """Every item answered in full but those that lost points; then the visit is closed."""
    for item in i.it(life).items:
        told = i.answer(item.code, lost.get(item.code, ""))
        if item.code in lost:
            told = i.answer(item.code, lost[item.code], answer="not_met")
        life = life.when("2025-11-06 09:00", MEMBER, told)
    facts = tuple(i.fact(code) for code in lost)
    return life.when("2025-11-06 10:00", LEADER, ask(c.CloseVisit, findings=facts))


def test_19_surprise_sealed_then_opened() -> None:
    life = surprise("PVHCC", s.head(s.PVHCC))
    ordered, opened, register = life.events
    assert isinstance(ordered, e.Ordered)
    assert isinstance(opened, e.Opened)
    assert isinstance(register.event, NumberIssued)
    assert ordered.code == "KT-2025-42"
    assert ordered.ordered_at == at("2025-11-03 10:15")
    assert [i.it(life).stage, i.it(life).opened_at] == ["opened", at(AT_THE_DOOR)]
    assert len(ordered.items) == 14
    done = carried_out(life, {"3.6": "2", "5.1": "2"})
    assert i.score_of(done) == ("32.5", "34", "95.59")


def test_19_a_unit_without_procedures_is_scaled_to_what_applies() -> None:
    life = surprise("SNC", s.head(s.SNC))
    assert {item.code for item in i.it(life).items} == {
        *("1.5", "3.6", "4.4", "5.1", "5.5", "5.6", "5.7", "7.5", "7.6")
    }
    done = carried_out(life, {"3.6": "2", "5.1": "2"})
    assert i.score_of(done) == ("18", "19.5", "92.31")


def test_19_not_applicable_comes_to_the_same_as_falling_away() -> None:
    life = surprise("PVHCC", s.head(s.PVHCC))
    for item in i.it(life).items:
        if item.applies_to != "all":
            told = i.answer(item.code, answer="not_applicable")
            life = life.when("2025-11-06 09:00", MEMBER, told)
        elif item.code in ("3.6", "5.1"):
            told = i.answer(item.code, "2", answer="not_met")
            life = life.when("2025-11-06 09:00", MEMBER, told)
        else:
            life = life.when("2025-11-06 09:00", MEMBER, i.answer(item.code))
    assert i.score_of(life) == ("18", "19.5", "92.31")


def refused() -> Life:
    """Scheduled visit on 6 October; leader and secretary sign, the head does not."""
    life = i.drawn()
    life = life.when("2025-10-06 11:40", LEADER, i.sign("leader"))
    life = life.when("2025-10-06 11:41", SECRETARY, i.sign("secretary"))
    witness = ask(c.RefuseSignature, witness_post=s.post("head:VP"))
    return life.when("2025-10-06 11:45", SECRETARY, witness, reason="Không đồng ý mục 5.1.")


def test_21_refused_signature_and_silence() -> None:
    life = refused()
    assert life.event.frozen
    inspection = i.it(life)
    assert inspection.stage == "frozen"
    assert inspection.frozen_at == at("2025-10-06 11:45")
    assert inspection.report_by is not None
    assert inspection.report_by.last_on == on("2025-10-20")
    limits = inspection.limits
    assert (limits.acknowledge_days, limits.explain_days, limits.report_days) == (2, 5, 10)

    early = ask(
        c.ReportInspection,
        summary="",
        findings=(i.fact("5.1", clock_until=on("2025-10-15")),),
    )
    life.refused("2025-10-15", LEADER, early, "inspection.findings_unanswered")
    quiet = ask(c.ReportInspection, summary="Không giải trình.", findings=(i.fact("5.1"),))
    life = life.when("2025-10-17", LEADER, quiet)
    assert life.event.conclude_by.last_on == on("2025-10-24")

    life = life.when("2025-10-23", s.CHAIR, i.conclude())
    concluded = life.event
    assert concluded.remedy_plan_by.last_on == on("2025-10-30")
    due = concluded.outcomes[0].remedy_due
    assert (due.nominal_on, due.last_on) == (on("2025-11-22"), on("2025-11-24"))
    assert concluded.score.scaled == "94.12"


def test_a_returned_report_is_written_again() -> None:
    back = ask(c.ReturnReport, defects="Thiếu bảng điểm.")
    life = i.reported().when("2025-10-20", s.CHAIR, back)
    assert i.it(life).conclude_by is None
    life = life.when("2025-10-21", LEADER, ask(c.ReportInspection, summary="Đủ."))
    assert life.event.conclude_by.last_on == on("2025-10-28")


def test_a_computed_item_is_overruled_only_with_a_reason_and_both_stay() -> None:
    figure = Figure(points="1.83", text="11/12", links=(Link(kind="task", id="PL-2025-0042"),))
    taken = i.answer("5.7", computed=figure)
    life = i.opened().when("2025-10-06 09:00", MEMBER, taken)
    assert (life.event.points, life.event.computed) == ("1.83", figure)
    overrule = ask(c.OverruleFigure, item_key=i.key("5.7"), points="1.5", computed=figure)
    life = life.when("2025-10-06 09:10", LEADER, overrule, reason="Một việc tính nhầm đơn vị.")
    assert (life.event.points, life.event.computed) == ("1.5", figure)
    assert i.score_of(life) == ("1.5", "2", "75.00")
    life.says_nothing("2025-10-06 09:11", LEADER, overrule)


def test_two_inspectors_disagree_and_the_leader_decides() -> None:
    first = i.opened().when("2025-10-06 09:00", MEMBER, i.answer("1.5"))
    both = first.when("2025-10-06 09:05", LEADER, i.answer("1.5", "0.5", n=2))
    assert len(scoring.answers_of(i.it(both), i.key("1.5"))) == 2
    assert scoring.unsettled(i.it(both)) == ("1.5",)
    assert i.score_of(both) == ("0", "0", "")
    choose = ask(c.SettleItem, item_key=i.key("1.5"), chosen_answer_id=derived("answer", "1.5", 2))
    settled = both.when("2025-10-06 09:10", LEADER, choose)
    assert i.score_of(settled) == ("0.5", "1", "50.00")
    again = settled.when("2025-10-06 09:20", MEMBER, i.answer("1.5", "0.75", n=3))
    assert scoring.unsettled(i.it(again)) == ("1.5",)


def test_inspectors_who_agree_need_no_decision() -> None:
    both = i.opened().when("2025-10-06 09:00", MEMBER, i.answer("1.5", "1.0"))
    both = both.when("2025-10-06 09:05", LEADER, i.answer("1.5", "1", n=2))
    assert scoring.unsettled(i.it(both)) == ()
    assert i.score_of(both) == ("1", "1", "100.00")


def test_points_stand_per_field_too() -> None:
    by_field = scoring.score_by_field(i.it(i.visited()))
    assert {field: x.scaled for field, x in by_field.items()} == {
        1: "100.00",
        3: "100.00",
        5: "88.89",
    }


@pytest.mark.parametrize(("kind", "count"), [("scheduled", 34), ("thematic", 34)])
def test_an_order_keeps_the_items_that_apply_to_the_unit(kind: str, count: int) -> None:
    life = i.life().when("2025-09-18", s.CHAIR, i.order(items=i.ITEMS, kind=kind))
    assert len(i.it(life).items) == count
    narrow = i.order(items=i.ITEMS, kind=kind, fields=(5, 6))
    fields = {x.field for x in i.it(i.life().when("2025-09-18", s.CHAIR, narrow)).items}
    assert fields == {5, 6}


def test_the_shipped_checklist_has_44_items_and_100_points() -> None:
    short = [item for item in i.ITEMS if item.surprise_fit]
    assert (len(i.ITEMS), total(i.ITEMS)) == (44, "100.0")
    assert (len(short), total(short)) == (14, "34.0")


def total(items: Any) -> str:
    found: list[Item] = list(items)
    return str(sum(float(item.max_points) for item in found))
