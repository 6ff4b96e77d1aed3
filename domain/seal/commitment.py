"""The commitment of a sealed value: HMAC-SHA-256 over canonical JSON, keyed by a salt."""

from __future__ import annotations

import hashlib
import hmac
from typing import Any

import msgspec

PREFIX = b"soviec-seal/v1\n"
SALT_BYTES = 32


def canonical(value: Any) -> str:
    """Canonical JSON: keys sorted, no spaces, UTF-8, defaults left out."""
    return msgspec.json.encode(value, order="sorted").decode()


def commit(salt: bytes, text: str) -> str:
    """The commitment of a canonical text, in hexadecimal."""
    return hmac.new(salt, PREFIX + text.encode(), hashlib.sha256).hexdigest()


def fits(commitment: str, salt: bytes, text: str) -> bool:
    """Whether a published text and salt are what was committed to."""
    return hmac.compare_digest(commitment, commit(salt, text))
