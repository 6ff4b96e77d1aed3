"""Which slice of the domain a command belongs to: its decision and its memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, get_args

import msgspec

from domain.checklist import commands as checklist_commands
from domain.checklist.decide import decide as decide_checklist
from domain.checklist.state import evolve as evolve_checklist
from domain.evaluation import commands as evaluation_commands
from domain.evaluation.events import RoundOpened, RuleSetEvent, SheetEvent
from domain.evaluation.round.decide import decide as decide_round
from domain.evaluation.round.state import evolve as evolve_round
from domain.evaluation.rule_set.decide import decide as decide_rule_set
from domain.evaluation.rule_set.state import evolve as evolve_rule_set
from domain.evaluation.sheet.decide import decide as decide_sheet
from domain.evaluation.sheet.evolving import evolve as evolve_sheet
from domain.fact import Command, Event, Recorded
from domain.figures import commands as figures_commands
from domain.figures.decide import decide as decide_figures
from domain.figures.decide_index import decide as decide_index
from domain.figures.state import evolve as evolve_figures
from domain.figures.state import evolve_index
from domain.finding import commands as finding_commands
from domain.finding.decide import decide as decide_finding
from domain.finding.state import evolve as evolve_finding
from domain.inspection import commands as inspection_commands
from domain.inspection.decide import decide as decide_inspection
from domain.inspection.decide.programmes import decide as decide_programme
from domain.inspection.evolving import evolve as evolve_inspection
from domain.inspection.programme import evolve as evolve_programme
from domain.org import commands as org_commands
from domain.org.decide import decide as decide_org
from domain.org.state import evolve as evolve_org
from domain.plan import commands as plan_commands
from domain.plan.decide import decide as decide_plan
from domain.plan.state import evolve as evolve_plan
from domain.seal import commands as seal_commands
from domain.seal.decide import decide as decide_seal
from domain.seal.state import evolve as evolve_seal
from domain.task import commands as task_commands
from domain.task.decide import decide as decide_task
from domain.task.state import evolve as evolve_task
from service.seal_opening import decide as decide_opening


class Slice(msgspec.Struct, frozen=True):
    """One life: `decide(command, state, moment, ward)` and `evolve(state, event, meta)`."""

    name: str
    decide: Callable[..., list[Any]]
    evolve: Callable[..., Any]
    kinds: tuple[type[Event], ...] = ()
    """Its events, where several kinds of things share a first word."""

    def holds(self, event: Event) -> bool:
        """Whether an event belongs to a life of this kind: ids of other things are sent as well."""
        if self.kinds:
            return isinstance(event, self.kinds)
        return event.stored_name.partition(".")[0] == self.name

    def fold(self, history: Iterable[Recorded], state: Any = None) -> Any:
        """What the slice remembers after these events."""
        for recorded in history:
            state = self.evolve(state, recorded.event, recorded.meta)
        return state


ORG = Slice("org", decide_org, evolve_org)
PLAN = Slice("plan", decide_plan, evolve_plan)
TASK = Slice("task", decide_task, evolve_task)
CHECKLIST = Slice("checklist", decide_checklist, evolve_checklist)
PROGRAMME = Slice("inspection", decide_programme, evolve_programme)
INSPECTION = Slice("inspection", decide_inspection, evolve_inspection)
FINDING = Slice("finding", decide_finding, evolve_finding)
FIGURES = Slice("evaluation", decide_figures, evolve_figures)
INDEX = Slice("evaluation", decide_index, evolve_index)
RULE_SET = Slice("evaluation", decide_rule_set, evolve_rule_set, get_args(RuleSetEvent))
ROUND = Slice("evaluation", decide_round, evolve_round, (RoundOpened,))
SHEET = Slice("evaluation", decide_sheet, evolve_sheet, get_args(SheetEvent))
SEAL = Slice("seal", decide_seal, evolve_seal)
OPENING = Slice("seal", decide_opening, evolve_seal)
"""Of the same streams: an opened order begins an inspection in the same append."""

SLICE_OF: dict[type[Command], Slice] = {
    **dict.fromkeys(org_commands.ALL_COMMANDS, ORG),
    **dict.fromkeys(plan_commands.ALL_COMMANDS, PLAN),
    **dict.fromkeys(task_commands.ALL_COMMANDS, TASK),
    **dict.fromkeys(checklist_commands.ALL_COMMANDS, CHECKLIST),
    **dict.fromkeys(inspection_commands.PROGRAMME_COMMANDS, PROGRAMME),
    **dict.fromkeys(inspection_commands.INSPECTION_COMMANDS, INSPECTION),
    **dict.fromkeys(finding_commands.ALL_COMMANDS, FINDING),
    **dict.fromkeys(figures_commands.FIGURES_COMMANDS, FIGURES),
    **dict.fromkeys(figures_commands.INDEX_COMMANDS, INDEX),
    **dict.fromkeys(evaluation_commands.RULE_SET_COMMANDS, RULE_SET),
    **dict.fromkeys(evaluation_commands.ROUND_COMMANDS, ROUND),
    **dict.fromkeys(evaluation_commands.SHEET_COMMANDS, SHEET),
    **dict.fromkeys(seal_commands.ALL_COMMANDS, SEAL),
    seal_commands.OpenSealedOrder: OPENING,
}
