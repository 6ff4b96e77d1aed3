"""What a finding remembers of its past: everything a decision, an access rule or a page may ask."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from domain.fact import local_date
from domain.finding.values import (
    REMEDIED,
    Clock,
    Effect,
    FollowUp,
    Measure,
    Outcome,
    Responsible,
    Severity,
    Stance,
    Team,
    Way,
)
from domain.inspection_limits import Limits
from domain.values import Due, Value

Stage = Literal[
    "recorded",
    "delivered",
    "acknowledged",
    "explained",
    "assessed",
    "upheld",
    "remedy_reported",
    "verified",
    "closed",
    "dropped",
    "handed_over",
]
GONE: frozenset[Stage] = frozenset(("dropped", "handed_over"))
OVER: frozenset[Stage] = GONE | {"closed"}
"""Nobody owes anything; an inspection may be closed."""
ANSWERING: frozenset[Stage] = frozenset(("delivered", "acknowledged", "explained"))
"""The answering clocks: receipt, explanation, the leader's answer to it."""
OBJECTING: frozenset[Stance] = frozenset(("contest", "accept_in_part"))


class Explanation(Value, frozen=True, kw_only=True):
    """What the unit said."""

    event_id: UUID
    at: datetime
    stance: Stance
    late: bool = False


class TimeRequest(Value, frozen=True, kw_only=True):
    """A wish for more time that the leader has not decided."""

    at: datetime
    to_on: date


class Report(Value, frozen=True, kw_only=True):
    """The unit says that it is put right."""

    spell: int
    task_id: UUID
    submission_id: UUID
    at: datetime
    on: date
    verify_by: Due
    outcome: Literal["waiting", "verified", "returned"] = "waiting"
    way: Way | None = None
    settled_on: date | None = None


class Promised(Value, frozen=True, kw_only=True):
    """A fix that the unit owes by a day."""

    measure_id: UUID | None
    """None: the remedy as a whole."""
    text: str = ""
    last_on: date
    follow_up: FollowUp | None = None


class Finding(Value, frozen=True, kw_only=True):
    """A finding as its events left it."""

    stage: Stage
    stage_since: datetime
    code: str
    no: int = 0
    inspection_id: UUID | None = None
    """None for one entered from paper."""
    unit_id: UUID
    item_key: str
    item_code: str = ""
    field: int = 1
    severity: Severity
    found_severity: Severity
    description: str = ""
    responsible: Responsible | None = None
    proposed_due: Due | None = None
    repeat_of: tuple[UUID, ...] = ()
    limits: Limits | None = None
    team: Team | None = None
    recorded_on: date
    recorders: frozenset[UUID] = frozenset()

    delivered_at: datetime | None = None
    acknowledge_by: Due | None = None
    acknowledged_at: datetime | None = None
    received_in_silence: bool = False
    explain_by: Due | None = None
    granted_until: Due | None = None
    request: TimeRequest | None = None
    granted_days: int = 0
    explanations: tuple[Explanation, ...] = ()
    is_silent: bool = False
    """Không giải trình: the limit went by without an explanation."""
    assess_by: Due | None = None
    effect: Effect | None = None
    proposed_severity: Severity | None = None
    rejected: bool = False

    outcome: Outcome | None = None
    concluded_on: date | None = None
    over_objection: bool = False
    plan_by: Due | None = None
    authority_post: UUID | None = None

    spell: int = 1
    due: Due | None = None
    """By when the remedy of this spell is owed."""
    task_spell: int = 1
    """The spell that the remedial task was made in; a returned remedy stays the same task."""
    measures: tuple[Measure, ...] = ()
    measures_before: int = 0
    """So many of them are of a life before a reopening."""
    follow_ups: tuple[FollowUp, ...] = ()
    reports: tuple[Report, ...] = ()
    in_time: bool | None = None
    closed_on: date | None = None
    is_reopened: bool = False

    @property
    def is_earlier(self) -> bool:
        """Entered from a paper conclusion of before the system."""
        return self.inspection_id is None

    @property
    def is_praise(self) -> bool:
        """Praise waits for no answer."""
        return self.severity == "commendation"

    @property
    def stance(self) -> Stance | None:
        """The stance that counts: the one taken in time, else the late one."""
        in_time = [x.stance for x in self.explanations if not x.late]
        late = [x.stance for x in self.explanations if x.late]
        said = in_time or late
        return said[-1] if said else None

    @property
    def is_objected(self) -> bool:
        """The unit contests it, at least in part."""
        return self.stance in OBJECTING

    @property
    def needs_remedy(self) -> bool:
        """Upheld, and of a severity that is put right by a task."""
        return self.stage == "upheld" and self.severity in REMEDIED

    @property
    def report(self) -> Report | None:
        """The report that waits for a verifier."""
        waiting = [r for r in self.reports if r.outcome == "waiting"]
        return waiting[-1] if waiting else None

    @property
    def answering_until(self) -> date | None:
        """The last day of the answering clock that runs now."""
        due = {
            "delivered": self.acknowledge_by,
            "acknowledged": self.explain_by,
            "explained": self.assess_by,
        }.get(self.stage)
        return due.last_on if due is not None and not self.is_praise else None

    @property
    def promises(self) -> tuple[Promised, ...]:
        """What the unit owes and by when: each measure of its plan, then the remedy itself."""
        if self.due is None:
            return ()
        planned = self.measures[self.measures_before :]
        owed = [(m.measure_id, m.text, m.due.last_on) for m in planned]
        return tuple(
            Promised(
                measure_id=measure_id,
                text=text,
                last_on=on,
                follow_up=self._follow_up(measure_id, on),
            )
            for measure_id, text, on in (*owed, (None, "", self.due.last_on))
        )

    def _follow_up(self, measure_id: UUID | None, on: date) -> FollowUp | None:
        same = [f for f in self.follow_ups if (f.measure_id, f.promised_on) == (measure_id, on)]
        return same[-1] if same else None

    @property
    def open_follow_ups(self) -> tuple[FollowUp, ...]:
        """Looks that the team still owes; a verified or abandoned finding owes none."""
        if self.stage != "upheld":
            return ()
        return tuple(f for f in self.follow_ups if f.is_done is None)

    @property
    def running(self) -> tuple[tuple[Clock, date, Due], ...]:
        """Clocks that run now: which, since when, until when."""
        return clocks_of(self)


def clocks_of(it: Finding) -> tuple[tuple[Clock, date, Due], ...]:
    """Each stage has its own clocks; a clock that was answered does not run."""
    received = local_date(it.acknowledged_at) if it.acknowledged_at else None
    if received is not None and it.acknowledge_by is not None:
        received = min(received, it.acknowledge_by.last_on)
    said_on = local_date(it.explanations[-1].at) if it.explanations else None
    delivered_on = local_date(it.delivered_at) if it.delivered_at else None
    report = it.report
    by_stage: dict[Stage, tuple[tuple[Clock, date | None, Due | None], ...]] = {
        "delivered": (("acknowledge", delivered_on, it.acknowledge_by),),
        "acknowledged": (("explain", received, it.explain_by),),
        "explained": (("assess", said_on, it.assess_by),),
        "upheld": (
            ("plan", it.concluded_on, None if it.measures else it.plan_by),
            ("remedy", it.concluded_on, it.due),
            *(("visit", f.promised_on, f.visit_by) for f in it.open_follow_ups[:1]),
        ),
        "remedy_reported": (
            ("verify", report.on, report.verify_by) if report else ("verify", None, None),
        ),
    }
    return tuple(
        (clock, since, due)
        for clock, since, due in by_stage.get(it.stage, ())
        if since is not None and due is not None
    )
