"""Lines and duties as they were known at a place in the log: what was closed keeps its span.

The present tables hold what reads so now, with the place since when; whatever an act changes goes
into a table of closed versions with the place until when. So a past list is asked for like the
present one and costs as much, however long ago it was and however much has happened since.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from msgspec.structs import asdict, replace

from projections.database import Pool
from projections.duties import DUTIES, DutyRow
from projections.read_model import Rows, Table
from projections.register_row import REGISTER, RegisterRow
from projections.time_class_sql import Days

SPAN = "int8range(known_from, known_until)"


class PastLine(RegisterRow, kw_only=True):
    """A line that read so from `known_from` until just before `known_until`."""

    known_until: int


class PastDuty(DutyRow, kw_only=True):
    """A duty that waited from `known_from` until just before `known_until`."""

    known_until: int


PAST_LINES = Table(
    "task_register_past",
    PastLine,
    key=("task_id", "known_from"),
    indexes=(f"USING gist ({SPAN})",),
    written_once=True,
)
PAST_DUTIES = Table(
    "work_duties_past",
    PastDuty,
    key=("task_id", "key", "known_from"),
    indexes=(f"USING gist ({SPAN})",),
    written_once=True,
)


def put_line(before: RegisterRow | None, row: RegisterRow, rows: Rows) -> None:
    """Write the line an act came to; the former one is kept if it read otherwise."""
    row.known_from = row.position
    if before is not None:
        # an act that changes no word of it, such as a reminder, begins no new version
        as_now = replace(
            before, position=row.position, last_act_at=row.last_act_at, known_from=row.known_from
        )
        if as_now == row:
            row.known_from = before.known_from
        else:
            close_line(before, row.position, rows)
    rows.put(REGISTER, row)


def close_line(before: RegisterRow, until: int, rows: Rows) -> None:
    """The line reads so no longer."""
    if before.known_from < until:
        rows.put(PAST_LINES, PastLine(**asdict(before), known_until=until))


def put_duty(before: DutyRow | None, duty: DutyRow, position: int, rows: Rows) -> None:
    """Write a duty; one that asks for something else by now is kept as it was."""
    duty.known_from = position
    if before is not None:
        if replace(before, known_from=position) == duty:
            duty.known_from = before.known_from
        else:
            close_duty(before, position, rows)
    rows.put(DUTIES, duty)


def close_duty(before: DutyRow, until: int, rows: Rows) -> None:
    """The duty waits no longer."""
    if before.known_from < until:
        rows.put(PAST_DUTIES, PastDuty(**asdict(before), known_until=until))


def lines_at(days: Days, name: str = REGISTER.name) -> str:
    """What to select lines from: the present ones, or those known at a place in the log."""
    return _source(REGISTER, PAST_LINES, days, name)


def duties_at(days: Days, name: str = DUTIES.name) -> str:
    """What to select duties from."""
    return _source(DUTIES, PAST_DUTIES, days, name)


def _source(now: Table, past: Table, days: Days, name: str) -> str:
    if days.known_at is None:
        return f"{now.name} AS {name}"
    names = ", ".join(f'"{column.name}"' for column in now.columns)
    return (
        f"(SELECT {names} FROM {now.name} WHERE known_from <= %(known_at)s"
        f" UNION ALL SELECT {names} FROM {past.name}"
        f" WHERE {SPAN} @> %(known_at)s::bigint) AS {name}"
    )


async def recorded_at(pool: Pool, position: int) -> datetime | None:
    """When the log had come to a place; None before anything was recorded."""
    async with pool.connection() as connection:
        cursor = await connection.execute(
            b"SELECT recorded_at FROM soviec.journal_events WHERE notification_id <= %s"
            b" ORDER BY notification_id DESC LIMIT 1",
            (position,),
        )
        row = await cursor.fetchone()
    return row[0] if row else None


PAST_TABLES: tuple[Table[Any], ...] = (PAST_LINES, PAST_DUTIES)
