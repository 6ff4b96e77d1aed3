"""The rule sets that come with the program, each with its source and how sure that is."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import msgspec

from domain.evaluation.rules import Rules
from domain.values import Value

SLUGS = (
    "ward-2025",
    "nd90-2025-unit",
    "nd90-2025-head",
    "nd335-2026-unit",
    "nd335-2026-head",
    "nd335-2026-staff",
    "ward-index-2025",
)


class ShippedRules(Value, frozen=True, kw_only=True):
    """A rule set as a file of the program; the ward adopts it or changes it first."""

    slug: str
    rules: Rules


@cache
def shipped_rules() -> tuple[ShippedRules, ...]:
    """All of them, the ward's own first."""
    return tuple(ShippedRules(slug=slug, rules=_read(slug)) for slug in SLUGS)


def shipped(slug: str) -> Rules:
    """The rule set of a slug; raises KeyError."""
    return {each.slug: each.rules for each in shipped_rules()}[slug]


def _read(slug: str) -> Rules:
    path = files("service") / "ward_data" / "rule_sets" / f"{slug}.json"
    return msgspec.json.decode(path.read_bytes(), type=Rules)
