"""The dates of a task and the sum behind them: each due as it was decided, step by step."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Literal
from uuid import UUID

from domain.calendar import Calendar, days_between
from domain.due import days_late, due_of, reading_on
from domain.fact import Actor, Event, Recorded
from domain.task import events as t
from domain.task.memory import Task
from domain.values import Deadline, Due, Duration, Value
from domain.ward import Ward

StopKind = Literal[
    "original",
    "accepted",
    "transferred",
    "extended",
    "amended",
    "triggered",
    "resumed",
    "recalculated",
    "reopened",
]
KINDS: dict[type[Event], StopKind] = {
    t.Assigned: "original",
    t.Accepted: "accepted",
    t.DeemedAccepted: "accepted",
    t.LeadTransferred: "transferred",
    t.ExtensionApproved: "extended",
    t.Amended: "amended",
    t.TriggerRecorded: "triggered",
    t.Resumed: "resumed",
    t.DeadlineRecalculated: "recalculated",
    t.Reopened: "reopened",
}


class Stop(Value, frozen=True, kw_only=True):
    """One due in the row of dates: what it came to, by which act, and whether it counts."""

    kind: StopKind
    due: Due
    event_id: UUID
    actor: Actor
    decided_on: date
    counts: bool = True
    number: int = 0
    """Extensions are numbered within a spell."""
    former: Due | None = None
    """What it replaced."""
    deadline: Deadline | None = None
    start_on: date | None = None
    asked_event: UUID | None = None
    """The request that an extension answers."""
    asked_on: date | None = None


class Skipped(Value, frozen=True, kw_only=True):
    """A day that was not counted: a weekend (no name) or a decided day off."""

    on: date
    name: str = ""


class Reckoning(Value, frozen=True, kw_only=True):
    """How one due was counted, in days."""

    stop: Stop
    working_days: int
    """From the start (or the former due) to the last day."""
    calendar_days: int
    skipped: tuple[Skipped, ...] = ()
    rolled_from: date | None = None
    """The nominal day, when it was a rest day."""
    rolled_name: str = ""
    calendar_version: int = 0


class DueLine(Value, frozen=True, kw_only=True):
    """Everything a page says about time."""

    stops: tuple[Stop, ...] = ()
    """Of the present spell, in the order they were decided."""
    effective: Due | None = None
    original: Due | None = None
    """The first one of the task; never lost."""
    submitted_on: date | None = None
    ended_on: date | None = None
    """When the task was confirmed, withdrawn or filed."""
    left: int = 0
    """Working days to the last day: after today, or after the submission."""
    late: int = 0
    """Working days past the last day: up to today, or up to the submission."""
    late_against_original: int = 0
    added_days: int = 0
    """Working days between the original and the effective last day."""
    reckoning: tuple[Reckoning, ...] = ()


def due_line(records: Sequence[Recorded], task: Task, ward: Ward, today: date) -> DueLine:
    """The row of dates of the present spell with its sum."""
    calendar = ward.calendar
    stops = tuple(_stops(records, task.spell))
    due, original = task.due, stops[0].due if stops else task.original_due
    measured = task.submitted_on or today
    is_over = task.stage in ("withdrawn", "dropped")
    late = left = against = added = 0
    if due is not None and not is_over:
        late = days_late(due.last_on, measured, calendar, task.pauses)
        left = calendar.working_days(measured, due.last_on)
    if original is not None and due is not None:
        against = days_late(original.last_on, measured, calendar, task.pauses)
        added = calendar.working_days(original.last_on, due.last_on)
    return DueLine(
        stops=stops,
        effective=due,
        original=original,
        submitted_on=task.submitted_on,
        ended_on=_ended_on(records, task),
        left=left,
        late=late,
        late_against_original=against,
        added_days=added,
        reckoning=tuple(_reckoned(stop, ward) for stop in stops),
    )


def _ended_on(records: Sequence[Recorded], task: Task) -> date | None:
    if task.is_open or task.stage == "drafted" or not records:
        return None
    closing = (
        t.CompletionConfirmed,
        t.Withdrawn,
        t.StandingClosed,
        t.GroupConcluded,
        t.SeriesEnded,
        t.DraftDropped,
    )
    ended = [r.meta.happened_on for r in records if isinstance(r.event, closing)]
    return ended[-1] if ended else None


def _stops(records: Sequence[Recorded], spell: int) -> Iterator[Stop]:
    """Dues of one spell; a later spell begins with its reopening."""
    found: list[Stop] = []
    requests: dict[UUID, Recorded] = {}
    words: Deadline | None = None
    now = 1
    for recorded in records:
        event = recorded.event
        if isinstance(event, t.ExtensionRequested):
            requests[event.request_id] = recorded
        content = getattr(event, "content", None) or getattr(event, "after", None)
        if isinstance(content, t.Content):
            words = content.deadline
        if isinstance(event, t.Reopened):
            now, found = event.spell, []
        due = _due_of(event)
        if due is None or now != spell:
            continue
        found.append(_stop(recorded, due, found, words, requests))
    yield from found


def _due_of(event: Event) -> Due | None:
    if isinstance(event, t.ExtensionApproved | t.DeadlineRecalculated):
        return event.after
    due = getattr(event, "due", None)
    return due if isinstance(due, Due) and type(event) in KINDS else None


def _stop(
    recorded: Recorded,
    due: Due,
    before: Sequence[Stop],
    words: Deadline | None,
    requests: dict[UUID, Recorded],
) -> Stop:
    event, meta = recorded.event, recorded.meta
    kind = KINDS[type(event)]
    asked = requests.get(event.request_id) if isinstance(event, t.ExtensionApproved) else None
    counted = isinstance(words, Duration) and kind in ("original", "accepted", "amended")
    return Stop(
        kind=kind if before or kind in ("reopened", "triggered") else "original",
        due=due,
        event_id=meta.event_id,
        actor=meta.actor,
        decided_on=meta.happened_on,
        counts=bool(getattr(event, "counts", True)),
        number=1 + sum(stop.kind == "extended" for stop in before) if kind == "extended" else 0,
        former=_former(event, before),
        deadline=words if kind in ("original", "accepted", "amended") else None,
        start_on=meta.happened_on if counted or kind == "triggered" else None,
        asked_event=asked.meta.event_id if asked else None,
        asked_on=asked.meta.happened_on if asked else None,
    )


def _former(event: Event, before: Sequence[Stop]) -> Due | None:
    if isinstance(event, t.ExtensionApproved | t.DeadlineRecalculated):
        return event.before
    return before[-1].due if before else None


def _reckoned(stop: Stop, ward: Ward) -> Reckoning:
    due = stop.due
    calendar = ward.calendar_version(due.calendar_version)
    start = stop.start_on or (stop.former.last_on if stop.former else None)
    has_rolled = due.last_on != due.nominal_on
    return Reckoning(
        stop=stop,
        working_days=calendar.working_days(start, due.last_on) if start else 0,
        calendar_days=(due.nominal_on - start).days if start else 0,
        skipped=skipped_days(start, due.last_on, calendar) if start else (),
        rolled_from=due.nominal_on if has_rolled else None,
        rolled_name=_name(due.nominal_on, calendar) if has_rolled else "",
        calendar_version=due.calendar_version,
    )


def skipped_days(after: date, until: date, calendar: Calendar) -> tuple[Skipped, ...]:
    """Days in (after, until] that are no working days, with the name of those decided off."""
    return tuple(
        Skipped(on=day, name=_name(day, calendar))
        for day in days_between(after, until)
        if not calendar.is_working(day)
    )


def _name(day: date, calendar: Calendar) -> str:
    special = calendar.days.get(day)
    return special.name if special is not None and special.kind != "working_swap" else ""


def trial(deadline: Deadline, on: date, ward: Ward) -> Reckoning | None:
    """What a deadline would come to if it were decided on a day; None while there is no date."""
    due = due_of(deadline, on, ward.calendar, reading_on(ward, on))
    if due is None:
        return None
    counted = isinstance(deadline, Duration)
    stop = Stop(
        kind="original",
        due=due,
        event_id=UUID(int=0),
        actor=Actor(),
        decided_on=on,
        deadline=deadline,
        start_on=on if counted else None,
    )
    return _reckoned(stop, ward)
