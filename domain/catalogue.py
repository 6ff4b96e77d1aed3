"""Every stored name, its type and its upcasters; nothing else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, get_args

from domain.checklist.events import ChecklistEvent
from domain.claims import ClaimEvent
from domain.evaluation.events import EvaluationEvent
from domain.fact import Event
from domain.figures.events import OutsideEvent
from domain.finding.events import FindingEvent
from domain.inspection.events import InspectionEvent, ProgrammeEvent
from domain.org.events import OrgEvent
from domain.plan.events import PlanEvent
from domain.seal.events import SealEvent
from domain.task.events import TaskEvent

CATALOGUE: dict[str, type[Event]] = {
    kind.stored_name: kind
    for union in (
        ClaimEvent,
        OrgEvent,
        PlanEvent,
        TaskEvent,
        ChecklistEvent,
        ProgrammeEvent,
        InspectionEvent,
        FindingEvent,
        SealEvent,
        OutsideEvent,
        EvaluationEvent,
    )
    for kind in get_args(union)
}

UPCASTERS: dict[tuple[str, int], Callable[[dict[str, Any]], dict[str, Any]]] = {}
"""(stored name, shape) → function that lifts the data by one shape; see docs/how-to."""
