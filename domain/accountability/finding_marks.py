"""Which acts of a finding an accountability history keeps, and what of each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, get_args

from domain.accountability.marks import Mark, Words, bare
from domain.fact import Event, Recorded
from domain.finding import events as f

Parts = dict[str, Any]


def finding_mark(recorded: Recorded) -> Mark | None:
    """The mark of an act; None where it feeds nothing and was entered the day it happened."""
    parts = PARTS.get(type(recorded.event))
    if parts is not None:
        return bare(recorded, **parts(recorded.event))
    has_gap = recorded.meta.recorded_on > recorded.meta.happened_on
    return bare(recorded) if has_gap else None


def _words(e: f.Recorded | f.EarlierEntered) -> Words:
    return Words(code=e.code, title=e.description, kind=e.severity, item=e.item_code)


def _recorded(e: f.Recorded) -> Parts:
    return {"words": _words(e), "about": e.unit_id, "days": len(e.repeat_of)}


def _earlier(e: f.EarlierEntered) -> Parts:
    return {"words": _words(e), "about": e.unit_id, "to_on": e.recorded_on}


def _concluded(e: f.Concluded) -> Parts:
    return {
        "word": "dropped" if e.outcome == "dropped" else e.severity,
        "moves_due": True,
        "due": e.remedy_due,
        "text": e.why,
    }


def _explained(e: f.ExplanationSubmitted) -> Parts:
    return {"word": e.stance, "text": e.text, "on_time": not e.late}


def _returned(e: f.RemediationReturned) -> Parts:
    return {"moves_due": e.due is not None, "due": e.due, "text": e.defects}


def _recalculated(e: f.DeadlineRecalculated) -> Parts:
    return {"word": e.clock, "due": e.after, "former": e.before}


def _nothing(_: Any) -> Parts:
    return {}


PARTS: dict[type[Event], Callable[[Any], Parts]] = {
    f.Recorded: _recorded,
    f.EarlierEntered: _earlier,
    f.Dropped: _nothing,
    f.Delivered: _nothing,
    f.Acknowledged: lambda e: {"on_time": not e.late},
    f.AcknowledgementLapsed: lambda e: {"to_on": e.limit_on},
    f.ExplanationSubmitted: _explained,
    f.ExplanationLapsed: lambda e: {"to_on": e.limit_on},
    f.Concluded: _concluded,
    f.RemediationReported: lambda e: {"ref": e.submission_id},
    f.RemediationVerified: lambda e: {"ref": e.submission_id},
    f.RemediationReturned: _returned,
    f.Closed: lambda e: {"on_time": e.in_time},
    f.Reopened: lambda e: {"moves_due": True, "due": e.due},
    f.HandedOver: lambda e: {"text": e.to_body},
    f.DeadlineRecalculated: _recalculated,
}
FINDING_TOPICS = frozenset(kind.stored_name for kind in get_args(f.FindingEvent))
