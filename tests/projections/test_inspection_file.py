"""The file of an inspection, its past days and its replay come from one fold of its stream."""

from __future__ import annotations

from domain.fact import Device
from domain.ids import derived
from domain.inspection import commands as c
from domain.inspection.parts import Figure, SelfLine
from projections.inspection_file import InspectionFile, inspection_file
from projections.task_past import AsOf, after_act, as_of
from tests import inspection_story as i
from tests import stories as s
from tests.domain.test_inspection_stories import carried_out, surprise
from tests.inspection_story import HEAD, LEADER, MEMBER, SECRETARY, ask
from tests.spec import at
from tests.stories import Life, head, on


def opened_file(life: Life, when: str) -> InspectionFile:
    return inspection_file(life.history, life.ward, at(when))


def test_steps_and_clocks_of_a_whole_life() -> None:
    file = opened_file(i.closed(), "2025-12-31")
    assert [step.name for step in file.steps if step.at is None] == ["self_report"]
    clocks = {line.rule: (line.last_on, line.state, line.days_late) for line in file.clocks}
    assert clocks == {
        "self_report_before_days": (on("2025-10-02"), "overdue", 64),
        "report_days": (on("2025-10-20"), "kept", 0),
        "conclude_days": (on("2025-10-24"), "kept", 0),
    }
    assert (file.score.scaled, file.inspection.stage) == ("94.12", "closed")


def test_a_surprise_has_the_shorter_bar() -> None:
    file = opened_file(surprise("PVHCC", head(s.PVHCC)), "2025-11-06 09:00")
    names = [step.name for step in file.steps]
    assert names[:3] == ["order", "open", "visit"]
    assert file.steps[0].at == at("2025-11-03 10:15")
    assert "announce" not in names


def test_a_running_clock_and_one_that_was_missed() -> None:
    visited = i.visited()
    (clock,) = [x for x in opened_file(visited, "2025-10-20").clocks if x.rule == "report_days"]
    assert (clock.state, clock.days_late) == ("runs", 0)
    (clock,) = [x for x in opened_file(visited, "2025-10-22").clocks if x.rule == "report_days"]
    assert (clock.state, clock.days_late) == ("overdue", 2)


def test_answers_keep_their_words_both_times_and_a_note_on_the_clock() -> None:
    off = Device(captured_at=at("2025-10-06 09:00"), skew_ms=6 * 60_000)
    life = i.opened().when("2025-10-06 10:00", MEMBER, i.answer("1.5"), device=off)
    life = life.when("2025-10-06 10:05", LEADER, i.answer("1.5", "0.5", n=2))
    line = next(x for x in opened_file(life, "2025-10-06 11:00").items if x.item.code == "1.5")
    assert line.is_unsettled
    assert line.points == ""
    assert [a.by_post for a in line.answers] == [MEMBER.post_id, LEADER.post_id]
    assert [a.skew_noted for a in line.answers] == [True, False]
    assert (line.answers[0].captured_at, line.answers[0].received_at) == (
        at("2025-10-06 09:00"),
        at("2025-10-06 10:00"),
    )
    choose = ask(c.SettleItem, item_key=i.key("1.5"), chosen_answer_id=derived("answer", "1.5", 2))
    settled = life.when("2025-10-06 10:10", LEADER, choose, reason="Thiếu hai người ký.")
    line = next(x for x in opened_file(settled, "2025-10-06 11:00").items if x.item.code == "1.5")
    assert (line.points, line.settled_because) == ("0.5", "Thiếu hai người ký.")


def test_a_computed_figure_stays_beside_the_points_that_overruled_it() -> None:
    figure = Figure(points="1.83", text="11/12")
    life = i.opened().when("2025-10-06 09:00", MEMBER, i.answer("5.7", computed=figure))
    overrule = ask(c.OverruleFigure, item_key=i.key("5.7"), points="1.5", computed=figure)
    life = life.when("2025-10-06 09:10", LEADER, overrule, reason="Tính nhầm.")
    line = next(x for x in opened_file(life, "2025-10-06 11:00").items if x.item.code == "5.7")
    assert (line.points, line.computed, line.overruled_because) == ("1.5", figure, "Tính nhầm.")


def test_the_units_own_points_stand_beside_the_teams() -> None:
    send = ask(c.SubmitSelfReport, lines=(SelfLine(item_key=i.key("1.5"), points="0.5"),))
    life = i.announced().when("2025-10-01", HEAD, send)
    line = next(x for x in opened_file(life, "2025-10-02").items if x.item.code == "1.5")
    assert line.self_points == "0.5"


def test_papers_are_drafts_until_their_number_came_back() -> None:
    drawn = opened_file(i.drawn(), "2025-10-06 12:00")
    assert [(p.kind, p.is_entered) for p in drawn.papers] == [
        ("order", False),
        ("announcement", False),
        ("minutes", False),
    ]
    entered = i.drawn().when("2025-10-06 12:00", SECRETARY, ask(c.EnterDocument, paper="minutes"))
    assert opened_file(entered, "2025-10-07").papers[-1].is_entered


def test_a_past_day_and_every_step_of_a_replay_use_the_same_fold() -> None:
    life = i.concluded()
    then = as_of(life.history, AsOf(on=on("2025-10-06")), at("2025-12-31"))
    assert inspection_file(then.records, life.ward, then.at).inspection.stage == "frozen"
    stages = [
        inspection_file(step.records, life.ward, step.at).inspection.stage
        for step in (after_act(life.history, n) for n in range(1, len(life.history) + 1))
    ]
    assert list(dict.fromkeys(stages)) == [
        *("ordered", "announced", "opened", "visit_closed", "minutes_drawn"),
        *("frozen", "reported", "concluded"),
    ]


def test_files_hang_on_their_items() -> None:
    attach = ask(c.AttachVisitEvidence, evidence=i.photo("cua.jpg"))
    life = carried_out(surprise("PVHCC", head(s.PVHCC)), {"3.6": "2"})
    assert [x.item_key for x in opened_file(life, "2025-11-06 11:00").evidence] == [i.key("3.6")]
    life = i.opened().when("2025-10-06 09:00", MEMBER, attach)
    assert [x.item_key for x in opened_file(life, "2025-10-06 11:00").evidence] == [""]
