"""What stands in frozen minutes: before that a finding is its team's draft and counts for nobody.

Dossiers, figures, scores, proofs of a freeze and trials are all made of lines, so the rule stands
where lines are made (decision 0022).
"""

from __future__ import annotations

from collections.abc import Mapping

from domain.accountability.fact_line import SubjectKind
from domain.accountability.marks import Mark, Record

FREEZING: Mapping[SubjectKind, frozenset[str]] = {
    "finding": frozenset(("finding.delivered", "finding.earlier_entered")),
    "inspection": frozenset(("inspection.minutes_signed", "inspection.signature_refused")),
}
"""Findings are delivered by the freezing; one from paper comes with the conclusion it stood in."""


def is_in_minutes(record: Record, known_at: int | None) -> bool:
    """Whether the minutes were frozen, as known at a place of the log; tasks have none.

    The cut does not matter: a finding counts on the day it was recorded, and one whose minutes
    were frozen after the cut would otherwise count in no period at all.
    """
    freezing = FREEZING.get(record.kind)
    return freezing is None or any(
        _freezes(mark, freezing)
        for mark in record.marks
        if known_at is None or mark.position <= known_at
    )


def _freezes(mark: Mark, names: frozenset[str]) -> bool:
    return mark.name in names and mark.counts
