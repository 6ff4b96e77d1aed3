"""Every slice whose things can be read and acted on through the API; one line each."""

from __future__ import annotations

from web.api.checklist_slice import CHECKLISTS
from web.api.evaluation_slice import ROUNDS, SHEETS
from web.api.figures_slice import FIGURES, INDEX
from web.api.finding_slice import FINDINGS
from web.api.inspection_slice import INSPECTIONS, PROGRAMMES
from web.api.org_slice import ORG
from web.api.plan_slice import PLANS
from web.api.rule_set_slice import RULE_SETS
from web.api.slice import ApiSlice
from web.api.task_slice import TASKS

SLICES: tuple[ApiSlice, ...] = (
    TASKS,
    PLANS,
    ORG,
    INSPECTIONS,
    PROGRAMMES,
    FINDINGS,
    CHECKLISTS,
    FIGURES,
    INDEX,
    ROUNDS,
    SHEETS,
    RULE_SETS,
)
