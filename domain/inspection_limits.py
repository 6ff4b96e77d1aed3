"""The limits of one inspection, copied from the settings of its kind when it is ordered."""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

from domain.values import Value
from domain.ward import Ward

InspectionKind = Literal["scheduled", "surprise", "thematic"]


class Limits(Value, frozen=True, kw_only=True):
    """Working days unless the name of the setting says otherwise; 0 days of notice: no notice."""

    order_before_days: int
    announce_before_days: int
    self_report_before_days: int
    acknowledge_days: int
    explain_days: int
    explain_extension_days: int
    assess_explanation_days: int
    report_days: int
    conclude_days: int
    remedy_plan_days: int
    verify_days: int
    remedy_shortcoming_days: int
    """Calendar days."""
    remedy_serious_days: int
    """Calendar days."""
    repeat_months: int
    verifier_not_recorder: bool
    clock_skew_minutes: int


def limits_of(kind: InspectionKind, ward: Ward, on: date) -> Limits:
    """What applies to an inspection of this kind that is ordered on this day."""
    return msgspec.convert(
        {name: ward.limit(f"{kind}_{name}", on) for name in Limits.__struct_fields__}, Limits
    )
