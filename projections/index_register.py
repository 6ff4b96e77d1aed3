"""What the four named indices came to per year, beside what was aimed at, with every correction."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

import msgspec

from domain.fact import Recorded
from domain.figures import events as e
from domain.figures.indices import IndexKey, index_stream
from domain.values import Doc
from projections.database import Pool, fetch
from projections.read_model import Rows, Table

Word = Literal["recorded", "corrected", "target", "self_assessed"]


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """One act about an index: what it says, who said so and on what ground."""

    word: Word
    value: str | None
    rank: int | None
    out_of: int | None = None
    source: str
    document: Doc | None = None
    reason: str = ""
    person_id: UUID | None = None
    at: datetime
    position: int


class IndexRow(msgspec.Struct, kw_only=True):
    """One index in one year."""

    index: IndexKey
    year: int
    index_id: UUID
    value: str | None = None
    rank: int | None = None
    out_of: int | None = None
    source: str = ""
    target_value: str | None = None
    target_rank: int | None = None
    target_source: str = ""
    own_value: str | None = None
    """What the ward made of itself, by the sheet of this round and unit."""
    own_round: str = ""
    own_unit_id: UUID | None = None
    acts: tuple[Said, ...] = ()
    """Everything that was said, oldest first; nothing is overwritten."""
    position: int


INDEX_REGISTER = Table("index_register", IndexRow, key=("index", "year"))


class IndexRegister:
    """Indices by year."""

    name = "index_register"
    version = 2
    tables: tuple[Table, ...] = (INDEX_REGISTER,)
    topics: frozenset[str] | None = frozenset(
        kind.stored_name
        for kind in (e.IndexRecorded, e.IndexCorrected, e.TargetRecorded, e.IndexSelfAssessed)
    )

    def keys(self, recorded: Recorded) -> Iterable[tuple[Table, tuple[Any, ...]]]:
        """One index in one year."""
        event = recorded.event
        assert isinstance(event, e.IndexEvent), "the only topics"
        yield INDEX_REGISTER, (event.index, event.year)

    def apply(self, recorded: Recorded, rows: Rows) -> None:
        """Fold one event."""
        event = recorded.event
        assert isinstance(event, e.IndexEvent), "the only topics"
        row = rows.get(INDEX_REGISTER, (event.index, event.year))
        if row is not None and row.position >= recorded.position:
            return  # seen already
        rows.put(INDEX_REGISTER, _after(row, event, recorded))


def _after(row: IndexRow | None, event: e.IndexEvent, recorded: Recorded) -> IndexRow:
    row = row or IndexRow(
        index=event.index,
        year=event.year,
        index_id=index_stream(event.index, event.year),
        position=0,
    )
    row.position = recorded.position
    row.acts = (*row.acts, _said(event, recorded))
    if isinstance(event, e.TargetRecorded):
        row.target_value, row.target_rank = event.value, event.rank
        row.target_source = event.source
    elif isinstance(event, e.IndexSelfAssessed):
        row.own_value, row.own_round = event.value, event.round_code
        row.own_unit_id = event.unit_id
    else:
        row.value, row.rank, row.out_of = event.value, event.rank, event.out_of
        row.source = event.source
    return row


def _said(event: e.IndexEvent, recorded: Recorded) -> Said:
    words: dict[type[e.IndexEvent], Word] = {
        e.IndexRecorded: "recorded",
        e.IndexCorrected: "corrected",
        e.TargetRecorded: "target",
        e.IndexSelfAssessed: "self_assessed",
    }
    meta = recorded.meta
    return Said(
        word=words[type(event)],
        value=event.value,
        rank=None if isinstance(event, e.IndexSelfAssessed) else event.rank,
        out_of=event.out_of if isinstance(event, e.IndexRecorded | e.IndexCorrected) else None,
        source=event.round_code if isinstance(event, e.IndexSelfAssessed) else event.source,
        document=meta.document,
        reason=meta.reason or "",
        person_id=meta.actor.person_id,
        at=meta.recorded_at,
        position=recorded.position,
    )


def known_at(row: IndexRow, position: int) -> IndexRow | None:
    """The row as a place in the log knew it; None if nothing was said by then."""
    acts = tuple(act for act in row.acts if act.position <= position)
    if not acts:
        return None
    found = [act for act in acts if act.word in ("recorded", "corrected")]
    aimed = [act for act in acts if act.word == "target"]
    own = [act for act in acts if act.word == "self_assessed"]
    return IndexRow(
        index=row.index,
        year=row.year,
        index_id=row.index_id,
        value=found[-1].value if found else None,
        rank=found[-1].rank if found else None,
        out_of=found[-1].out_of if found else None,
        source=found[-1].source if found else "",
        target_value=aimed[-1].value if aimed else None,
        target_rank=aimed[-1].rank if aimed else None,
        target_source=aimed[-1].source if aimed else "",
        own_value=own[-1].value if own else None,
        own_round=own[-1].source if own else "",
        own_unit_id=row.own_unit_id if own else None,
        acts=acts,
        position=acts[-1].position,
    )


async def indices(pool: Pool, year: int | None = None) -> list[IndexRow]:
    """All of them, or those of a year, the newest year first."""
    names = ", ".join(f'"{name}"' for name in IndexRow.__struct_fields__)
    return await fetch(
        pool,
        IndexRow,
        f"SELECT {names} FROM index_register WHERE %(year)s::bigint IS NULL OR year = %(year)s"
        ' ORDER BY year DESC, "index"',
        {"year": year},
    )
