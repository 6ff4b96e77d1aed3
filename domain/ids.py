"""Identities: new ones are time-ordered and made at the border, derived ones are names hashed.

A derived id turns "twice" into "once": the same parts give the same stream, and version 1 of a
stream can be written only one time.
"""

from __future__ import annotations

import secrets
from datetime import datetime
from uuid import UUID, uuid5

NAMESPACE = UUID("5a5b1f0e-7c1d-5a57-9d0e-50f1ec000001")

ORGANISATION: UUID = uuid5(NAMESPACE, "organisation")
"""The stream that holds units, posts, persons, terms, delegations, calendars and limits."""


def derived(word: str, *parts: object) -> UUID:
    """The id named by `word:part/part/…`, for example `occurrence:<series>/2025-Q3`."""
    return uuid5(NAMESPACE, f"{word}:{'/'.join(str(part) for part in parts)}")


def new_id(at: datetime, randomness: bytes | None = None) -> UUID:
    """A version 7 UUID for the given instant (RFC 9562): sorts by time of making."""
    millis = int(at.timestamp() * 1000)
    rest = int.from_bytes(randomness or secrets.token_bytes(10), "big")
    value = (millis & 0xFFFF_FFFF_FFFF) << 80 | rest & ((1 << 80) - 1)
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return UUID(int=value)


def unit_id(code: str) -> UUID:
    """Units keep their id through renaming, so it hangs on the code they were founded with."""
    return derived("unit", code)


def claim(kind: str, *parts: object) -> UUID:
    """The stream whose version 1 says that something unique is taken."""
    return derived(f"claim:{kind}", *parts)


def register(series: str, year: int) -> UUID:
    """The stream that hands out the numbers of one series in one year."""
    return derived("register", series, year)
