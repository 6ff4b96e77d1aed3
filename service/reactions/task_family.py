"""Reads from a task's own stream what its reactions need: its content, its parent, its children."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from domain.fact import Recorded
from domain.task import events as t


def parent_of(history: Sequence[Recorded]) -> UUID | None:
    """The group or task that this one is a part of."""
    for recorded in history:
        if isinstance(recorded.event, t.Assigned):
            return recorded.event.parent_id
    return None


def children_of(history: Sequence[Recorded]) -> dict[UUID, UUID]:
    """Unit → child task of a group, with those that joined later."""
    children: dict[UUID, UUID] = {}
    for recorded in history:
        event = recorded.event
        if isinstance(event, t.GroupAssigned):
            children.update(zip(event.units, event.child_ids, strict=True))
        elif isinstance(event, t.GroupWidened):
            children[event.unit_id] = event.child_id
    return children


def group_content(history: Sequence[Recorded]) -> tuple[t.Content, UUID | None] | None:
    """What a group asks for, and which post decides on it."""
    for recorded in history:
        event = recorded.event
        if isinstance(event, t.GroupAssigned):
            return event.content, event.authority_post_id
    return None


def series_content(
    history: Sequence[Recorded], period: str
) -> tuple[t.SeriesStarted, t.Content] | None:
    """The series and what it asks for in a period, after the revisions that reach it."""
    started: t.SeriesStarted | None = None
    content: t.Content | None = None
    for recorded in history:
        event = recorded.event
        if isinstance(event, t.SeriesStarted):
            started, content = event, event.content
        elif isinstance(event, t.SeriesRevised) and event.from_period <= period:
            content = event.after
    return (started, content) if started and content else None


def outcome_of(history: Sequence[Recorded]) -> str:
    """`confirmed`, `withdrawn`, or `open` while there is something left to do."""
    outcome = "open"
    for recorded in history:
        match recorded.event:
            case t.CompletionConfirmed():
                outcome = "confirmed"
            case t.Withdrawn():
                outcome = "withdrawn"
            case t.Reopened():
                outcome = "open"
    return outcome
