"""Every act of a task as a sentence: who, in which office, what, when, why, on which paper."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

import msgspec

from domain.fact import Event, Meta, Recorded
from domain.task import events as t
from domain.values import Evidence
from domain.ward import Ward
from web import wording
from web.tasks import days, naming
from web.tasks.naming import Names
from web.tasks.telling import assigning, timing, working
from web.tasks.telling.said import Change, Past, Said, Tellers, Told
from web.texts import Language

Category = Literal["decision", "deadline", "evidence", "talk", "system"]
Marker = Literal["is-decision", "is-due", "is-clock", ""]

CATEGORIES: tuple[Category, ...] = ("decision", "deadline", "evidence", "talk", "system")
MARKERS: dict[Category, Marker] = {
    "decision": "is-decision",
    "deadline": "is-due",
    "system": "is-clock",
    "evidence": "",
    "talk": "",
}
TELLERS: Tellers = {**assigning.TELLERS, **working.TELLERS, **timing.TELLERS}

DEADLINE_ACTS = (
    t.ExtensionRequested,
    t.ExtensionRequestWithdrawn,
    t.ExtensionApproved,
    t.ExtensionRefused,
    t.TriggerRecorded,
    t.DeadlineRecalculated,
    t.LimitRecalculated,
    t.DelayExplained,
    t.CauseConfirmed,
    t.CauseRejected,
    t.Urged,
    t.ReminderSnoozed,
)
TALK = (
    t.Drafted,
    t.DraftRevised,
    t.DraftDropped,
    t.Accepted,
    t.CooperationRequested,
    t.CooperationAnswered,
    t.CooperationDeclined,
    t.CooperationWithdrawn,
    t.CooperationMoved,
    t.ProgressReported,
    t.PeriodReported,
    t.ObstacleReported,
    t.Linked,
)
EVIDENCE_ACTS = (t.EvidenceAttached, t.ResultSubmitted)
CLOCK_ACTS = (
    t.DeemedAccepted,
    t.OccurrenceOpened,
    t.GroupConcluded,
    t.ReminderSent,
    t.DeadlinePassed,
    t.UrgingPrepared,
    t.Escalated,
)


class Act(msgspec.Struct, frozen=True, kw_only=True):
    """One act as a page shows it; every text is ready in the reader's language."""

    event_id: UUID
    name: str
    number: int
    """Its place in the task's own stream."""
    position: int
    category: Category
    marker: Marker
    sentence: str
    recorded_at: datetime
    happened_at: datetime
    happened: str = ""
    """Said only when it happened at another minute than it was recorded."""
    is_late_entry: bool = False
    more: tuple[str, ...] = ()
    files: tuple[Evidence, ...] = ()
    changes: tuple[Change, ...] = ()
    cause: UUID | None = None
    by_person: UUID | None = None
    corrects: UUID | None = None
    corrected_by: tuple[Act, ...] = ()

    @property
    def when(self) -> str:
        """The day and minute it was recorded."""
        return wording.stamp(self.recorded_at)


def act_sentence(
    recorded: Recorded, ward: Ward, language: Language, past: Past | None = None
) -> Act:
    """The act in words; `past` lets it look back at the question or date it answers."""
    event, meta = recorded.event, recorded.meta
    names = Names(ward, language, meta.happened_on)
    told = Told(names, meta, past or Past.empty())
    said: Said = TELLERS[type(event)](event, told)
    key = f"act.{event.stored_name}{'.' + said.variant if said.variant else ''}"
    sentence = names.say(key, who=_who(event, meta, names), **said.facts)
    return told_act(
        recorded, names, sentence, category_of(event), said, files=files_of(event),
        corrects=event.event_id if isinstance(event, t.EntryCorrected) else None,
    )  # fmt: skip


def told_act(
    recorded: Recorded,
    names: Names,
    sentence: str,
    category: Category,
    said: Said,
    *,
    files: tuple[Evidence, ...] = (),
    corrects: UUID | None = None,
) -> Act:
    """The act with its envelope in words; acts of every stream are told in this shape."""
    meta = recorded.meta
    late = _is_late(meta, names.ward)
    return Act(
        event_id=meta.event_id,
        name=recorded.event.stored_name,
        number=recorded.originator_version,
        position=recorded.position,
        category=category,
        marker=MARKERS[category],
        sentence=_sentence(sentence),
        recorded_at=meta.recorded_at,
        happened_at=meta.happened_at,
        happened=_happened(meta, names, is_late=late),
        is_late_entry=late,
        more=(*_behind(meta, names), *said.more),
        files=files,
        changes=said.changes,
        cause=meta.cause,
        by_person=meta.actor.person_id,
        corrects=corrects,
    )


def acts_of(records: Iterable[Recorded], ward: Ward, language: Language) -> tuple[Act, ...]:
    """All acts in order; a corrected one carries its corrections."""
    past = Past.empty()
    acts: list[Act] = []
    for recorded in records:
        acts.append(act_sentence(recorded, ward, language, past))
        past.remember(recorded)
    return _with_corrections(acts)


def _with_corrections(acts: Sequence[Act]) -> tuple[Act, ...]:
    corrections = [act for act in acts if act.corrects is not None]
    if not corrections:
        return tuple(acts)
    return tuple(
        msgspec.structs.replace(
            act, corrected_by=tuple(c for c in corrections if c.corrects == act.event_id)
        )
        for act in acts
    )


def category_of(event: Event) -> Category:
    """Which question of the reader an act answers."""
    if isinstance(event, CLOCK_ACTS):
        return "system"
    if isinstance(event, DEADLINE_ACTS):
        return "deadline"
    if isinstance(event, EVIDENCE_ACTS):
        return "evidence"
    if isinstance(event, TALK):
        return "evidence" if files_of(event) else "talk"
    return "decision"


def files_of(event: Event) -> tuple[Evidence, ...]:
    """Files that an act brought along."""
    if isinstance(event, t.EvidenceAttached):
        return (event.evidence,)
    if isinstance(event, t.ResultSubmitted):
        return event.products
    return getattr(event, "evidence", ())


def _who(event: Event, meta: Meta, names: Names) -> str:
    """The system acts on somebody's decision where one is named."""
    post = getattr(event, "authority_post_id", None)
    if meta.actor.person_id is None and post is not None:
        return names.say("act.system_for", name=names.holder(post))
    return names.actor(meta.actor)


def _sentence(text: str) -> str:
    """One full stop at the end, none doubled."""
    return text.strip().rstrip(".") + "."


def _is_late(meta: Meta, ward: Ward) -> bool:
    gap = ward.calendar.working_days(meta.happened_on, meta.recorded_on)
    return gap > ward.days("late_entry_days", meta.recorded_on)


def _happened(meta: Meta, names: Names, *, is_late: bool) -> str:
    between = meta.recorded_at - meta.happened_at
    if between < timedelta(minutes=1):
        return ""
    is_same_year = meta.happened_on.year == meta.recorded_on.year
    shape = days.short_instant if is_same_year else wording.stamp
    said = names.say(
        "task.happened_other",
        happened=shape(meta.happened_at),
        gap=days.gap(between, names.language),
    )
    return f"{said} ({names.say('task.late_entry')})" if is_late else said


def _behind(meta: Meta, names: Names) -> tuple[str, ...]:
    """On whose behalf, on which paper, for which reason."""
    lines: list[str] = []
    if meta.actor.delegation_id is not None:
        lines.append(_under_delegation(meta, names))
    if meta.document is not None:
        cited = naming.document(meta.document, names.language)
        key = "act.more.by_order" if meta.actor.capacity == "by_order" else "act.more.document"
        lines.append(names.say(key, document=cited))
    if meta.reason:
        lines.append(names.say("act.more.reason", text=" ".join(meta.reason.split()).rstrip(".")))
    return tuple(lines)


def _under_delegation(meta: Meta, names: Names) -> str:
    actor = meta.actor
    lent = names.ward.delegations.get(actor.delegation_id) if actor.delegation_id else None
    paper = lent.document if lent else None
    number = f"{paper.number}/{paper.notation}".rstrip("/") if paper else naming.UNKNOWN
    return names.say(
        "act.under_delegation",
        name=names.person(actor.on_behalf_of_person),
        number=number,
        date=days.day(lent.until_on if lent else None),
    )
