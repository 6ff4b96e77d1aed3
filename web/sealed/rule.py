"""The published rules as ten lines of Python, as they stand on the pages."""

from __future__ import annotations

CHECK = """import hashlib, hmac

def commitment(salt: bytes, value: str) -> str:
    return hmac.new(salt, b"soviec-seal/v1\\n" + value.encode(), hashlib.sha256).hexdigest()"""
RULE = """def draw(candidates, seed, commitment, picks):
    left, taken = sorted(candidates), []
    while left and len(taken) < picks:
        text = f"draw/v1\\n{seed}\\n{commitment}\\n{len(taken)}"
        n = int.from_bytes(hashlib.sha256(text.encode()).digest(), "big")
        n %= sum(weight for _, weight in left)
        at = next(i for i in range(len(left)) if sum(w for _, w in left[:i + 1]) > n)
        taken.append(left.pop(at)[0])
    return taken"""
