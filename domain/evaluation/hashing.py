"""The hash of a version of a rule set: SHA-256 over its content as canonical JSON."""

from __future__ import annotations

import hashlib
from typing import Any

import msgspec

from domain.evaluation.rules import Rules


def canonical(content: Any) -> bytes:
    """JSON with sorted keys, no spaces, UTF-8: the same content gives the same bytes."""
    return msgspec.json.encode(content, order="sorted")


def rules_hash(rules: Rules) -> str:
    """Two versions have one hash only if they say exactly the same."""
    return hashlib.sha256(canonical(rules)).hexdigest()
