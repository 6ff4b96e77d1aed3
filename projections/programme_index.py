"""Which programmes of inspections are there, for which period, drafted or in force?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

import msgspec

from domain.fact import Recorded
from domain.inspection import events as e
from domain.inspection.parts import Authorisation, Round
from projections.database import Pool, fetch
from projections.read_model import Rows, Table


class ProgrammeRow(msgspec.Struct, kw_only=True):
    """One programme as it stands."""

    programme_id: UUID
    code: str
    life: str
    version: int = 0
    period_from: date
    period_to: date
    coverage_min: int
    rounds: tuple[Round, ...]
    authorisations: tuple[Authorisation, ...] = ()


PROGRAMMES = Table("programme_index", ProgrammeRow, key=("programme_id",), indexes=("(code)",))
_COLUMNS = ", ".join(ProgrammeRow.__struct_fields__)


class ProgrammeIndex:
    """The shelf of programmes; each itself is folded from its stream when it is opened."""

    name = "programme_index"
    version = 1
    tables = (PROGRAMMES,)
    topics = frozenset(
        kind.stored_name for kind in (e.ProgrammeDrafted, e.ProgrammeApproved, e.ProgrammeAmended)
    )

    def keys(self, recorded: Recorded) -> Iterable[tuple[Table, tuple[Any, ...]]]:
        """A programme's acts touch its own row only."""
        yield PROGRAMMES, (recorded.originator_id,)

    def apply(self, recorded: Recorded, rows: Rows) -> None:
        """Fold one event."""
        event = recorded.event
        if isinstance(event, e.ProgrammeDrafted):
            rows.put(PROGRAMMES, _drafted(event, recorded.originator_id))
            return
        row: ProgrammeRow | None = rows.get(PROGRAMMES, (recorded.originator_id,))
        if row is None or not isinstance(event, e.ProgrammeApproved | e.ProgrammeAmended):
            return
        row.life, row.version, row.rounds = "approved", event.version, event.rounds
        row.coverage_min, row.authorisations = event.coverage_min, event.authorisations
        rows.put(PROGRAMMES, row)


def _drafted(event: e.ProgrammeDrafted, programme_id: UUID) -> ProgrammeRow:
    return ProgrammeRow(
        programme_id=programme_id,
        code=event.code,
        life="drafted",
        period_from=event.period_from,
        period_to=event.period_to,
        coverage_min=event.coverage_min,
        rounds=event.rounds,
        authorisations=event.authorisations,
    )


async def programmes(pool: Pool) -> list[ProgrammeRow]:
    """Every programme, the latest period first."""
    return await fetch(
        pool,
        ProgrammeRow,
        f"SELECT {_COLUMNS} FROM programme_index ORDER BY period_from DESC, code",
        {},
    )
