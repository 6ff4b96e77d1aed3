"""Which acts of a task an accountability history keeps, and what of each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, get_args

from domain.accountability.marks import Mark, Words, bare
from domain.fact import Event, Recorded
from domain.task import events as t
from domain.task.memory import kind_of

Parts = dict[str, Any]


def task_mark(recorded: Recorded) -> Mark | None:
    """The mark of an act; None where it feeds nothing and was entered the day it happened."""
    parts = PARTS.get(type(recorded.event))
    if parts is not None:
        return bare(recorded, **parts(recorded.event, recorded))
    # a gap between happening and recording is an entry of K18 whatever the act was
    has_gap = recorded.meta.recorded_on > recorded.meta.happened_on
    return bare(recorded) if has_gap else None


def _words(content: t.Content, code: str = "") -> Words:
    return Words(
        code=code, title=content.text, weight=content.weight, kind=kind_of(content.deadline)
    )


def _assigned(e: t.Assigned, _: Recorded) -> Parts:
    return {
        "words": _words(e.content, e.code),
        "about": e.content.lead_id,
        "spell": 1,
        "moves_due": True,
        "due": e.due,
    }


def _dated(e: Any, _: Recorded) -> Parts:
    return {"moves_due": e.due is not None, "due": e.due}


def _transferred(e: t.LeadTransferred, _: Recorded) -> Parts:
    return {
        "about": e.to_id,
        "moves_due": e.due is not None,
        "due": e.due,
        "counts": e.counts,
    }


def _amended(e: t.Amended, _: Recorded) -> Parts:
    return {
        "words": _words(e.after),
        "moves_due": e.before.deadline != e.after.deadline,
        "due": e.due,
        "counts": e.counts,
    }


def _extended(e: t.ExtensionApproved, _: Recorded) -> Parts:
    return {
        "ref": e.request_id,
        "moves_due": True,
        "due": e.after,
        "former": e.before,
        "counts": e.counts,
        "days": e.days,
    }


def _submitted(e: t.ResultSubmitted, _: Recorded) -> Parts:
    return {"ref": e.submission_id, "spell": e.spell, "text": e.text}


def _confirmed(e: t.CompletionConfirmed, _: Recorded) -> Parts:
    return {
        "ref": e.submission_id,
        "word": e.quality,
        "days": e.days_late,
        "on_time": e.schedule != "late",
        "text": e.remark,
    }


def _corrected(e: t.EntryCorrected, _: Recorded) -> Parts:
    return {"word": e.should_be if e.field == "quality" else "", "ref": e.event_id}


def _nothing(_: Any, __: Recorded) -> Parts:
    return {}


PARTS: dict[type[Event], Callable[[Any, Recorded], Parts]] = {
    t.Assigned: _assigned,
    t.Accepted: _dated,
    t.DeemedAccepted: _dated,
    t.Returned: lambda e, _: {"word": e.why, "text": e.text},
    t.LeadTransferred: _transferred,
    t.CooperationRequested: lambda e, _: {
        "ref": e.request_id,
        "about": e.unit_id,
        "due": e.reply_by,
        "text": e.question,
    },
    t.CooperationAnswered: lambda e, _: {"ref": e.request_id, "days": e.days_late},
    t.CooperationDeclined: lambda e, _: {"ref": e.request_id, "text": e.why},
    t.CooperationWithdrawn: lambda e, _: {"ref": e.request_id},
    t.CooperationMoved: lambda e, _: {"ref": e.request_id, "about": e.to_id},
    t.ProgressReported: _nothing,
    t.PeriodReported: _nothing,
    t.ExtensionRequested: lambda e, r: {
        "ref": e.request_id,
        "to_on": e.to_on,
        "text": r.meta.reason or "",
    },
    t.ExtensionApproved: _extended,
    t.ExtensionRefused: lambda e, _: {"ref": e.request_id, "text": e.why},
    t.Amended: _amended,
    t.TriggerRecorded: _dated,
    t.DeadlineRecalculated: lambda e, _: {"due": e.after, "former": e.before},
    t.LimitRecalculated: lambda e, _: {"word": e.limit, "ref": e.about, "to_on": e.after},
    t.Suspended: _nothing,
    t.Resumed: _dated,
    t.Urged: lambda e, _: {"days": e.step},
    t.DelayExplained: lambda e, r: {
        "ref": r.meta.event_id,
        "word": e.cause,
        "text": e.text,
    },
    t.CauseConfirmed: lambda e, _: {"ref": e.explained_event, "text": e.why},
    t.CauseRejected: lambda e, _: {"ref": e.explained_event, "text": e.why},
    t.MeasureTaken: lambda e, _: {"word": e.kind},
    t.ResultSubmitted: _submitted,
    t.ResultSentBack: lambda e, _: {"ref": e.submission_id, "text": e.defects},
    t.CompletionConfirmed: _confirmed,
    t.Rated: lambda e, _: {"word": e.points or "", "text": e.remark},
    t.Withdrawn: _nothing,
    t.Reopened: lambda e, _: {"spell": e.spell, "moves_due": True, "due": e.due},
    t.Filed: _nothing,
    t.StandingClosed: _nothing,
    t.EntryCorrected: _corrected,
}
TASK_TOPICS = frozenset(kind.stored_name for kind in get_args(t.TaskEvent))
