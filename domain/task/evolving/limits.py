"""Last days of answers that are waited for, as a later calendar decision leaves them."""

from __future__ import annotations

from typing import Any, assert_never

from msgspec.structs import replace

from domain.task import events as t
from domain.task.memory import Task
from domain.values import Due


def with_moved_limit(task: Task, event: t.LimitRecalculated) -> Task:
    """The task whose answer is now expected by the later day."""
    match event.limit:
        case "acceptance":
            return replace(task, acceptance_limit_on=event.after)
        case "reply":
            return replace(task, cooperation=_moved(task.cooperation, "request_id", event))
        case "review":
            return replace(task, submissions=_moved(task.submissions, "submission_id", event))
        case "direction":
            return replace(task, obstacles=_moved(task.obstacles, "obstacle_id", event))
        case "extension":
            asked = task.request
            return replace(task, request=replace(asked, decide_by=event.after) if asked else None)
        case "urging":
            *earlier, newest = task.urgings
            return replace(task, urgings=(*earlier, _later(newest, event)))
        case _ as unknown:
            assert_never(unknown)


def _moved(waiting: tuple[Any, ...], key: str, event: t.LimitRecalculated) -> tuple[Any, ...]:
    return tuple(
        _later(each, event) if getattr(each, key) == event.about else each for each in waiting
    )


def _later(each: Any, event: t.LimitRecalculated) -> Any:
    """Some limits are kept as a due with its ground, some as a bare day."""
    for name in ("reply_by", "review_by", "direction_by"):
        limit = getattr(each, name, None)
        if isinstance(limit, Due):
            return replace(each, **{name: _due(limit, event)})
        if limit is not None:
            return replace(each, **{name: event.after})
    raise AssertionError(f"{type(each).__name__} waits for no answer")


def _due(limit: Due, event: t.LimitRecalculated) -> Due:
    return replace(limit, last_on=event.after, calendar_version=event.calendar_version)
