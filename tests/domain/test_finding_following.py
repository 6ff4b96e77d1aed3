"""Promised days that go by without a report, and clocks that a new calendar moves."""

from __future__ import annotations

from dataclasses import replace as changed

from msgspec.structs import replace

from domain.calendar import CalendarDay
from domain.fact import REACTION
from domain.finding import commands as c
from domain.finding import events as e
from domain.finding.values import PlannedMeasure
from domain.ids import derived
from domain.org.state import DecidedCalendar
from domain.ward import Ward
from tests import finding_story as f
from tests import stories as s
from tests.finding_story import FINDING, HEAD, MEMBER
from tests.spec import at
from tests.stories import CLOCK_ACTOR, REACTION_ACTOR, Life, on

MEASURE = derived("measure", "story")


def holiday(day: str) -> Ward:
    """The ward with one more decided day of rest."""
    plain = s.ward()
    rest = CalendarDay(on=on(day), kind="holiday", name="Nghỉ bù")
    first = plain.calendars[0].calendar
    calendar = replace(first, version=2, days={**first.days, on(day): rest})
    decided = DecidedCalendar(calendar=calendar, decided_at=at("2025-10-06 12:00"))
    return replace(plain, calendars=(*plain.calendars, decided))


def planned() -> Life:
    """Concluded on 23/10, remedy by 24/11; one measure of the unit's own by 31/10."""
    measure = PlannedMeasure(measure_id=MEASURE, text="Niêm yết lại", on=on("2025-10-31"))
    plan = c.PlanRemediation(finding_id=FINDING, measures=(measure,))
    return f.upheld().when("2025-10-24 09:00", HEAD, plan)


def place(day: str) -> c.PlaceFollowUp:
    return c.PlaceFollowUp(finding_id=FINDING, for_on=on(day))


def note(*, done: bool) -> c.NoteFollowUp:
    return c.NoteFollowUp(
        finding_id=FINDING, measure_id=MEASURE, promised_on=on("2025-10-31"), is_done=done
    )


def test_a_promised_day_that_passes_places_a_look_once() -> None:
    life = planned()
    life.refused("2025-10-31 23:00", CLOCK_ACTOR, place("2025-10-31"), "finding.not_yet")
    life = life.when("2025-11-01 00:10", CLOCK_ACTOR, place("2025-10-31"))
    assert life.event.measure_id == MEASURE
    assert life.event.visit_by.last_on == on("2025-11-14"), "ten working days"
    assert [v.promised_on for v in f.finding(life).open_follow_ups] == [on("2025-10-31")]
    life.says_nothing("2025-11-02 00:10", CLOCK_ACTOR, place("2025-10-31"))
    life = life.when("2025-11-25 00:10", CLOCK_ACTOR, place("2025-11-24"))
    assert life.event.measure_id is None, "the remedy as a whole has its own day"


def test_what_was_reported_in_time_needs_no_look() -> None:
    life = planned().when("2025-10-30 09:00", REACTION, f.report())
    life.says_nothing("2025-11-01 00:10", CLOCK_ACTOR, place("2025-10-31"))


def test_a_look_is_noted_by_an_outsider_and_verifies_nothing() -> None:
    life = planned().when("2025-11-01 00:10", CLOCK_ACTOR, place("2025-10-31"))
    life.refused("2025-11-03 09:00", HEAD, note(done=True), "own_unit")
    life = life.when("2025-11-03 09:00", MEMBER, note(done=False))
    assert f.finding(life).open_follow_ups == ()
    assert f.finding(life).stage == "upheld"
    life.says_nothing("2025-11-03 10:00", MEMBER, note(done=True))
    planned().refused("2025-11-03 09:00", MEMBER, note(done=True), "finding.no_follow_up")


def test_a_reopening_forgets_the_promises_of_the_first_life() -> None:
    life = planned().when("2025-11-20 09:00", REACTION, f.report())
    life = life.when("2025-11-21 09:00", MEMBER, f.verify())
    life = life.when("2025-11-21 09:01", REACTION, c.CloseFinding(finding_id=FINDING))
    again = c.ReopenFinding(finding_id=FINDING, due_on=on("2025-12-15"))
    life = life.when("2025-12-01 09:00", s.CHAIR, again)
    assert [p.last_on for p in f.finding(life).promises] == [on("2025-12-15")]


def recalculate() -> c.MoveFindingClocks:
    return c.MoveFindingClocks(finding_id=FINDING, calendar_version=2)


def test_a_day_of_rest_moves_the_clock_that_runs_and_no_other() -> None:
    """Received on 07/10, explain by 14/10; 10/10 becomes a day of rest."""
    life = changed(f.acknowledged(), ward=holiday("2025-10-10"))
    life = life.when("2025-10-08 09:00", REACTION_ACTOR, recalculate())
    moved = life.event
    assert (moved.clock, moved.before.last_on, moved.after.last_on) == (
        "explain",
        on("2025-10-14"),
        on("2025-10-15"),
    )
    assert f.finding(life).explain_by == moved.after
    life.says_nothing("2025-10-08 09:01", REACTION_ACTOR, recalculate())


def test_a_remedy_in_calendar_days_only_moves_off_a_day_of_rest() -> None:
    inside = changed(f.upheld(), ward=holiday("2025-11-10"))
    inside = inside.when("2025-10-24 09:00", REACTION_ACTOR, recalculate())
    clocks = [event.clock for event in inside.events if isinstance(event, e.DeadlineRecalculated)]
    assert "remedy" not in clocks
    at_the_end = changed(f.upheld(), ward=holiday("2025-11-24"))
    at_the_end = at_the_end.when("2025-10-24 09:00", REACTION_ACTOR, recalculate())
    assert f.finding(at_the_end).due.last_on == on("2025-11-25")  # type: ignore[union-attr]


def test_silence_is_judged_by_the_moved_day() -> None:
    life = changed(f.acknowledged(), ward=holiday("2025-10-10"))
    life = life.when("2025-10-08 09:00", REACTION_ACTOR, recalculate())
    lapse = c.LapseExplanation(finding_id=FINDING, for_on=on("2025-10-14"))
    life.says_nothing("2025-10-15 00:10", CLOCK_ACTOR, lapse)
    assert f.finding(life).answering_until == on("2025-10-15")
