"""Stories 19 and 21 to 23 as far as a finding tells them: days, silence, spells, repeats."""

from __future__ import annotations

from datetime import date

import pytest

from domain.fact import REACTION
from domain.finding import commands as c
from domain.finding.repeats import is_repeat, months_after
from domain.finding.values import PlannedMeasure
from tests import finding_story as f
from tests.finding_story import FINDING, HEAD, LEADER, MEMBER
from tests.stories import CLOCK_ACTOR, REACTION_ACTOR, on


def test_story_19_receipt_and_explanation_of_a_surprise() -> None:
    """Frozen on Thu 06/11: receipt by 10/11; received that day, explain by 17/11."""
    life = f.nothing().when(
        "2025-11-06 09:00", MEMBER, f.record(visit=f.visit(opened_on=on("2025-11-06")))
    )
    life = life.when("2025-11-06 16:00", REACTION_ACTOR, f.deliver())
    assert life.event.acknowledge_by.last_on == on("2025-11-10")
    life = life.when("2025-11-10 23:30", HEAD, c.AcknowledgeFinding(finding_id=FINDING))
    assert life.event.explain_by.last_on == on("2025-11-17")
    assert life.event.late is False


def test_story_21_silence_is_recorded_as_silence() -> None:
    life = f.delivered()
    assert life.event.acknowledge_by.last_on == on("2025-10-08")
    lapse = c.LapseAcknowledgement(finding_id=FINDING, for_on=on("2025-10-08"))
    life.refused("2025-10-08 23:59", CLOCK_ACTOR, lapse, "finding.not_yet")
    life = life.when("2025-10-09 00:01", CLOCK_ACTOR, lapse)
    assert life.event.for_on == on("2025-10-08")
    assert life.event.explain_by.last_on == on("2025-10-15")
    life = life.when(
        "2025-10-16 00:01",
        CLOCK_ACTOR,
        c.LapseExplanation(finding_id=FINDING, for_on=on("2025-10-15")),
    )
    finding = f.finding(life)
    assert (finding.is_silent, finding.stance, finding.is_objected) == (True, None, False)
    life = life.when("2025-10-23 15:00", REACTION, f.conclude())
    concluded = life.event
    assert concluded.over_objection is False, "silence is no consent and no objection"
    assert concluded.remedy_due.nominal_on == on("2025-11-22")
    assert concluded.remedy_due.last_on == on("2025-11-24"), "a working day in 2025"
    assert concluded.plan_by.last_on == on("2025-10-30")


def test_story_23_a_failed_remedy_begins_a_new_spell() -> None:
    life = f.silent().when("2025-10-23 15:00", REACTION, f.conclude())
    life = life.when("2025-11-20 09:00", REACTION, f.report(1))
    assert (life.event.spell, life.event.verify_by.last_on) == (1, on("2025-12-04"))
    life = life.when("2025-11-25 09:00", MEMBER, f.give_back())
    finding = f.finding(life)
    assert (finding.stage, finding.spell, finding.task_spell) == ("upheld", 2, 1)
    assert finding.due is not None
    assert finding.due.last_on == on("2025-11-24"), "the date stays"
    life = life.when("2025-11-28 09:00", REACTION, f.report(2))
    assert (life.event.spell, life.event.verify_by.last_on) == (2, on("2025-12-12"))
    life = life.when("2025-12-05 09:00", MEMBER, f.verify())
    life = life.when("2025-12-05 09:01", REACTION, c.CloseFinding(finding_id=FINDING))
    assert (life.event.in_time, life.event.last_on) == (False, on("2025-11-24"))
    reports = f.finding(life).reports
    assert [(r.spell, r.outcome) for r in reports] == [(1, "returned"), (2, "verified")]


def test_a_remedy_verified_in_time_is_closed_in_time_however_long_the_verifier_took() -> None:
    life = f.upheld().when("2025-11-24 23:30", REACTION, f.report())
    life = life.when("2025-12-20 09:00", MEMBER, f.verify())
    life = life.when("2025-12-20 09:00", REACTION, c.CloseFinding(finding_id=FINDING))
    assert life.event.in_time is True


@pytest.mark.parametrize(
    ("earlier", "repeated"),
    [("2024-11-21", True), ("2024-10-21", True), ("2024-10-20", False), ("2024-09-20", False)],
)
def test_story_22_eleven_twelve_and_thirteen_months(earlier: str, *, repeated: bool) -> None:
    assert is_repeat(on(earlier), on("2025-10-21"), 12) is repeated


def test_months_end_where_the_month_ends() -> None:
    assert months_after(date(2024, 2, 29), 12) == date(2025, 2, 28)
    assert months_after(date(2024, 12, 31), 2) == date(2025, 2, 28)
    assert months_after(date(2025, 1, 15), 12) == date(2026, 1, 15)
    assert not is_repeat(date(2025, 10, 22), date(2025, 10, 21), 12), "a later one repeats nothing"


def test_praise_and_advice_repeat_nothing() -> None:
    earlier = (f.task_of(9),)
    assert (
        f.nothing().when("2025-10-06", MEMBER, f.record(repeat_of=earlier)).events[0].repeat_of
        == earlier
    )
    praise = f.nothing().when("2025-10-06", MEMBER, f.record("commendation", repeat_of=earlier))
    assert praise.events[0].repeat_of == ()


def test_granted_time_says_by_how_many_working_days_the_report_moves() -> None:
    life = f.acknowledged()  # on 07/10, so by 14/10
    ask = c.RequestMoreTime(finding_id=FINDING, to_on=on("2025-10-18"))
    life = life.when("2025-10-14 23:00", HEAD, ask)
    life.says_nothing(
        "2025-10-15 00:10",
        CLOCK_ACTOR,
        c.LapseExplanation(finding_id=FINDING, for_on=on("2025-10-14")),
    )
    life = life.when("2025-10-15 09:00", LEADER, c.GrantMoreTime(finding_id=FINDING))
    assert life.event.explain_by.last_on == on("2025-10-20"), "a Saturday rolls"
    assert life.event.days == 4
    life.refused("2025-10-16", HEAD, ask, "finding.already_extended")
    answer = life.when("2025-10-20 23:59", HEAD, f.explain())
    assert f.finding(answer).stage == "explained"
    assert f.finding(answer).granted_days == 4


def test_time_granted_before_the_receipt_outlives_it() -> None:
    life = f.delivered().when(
        "2025-10-07",
        HEAD,
        c.RequestMoreTime(finding_id=FINDING, to_on=on("2025-10-20")),
    )
    life = life.when("2025-10-07 10:00", LEADER, c.GrantMoreTime(finding_id=FINDING))
    life = life.when("2025-10-07 11:00", HEAD, c.AcknowledgeFinding(finding_id=FINDING))
    assert life.event.explain_by.last_on == on("2025-10-20")


def test_more_time_has_an_end() -> None:
    life = f.acknowledged()
    too_far = c.RequestMoreTime(finding_id=FINDING, to_on=on("2025-10-22"))
    facts = life.refused("2025-10-08", HEAD, too_far, "finding.beyond_extension").facts
    assert (facts["days"], facts["last_on"]) == (5, on("2025-10-21"))
    same = c.RequestMoreTime(finding_id=FINDING, to_on=on("2025-10-14"))
    life.refused("2025-10-08", HEAD, same, "finding.not_later")
    gone = c.RequestMoreTime(finding_id=FINDING, to_on=on("2025-10-21"))
    life.refused("2025-10-15", HEAD, gone, "finding.deadline_passed")


def test_a_refused_wish_lets_the_clock_go_on() -> None:
    ask = c.RequestMoreTime(finding_id=FINDING, to_on=on("2025-10-17"))
    life = f.acknowledged().when("2025-10-14", HEAD, ask)
    life.refused("2025-10-14", HEAD, ask, "finding.already_asked")
    life = life.when("2025-10-15", LEADER, c.RefuseMoreTime(finding_id=FINDING, why="Đủ thời gian"))
    late = life.when("2025-10-15 10:00", HEAD, f.explain())
    assert late.event.late is True
    lapsed = late.when(
        "2025-10-16 00:10",
        CLOCK_ACTOR,
        c.LapseExplanation(finding_id=FINDING, for_on=on("2025-10-14")),
    )
    assert f.finding(lapsed).is_silent


def test_praise_waits_for_no_answer() -> None:
    life = f.delivered("commendation")
    assert f.finding(life).answering_until is None
    received = life.when("2025-10-07", HEAD, c.AcknowledgeFinding(finding_id=FINDING))
    assert received.event.explain_by is None
    done = received.when("2025-10-23", REACTION, f.conclude(severity="commendation"))
    assert (f.finding(done).stage, f.finding(done).due) == ("closed", None)
    assert f.finding(life.when("2025-10-23", REACTION, f.conclude("dropped"))).stage == "dropped"


def test_advice_is_over_with_the_conclusion() -> None:
    done = f.assessed("advice").when("2025-10-23", REACTION, f.conclude(severity="advice"))
    assert (f.finding(done).stage, f.finding(done).due) == ("closed", None)


def test_softened_to_advice_needs_no_remedy_and_a_heavy_one_is_short() -> None:
    softened = f.assessed().when("2025-10-23", REACTION, f.conclude("softened", "advice"))
    assert (f.finding(softened).stage, f.finding(softened).found_severity) == (
        "closed",
        "shortcoming",
    )
    serious = f.assessed("serious").when("2025-10-23", REACTION, f.conclude(severity="serious"))
    assert serious.event.remedy_due.last_on == on("2025-11-07")
    assert serious.event.over_objection is True, "the unit had contested it"


def test_reopening_begins_a_task_of_its_own_and_erases_nothing() -> None:
    life = f.closed().when(
        "2025-12-01", LEADER, c.ReopenFinding(finding_id=FINDING, due_on=on("2025-12-20"))
    )
    finding = f.finding(life)
    assert (finding.stage, finding.spell, finding.task_spell) == ("upheld", 2, 2)
    assert finding.due is not None
    assert finding.due.last_on == on("2025-12-22")
    assert (finding.is_reopened, len(finding.reports), finding.in_time) == (True, 1, None)
    past = c.ReopenFinding(finding_id=FINDING, due_on=on("2025-11-01"))
    f.closed().refused("2025-12-01", LEADER, past, "finding.due_in_the_past")


def test_the_plan_of_the_unit_stays_inside_the_date() -> None:
    def plan(*days: str) -> c.PlanRemediation:
        return c.PlanRemediation(
            finding_id=FINDING,
            measures=tuple(
                PlannedMeasure(measure_id=f.task_of(n), text="Việc", on=on(day))
                for n, day in enumerate(days)
            ),
        )

    life = f.upheld()
    facts = life.refused("2025-10-27", HEAD, plan("2025-11-25"), "finding.beyond_remedy_date").facts
    assert facts["last_on"] == on("2025-11-24")
    life.refused("2025-10-27", HEAD, plan(), "finding.measures_missing")
    life = life.when("2025-10-27", HEAD, plan("2025-11-10", "2025-11-24"))
    assert [m.due.last_on for m in f.finding(life).measures] == [on("2025-11-10"), on("2025-11-24")]
    life.says_nothing("2025-10-28", HEAD, plan("2025-11-10"))


def test_praise_that_is_over_is_not_reopened() -> None:
    praise = f.delivered("commendation")
    over = praise.when("2025-10-23", REACTION, f.conclude(severity="commendation"))
    reopen = c.ReopenFinding(finding_id=FINDING, due_on=on("2025-12-20"))
    over.refused("2025-12-01", LEADER, reopen, "finding.nothing_to_remedy")
