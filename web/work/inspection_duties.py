"""What inspections ask of team, head and leaders, from the declaration to the archive."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Sequence
from datetime import date
from typing import Any
from uuid import UUID

import msgspec

from domain.inspection.state import Inspection
from projections.database import Pool
from projections.finding_query import Wanted, lines
from projections.inspection_file import remembered
from projections.inspection_query import Reader, inspections
from projections.inspection_register import InspectionRow
from projections.inspections_past import findings_then, inspections_then
from projections.time_class_sql import Days
from service.offices import Office
from web.session import Visit
from web.texts import say
from web.wording import day
from web.work.limits import limit_told
from web.work.rows import WorkRow

OVER = ("closed", "cancelled")


class Ask(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that an inspection asks of somebody."""

    kind: str
    href: str
    limit_on: date | None = None
    list: str = "do"


class Holder(msgspec.Struct, frozen=True, kw_only=True):
    """What the reader holds today; places in a team are never lent."""

    posts: frozenset[UUID]
    head_of: frozenset[UUID]
    is_chair: bool

    @classmethod
    def of(cls, visit: Visit, offices: Sequence[Office]) -> Holder:
        """From the own posts and every office the reader acts in."""
        own = [visit.post] if visit.acting_post and visit.post else list(visit.posts)
        return cls(
            posts=frozenset(post.post_id for post in own),
            head_of=frozenset(o.post.unit_id for o in offices if o.post.rank == "head"),
            is_chair=any(o.post.rank == "chair" for o in offices),
        )


async def inspection_duties(
    pool: Pool,
    visit: Visit,
    offices: Sequence[Office],
    days: Days,
    load: Callable[[UUID], Awaitable[Any]],
) -> list[WorkRow]:
    """Today or as they stood; only inspections that the reader is part of are looked at."""
    holder = Holder.of(visit, offices)
    reader = Reader(
        posts=tuple(holder.posts), units=tuple(holder.head_of), sees_all=holder.is_chair
    )
    rows: list[WorkRow] = []
    for row in await _inspections(pool, reader, days.known_at):
        if row.stage in OVER:
            continue
        it = remembered(await load(row.inspection_id)) if row.stage == "minutes_drawn" else None
        is_settled = await _is_settled(pool, row, days.known_at)
        rows += [
            _row(row, ask, visit, days) for ask in asks(row, it, holder, visit, settled=is_settled)
        ]
    return rows


async def _inspections(pool: Pool, reader: Reader, known_at: int | None) -> list[InspectionRow]:
    if known_at is None:
        return await inspections(pool, reader)
    return await inspections_then(pool, reader, known_at)


async def _is_settled(pool: Pool, row: InspectionRow, known_at: int | None) -> bool:
    """Nothing that was found is left open."""
    if row.stage != "concluded":
        return False
    wanted = Wanted(inspection_id=row.inspection_id, is_open=True, limit=1)
    if known_at is None:
        return not await lines(pool, wanted)
    return not await findings_then(pool, wanted, known_at)


def asks(
    row: InspectionRow, it: Inspection | None, holder: Holder, visit: Visit, *, settled: bool
) -> Iterator[Ask]:
    """Everything an inspection asks of this reader now."""
    address = f"/inspections/{row.code}"
    is_leader, is_secretary = row.leader_post in holder.posts, row.secretary_post in holder.posts
    yield from _before_the_visit(row, holder, visit, address)
    if row.stage == "opened" and holder.posts & set(row.team):
        yield Ask(kind="visit", href=f"{address}/visit", limit_on=row.to_on)
    if row.stage == "visit_closed" and is_secretary:
        yield Ask(kind="draw_up", href=f"{address}/minutes")
    if it is not None:
        yield from _signatures(row, it, holder, address)
    if row.stage == "frozen" and is_leader:
        yield Ask(kind="report", href=f"{address}/do/report", limit_on=row.report_by)
    decides = holder.is_chair or row.orderer_post in holder.posts
    if row.stage == "reported" and decides:
        until = row.conclude_by
        yield Ask(kind="conclude", href=f"{address}/do/conclude", limit_on=until, list="decide")
    if settled and is_secretary:
        yield Ask(kind="close", href=f"{address}/do/close")


def _before_the_visit(
    row: InspectionRow, holder: Holder, visit: Visit, address: str
) -> Iterator[Ask]:
    if row.stage not in ("ordered", "announced"):
        return
    first_on = row.visit_on or row.from_on
    if holder.posts & set(row.undeclared):
        yield Ask(kind="declare", href=f"{address}/do/declare-independence", limit_on=first_on)
    if row.stage == "ordered" and row.secretary_post in holder.posts and row.kind != "surprise":
        notice = visit.ward.days(f"{row.kind}_announce_before_days", visit.today)
        until = visit.ward.calendar.before(row.to_on, notice)
        kind = "wait_declared" if row.undeclared else "announce"
        href = address if row.undeclared else f"{address}/do/announce"
        yield Ask(kind=kind, href=href, limit_on=until)
    if row.stage != "announced":
        return
    if row.kind == "scheduled" and row.self_reported_on is None and row.unit_id in holder.head_of:
        href = f"{address}/do/submit-self-report"
        yield Ask(kind="self_report", href=href, limit_on=row.self_report_by)
    if row.leader_post in holder.posts and not row.undeclared:
        yield Ask(kind="open", href=f"{address}/do/open", limit_on=first_on)


def _signatures(row: InspectionRow, it: Inspection, holder: Holder, address: str) -> Iterator[Ask]:
    """Redrawing first, then whoever has not signed; the head has the unit's opinion as well."""
    href = f"{address}/minutes"
    if it.minutes is not None and it.minutes.is_stale:
        if row.secretary_post in holder.posts:
            yield Ask(kind="draw_up", href=href)
        return
    signer = {
        "leader": row.leader_post in holder.posts,
        "secretary": row.secretary_post in holder.posts,
        "head": row.unit_id in holder.head_of,
    }
    if any(signer[role] for role in it.unsigned):
        yield Ask(kind="sign", href=href, list="decide")


def _row(row: InspectionRow, ask: Ask, visit: Visit, days: Days) -> WorkRow:
    language, told = visit.language, limit_told(ask.limit_on, visit, days)
    unit = visit.ward.units[row.unit_id].name_on(visit.today)
    return WorkRow(
        list=ask.list,
        title=say(language, f"work.inspection.title.{ask.kind}", unit=unit),
        short=say(language, f"work.inspection.short.{ask.kind}"),
        href=f"/inspections/{row.code}",
        why=say(language, f"work.inspection.why.{ask.kind}", code=row.code),
        origin=say(
            language,
            "work.inspection.origin",
            kind=say(language, f"inspection.kind.{row.kind}"),
            ordered=day(row.ordered_at),
            from_on=day(row.from_on),
        ),
        tag=told.tag,
        when=told.when,
        distance=told.distance,
        limit_on=ask.limit_on,
        act_href=ask.href,
        act_label=say(language, f"work.inspection.button.{ask.kind}"),
        act_tail=row.code,
        is_overdue=told.is_overdue,
    )
