"""The ways in which something could have gone otherwise, each by the counted parts it sets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from domain.values import Value

Direction = Literal["up", "down"]
PartKey = tuple[str, str]
"""Code of a quantity and name of a part."""
LATE_STEP = 25
"""Percent of a product's quantity lost by one late instance (decree 335/2025)."""


class Way(Value, frozen=True, kw_only=True):
    """When a change is possible, and what it sets: part → another part, or a number."""

    kind: str
    direction: Direction
    owed: PartKey
    reached: PartKey | None = None
    sets: Mapping[PartKey, PartKey | int] = {}
    percent: Mapping[PartKey, int] = {}
    only_if: PartKey | None = None


DONE: Mapping[PartKey, PartKey | int] = {
    ("K1", "completed"): ("K1", "due"),
    ("K2", "on_time"): ("K2", "due"),
    ("K3", "overdue"): 0,
    ("K3", "overdue_days"): 0,
    ("K3", "longest_days"): 0,
    ("K4", "late"): 0,
    ("K4", "late_days"): 0,
}
WAYS = (
    Way(
        kind="completed_on_time",
        direction="up",
        owed=("K2", "due"),
        reached=("K1", "completed"),
        sets={
            **DONE,
            ("K9", "confirmed"): ("K1", "due"),
            ("K9", "met_at_first"): ("K1", "due"),
            ("K6", "confirmed"): ("K1", "due"),
            ("K17", "open"): 0,
            ("K17", "stale"): 0,
            ("W", "completed"): ("W", "assigned"),
            ("W", "quality"): ("W", "assigned"),
            ("W", "timely"): ("W", "assigned"),
        },
    ),
    Way(
        kind="on_time",
        direction="up",
        owed=("K2", "due"),
        reached=("K2", "on_time"),
        sets={**DONE, ("W", "timely"): ("W", "completed")},
        only_if=("K1", "completed"),
    ),
    Way(
        kind="met_at_first",
        direction="up",
        owed=("K9", "confirmed"),
        reached=("K9", "met_at_first"),
        sets={
            ("K9", "met_at_first"): ("K9", "confirmed"),
            ("K6", "sent_back"): 0,
            ("W", "quality"): ("W", "completed"),
        },
    ),
    Way(
        kind="cooperated_in_time",
        direction="up",
        owed=("K8", "asked"),
        reached=("K8", "in_time"),
        sets={("K8", "in_time"): ("K8", "asked"), ("K8", "declined"): 0},
    ),
    Way(
        kind="reported_in_time",
        direction="up",
        owed=("K10", "owed"),
        reached=("K10", "in_time"),
        sets={("K10", "in_time"): ("K10", "owed")},
    ),
    Way(
        kind="closed_in_time",
        direction="up",
        owed=("K12", "recorded"),
        reached=("K12", "closed_in_time"),
        sets={
            ("K12", "closed_in_time"): ("K12", "recorded"),
            ("K12", "open_past_due"): 0,
            ("K12", "late"): 0,
        },
    ),
    Way(
        kind="answered_in_time",
        direction="up",
        owed=("K13", "due"),
        reached=("K13", "in_time"),
        sets={("K13", "in_time"): ("K13", "due")},
    ),
    Way(
        kind="kept_up_to_date",
        direction="up",
        owed=("K17", "stale"),
        sets={("K17", "stale"): 0},
    ),
    Way(
        kind="late",
        direction="down",
        owed=("K2", "on_time"),
        reached=("K4", "late"),
        sets={("K2", "on_time"): 0, ("K4", "late"): ("K1", "completed"), ("K4", "late_days"): 1},
        percent={("W", "timely"): 100 - LATE_STEP},
    ),
    Way(
        kind="reported_late",
        direction="down",
        owed=("K10", "in_time"),
        sets={("K10", "in_time"): 0},
    ),
    Way(
        kind="closed_late",
        direction="down",
        owed=("K12", "closed_in_time"),
        reached=("K12", "late"),
        sets={("K12", "closed_in_time"): 0, ("K12", "late"): ("K12", "recorded")},
    ),
)
