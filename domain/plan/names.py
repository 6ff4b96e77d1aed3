"""Which names of units in a plan mean nobody yet: counted here and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable

from domain.plan.state import Plan
from domain.ward import fold


def names_in_lines(plan: Plan) -> tuple[str, ...]:
    """Names that stand in lines, once per spelling; they are in the way of issuing."""
    leads = (x.lead_text for x in plan.lines if x.lead_id is None and not x.group)
    others = (text for line in plan.lines for text in line.cooperating_text)
    return _once(text for text in (*leads, *others) if text)


def names_in_duties(plan: Plan) -> tuple[str, ...]:
    """Names that stand only in the duties of part V.2, which issuing does not assign."""
    elsewhere = {fold(text) for text in names_in_lines(plan)}
    asked = {fold(text) for text in plan.unknown_units}
    texts = (duty.unit_text for duty in plan.duties if duty.unit_id is None)
    return _once(t for t in texts if fold(t) in asked and fold(t) not in elsewhere)


def unknown_names(plan: Plan) -> tuple[str, ...]:
    """All of them, those in the way first."""
    return (*names_in_lines(plan), *names_in_duties(plan))


def _once(texts: Iterable[str]) -> tuple[str, ...]:
    kept: dict[str, str] = {}
    for text in texts:
        kept.setdefault(fold(text), text)
    return tuple(kept.values())
