"""All read models, in the order they are fed: a table of contents."""

from __future__ import annotations

from projections.clock_work import ClockWork
from projections.delegation_use import DelegationUse
from projections.evidence_index import EvidenceIndex
from projections.plan_index import PlanIndex
from projections.read_model import ReadModel
from projections.task_register import TaskRegister

READ_MODELS: tuple[ReadModel, ...] = (
    ClockWork(),
    DelegationUse(),
    PlanIndex(),
    TaskRegister(),
    EvidenceIndex(),
)
