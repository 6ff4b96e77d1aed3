"""What a token may open: reading, the acts of one slice, files for them, one's own account."""

from __future__ import annotations

READ = "read"
ACCOUNT = "account"
ADMIN = "accounts"
"""Accounts of others: only of use to a technical administrator."""
ACT = "act:"
"""Followed by the name of a slice."""


def act(slice_name: str) -> str:
    """The scope for the acts of a slice."""
    return f"{ACT}{slice_name}"


def is_enough(given: frozenset[str], needed: str) -> bool:
    """Whether a token's scopes cover what is needed; `act:` alone means the acts of any slice."""
    if needed == ACT:
        return any(scope.startswith(ACT) for scope in given)
    return needed in given
