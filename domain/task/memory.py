"""What a task remembers of its past: everything a decision, an access rule or a page may ask."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from domain.due import Pause
from domain.fact import local_date
from domain.task.events import Content, Measure
from domain.task.parts import (
    CLOSED,
    Act,
    Allocation,
    Child,
    Cooperation,
    Correction,
    DueDecision,
    Explanation,
    ExtensionRequest,
    Kind,
    Lead,
    Obstacle,
    Returning,
    Rhythm,
    Stage,
    Stop,
    Submission,
    Told,
    Urging,
    Verdict,
    Worker,
)
from domain.values import (
    Conditional,
    Deadline,
    Due,
    Duration,
    SeriesPlace,
    Source,
    Standing,
    Value,
)


class Task(Value, frozen=True, kw_only=True):
    """A task as its events left it."""

    stage: Stage
    stage_since: datetime
    kind: Kind = "single"
    code: str = ""
    content: Content
    city_last_on: date | None = None
    """The city's date; moves only with a document of the city."""
    parent_id: UUID | None = None
    series: SeriesPlace | None = None
    authority_post_id: UUID | None = None
    head_post_id: UUID | None = None
    round: int = 0
    spell: int = 1
    leads: tuple[Lead, ...] = ()

    assigned_at: datetime | None = None
    assigned_on: date | None = None
    acceptance_limit_on: date | None = None
    accepted_at: datetime | None = None
    accepted_by_silence: bool = False
    returning: Returning | None = None

    original_due: Due | None = None
    dues: tuple[DueDecision, ...] = ()
    triggered_at: datetime | None = None
    stop: Stop | None = None
    pauses: tuple[Pause, ...] = ()
    request: ExtensionRequest | None = None
    extensions: int = 0
    extension_days: int = 0

    allocations: tuple[Allocation, ...] = ()
    workers: tuple[Worker, ...] = ()
    cooperation: tuple[Cooperation, ...] = ()
    obstacles: tuple[Obstacle, ...] = ()
    submissions: tuple[Submission, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    progress_at: datetime | None = None
    percent: int | None = None
    periods_reported: tuple[str, ...] = ()

    passed: tuple[date, ...] = ()
    """Last days that went by without a submission."""
    told: tuple[Told, ...] = ()
    urgings: tuple[Urging, ...] = ()
    explanations: tuple[Explanation, ...] = ()
    measures: tuple[tuple[Measure, UUID], ...] = ()

    children: tuple[Child, ...] = ()
    rhythm: Rhythm | None = None
    file_code: str = ""
    retention: str = ""
    acts: tuple[Act, ...] = ()
    corrections: tuple[Correction, ...] = ()

    # -- whose it is -----------------------------------------------------------

    @property
    def lead_id(self) -> UUID | None:
        """The unit that owes the product; in a draft the one that is proposed."""
        return self.leads[-1].unit_id if self.leads else self.content.lead_id

    @property
    def former_leads(self) -> tuple[UUID, ...]:
        """Units that owed the product before."""
        return tuple(dict.fromkeys(lead.unit_id for lead in self.leads[:-1]))

    @property
    def field(self) -> int:
        """The field of the reform that it belongs to."""
        return self.content.field

    @property
    def source(self) -> Source:
        """Who it comes from; the follow-up office hangs on it."""
        return self.content.source

    @property
    def reviewer_post_id(self) -> UUID | None:
        """The post named to review the result."""
        return self.content.reviewer_post_id

    @property
    def allocated_posts(self) -> tuple[UUID, ...]:
        """Posts of the lead unit that have the work."""
        return tuple(dict.fromkeys(a.to_post_id for a in self.allocations))

    @property
    def asked_units(self) -> tuple[UUID, ...]:
        """Units that were asked for cooperation and may answer or have answered."""
        asked = (c.unit_id for c in self.cooperation if c.outcome != "withdrawn")
        return tuple(dict.fromkeys(asked))

    @property
    def is_open(self) -> bool:
        """Somebody still owes something."""
        return self.stage not in CLOSED and self.stage != "confirmed"

    # -- time ------------------------------------------------------------------

    @property
    def due(self) -> Due | None:
        """T6: the due by which lateness is judged."""
        counted = [d.due for d in self.dues if d.spell == self.spell and d.counts]
        return counted[-1] if counted else None

    @property
    def newest_due(self) -> Due | None:
        """The due decided last, counting or not: reminders and urgings follow it."""
        decided = [d.due for d in self.dues if d.spell == self.spell]
        return decided[-1] if decided else None

    @property
    def counted_from(self) -> DueDecision | None:
        """The decision that the newest due rests on."""
        decided = [d for d in self.dues if d.spell == self.spell]
        return decided[-1] if decided else None

    @property
    def deadline_now(self) -> Deadline | None:
        """The kind of deadline the newest due was counted by, else what the words say."""
        counted = self.counted_from
        return counted.deadline if counted and counted.deadline else self.content.deadline

    @property
    def waits_for_trigger(self) -> bool:
        """A condition that nobody has recorded yet."""
        return self.kind == "conditional" and self.triggered_at is None

    @property
    def counts_from_acceptance(self) -> bool:
        """The due is not known before somebody accepts."""
        deadline = self.content.deadline
        return isinstance(deadline, Duration) and deadline.start == "accepted"

    def start_of(self, deadline: Deadline | None) -> date | None:
        """The day that a duration counts from, as far as it is known."""
        if not isinstance(deadline, Duration) or self.assigned_on is None:
            return None
        if deadline.start == "accepted":
            return local_date(self.accepted_at) if self.accepted_at else None
        if deadline.start == "trigger" and self.triggered_at is not None:
            return local_date(self.triggered_at)
        return self.assigned_on

    # -- result ----------------------------------------------------------------

    @property
    def submission(self) -> Submission | None:
        """The submission of this spell that waits or was accepted; never one sent back."""
        valid = [s for s in self.submissions if s.spell == self.spell and s.sent_back_at is None]
        return valid[-1] if valid else None

    @property
    def submitted_on(self) -> date | None:
        """The local day of that submission."""
        return self.submission.on if self.submission else None

    @property
    def verdict(self) -> Verdict | None:
        """The verdict on this spell."""
        given = [v for v in self.verdicts if v.spell == self.spell]
        return given[-1] if given else None

    @property
    def finding_id(self) -> str | None:
        """The finding that this task remedies; then only a verification may end it."""
        if self.source != "conclusion":
            return None
        found = [link.id for link in self.content.links if link.kind == "finding"]
        return found[0] if found else None


def kind_of(deadline: Deadline | None) -> Kind:
    """What the deadline alone makes of a task."""
    if isinstance(deadline, Standing):
        return "standing"
    return "conditional" if isinstance(deadline, Conditional) else "single"
