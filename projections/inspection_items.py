"""One item of an inspection as its file shows it: every answer, what counts, and why."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import cast
from uuid import UUID

from domain.checklist_item import Item
from domain.fact import Device, Recorded
from domain.inspection import events as e
from domain.inspection import scoring
from domain.inspection.parts import Figure
from domain.inspection.state import Inspection
from domain.values import Value


class AnswerLine(Value, frozen=True, kw_only=True):
    """An answer as it was given, with note, files and both times."""

    answer_id: UUID
    act: int
    """Number of the act in the stream."""
    checked: e.ItemChecked
    by_post: UUID | None
    captured_at: datetime
    received_at: datetime
    device: Device | None = None
    skew_noted: bool = False
    """The phone's clock was further off than the limit allows without a word."""


class ItemLine(Value, frozen=True, kw_only=True):
    """An item, everything that was answered, and what counts."""

    item: Item
    answers: tuple[AnswerLine, ...] = ()
    """Every answer, the last one of each inspector included; oldest first."""
    points: str = ""
    """Empty while it is blank or unsettled."""
    applies: bool = True
    is_unsettled: bool = False
    computed: Figure | None = None
    overruled: e.FigureOverruled | None = None
    overruled_because: str = ""
    settled_because: str = ""
    self_points: str = ""


def item_line(item: Item, it: Inspection, records: Sequence[Recorded]) -> ItemLine:
    """Everything that was said of an item by these acts."""
    answers = tuple(
        _answer(r, r.event, it)
        for r in records
        if isinstance(r.event, e.ItemChecked) and r.event.item_key == item.item_key
    )
    counted = scoring.counted(it, item)
    overruled, because = _newest(records, e.FigureOverruled, item.item_key)
    own = [line.points for line in it.self_report or () if line.item_key == item.item_key]
    figures = [each.checked.computed for each in answers if each.checked.computed is not None]
    return ItemLine(
        item=item,
        answers=answers,
        points=counted.points if counted is not None else "",
        applies=counted.applies if counted is not None else True,
        is_unsettled=scoring.is_unsettled(it, item.item_key),
        computed=figures[-1] if figures else getattr(overruled, "computed", None),
        overruled=cast("e.FigureOverruled | None", overruled),
        overruled_because=because,
        settled_because=_newest(records, e.ItemSettled, item.item_key)[1],
        self_points=own[-1] if own else "",
    )


def _answer(recorded: Recorded, event: e.ItemChecked, it: Inspection) -> AnswerLine:
    device = recorded.meta.device
    allowed = it.limits.clock_skew_minutes * 60_000
    return AnswerLine(
        answer_id=event.answer_id,
        act=recorded.originator_version,
        checked=event,
        by_post=event.by_post,
        captured_at=device.captured_at if device is not None else recorded.meta.happened_at,
        received_at=recorded.meta.recorded_at,
        device=device,
        skew_noted=device is not None and abs(device.skew_ms) > allowed,
    )


def _newest(
    records: Sequence[Recorded], kind: type[e.FigureOverruled] | type[e.ItemSettled], key: str
) -> tuple[object | None, str]:
    """The last decision of the leader on an item, and its reason."""
    for recorded in reversed(records):
        if isinstance(recorded.event, kind) and recorded.event.item_key == key:
            return recorded.event, recorded.meta.reason or ""
    return None, ""
