"""What the clock owes, folded in memory."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from domain.fact import CLOCK, Moment, Recorded
from domain.task import events as t
from domain.values import Due
from projections.clock_work import CLOCK_ROWS, ClockWork
from projections.read_model import Rows
from tests.spec import at
from tests.spec import meta_of as envelope

TASK = UUID(int=7)
LEAD, OTHER = UUID(int=1), UUID(int=2)


def due(last_on: date) -> Due:
    return Due(nominal_on=last_on, last_on=last_on, calendar_version=1, rule="fixed")


def assigned(limit_on: date, last_on: date) -> t.Assigned:
    return t.Assigned(
        code="PL-2025-0001",
        round=1,
        content=t.Content(text="x", field=1, lead_id=LEAD),
        head_post_id=None,
        due=due(last_on),
        acceptance_limit_on=limit_on,
    )


def owed(*events: Any, times: int = 1) -> dict[str, date]:
    """Kind → the last day the clock waits, after these events (each applied `times` times)."""
    rows, model = Rows(), ClockWork()
    for number, event in enumerate(events, 1):
        moment = Moment(
            now=at("2025-08-04"), happened_at=at("2025-08-04"), actor=CLOCK, command_id=TASK
        )
        fact = Recorded(
            originator_id=TASK,
            originator_version=number,
            event=event,
            meta=envelope(moment, number),
            position=number,
        )
        for _ in range(times):
            model.apply(fact, rows)
    return {row.kind: row.on_day for row in rows.all(CLOCK_ROWS)}


ASSIGNED = assigned(date(2025, 8, 6), date(2025, 9, 30))


def test_an_assigned_task_waits_for_silence_and_for_its_deadline() -> None:
    assert owed(ASSIGNED) == {"deem": date(2025, 8, 6), "pass": date(2025, 9, 30)}


def test_applied_twice_is_applied_once() -> None:
    assert owed(ASSIGNED, t.Accepted(), times=2) == {"pass": date(2025, 9, 30)}


def test_a_deadline_passes_once() -> None:
    passed = t.DeadlinePassed(
        last_on=date(2025, 9, 30), for_on=date(2025, 9, 30), done_at=at("2025-10-01")
    )
    assert owed(ASSIGNED, t.Accepted(), passed) == {}


def test_a_submission_stops_the_clock_and_sending_back_starts_it() -> None:
    submitted = t.ResultSubmitted(
        submission_id=TASK, spell=1, text="xong", review_by=date(2025, 10, 7)
    )
    back = t.ResultSentBack(submission_id=TASK, defects="thiếu")
    assert owed(ASSIGNED, t.Accepted(), submitted) == {}
    assert owed(ASSIGNED, t.Accepted(), submitted, back) == {"pass": date(2025, 9, 30)}


def test_an_extension_that_does_not_count_moves_nothing() -> None:
    granted = t.ExtensionApproved(
        request_id=TASK,
        before=due(date(2025, 9, 30)),
        after=due(date(2025, 10, 10)),
        days=10,
        counts=False,
        asked_at=at("2025-09-25"),
    )
    assert owed(ASSIGNED, t.Accepted(), granted)["pass"] == date(2025, 9, 30)


def test_suspended_before_acceptance_the_silence_counts_again_after_resuming() -> None:
    suspended = t.Suspended(until_on=date(2025, 8, 20))
    resumed = t.Resumed(
        paused_working_days=11,
        due=due(date(2025, 10, 15)),
        acceptance_limit_on=date(2025, 8, 21),
    )
    assert owed(ASSIGNED, suspended) == {"resume": date(2025, 8, 20)}
    assert owed(ASSIGNED, suspended, resumed) == {
        "deem": date(2025, 8, 21),
        "pass": date(2025, 10, 15),
    }


def test_a_series_owes_its_next_period_until_the_last() -> None:
    started = t.SeriesStarted(
        code="PL-2025-0002",
        content=t.Content(text="x", field=1, lead_id=LEAD),
        every="quarter",
        first_period="2025-Q3",
        last_period="2025-Q4",
    )
    third = t.OccurrenceOpened(period="2025-Q3", child_id=OTHER, due=due(date(2025, 9, 30)))
    fourth = t.OccurrenceOpened(period="2025-Q4", child_id=OTHER, due=due(date(2025, 12, 31)))
    assert owed(started) == {"occurrence": date(2025, 7, 1)}
    assert owed(started, third) == {"occurrence": date(2025, 10, 1)}
    assert owed(started, third, fourth) == {}


def test_what_is_withdrawn_owes_nothing() -> None:
    assert owed(ASSIGNED, t.Withdrawn()) == {}
