"""Who stands before the permission table in its tests, and the task they ask about."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from domain.ids import derived
from domain.org import commands as org
from domain.task.events import Content
from domain.task.memory import Act, Allocation, Child, Cooperation, Lead, Task
from domain.values import Due
from domain.ward import Ward
from tests.org_story import FROM, entered, person, post, staffed, story, unit
from tests.spec import Story, at

NOW = at("2025-10-01 09:00")
TODAY = date(2025, 10, 1)
REQUEST = derived("request", "cooperation")
ENTRY = derived("entry", "progress")


@cache
def lived() -> Story:
    """The small ward with one post that keeps the register and heads nothing."""
    more = staffed(story(), "keeper", "VP", "officer")
    more = staffed(more, "idle-kt", "KTHTDT", "officer")
    duty = org.GrantDuty(post_id=post("keeper"), duty="register_keeper", from_on=FROM)
    return entered(more, duty)


def ward() -> Ward:
    """The ward that every question is asked in."""
    state = lived().state
    assert isinstance(state, Ward)
    return state


def task(*, allocated: tuple[str, ...] = (), reviewer: str | None = None, **words: Any) -> Task:
    """A task of KTHTDT in field 1, accepted, with a question to SNC."""
    said: dict[str, Any] = {"text": "Rà soát thủ tục.", "field": 1, "source": "plan", **words}
    due = Due(nominal_on=TODAY, last_on=TODAY, calendar_version=0, rule="T3")
    return Task(
        stage="accepted",
        stage_since=NOW,
        content=Content(
            lead_id=unit("KTHTDT"),
            reviewer_post_id=post(reviewer) if reviewer else None,
            **said,
        ),
        leads=(
            Lead(unit_id=unit("VHXH"), head_post_id=post("head-vhxh"), since=at("2025-08-01")),
            Lead(unit_id=unit("KTHTDT"), head_post_id=post("head-kt"), since=at("2025-09-01")),
        ),
        allocations=tuple(
            Allocation(to_post_id=post(key), role="doer", share=None, work="", on=TODAY)
            for key in allocated
        ),
        cooperation=(
            Cooperation(
                request_id=REQUEST,
                unit_id=unit("SNC"),
                asked_at=NOW,
                asked_on=TODAY,
                reply_by=due,
            ),
        ),
        acts=(
            Act(
                event_id=ENTRY,
                event="task.progress_reported",
                people=frozenset({person("clerk-kt")}),
            ),
        ),
    )


def group_of_units(*codes: str) -> Task:
    """A group parent with a child per unit and no lead of its own."""
    return Task(
        stage="assigned",
        stage_since=NOW,
        kind="group",
        content=Content(text="Mọi đơn vị.", field=1, source="plan"),
        children=tuple(
            Child(unit_id=unit(code), child_id=derived("group-child", code)) for code in codes
        ),
    )


def somebody(key: str) -> UUID:
    """The person in a post; `technical` holds none."""
    return person(key)
