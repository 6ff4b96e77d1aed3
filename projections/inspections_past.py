"""Inspections, findings and programmes as they were known at a place in the log.

There are few of them and each has few acts, so a past list is folded from the acts of what is
there now by the very folds that fill the present tables.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from domain.journal import decode
from projections.database import Pool
from projections.finding_query import FindingLine, Wanted
from projections.finding_register import FINDINGS, FindingRegister, FindingRow
from projections.inspection_query import Reader, inspections
from projections.inspection_register import INSPECTIONS, InspectionRegister, InspectionRow
from projections.programme_index import PROGRAMMES, ProgrammeIndex, ProgrammeRow
from projections.read_model import ReadModel, Row, Rows, Table

ACTS = """
SELECT originator_id, originator_version, topic, state, notification_id
FROM soviec.journal_events
WHERE originator_id IN (SELECT {key} FROM {table})
  AND notification_id <= %s AND topic = ANY(%s)
ORDER BY notification_id
"""


async def inspections_then(pool: Pool, reader: Reader, known_at: int) -> list[InspectionRow]:
    """What the reader may see now and would have seen then, as it stood then, by day and code."""
    now = {row.inspection_id for row in await inspections(pool, reader)}
    then = await every_inspection_then(pool, known_at)
    seen = [row for row in then if row.inspection_id in now and may_see(reader, row)]
    return sorted(seen, key=lambda row: (row.visit_on or row.from_on, row.code))


async def every_inspection_then(pool: Pool, known_at: int) -> list[InspectionRow]:
    """Whoever may see them."""
    return await _rows_then(pool, InspectionRegister(), INSPECTIONS, known_at)


async def programmes_then(pool: Pool, known_at: int) -> list[ProgrammeRow]:
    """The shelf of that moment, the latest period first."""
    rows = await _rows_then(pool, ProgrammeIndex(), PROGRAMMES, known_at)
    return sorted(rows, key=lambda row: (-row.period_from.toordinal(), row.code))


async def findings_then(pool: Pool, wanted: Wanted, known_at: int) -> list[FindingLine]:
    """A filtered list as it stood, by the next last day."""
    rows = await _rows_then(pool, FindingRegister(), FINDINGS, known_at)
    counted = {row.finding_id for row in rows if row.stage != "dropped"}
    lines = [
        FindingLine(
            **{name: getattr(row, name) for name in FindingRow.__struct_fields__},
            is_repeated=bool(counted.intersection(row.repeat_of)),
        )
        for row in rows
    ]
    kept = [line for line in lines if _fits(line, wanted)]
    return sorted(kept, key=_by_next_day)[: wanted.limit]


def may_see(reader: Reader, row: InspectionRow) -> bool:
    """The condition of the present query, of a row as it stood."""
    return (
        reader.sees_all
        or bool(set(row.team) & set(reader.posts))
        or row.orderer_post in reader.posts
        or (row.unit_id in reader.units and row.unit_sees_from is not None)
        or (reader.in_ward and row.others_see_from is not None)
        or row.public_from is not None
    )


async def _rows_then(pool: Pool, model: ReadModel, table: Table[Row], known_at: int) -> list[Row]:
    query = ACTS.format(key=table.key[0], table=table.name)
    facts = (known_at, sorted(model.topics or ()))
    async with pool.connection() as connection:
        acts = await (await connection.execute(query.encode(), facts)).fetchall()
    rows = Rows()
    for stream_id, version, topic, state, position in acts:
        model.apply(decode(stream_id, version, topic, bytes(state), position), rows)
    return list(rows.all(table))


def _fits(line: FindingLine, wanted: Wanted) -> bool:
    one_of: tuple[tuple[Any, Sequence[Any] | None], ...] = (
        (line.unit_id, wanted.unit_ids),
        (line.severity, wanted.severities),
        (line.stage, wanted.stages),
    )
    the_one: tuple[tuple[Any, Any], ...] = (
        (line.inspection_id, wanted.inspection_id),
        (line.item_key, wanted.item_key),
        (line.field, wanted.field),
        (line.is_open, wanted.is_open),
        (line.is_repeated, wanted.is_repeated),
    )
    return all(asked is None or value in asked for value, asked in one_of) and all(
        asked is None or value == asked for value, asked in the_one
    )


def _by_next_day(line: FindingLine) -> tuple[bool, object, str]:
    on = line.answering_until or line.verify_by or line.remedy_by
    return (on is None, on or line.recorded_on, line.code)
