"""What a task is, where it stands and who holds it: folded from its own stream, for any moment.

The page, the page of a past day and every step of a replay call the same function with more or
fewer of the acts; nothing is prepared or kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import cast
from uuid import UUID

from domain.calendar import days_between
from domain.fact import LOCAL, Meta, Recorded, local_date
from domain.task import events as t
from domain.task.decide.cooperation import reply_last_on
from domain.task.events import TaskEvent
from domain.task.holding import Hold, Holder, holder_at, holding
from domain.task.memory import Task
from domain.task.parts import Cooperation
from domain.task.state import evolve
from domain.task.time_class import TimeClass, facts_of, time_class
from domain.values import Evidence, Value
from domain.ward import Ward
from projections.task_due import DueLine, due_line

ONE_DAY = timedelta(days=1)


class HeadTerm(Value, frozen=True, kw_only=True):
    """Who answered for the lead unit from when to when, while it led."""

    person_id: UUID
    from_on: date
    until_on: date | None = None


class HeldBy(Value, frozen=True, kw_only=True):
    """Working days that a task lay in somebody's hands."""

    holder: Holder
    unit_id: UUID | None = None
    post_id: UUID | None = None
    person_id: UUID | None = None
    """The head in office, where the lead unit held it."""
    from_on: date
    until_on: date
    days: int


class FiledEvidence(Value, frozen=True, kw_only=True):
    """A file and the act that brought it."""

    evidence: Evidence
    event_id: UUID
    act: int
    """Number of the act in the stream."""
    by_unit: UUID | None = None
    same_as: int | None = None
    """An earlier act that brought the same octets."""


class Exchange(Value, frozen=True, kw_only=True):
    """A question to another unit and what became of it."""

    asked: t.CooperationRequested
    asked_on: date
    request: Cooperation
    last_on: date
    """The last day for the answer, pauses of the task included."""
    answer: str = ""
    files: tuple[Evidence, ...] = ()
    settled_on: date | None = None


class TaskFile(Value, frozen=True, kw_only=True):
    """A task at a moment; words, links and rights are the page's matter."""

    task_id: UUID
    task: Task
    records: tuple[Recorded, ...]
    at: datetime
    time_class: TimeClass
    due: DueLine
    holder: Hold | None = None
    held: tuple[HeldBy, ...] = ()
    heads: tuple[HeadTerm, ...] = ()
    evidence: tuple[FiledEvidence, ...] = ()
    exchanges: tuple[Exchange, ...] = ()
    assignment: Meta | None = None
    """The envelope of the act that assigned it: document, day, actor."""

    @property
    def today(self) -> date:
        """The local day that everything is counted for."""
        return local_date(self.at)

    @property
    def version(self) -> int:
        """How many acts the stream had."""
        return self.records[-1].originator_version

    def number_of(self, event_id: UUID) -> int:
        """The place of an act in the stream; 0 for an act of another one."""
        for recorded in self.records:
            if recorded.meta.event_id == event_id:
                return recorded.originator_version
        return 0

    @property
    def child_ids(self) -> tuple[UUID, ...]:
        """Tasks under this one: of a group, or opened by a series."""
        rhythm = self.task.rhythm
        opened = rhythm.occurrences if rhythm else ()
        return (*(c.child_id for c in self.task.children), *(o.child_id for o in opened))

    @property
    def shas(self) -> frozenset[str]:
        """Every file that an act of this task brought."""
        return frozenset(filed.evidence.sha256 for filed in self.evidence)


def fold(records: Sequence[Recorded], ward: Ward, at: datetime) -> TaskFile:
    """The file of a task after these acts, as it stands at a moment."""
    assert records, "a task begins with an act"
    task = remembered(records)
    today = local_date(at)
    soon = ward.days("due_soon_days", today)
    return TaskFile(
        task_id=records[0].originator_id,
        task=task,
        records=tuple(records),
        at=at,
        time_class=time_class(facts_of(task), today, ward.calendar, soon),
        due=due_line(records, task, ward, today),
        holder=holder_at(task, at, ward),
        held=held_by(records, ward, at),
        heads=_heads(task, ward, today),
        evidence=_evidence(records),
        exchanges=_exchanges(records, task, ward),
        assignment=_assignment(records),
    )


def remembered(records: Sequence[Recorded]) -> Task:
    """What the domain itself remembers after these acts."""
    task: Task | None = None
    for recorded in records:
        task = evolve(task, cast(TaskEvent, recorded.event), recorded.meta)
    assert task is not None, "a task begins with an act"
    return task


def _assignment(records: Sequence[Recorded]) -> Meta | None:
    beginnings = (t.Assigned, t.GroupAssigned, t.SeriesStarted)
    found = [r.meta for r in records if isinstance(r.event, beginnings)]
    return found[-1] if found else None


# -- who held it ---------------------------------------------------------------


def held_by(records: Sequence[Recorded], ward: Ward, at: datetime) -> tuple[HeldBy, ...]:
    """Working days per holder; each day belongs to whoever held the task when it began.

    So the days of all holders together are the working days of the whole.
    """
    spans = holding(records, ward, at)
    if not spans:
        return ()
    rows: list[HeldBy] = []
    for day in days_between(local_date(spans[0].from_at), local_date(spans[-1].until_at)):
        hold = _at_dawn(spans, day)
        if hold is not None and ward.calendar.is_working(day):
            _count(rows, hold, day, ward)
    return tuple(rows)


def _at_dawn(spans: Sequence[Hold], day: date) -> Hold | None:
    morning = datetime.combine(day, time(), tzinfo=LOCAL)
    for hold in spans:
        if hold.from_at <= morning < hold.until_at:
            return hold
    return None


def _count(rows: list[HeldBy], hold: Hold, day: date, ward: Ward) -> None:
    head = None
    if hold.holder == "lead_unit" and hold.unit_id is not None:
        head = ward.head_of(hold.unit_id, day)
    person = head.person_id if head else None
    mine = (hold.holder, hold.unit_id, hold.post_id, person)
    for place, row in enumerate(rows):
        if (row.holder, row.unit_id, row.post_id, row.person_id) == mine:
            rows[place] = HeldBy(
                holder=row.holder,
                unit_id=row.unit_id,
                post_id=row.post_id,
                person_id=row.person_id,
                from_on=row.from_on,
                until_on=day,
                days=row.days + 1,
            )
            return
    rows.append(
        HeldBy(
            holder=hold.holder,
            unit_id=hold.unit_id,
            post_id=hold.post_id,
            person_id=person,
            from_on=day,
            until_on=day,
            days=1,
        )
    )


def _heads(task: Task, ward: Ward, today: date) -> tuple[HeadTerm, ...]:
    """Heads of the present lead unit since it leads, newest first."""
    if task.lead_id is None or not task.leads:
        return ()
    since = local_date(task.leads[-1].since)
    terms: list[HeadTerm] = []
    day = since
    while day <= today:
        head = ward.head_of(task.lead_id, day)
        last = min(head.until_on or today, today) if head else day
        if head is not None and not (terms and terms[-1].person_id == head.person_id):
            terms.append(
                HeadTerm(person_id=head.person_id, from_on=head.from_on, until_on=head.until_on)
            )
        day = max(last, day) + ONE_DAY
    return tuple(reversed(terms))


# -- files and questions ---------------------------------------------------------


def _evidence(records: Sequence[Recorded]) -> tuple[FiledEvidence, ...]:
    first: dict[str, int] = {}
    found: list[FiledEvidence] = []
    for recorded in records:
        for file in files_of(recorded):
            found.append(
                FiledEvidence(
                    evidence=file,
                    event_id=recorded.meta.event_id,
                    act=recorded.originator_version,
                    by_unit=recorded.meta.actor.unit_id,
                    same_as=first.get(file.sha256),
                )
            )
            first.setdefault(file.sha256, recorded.originator_version)
    return tuple(found)


def files_of(recorded: Recorded) -> tuple[Evidence, ...]:
    """Files that one act brought along."""
    event = recorded.event
    if isinstance(event, t.EvidenceAttached):
        return (event.evidence,)
    if isinstance(event, t.ResultSubmitted):
        return event.products
    if isinstance(event, t.CooperationAnswered | t.ProgressReported | t.PeriodReported):
        return event.evidence
    return ()


def _exchanges(records: Sequence[Recorded], task: Task, ward: Ward) -> tuple[Exchange, ...]:
    state = {request.request_id: request for request in task.cooperation}
    answers: dict[UUID, t.CooperationAnswered] = {}
    for recorded in records:
        if isinstance(recorded.event, t.CooperationAnswered):
            answers[recorded.event.request_id] = recorded.event
    return tuple(
        _exchange(recorded, recorded.event, state[recorded.event.request_id], answers, task, ward)
        for recorded in records
        if isinstance(recorded.event, t.CooperationRequested)
    )


def _exchange(
    recorded: Recorded,
    asked: t.CooperationRequested,
    request: Cooperation,
    answers: dict[UUID, t.CooperationAnswered],
    task: Task,
    ward: Ward,
) -> Exchange:
    answer = answers.get(asked.request_id)
    return Exchange(
        asked=asked,
        asked_on=recorded.meta.happened_on,
        request=request,
        last_on=reply_last_on(request, task, ward),
        answer=answer.answer if answer else "",
        files=answer.evidence if answer else (),
        settled_on=local_date(request.settled_at) if request.settled_at else None,
    )
