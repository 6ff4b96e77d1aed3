"""A task folded from its marks up to the cut: what each spell was due and came to, under whom."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from domain.accountability.marks import Mark, Words
from domain.due import Pause
from domain.task.parts import Lead
from domain.values import Due


@dataclass
class Handed:
    """A result as it was handed in."""

    mark: Mark
    sent_back: Mark | None = None


@dataclass
class Explained:
    """A delay as the unit explained it, and what the authority made of the cause."""

    mark: Mark
    spell: int
    judged: Mark | None = None

    @property
    def is_confirmed(self) -> bool:
        """An objective cause, confirmed by the competent level."""
        return (
            self.mark.word == "objective"
            and self.judged is not None
            and self.judged.name == "task.cause_confirmed"
        )

    @property
    def is_open(self) -> bool:
        """The unit says that it is not its fault, and nobody has decided."""
        return self.mark.word == "objective" and self.judged is None


@dataclass
class Spell:
    """One stretch of work with dues of its own."""

    no: int
    dues: list[tuple[Due | None, bool]] = field(default_factory=list)
    handed: list[Handed] = field(default_factory=list)
    verdict: Mark | None = None
    quality: str = ""

    @property
    def due(self) -> Due | None:
        """T6: the due by which lateness is judged."""
        counted = [due for due, counts in self.dues if counts]
        return counted[-1] if counted else None

    @property
    def waiting(self) -> Handed | None:
        """The submission that waits for a verdict or was accepted (T9)."""
        valid = [handed for handed in self.handed if handed.sent_back is None]
        return valid[-1] if valid else None

    @property
    def accepted(self) -> Handed | None:
        """The submission that the verdict speaks of."""
        if self.verdict is None:
            return None
        return next((x for x in self.handed if x.mark.ref == self.verdict.ref), None)

    @property
    def times_sent_back(self) -> int:
        """How often a result came back."""
        return sum(1 for handed in self.handed if handed.sent_back is not None)


@dataclass
class Asked:
    """A request to another unit."""

    mark: Mark
    unit_id: UUID
    last_on: date
    settled: Mark | None = None


@dataclass
class TaskLife:
    """What the marks come to; `stage` is that of the newest spell."""

    words: Words
    stage: str = "assigned"
    was: str = ""
    """The stage a suspension interrupted."""
    leads: list[Lead] = field(default_factory=list)
    spells: list[Spell] = field(default_factory=list)
    pauses: list[Pause] = field(default_factory=list)
    stopped: Mark | None = None
    is_triggered: bool = False
    entries: list[Mark] = field(default_factory=list)
    """Whatever begins the days without progress anew (K17)."""
    explained: list[Explained] = field(default_factory=list)
    asked: dict[UUID, Asked] = field(default_factory=dict)
    ended: Mark | None = None

    @property
    def spell(self) -> Spell:
        """The newest one."""
        return self.spells[-1]

    @property
    def lead_id(self) -> UUID | None:
        """The unit that owes the product at the cut."""
        return self.leads[-1].unit_id if self.leads else None

    @property
    def is_running(self) -> bool:
        """Open and owed by the unit: neither ended nor given back nor stopped."""
        return self.stage in ("assigned", "accepted", "submitted")

    @property
    def is_counted(self) -> bool:
        """Neither standing nor a condition that nobody has recorded."""
        if self.words.kind == "standing":
            return False
        return self.words.kind != "conditional" or self.is_triggered

    def lead_at(self, mark: Mark) -> UUID | None:
        """The unit that led when an act happened."""
        since = [lead.unit_id for lead in self.leads if lead.since <= mark.at]
        return since[-1] if since else self.lead_id

    def is_freed(self, spell: int) -> bool:
        """An objective cause of the delay was confirmed."""
        return any(x.is_confirmed for x in self.explained if x.spell == spell)

    def words_of_delay(self, spell: int) -> Explained | None:
        """What the unit said last about the delay of a spell."""
        said = [x for x in self.explained if x.spell == spell]
        return said[-1] if said else None


def task_life(marks: Iterable[Mark]) -> TaskLife | None:
    """None while it was not assigned to a unit; groups and series never are."""
    life: TaskLife | None = None
    for mark in marks:
        if mark.name == "task.assigned":
            life = _assigned(life, mark)
        elif life is not None:
            step = STEPS.get(mark.name)
            if step is not None:
                step(life, mark)
    return life


def _assigned(life: TaskLife | None, mark: Mark) -> TaskLife:
    assert mark.words is not None, "an assignment has words"
    if life is None:
        life = TaskLife(words=mark.words, spells=[Spell(no=1)])
    life.words, life.stage = mark.words, "assigned"
    _lead(life, mark)
    _due(life, mark)
    return life


def _lead(life: TaskLife, mark: Mark) -> None:
    if mark.about is not None:
        life.leads.append(Lead(unit_id=mark.about, head_post_id=None, since=mark.at))
    life.entries.append(mark)


def _due(life: TaskLife, mark: Mark) -> None:
    if mark.moves_due and (mark.due is not None or life.spell.dues):
        life.spell.dues.append((mark.due, mark.counts))


def _accepted(life: TaskLife, mark: Mark) -> None:
    life.stage = "accepted"
    _due(life, mark)


def _returned(life: TaskLife, _: Mark) -> None:
    life.stage = "returned"


def _transferred(life: TaskLife, mark: Mark) -> None:
    life.stage = "assigned"
    _lead(life, mark)
    _due(life, mark)


def _amended(life: TaskLife, mark: Mark) -> None:
    assert mark.words is not None, "an amendment has words"
    code = life.words.code
    life.words = Words(
        code=code, title=mark.words.title, weight=mark.words.weight, kind=mark.words.kind
    )
    _due(life, mark)


def _triggered(life: TaskLife, mark: Mark) -> None:
    life.is_triggered = True
    _due(life, mark)


def _recalculated(life: TaskLife, mark: Mark) -> None:
    spell = life.spell
    spell.dues = [(mark.due if due == mark.former else due, counts) for due, counts in spell.dues]


def _limit_moved(life: TaskLife, mark: Mark) -> None:
    if mark.word == "reply" and mark.ref in life.asked and mark.to_on is not None:
        life.asked[mark.ref].last_on = mark.to_on


def _suspended(life: TaskLife, mark: Mark) -> None:
    life.was, life.stage, life.stopped = life.stage, "suspended", mark


def _resumed(life: TaskLife, mark: Mark) -> None:
    stopped, due = life.stopped, life.spell.due
    assert stopped is not None, "only a suspended task is resumed"
    life.pauses.append(Pause(suspended_on=stopped.on, resumed_on=mark.on))
    life.stage, life.stopped = life.was, None
    life.entries.append(mark)
    if mark.due is not None:
        # T8: suspended when already late, the due stays
        in_time = due is None or stopped.on <= due.last_on
        life.spell.dues.append((mark.due, in_time))


def _submitted(life: TaskLife, mark: Mark) -> None:
    life.stage = "submitted"
    life.spell.handed.append(Handed(mark=mark))
    life.entries.append(mark)


def _sent_back(life: TaskLife, mark: Mark) -> None:
    life.stage = "accepted"
    for handed in life.spell.handed:
        if handed.mark.ref == mark.ref:
            handed.sent_back = mark
    life.entries.append(mark)


def _confirmed(life: TaskLife, mark: Mark) -> None:
    life.stage, life.ended = "confirmed", mark
    life.spell.verdict, life.spell.quality = mark, mark.word


def _corrected(life: TaskLife, mark: Mark) -> None:
    if mark.word and life.spell.verdict is not None:
        life.spell.quality = mark.word


def _reopened(life: TaskLife, mark: Mark) -> None:
    life.stage, life.ended = "accepted", None
    life.spells.append(Spell(no=mark.spell))
    life.entries.append(mark)
    _due(life, mark)


def _ended(stage: str) -> Callable[[TaskLife, Mark], None]:
    def end(life: TaskLife, mark: Mark) -> None:
        life.stage, life.ended = stage, mark
        life.stopped = None

    return end


def _explained(life: TaskLife, mark: Mark) -> None:
    life.explained.append(Explained(mark=mark, spell=life.spell.no))


def _judged(life: TaskLife, mark: Mark) -> None:
    for explained in life.explained:
        if explained.mark.ref == mark.ref:
            explained.judged = mark


def _cooperation_asked(life: TaskLife, mark: Mark) -> None:
    assert mark.ref is not None
    assert mark.about is not None
    assert mark.due is not None
    life.asked[mark.ref] = Asked(mark=mark, unit_id=mark.about, last_on=mark.due.last_on)


def _cooperation_settled(life: TaskLife, mark: Mark) -> None:
    if mark.ref in life.asked:
        life.asked[mark.ref].settled = mark


def _cooperation_moved(life: TaskLife, mark: Mark) -> None:
    if mark.ref in life.asked and mark.about is not None:
        life.asked[mark.ref].unit_id = mark.about


def _progress(life: TaskLife, mark: Mark) -> None:
    life.entries.append(mark)


STEPS: dict[str, Callable[[TaskLife, Mark], None]] = {
    "task.accepted": _accepted,
    "task.deemed_accepted": _accepted,
    "task.returned": _returned,
    "task.lead_transferred": _transferred,
    "task.amended": _amended,
    "task.extension_approved": _due,
    "task.trigger_recorded": _triggered,
    "task.deadline_recalculated": _recalculated,
    "task.limit_recalculated": _limit_moved,
    "task.suspended": _suspended,
    "task.resumed": _resumed,
    "task.result_submitted": _submitted,
    "task.result_sent_back": _sent_back,
    "task.completion_confirmed": _confirmed,
    "task.entry_corrected": _corrected,
    "task.reopened": _reopened,
    "task.withdrawn": _ended("withdrawn"),
    "task.filed": _ended("filed"),
    "task.standing_closed": _ended("confirmed"),
    "task.delay_explained": _explained,
    "task.cause_confirmed": _judged,
    "task.cause_rejected": _judged,
    "task.cooperation_requested": _cooperation_asked,
    "task.cooperation_answered": _cooperation_settled,
    "task.cooperation_declined": _cooperation_settled,
    "task.cooperation_withdrawn": _cooperation_settled,
    "task.cooperation_moved": _cooperation_moved,
    "task.progress_reported": _progress,
    "task.period_reported": _progress,
}
