"""What time itself will have to do: deem acceptances, pass deadlines, open occurrences, resume.

One row per thing the clock owes; it is gone as soon as somebody has acted or the clock has done it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

import msgspec

from domain.fact import Recorded
from domain.task import events as t
from domain.task.periods import first_day_of, next_period
from domain.values import Due
from projections.read_model import Rows, Table


class ClockRow(msgspec.Struct, kw_only=True):
    """`on_day` is the last day the clock waits; the day after it acts."""

    task_id: UUID
    kind: str
    on_day: date
    period: str = ""


class ClockState(msgspec.Struct, kw_only=True):
    """What must be remembered per task so that passing happens once per due."""

    task_id: UUID
    working: bool = False
    """Accepted or waiting for acceptance, so a deadline can pass."""
    last_on: date | None = None
    passed_on: date | None = None
    last_period: str = ""


CLOCK_ROWS = Table(
    "clock_work",
    ClockRow,
    key=("task_id", "kind"),
    indexes=("(on_day, task_id)",),
)
CLOCK_STATES = Table("clock_state", ClockState, key=("task_id",))

CLOSING = (t.Withdrawn, t.CompletionConfirmed, t.DraftDropped, t.Filed)


class ClockWork:
    """When does the clock have to act on which task?"""

    name = "clock_work"
    version = 1
    tables = (CLOCK_ROWS, CLOCK_STATES)
    topics = frozenset(
        kind.stored_name
        for kind in (
            t.Assigned,
            t.Accepted,
            t.DeemedAccepted,
            t.Returned,
            t.LeadTransferred,
            t.ExtensionApproved,
            t.Amended,
            t.TriggerRecorded,
            t.DeadlinePassed,
            t.ResultSubmitted,
            t.ResultSentBack,
            t.CompletionConfirmed,
            t.Suspended,
            t.Resumed,
            t.Withdrawn,
            t.Reopened,
            t.Filed,
            t.DraftDropped,
            t.DeadlineRecalculated,
            t.LimitRecalculated,
            t.SeriesStarted,
            t.SeriesEnded,
            t.OccurrenceOpened,
        )
    )

    def keys(self, recorded: Recorded) -> Iterable[tuple[Table, tuple[Any, ...]]]:
        """Rows one event may touch."""
        task_id = recorded.originator_id
        yield CLOCK_STATES, (task_id,)
        for kind in ("deem", "pass", "occurrence", "resume"):
            yield CLOCK_ROWS, (task_id, kind)

    def apply(self, recorded: Recorded, rows: Rows) -> None:
        """Fold one event."""
        task_id = recorded.originator_id
        event: Any = recorded.event
        state = rows.get(CLOCK_STATES, (task_id,)) or ClockState(task_id=task_id)
        self._lifecycle(event, state, rows)
        due: Due | None = getattr(event, "after" if _moves_due(event) else "due", None)
        if isinstance(due, Due) and not isinstance(event, t.OccurrenceOpened):
            was_late = state.last_on is not None and state.last_on == state.passed_on
            counts = getattr(event, "counts", True) and not (
                isinstance(event, t.Resumed) and was_late
            )
            state.last_on = due.last_on if counts or not state.last_on else state.last_on
        self._deadline_row(state, rows)
        rows.put(CLOCK_STATES, state)

    def _lifecycle(self, event: Any, state: ClockState, rows: Rows) -> None:
        """Only what is being worked on, or waits to be accepted, can become late."""
        task_id = state.task_id
        match event:
            case t.Assigned() | t.LeadTransferred():
                state.working = True
                self._put(rows, task_id, "deem", event.acceptance_limit_on)
            case t.Accepted() | t.DeemedAccepted() | t.Returned():
                state.working = not isinstance(event, t.Returned)
                rows.delete(CLOCK_ROWS, (task_id, "deem"))
            case t.ResultSentBack() | t.Reopened() | t.ResultSubmitted():
                state.working = not isinstance(event, t.ResultSubmitted)
            case t.DeadlinePassed():
                state.passed_on = event.last_on
            case t.LimitRecalculated() if event.limit == "acceptance":
                self._put(rows, task_id, "deem", event.after)
            case t.Suspended() | t.Resumed():
                self._pause(event, state, rows)
            case t.SeriesStarted() | t.OccurrenceOpened() | t.SeriesEnded():
                self._series(event, state, rows)
            case _ if isinstance(event, CLOSING):
                state.working = False
                for kind in ("deem", "occurrence", "resume"):
                    rows.delete(CLOCK_ROWS, (task_id, kind))

    def _pause(self, event: t.Suspended | t.Resumed, state: ClockState, rows: Rows) -> None:
        state.working = isinstance(event, t.Resumed)
        if isinstance(event, t.Suspended):
            rows.delete(CLOCK_ROWS, (state.task_id, "deem"))
            if event.until_on:
                self._put(rows, state.task_id, "resume", event.until_on)
            return
        rows.delete(CLOCK_ROWS, (state.task_id, "resume"))
        if event.acceptance_limit_on:  # suspended before it was accepted
            self._put(rows, state.task_id, "deem", event.acceptance_limit_on)

    def _series(self, event: Any, state: ClockState, rows: Rows) -> None:
        match event:
            case t.SeriesStarted():
                state.last_period = event.last_period or ""
                self._put_period(rows, state, event.first_period)
            case t.OccurrenceOpened():
                self._put_period(rows, state, next_period(event.period))
            case t.SeriesEnded():
                rows.delete(CLOCK_ROWS, (state.task_id, "occurrence"))

    def _deadline_row(self, state: ClockState, rows: Rows) -> None:
        wanted = state.working and state.last_on and state.last_on != state.passed_on
        if wanted and state.last_on:
            self._put(rows, state.task_id, "pass", state.last_on)
        else:
            rows.delete(CLOCK_ROWS, (state.task_id, "pass"))

    def _put_period(self, rows: Rows, state: ClockState, period: str) -> None:
        if state.last_period and period > state.last_period:
            rows.delete(CLOCK_ROWS, (state.task_id, "occurrence"))
            return
        self._put(rows, state.task_id, "occurrence", first_day_of(period), period)

    def _put(self, rows: Rows, task_id: UUID, kind: str, on_day: date, period: str = "") -> None:
        rows.put(CLOCK_ROWS, ClockRow(task_id=task_id, kind=kind, on_day=on_day, period=period))


def _moves_due(event: Any) -> bool:
    return isinstance(event, t.ExtensionApproved | t.DeadlineRecalculated)


OWED = """
SELECT task_id, kind, on_day, period FROM clock_work
WHERE CASE kind WHEN 'occurrence' THEN on_day <= %(today)s ELSE on_day < %(today)s END
ORDER BY on_day, task_id, kind
LIMIT %(limit)s
"""
