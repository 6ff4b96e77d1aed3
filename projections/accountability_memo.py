"""Lines that were worked out a moment ago, kept while nothing that they are made of has changed.

A dossier, its columns of former periods and every sheet of a round ask for the same lines. They are
a pure function of the records, the period, the place in the log and the ward; the key is made of
exactly these, so what is kept cannot say anything else than what would be worked out anew.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from hashlib import blake2b

from domain.accountability.fact_line import FactLine, Period
from domain.ward import Ward

KEPT_MOST = 48
Lines = tuple[FactLine, ...]
Key = tuple[bytes, Period, int | None, int]


class AccountabilityMemo:
    """The lines that were asked for last."""

    def __init__(self, most: int = KEPT_MOST) -> None:
        self._most = most
        self._kept: OrderedDict[Key, tuple[Ward, Lines]] = OrderedDict()

    def lines(
        self,
        texts: Sequence[str],
        period: Period,
        known_at: int | None,
        ward: Ward,
        work_out: Callable[[], Lines],
    ) -> Lines:
        """The lines of these stored records; worked out where they are not kept."""
        key = (_digest(texts), period, known_at, id(ward))
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
            return found[1]
        lines = work_out()
        self._kept[key] = (ward, lines)  # the ward is held, so its id stays its own
        if len(self._kept) > self._most:
            self._kept.popitem(last=False)
        return lines


def _digest(texts: Sequence[str]) -> bytes:
    digest = blake2b(digest_size=16)
    for text in texts:
        digest.update(text.encode())
        digest.update(b"\n")
    return digest.digest()
