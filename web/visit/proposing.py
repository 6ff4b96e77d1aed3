"""Points by the rule of an item: so much off per case, or the share that conformed.

The checklist says its rule in words; where they have one of the known shapes the page proposes a
figure and the inspector stays free to give another.
"""

from __future__ import annotations

import re
from decimal import Decimal

from domain.checklist_item import Item
from domain.inspection.parts import Sample
from domain.points import points, written
from domain.values import Value

_OFF = re.compile(
    r"^trừ (\d+(?:[.,]\d+)?) cho mỗi|[;,] trừ (\d+(?:[.,]\d+)?) cho mỗi", re.IGNORECASE
)
_SHARE = "× tỷ lệ"
_ONE_CASE = re.compile(r"một trường hợp.*: 0 điểm", re.IGNORECASE)


class ScoringRule(Value, frozen=True, kw_only=True):
    """What can be computed from the words of a rule."""

    kind: str = ""
    """off, share, none_left, or nothing."""
    step: str = ""
    """Points lost per case."""


def rule_of(item: Item) -> ScoringRule:
    """The rule in a shape that can be computed; an unknown one is only read."""
    if found := _OFF.search(item.scoring):
        return ScoringRule(
            kind="off", step=written(points((found[1] or found[2]).replace(",", ".")))
        )
    if item.source == "SAMPLE" or _SHARE in item.scoring:
        return ScoringRule(kind="share")
    if _ONE_CASE.search(item.scoring):
        return ScoringRule(kind="none_left")
    return ScoringRule()


def proposed(item: Item, cases: int | None, sample: Sample | None) -> Decimal | None:
    """The figure of the rule; None where too little is known."""
    rule, most = rule_of(item), points(item.max_points)
    if rule.kind == "off" and cases is not None:
        return max(most - points(rule.step) * cases, Decimal(0))
    if rule.kind == "share" and sample is not None and sample.sampled:
        return most * sample.conforming / sample.sampled
    if rule.kind == "none_left":
        return Decimal(0)
    return None
