"""Hashes by which a frozen score is checked: of its rules and of the lines it was made of."""

from __future__ import annotations

import hashlib

from domain.accountability.fact_line import FactLine
from domain.evaluation.hashing import canonical, rules_hash

__all__ = ["inputs_hash", "rules_hash"]

PREFIX = b"soviec-lines/v1\n"


def inputs_hash(unit_code: str, lines: tuple[FactLine, ...]) -> str:
    """SHA-256 over the unit and its lines in their order, as canonical JSON, one per row."""
    digest = hashlib.sha256(PREFIX + unit_code.encode() + b"\n")
    for line in lines:
        digest.update(canonical(line) + b"\n")
    return digest.hexdigest()
