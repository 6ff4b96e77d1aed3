"""The counting rules a second time, as slowly as they read: from the raw acts, one rule at a time.

Nothing of `domain.accountability` is used; the state of a task at the cut is the domain's own fold
over the acts up to it, and every quantity goes through all of them again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from statistics import median
from typing import Any
from uuid import UUID

from domain.calendar import Calendar
from domain.fact import LOCAL, Recorded, local_date
from domain.finding import events as f
from domain.finding.state import evolve as evolve_finding
from domain.task import events as t
from domain.task.memory import Task
from domain.task.parts import Cooperation
from domain.task.state import evolve
from domain.ward import Ward

DAY = timedelta(days=1)
Counts = dict[tuple[str, str], int | Fraction | None]


class Counting:
    """One task's or finding's acts, one unit, one period, one cut."""

    def __init__(
        self, acts: Sequence[Recorded], unit: UUID, span: tuple[date, date, date], ward: Ward
    ) -> None:
        self.first, self.last, self.cut = span
        self.acts = [act for act in acts if act.meta.happened_on <= self.cut]
        self.unit, self.ward = unit, ward
        handed_over = (f.Delivered, f.EarlierEntered)
        self.is_draft = not any(isinstance(act.event, handed_over) for act in acts)
        """Of a finding, whenever it is looked at."""

    def inside(self, day: date) -> bool:
        return self.first <= day <= self.last and day <= self.cut

    def task_after(self, acts: Sequence[Recorded]) -> Task | None:
        task: Any = None
        for act in acts:
            task = evolve(task, act.event, act.meta)  # type: ignore[arg-type]
        return task  # type: ignore[no-any-return]

    def of(self, kind: type[Any]) -> Iterator[tuple[int, Recorded]]:
        """Acts of a kind on days of the period that happened while the unit led."""
        for place, act in enumerate(self.acts):
            if isinstance(act.event, kind) and self.inside(act.meta.happened_on):
                task = self.task_after(self.acts[: place + 1])
                if task is not None and task.lead_id == self.unit:
                    yield place, act


def tasks_counted(count: Counting) -> Counts:
    """K1 to K9, K17, K18 and the products of one task."""
    found: Counts = {}
    task = count.task_after(count.acts)
    if task is not None and task.stage not in ("drafted", "dropped"):
        found |= _by_due(task, count)
        found |= _at_the_cut(task, count)
        found |= _by_acts(count)
        found |= _cooperation(task, count)
    return {key: n for key, n in (found | late_entries(count)).items() if n}


# -- D ---------------------------------------------------------------------------


def _by_due(task: Task, count: Counting) -> Counts:
    spell = _last_spell_due(task, count)
    if spell is None or task.kind == "standing" or task.waits_for_trigger:
        return {}
    if spell == task.spell and task.stage in ("returned", "suspended", "withdrawn"):
        return {}
    last_on = _last_on(task, spell)
    assert last_on is not None
    verdict = next((v for v in task.verdicts if v.spell == spell), None)
    late: list[date] = []
    if verdict is not None:
        calendar = _calendar_of(verdict.at, count.ward)
        late = _late_days(last_on, local_date(verdict.submitted_at), calendar, task)
        assert len(late) == verdict.days_late
    found: Counts = {
        ("K4", "late_days"): sum(1 for day in late if _lead_on(task, day) == count.unit)
    }
    if _lead_on(task, last_on) != count.unit:
        return found
    weight = Fraction(task.content.weight)
    found |= {("K1", "due"): 1, ("K2", "due"): 1, ("W", "assigned"): weight}
    if verdict is not None:
        back = sum(1 for s in task.submissions if s.spell == spell and s.sent_back_at)
        failures = back + (verdict.quality == "not_met")
        objective = {
            act.meta.event_id
            for place, act in enumerate(count.acts)
            if isinstance(act.event, t.DelayExplained)
            and act.event.cause == "objective"
            and _spell_at(count, place) == spell
        }
        freed = any(
            isinstance(act.event, t.CauseConfirmed) and act.event.explained_event in objective
            for act in count.acts
        )
        found |= {
            ("K1", "completed"): 1,
            ("K2", "on_time"): int(not late),
            ("K4", "late"): int(bool(late)),
            ("W", "completed"): weight,
            ("W", "quality"): weight * max(Fraction(0), 1 - Fraction(failures, 4)),
            ("W", "timely"): weight * (Fraction(3, 4) if late and not freed else 1),
        }
    return found


def _spell_at(count: Counting, place: int) -> int:
    task = count.task_after(count.acts[: place + 1])
    assert task is not None
    return task.spell


def _last_spell_due(task: Task, count: Counting) -> int | None:
    due = [
        spell
        for spell in range(1, task.spell + 1)
        if (last := _last_on(task, spell)) and count.inside(last)
    ]
    return max(due) if due else None


def _last_on(task: Task, spell: int) -> date | None:
    """T6: by the last decision on this spell that counts."""
    counted = [d.due for d in task.dues if d.spell == spell and d.counts]
    return counted[-1].last_on if counted and counted[-1] else None


def _lead_on(task: Task, day: date) -> UUID:
    """Who led when the day began; before anybody did, the first one."""
    begins = datetime.combine(day, time(), tzinfo=LOCAL)
    lead = task.leads[0].unit_id
    for each in task.leads:
        if each.since <= begins:
            lead = each.unit_id
    return lead


def _late_days(last_on: date, done_on: date, calendar: Calendar, task: Task) -> list[date]:
    """T7 and T8: working days after the last one, to the working day on or after the result."""
    if done_on <= last_on:
        return []
    while not calendar.is_working(done_on):
        done_on += DAY
    return [
        day
        for n in range(1, (done_on - last_on).days + 1)
        if calendar.is_working(day := last_on + n * DAY) and not _stood_still(task, day)
    ]


def _stood_still(task: Task, day: date) -> bool:
    return any(p.suspended_on < day <= p.resumed_on for p in task.pauses)


def _calendar_of(at: datetime, ward: Ward) -> Calendar:
    known = [x.calendar for x in ward.calendars if x.decided_at <= at]
    return known[-1]


# -- at the cut ------------------------------------------------------------------

ENTRIES = (
    t.Assigned,
    t.LeadTransferred,
    t.Resumed,
    t.ProgressReported,
    t.PeriodReported,
    t.ResultSubmitted,
    t.ResultSentBack,
    t.Reopened,
)


def _at_the_cut(task: Task, count: Counting) -> Counts:
    if task.lead_id != count.unit or task.kind == "standing" or task.waits_for_trigger:
        return {}
    if task.stage not in ("assigned", "accepted", "submitted"):
        return {}
    found: Counts = {("K17", "open"): 1}
    last_entry = max(act.meta.happened_on for act in count.acts if isinstance(act.event, ENTRIES))
    if task.stage != "submitted" and count.cut - last_entry > timedelta(days=15):
        found["K17", "stale"] = 1
    last_on = _last_on(task, task.spell)
    if task.stage != "submitted" and last_on is not None and last_on <= count.cut:
        days = [
            day
            for n in range(1, (count.cut - last_on).days + 1)
            if count.ward.calendar.is_working(day := last_on + n * DAY)
            and not _stood_still(task, day)
        ]
        found |= {
            ("K3", "overdue"): 1,
            ("K3", "overdue_days"): len(days),
            ("K3", "longest_days"): len(days),
        }
    return found


# -- by the day of the act -------------------------------------------------------


def _by_acts(count: Counting) -> Counts:
    extended = [act.event for _, act in count.of(t.ExtensionApproved)]
    found: Counts = {
        ("K5", "extensions"): len(extended),
        ("K5", "extension_days"): sum(
            (e.after.nominal_on - e.before.nominal_on).days
            for e in extended
            if isinstance(e, t.ExtensionApproved)
        ),
        ("K5", "after_expiry"): sum(
            not e.counts for e in extended if isinstance(e, t.ExtensionApproved)
        ),
        ("K5", "refused"): len(list(count.of(t.ExtensionRefused))),
        ("K6", "returned"): len(list(count.of(t.Returned))),
        ("K6", "sent_back"): len(list(count.of(t.ResultSentBack))),
        ("K6", "reopened"): len(list(count.of(t.Reopened))),
    }
    return found | _confirmed(count) | _urged(count)


def _confirmed(count: Counting) -> Counts:
    """A task once: by its last verdict in the period, whoever led then."""
    verdicts = [
        (place, act)
        for place, act in enumerate(count.acts)
        if isinstance(act.event, t.CompletionConfirmed) and count.inside(act.meta.happened_on)
    ]
    if not verdicts:
        return {}
    place, act = verdicts[-1]
    task = count.task_after(count.acts[: place + 1])
    assert task is not None
    assert isinstance(act.event, t.CompletionConfirmed)
    if task.lead_id != count.unit:
        return {}
    back = any(s.spell == task.spell and s.sent_back_at for s in task.submissions)
    at_first = act.event.quality == "met" and not back
    return {
        ("K6", "confirmed"): 1,
        ("K9", "confirmed"): 1,
        ("K9", "met_at_first"): int(at_first),
    }


def _urged(count: Counting) -> Counts:
    days: list[int] = []
    urgings = list(count.of(t.Urged))
    for place, act in urgings:
        for later in count.acts[place + 1 :]:
            if isinstance(later.event, t.DelayExplained | t.ResultSubmitted):
                day, n = act.meta.happened_on, 0
                while day < later.meta.happened_on:
                    day += DAY
                    n += count.ward.calendar.is_working(day)
                days.append(n)
                break
    return {
        ("K7", "urgings"): len(urgings),
        ("K7", "response_days"): Fraction(median([Fraction(n) for n in days])) if days else None,
    }


# -- K8 --------------------------------------------------------------------------


def _cooperation(task: Task, count: Counting) -> Counts:
    owed = [
        asked
        for asked in task.cooperation
        if asked.unit_id == count.unit
        and asked.outcome != "withdrawn"
        and count.inside(last := _reply_last_on(asked, task, count))
        and not (asked.outcome == "open" and _stops_by(task, last))
    ]
    in_time = {
        act.event.request_id
        for act in count.acts
        if isinstance(act.event, t.CooperationAnswered) and act.event.days_late == 0
    }
    return {
        ("K8", "asked"): len(owed),
        ("K8", "in_time"): sum(asked.request_id in in_time for asked in owed),
        ("K8", "declined"): sum(asked.outcome == "declined" for asked in owed),
    }


def _reply_last_on(asked: Cooperation, task: Task, count: Counting) -> date:
    """Its clock stands still with the task."""
    last = asked.reply_by.last_on
    for pause in task.pauses:
        if asked.asked_on <= pause.suspended_on <= last:
            left = count.ward.calendar.working_days(pause.suspended_on, last)
            last = count.ward.calendar.after(pause.resumed_on, left)
    return last


def _stops_by(task: Task, last: date) -> bool:
    """Nobody waits for the answer any more, or for the time being."""
    if task.stage == "withdrawn":
        return local_date(task.stage_since) <= last
    return task.stop is not None and task.stop.on <= last


# -- K18 and K12 -----------------------------------------------------------------


def late_entries(count: Counting) -> Counts:
    """Entries of the unit's people more than two working days after they happened."""
    n = 0
    for act in count.acts:
        meta = act.meta
        gap = count.ward.calendar.working_days(meta.happened_on, meta.recorded_on)
        if meta.actor.unit_id == count.unit and gap > 2 and count.inside(meta.happened_on):
            n += 1
    return {("K18", "late_entries"): n}


HEAVY = ("shortcoming", "serious", "breach_sign")


def findings_counted(count: Counting) -> Counts:
    """K12 and K18 of one finding; a draft that the team still writes on is none."""
    if count.is_draft:
        return {}
    finding: Any = None
    ends: list[tuple[date, bool | None]] = []
    for act in count.acts:
        finding = evolve_finding(finding, act.event, act.meta)  # type: ignore[arg-type]
        if isinstance(act.event, f.Closed):
            ends.append((act.meta.happened_on, act.event.in_time))
        if isinstance(act.event, f.Reopened) and ends and count.inside(act.meta.happened_on):
            ends.append((date.max, None))  # undone: the last end in the period is none
    found = dict(late_entries(count))
    is_light = finding is None or finding.severity not in HEAVY or finding.stage == "dropped"
    if is_light or finding.unit_id != count.unit:
        return {key: n for key, n in found.items() if n}
    if count.inside(finding.recorded_on):
        found["K12", "recorded"] = 1
        found["K12", "repeated"] = int(bool(finding.repeat_of))
    within = [end for end in ends if end[1] is None or count.inside(end[0])]
    if within and within[-1][1] is not None:
        found["K12", "closed_in_time" if within[-1][1] else "late"] = 1
    past = finding.due is not None and finding.due.last_on <= count.cut
    if past and finding.stage in ("upheld", "remedy_reported", "verified"):
        report = finding.reports[-1] if finding.stage != "upheld" else None
        if report is None or report.on > finding.due.last_on:
            found["K12", "open_past_due"] = 1
    return {key: n for key, n in found.items() if n}
