"""Limits and defaults that are decided, dated and shown beside the figure they decide."""

from __future__ import annotations

from datetime import time
from typing import Literal

from domain.values import Value

LimitValue = int | bool | str | tuple[int, ...]
Owner = Literal["chair", "office", "coordinator"]


class Limit(Value, frozen=True, kw_only=True):
    """One setting: its default, its unit, its range and who may adopt another value."""

    value: LimitValue
    unit: str
    owner: Owner = "chair"
    least: int | None = None
    most: int | None = None


def _days(value: int, unit: str = "wd", most: int = 365, owner: Owner = "chair") -> Limit:
    return Limit(value=value, unit=unit, least=0, most=most, owner=owner)


INSPECTION_KINDS = ("scheduled", "surprise", "thematic")


def _per_kind() -> dict[str, Limit]:
    """Limits of an inspection, once per kind; an order keeps the values it was given with."""
    same = {
        "acknowledge_days": _days(2, most=30),
        "explain_days": _days(5, most=60),
        "explain_extension_days": _days(5, most=60),
        "assess_explanation_days": _days(3, most=30),
        "report_days": _days(10, most=90),
        "conclude_days": _days(5, most=60),
        "remedy_plan_days": _days(5, most=60),
        "verify_days": _days(10, most=60),
        "remedy_shortcoming_days": _days(30, "cd"),
        "remedy_serious_days": _days(15, "cd"),
        "repeat_months": Limit(value=12, unit="months", least=1, most=60),
        "verifier_not_recorder": Limit(value=False, unit="bool"),
        "clock_skew_minutes": Limit(value=5, unit="min", least=1, most=1440),
    }
    noticed = {
        "order_before_days": _days(7, most=60),
        "announce_before_days": _days(5, most=60),
        "self_report_before_days": _days(2, most=30),
    }
    sudden = {key: _days(0, most=limit.most or 0) for key, limit in noticed.items()}
    return {
        f"{kind}_{key}": limit
        for kind in INSPECTION_KINDS
        for key, limit in ({**(sudden if kind == "surprise" else noticed), **same}).items()
    }


DEFAULTS: dict[str, Limit] = {
    "before_is_inclusive": Limit(value=False, unit="bool"),
    "before_rolls": Limit(value=False, unit="bool"),
    "fixed_rolls": Limit(value=True, unit="bool"),
    "due_soon_days": _days(3, most=30),
    "accept_silence_days": _days(2, most=30),
    "late_entry_days": _days(2, most=30),
    "decision_backdate_minutes": Limit(value=15, unit="min", least=0, most=1440),
    "extension_decision_days": _days(2, most=30),
    "extensions_max": Limit(value=0, unit="times", least=0, most=20),
    "direction_days": _days(3, most=30),
    "cooperation_days": _days(3, most=60),
    "review_days": _days(5, most=60),
    "stale_progress_days": _days(15, "cd"),
    "no_deadline_follow_up_max": _days(90, "cd", most=366),
    "standing_report_every": Limit(value="quarter", unit="period"),
    "file_after_confirm_days": _days(30, "cd"),
    "urging_reply_days": _days(2, most=30, owner="office"),
    "remind_before": Limit(value=(10, 5, 2), unit="wd", owner="office"),
    "snooze_max": _days(3, most=30, owner="office"),
    "urging_steps": Limit(value=(3, 8, 13), unit="wd", owner="office"),
    "delegation_max_days": _days(90, "cd", most=366),
    "evidence_max_megabytes": Limit(value=200, unit="MB", owner="office", least=1, most=4096),
    "coverage_min": Limit(value=1, unit="times", least=0, most=12),
    "seal_slot_hours": Limit(value="06:30, 12:30", unit="hours"),
    "seal_slots": Limit(value=2, unit="entries", least=1, most=20),
    "seal_life_days": _days(60, "cd", most=200),
    "members_know_before_hours": Limit(value=2, unit="hours", least=0, most=240),
    "surprise_orders_max": Limit(value=2, unit="times", least=0, most=20),
    "self_score_days": _days(5, most=60),
    "appraise_days": _days(5, most=60),
    "reply_days": _days(5, most=60),
    "appeal_days": _days(5, most=60),
    **_per_kind(),
}
"""Defaults before any decision; keys and meanings as in `docs/catalogue.md`.

`extensions_max` counts per spell of work; 0 means that nobody counts.
"""


def hours_of(text: str) -> tuple[time, ...]:
    """Hours of the day as a limit writes them, `06:30, 12:30`; raises ValueError."""
    return tuple(sorted({time.fromisoformat(part.strip()) for part in text.split(",") if part}))
