"""Lives, commands and the refusals that they meet: the parts of the two tables of refusals."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from msgspec.structs import replace as changed

from domain.fact import Actor
from domain.task import commands as c
from domain.values import Conditional, Deadline, Duration, Link, NoDeadline
from tests import stories as s
from tests.stories import CHAIR, TASK, Life, on

WHEN = "2025-09-10"
DUE = s.fixed("2025-09-30")
HEAD = s.head(s.VHXH)
FINDING = Link(kind="finding", id="PH-01")


def dissolved() -> Life:
    ward = s.ward()
    gone = changed(ward.units[s.SNC], ended_on=on("2025-09-01"), successor_id=s.VHXH)
    return s.nothing(changed(ward, units={**ward.units, s.SNC: gone}))


def working(deadline: Deadline | None = DUE, **more: Any) -> Life:
    return s.accepted(s.VHXH, deadline, "2025-08-18", **more)


def group() -> Life:
    ask = c.AssignGroup(task_id=TASK, content=s.content(None, DUE), units=(s.VP, s.SNC))
    return s.nothing().when("2025-09-08", CHAIR, ask)


def series(**more: Any) -> c.StartSeries:
    facts = {
        "content": s.content(s.VP, None),
        "every": "quarter",
        "first_period": "2025-Q3",
        "last_period": "2026-Q2",
    }
    return c.StartSeries(task_id=TASK, **{**facts, **more})


def opened() -> Life:
    started = s.nothing().when("2025-09-08", CHAIR, series())
    return started.when(
        "2025-09-08", s.CLOCK_ACTOR, c.OpenOccurrence(task_id=TASK, period="2025-Q3")
    )


def ask_unit(unit: UUID, n: int = 7, reply: str | None = None) -> c.RequestCooperation:
    return c.RequestCooperation(
        task_id=TASK,
        request_id=s.request(n),
        unit_id=unit,
        question="Số liệu?",
        reply_on=on(reply) if reply else None,
    )


def answer(n: int = 7) -> c.AnswerCooperation:
    return c.AnswerCooperation(task_id=TASK, request_id=s.request(n), answer="Đây.")


def explained() -> Life:
    say = c.ExplainDelay(task_id=TASK, cause="objective", text="Bão.", remedy="Làm bù.")
    return working().when("2025-10-02", HEAD, say)


def cause(life: Life) -> UUID:
    return life.task.explanations[0].event_id


def remedy() -> Life:
    return working(source="conclusion", links=(FINDING,))


def correct(field: str, should_be: str = "b", event: UUID | None = None) -> Any:
    return lambda life: c.CorrectEntry(
        task_id=TASK,
        event_id=event or life.history[-1].meta.event_id,
        field=field,
        was="a",
        should_be=should_be,
        why="Nhầm.",
    )


@dataclass
class No:
    """A life, a command, and the refusal that it meets."""

    code: str
    life: Callable[[], Life]
    command: Any
    facts: dict[str, Any] | None = None
    actor: Actor = CHAIR
    when: str = WHEN
    more: dict[str, Any] | None = None


CITY = {"source": "city", "city_last_on": on("2025-10-15")}
CONDITION = Conditional(awaits="hướng dẫn", then=Duration(days=20, start="trigger"))
NO_WHY = NoDeadline(why=" ", follow_up_on=on("2025-12-01"))
APPROVE = c.ApproveExtension(task_id=TASK, request_id=s.request())


def check(no: No) -> None:
    """The command is refused with the code and the facts."""
    life = no.life()
    command = no.command(life) if callable(no.command) else no.command
    refused = life.refused(no.when, no.actor, command, no.code, **(no.more or {}))
    for key, value in (no.facts or {}).items():
        assert refused.facts[key] == value, key


def name(no: No) -> str:
    """What the case is called."""
    return f"{no.code}-{type(no.command).__name__}"
