"""Which task goes which way: the appendix line by line, the standing duties by the quarter."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from msgspec.structs import replace

from domain.calendar import Calendar
from domain.ids import derived, unit_id
from domain.plan.events import Line
from domain.plan.state import Plan
from domain.task import commands as c
from domain.task.periods import deadline_in
from domain.values import Before, Conditional, Fixed
from service.demo import courses as go
from service.demo.cast import HEAD_OF, WORKING_UNITS
from service.demo.script import Act, Writer
from service.demo.wording import PERIOD_REPORTS, pick
from service.reactions.plan_tasks import content_of

Course = Callable[[Writer, go.Part], None]

ISSUED_ON = date(2025, 8, 4)
QUARTERS = ("2025-Q3", "2025-Q4")


def course(how: Callable[..., None], **facts: Any) -> Course:
    """A course with its facts filled in."""

    def run(w: Writer, part: go.Part) -> None:
        how(w, part, **facts)

    return run


ON_TIME = course(go.done)
GUIDANCE_ON = date(2025, 11, 20)

COURSES: dict[int, Course] = {
    5: course(go.done, early=2),
    6: course(go.with_cooperation, other="KTHTDT", answer_late=2),
    7: course(go.done, late=3),
    10: course(go.sent_back, again_late=4),
    11: course(go.extended, days=3),
    13: course(go.done, early=0),
    20: course(go.overdue, urged=3, explained=True, finally_after=19),
    21: course(go.done, late=3),
    24: course(go.done, early=3),
    25: course(go.extended, days=8),
    28: course(go.silent),
    33: course(go.overdue, urged=3, explained=False, finally_after=22),
    34: course(go.extended, days=7, approved_late=True),
    36: course(go.done, late=2),
    37: course(go.extended, days=10),
    42: course(go.done, late=5),
    44: course(go.overdue, urged=1, explained=True, finally_after=12),
    45: course(go.done, quality="met_with_defects"),
    46: course(go.reopened, to_on=date(2025, 11, 7)),
    47: course(go.sent_back, again_late=4),
    48: course(go.with_cooperation, other="PVHCC"),
    49: course(go.with_cooperation, other="VP", answer_late=1),
    54: course(go.suspended, from_on=date(2025, 10, 20), resume_on=date(2025, 12, 1)),
    55: course(go.obstacle, reported=date(2025, 11, 18), directed=3),
    58: course(go.done, early=9),
    60: course(go.returned, early=2),
}
"""Lines that are not named here are done on time."""

GROUP_COURSES: dict[tuple[int, str], Course] = {
    (1, "SNC"): course(go.done, late=2),
    (12, "SNC"): course(go.done, late=1),
    (12, "PVHCC"): course(go.silent, early=0),
    (14, "KTHTDT"): course(go.done, late=1),
}

CODE_OF = {unit_id(code): code for code in WORKING_UNITS}


def acts_of(plan: Plan, calendar: Calendar) -> list[Act]:
    """Every act that follows the issuing of the plan, in the order of its hour."""
    acts: list[Act] = []
    for line in plan.lines:
        task_id = derived("plan-task", plan.plan_id, line.ref)
        acts.extend(_of_line(plan, line, task_id, calendar))
    return sorted(acts, key=lambda act: (act.when, act.key))


def _of_line(plan: Plan, line: Line, task_id: UUID, calendar: Calendar) -> list[Act]:
    stt = row_number(line)
    match line.kind:
        case "group":
            return _group(line, stt, task_id, calendar)
        case "standing":
            return _standing(line, stt, task_id, calendar)
        case "recurring":
            return _series(line, stt, task_id, calendar)
        case "conditional":
            return _conditional(line, stt, task_id, calendar)
    due_on = _last_day(line)
    if due_on is None or line.lead_id is None:
        return []
    part = _part(line, stt, CODE_OF[line.lead_id], ISSUED_ON, due_on)
    part = replace(part, content=content_of(line, plan, plan.version))
    return _written(f"pl-{stt}", task_id, part, COURSES.get(stt, ON_TIME), calendar)


def _group(line: Line, stt: int, task_id: UUID, calendar: Calendar) -> list[Act]:
    due_on = _last_day(line)
    assert due_on is not None, "group lines of the appendix have a day"
    acts = []
    for code in WORKING_UNITS:
        part = _part(line, stt, code, ISSUED_ON, due_on)
        child = derived("group-child", task_id, unit_id(code))
        how = GROUP_COURSES.get((stt, code), ON_TIME)
        acts.extend(_written(f"pl-{stt}-{code}", child, part, how, calendar))
    return acts


def _series(line: Line, stt: int, task_id: UUID, calendar: Calendar) -> list[Act]:
    if line.lead_id is None:
        return []
    acts = []
    for period in QUARTERS:
        deadline = deadline_in(period, None)
        due_on = calendar.roll_forward(deadline.on)
        opened = calendar.roll_forward(
            max(ISSUED_ON, date(2025, 8 if period[-1] == "3" else 10, 1))
        )
        part = _part(line, stt, CODE_OF[line.lead_id], opened, due_on)
        child = derived("occurrence", task_id, period)
        how = COURSES.get(stt, ON_TIME) if period == QUARTERS[0] else ON_TIME
        acts.extend(_written(f"pl-{stt}-{period}", child, part, how, calendar))
    return acts


def _standing(line: Line, stt: int, task_id: UUID, calendar: Calendar) -> list[Act]:
    if line.lead_id is None:
        return []
    code = CODE_OF[line.lead_id]
    w = Writer(f"{line.ref}-standing", task_id, calendar)
    if stt % 3:  # every third standing duty is left to silence, which accepts
        w.act(calendar.after(ISSUED_ON, 2), "09:30", HEAD_OF[code], c.AcceptTask)
    for period, on in ((QUARTERS[0], date(2025, 9, 26)), (QUARTERS[1], date(2025, 12, 24))):
        w.act(
            calendar.roll_back(on),
            "10:30",
            HEAD_OF[code],
            c.ReportPeriod,
            period=period,
            text=pick(PERIOD_REPORTS, f"{line.ref}{period}"),
        )
    return w.acts


def _conditional(line: Line, stt: int, task_id: UUID, calendar: Calendar) -> list[Act]:
    assert line.lead_id is not None, "the conditional line has a lead"
    w = Writer(f"pl-{stt}", task_id, calendar)
    head = HEAD_OF[CODE_OF[line.lead_id]]
    w.act(calendar.after(ISSUED_ON, 1), "09:10", head, c.AcceptTask)
    w.act(
        calendar.after(GUIDANCE_ON, 4),
        "09:00",
        "dau-moi",
        c.RecordTrigger,
        trigger="Thành phố đã có văn bản hướng dẫn áp dụng TCVN ISO 18091:2020.",
    )
    return w.acts


def _written(name: str, task_id: UUID, part: go.Part, how: Course, calendar: Calendar) -> list[Act]:
    w = Writer(name, task_id, calendar)
    how(w, part)
    return w.acts


def _part(line: Line, stt: int, code: str, assigned_on: date, due_on: date) -> go.Part:
    return go.Part(
        stt=stt,
        unit=code,
        field=line.field or 1,
        product=line.product or "",
        assigned_on=assigned_on,
        due_on=due_on,
    )


def _last_day(line: Line) -> date | None:
    deadline = line.deadline
    if isinstance(deadline, Conditional):
        deadline = deadline.then
    if isinstance(deadline, Fixed | Before):
        return deadline.on
    return None


def row_number(line: Line) -> int:
    """The row (stt) of an appendix line, from the last number of its address."""
    numbers = re.findall(r"\d+", line.ref)
    return int(numbers[-1]) if numbers else line.seq
