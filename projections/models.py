"""All read models, in the order they are fed: a table of contents."""

from __future__ import annotations

from projections.accountability_records import AccountabilityRecords
from projections.checklist_index import ChecklistIndex
from projections.clock_work import ClockWork
from projections.delegation_use import DelegationUse
from projections.evidence_index import EvidenceIndex
from projections.figures_index import FiguresIndex
from projections.finding_register import FindingRegister
from projections.index_register import IndexRegister
from projections.inspection_register import InspectionRegister
from projections.minutes_index import MinutesIndex
from projections.plan_index import PlanIndex
from projections.programme_index import ProgrammeIndex
from projections.read_model import ReadModel
from projections.round_index import RoundIndex
from projections.rule_set_index import RuleSetIndex
from projections.seal_list import SealList
from projections.task_register import TaskRegister

READ_MODELS: tuple[ReadModel, ...] = (
    ClockWork(),
    DelegationUse(),
    PlanIndex(),
    TaskRegister(),
    EvidenceIndex(),
    FindingRegister(),
    SealList(),
    InspectionRegister(),
    MinutesIndex(),
    ProgrammeIndex(),
    ChecklistIndex(),
    AccountabilityRecords(),
    FiguresIndex(),
    IndexRegister(),
    RuleSetIndex(),
    RoundIndex(),
)
