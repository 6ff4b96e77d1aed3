"""A rule set as data: criteria tree, gates, bands, extras; nothing of it is code.

Points are decimals written as text (`"12.5"`), read by `domain.points`. Formulas are text in the
Common Expression Language over the quantities (`k1.completed`, `k2.due`, `w.assigned` …); they are
checked and worked out outside the domain, which only keeps them and their results.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from domain.values import Value

Level = Literal["excellent", "good", "completed", "not_completed"]
LEVELS: tuple[Level, ...] = ("excellent", "good", "completed", "not_completed")
"""Best first."""
Rates = Literal["unit", "head", "staff", "ward"]
"""`ward`: all units together, with the leadership as the one rated."""
Confidence = Literal["confirmed", "likely", "proposed"]
"""How sure the source is: C, H or C2, D of the domain notes."""
WayOfScoring = Literal["automatic", "manual", "group"]


class Criterion(Value, frozen=True, kw_only=True):
    """A line of the tree; a group sums its children, whose `parent` is its key."""

    key: str
    text: str
    text_en: str = ""
    parent: str = ""
    weight: str
    """Most points; a group's weight is the sum of its children's."""
    way: WayOfScoring
    formula: str = ""
    """Points of an automatic criterion; the result is held between 0 and the weight."""
    rule_vi: str = ""
    rule_en: str = ""
    """The rule in words, shown beside every point."""
    evidence: str = ""
    """What has to be shown for a manual criterion."""
    applies_to: tuple[str, ...] = ()
    """Codes of units; empty for all. What does not apply leaves the points applicable."""
    applies_if: str = ""
    """A formula that says whether there was anything to be judged, e.g. `k2.due > 0`."""
    entry_max: str = ""
    """For a manual criterion that carries no points itself (weight 0): the most that may be
    entered. Formulas read the entry as `given.<key>`, so that a mean of counted and judged parts
    is rounded once."""


class Gate(Value, frozen=True, kw_only=True):
    """A condition that caps the level whatever the points (e.g. everything on time for `good`)."""

    key: str
    text: str
    text_en: str = ""
    formula: str
    """True when the condition is met."""
    caps_at: Level
    """Best level that may be proposed while it is not met."""
    is_on: bool = True
    rule_vi: str = ""
    rule_en: str = ""
    """The condition in words; `text` is its short name, as in "chưa đạt điều kiện tiến độ"."""


class Band(Value, frozen=True, kw_only=True):
    """A level and the points from which it may be proposed."""

    level: Level
    from_points: str


class Extra(Value, frozen=True, kw_only=True):
    """A bonus or a penalty beside the hundred points; `formula` gives points with their sign."""

    key: str
    text: str
    text_en: str = ""
    formula: str
    rule_vi: str = ""
    rule_en: str = ""


class Rules(Value, frozen=True, kw_only=True):
    """The content of one version of a rule set; hashed over its canonical JSON."""

    name: str
    name_en: str = ""
    rates: Rates = "unit"
    criteria: tuple[Criterion, ...]
    gates: tuple[Gate, ...] = ()
    bands: tuple[Band, ...]
    extras: tuple[Extra, ...] = ()
    bonus_max: str = "0"
    penalty_max: str = "0"
    """As a positive number of points."""
    scale_to_applicable: bool = False
    """Index = reached / applicable × 100 instead of the plain sum."""
    valid_from_on: date
    valid_until_on: date | None = None
    confidence: Confidence
    source: str = ""
    """Decision or decree the rules were taken from."""
