"""Limits and defaults that are decided, dated and shown beside the figure they decide."""

from __future__ import annotations

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


DEFAULTS: dict[str, Limit] = {
    "before_is_inclusive": Limit(value=False, unit="bool"),
    "before_rolls": Limit(value=False, unit="bool"),
    "fixed_rolls": Limit(value=True, unit="bool"),
    "due_soon_days": _days(3, most=30),
    "accept_silence_days": _days(2, most=30),
    "late_entry_days": _days(2, most=30),
    "decision_backdate_minutes": Limit(value=15, unit="min", least=0, most=1440),
    "extension_decision_days": _days(2, most=30),
    "direction_days": _days(3, most=30),
    "cooperation_days": _days(3, most=60),
    "review_days": _days(5, most=60),
    "stale_progress_days": _days(15, "cd"),
    "no_deadline_follow_up_max": _days(90, "cd", most=366),
    "standing_report_every": Limit(value="quarter", unit="period"),
    "file_after_confirm_days": _days(30, "cd"),
    "urging_reply_days": _days(2, most=30, owner="office"),
    "remind_before": Limit(value=(10, 5, 2), unit="wd", owner="office"),
    "urging_steps": Limit(value=(3, 8, 13), unit="wd", owner="office"),
    "delegation_max_days": _days(90, "cd", most=366),
    "evidence_max_megabytes": Limit(value=200, unit="MB", owner="office", least=1, most=4096),
}
"""Defaults before any decision; keys and meanings as in `docs/catalogue.md`."""
