"""The draw: a public seed and a frozen list give one result that anybody can compute again."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from itertools import accumulate

Candidate = tuple[str, int]
"""Code of a unit and its weight, at least 1."""


def draw(candidates: Sequence[Candidate], seed: str, commitment: str, picks: int) -> list[str]:
    """Codes in the order they were drawn; rounds count from 0 and drop what was taken.

    n = SHA-256("draw/v1" LF seed LF commitment LF round) as a big-endian integer mod Σ weights;
    taken is the first candidate, by code, whose running sum exceeds n.
    """
    left, taken = sorted(candidates), list[str]()
    while left and len(taken) < picks:
        text = f"draw/v1\n{seed}\n{commitment}\n{len(taken)}"
        number = int.from_bytes(hashlib.sha256(text.encode()).digest(), "big")
        number %= sum(weight for _, weight in left)
        sums = accumulate(weight for _, weight in left)
        code, _ = left.pop(next(i for i, running in enumerate(sums) if running > number))
        taken.append(code)
    return taken
