"""Which slice of the domain a command belongs to: its decision and its memory."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from domain.fact import Command, Recorded
from domain.org import commands as org_commands
from domain.org.decide import decide as decide_org
from domain.org.state import evolve as evolve_org
from domain.plan import commands as plan_commands
from domain.plan.decide import decide as decide_plan
from domain.plan.state import evolve as evolve_plan
from domain.task import commands as task_commands
from domain.task.decide import decide as decide_task
from domain.task.state import evolve as evolve_task


class Slice(msgspec.Struct, frozen=True):
    """One life: `decide(command, state, moment, ward)` and `evolve(state, event, meta)`."""

    name: str
    decide: Callable[..., list[Any]]
    evolve: Callable[..., Any]

    def fold(self, history: list[Recorded], state: Any = None) -> Any:
        """What the slice remembers after these events."""
        for recorded in history:
            state = self.evolve(state, recorded.event, recorded.meta)
        return state


ORG = Slice("org", decide_org, evolve_org)
PLAN = Slice("plan", decide_plan, evolve_plan)
TASK = Slice("task", decide_task, evolve_task)

SLICE_OF: dict[type[Command], Slice] = {
    **dict.fromkeys(org_commands.ALL_COMMANDS, ORG),
    **dict.fromkeys(plan_commands.ALL_COMMANDS, PLAN),
    **dict.fromkeys(task_commands.ALL_COMMANDS, TASK),
}
