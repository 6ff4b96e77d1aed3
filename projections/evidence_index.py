"""Which acts brought which file? The same octets in two tasks are noticed here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

import msgspec

from domain.fact import Recorded
from domain.task import events as t
from projections.database import Pool, fetch
from projections.read_model import Rows, Table
from projections.task_file import files_of


class EvidenceRow(msgspec.Struct, kw_only=True):
    """One file in one act."""

    sha256: str
    event_id: UUID
    task_id: UUID
    file_name: str
    given_on: date
    position: int


EVIDENCE = Table("evidence_index", EvidenceRow, key=("sha256", "event_id"))

GIVEN = """
SELECT sha256, event_id, task_id, file_name, given_on, position FROM evidence_index
WHERE sha256 = ANY(%(shas)s) AND task_id <> %(task)s ORDER BY position
"""


class EvidenceIndex:
    """Files by their hash, with the acts that brought them."""

    name = "evidence_index"
    version = 1
    tables: tuple[Table, ...] = (EVIDENCE,)
    topics: frozenset[str] | None = frozenset(
        kind.stored_name
        for kind in (
            t.CooperationAnswered,
            t.ProgressReported,
            t.PeriodReported,
            t.EvidenceAttached,
            t.ResultSubmitted,
        )
    )

    def keys(self, recorded: Recorded) -> Iterable[tuple[Table, tuple[Any, ...]]]:
        """One row per file of the act."""
        for file in files_of(recorded):
            yield EVIDENCE, (file.sha256, recorded.meta.event_id)

    def apply(self, recorded: Recorded, rows: Rows) -> None:
        """Fold one event."""
        for file in files_of(recorded):
            row = EvidenceRow(
                sha256=file.sha256,
                event_id=recorded.meta.event_id,
                task_id=recorded.originator_id,
                file_name=file.file_name,
                given_on=recorded.meta.recorded_on,
                position=recorded.position,
            )
            rows.put(EVIDENCE, row)


async def given_elsewhere(pool: Pool, shas: Sequence[str], task_id: UUID) -> dict[str, EvidenceRow]:
    """The first act of another task that brought each of these files."""
    if not shas:
        return {}
    rows = await fetch(pool, EvidenceRow, GIVEN, {"shas": list(shas), "task": task_id})
    found: dict[str, EvidenceRow] = {}
    for row in rows:
        found.setdefault(row.sha256, row)
    return found
