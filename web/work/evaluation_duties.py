"""What sheets ask of head, appraisers, council and chair, from the self-score to publication."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from uuid import UUID

import msgspec

from domain.evaluation.council import impartial
from projections.database import Pool
from projections.round_index import SheetRow
from projections.round_query import sheets_waiting
from projections.time_class_sql import Days
from service.offices import Office
from web.register.lines import days_to
from web.session import Visit
from web.texts import say
from web.wording import short_day, weekday
from web.work.inspection_duties import Holder
from web.work.rows import WorkRow


class Ask(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that a sheet asks of somebody."""

    kind: str
    limit_on: date | None = None
    list: str = "do"


async def evaluation_duties(
    pool: Pool, visit: Visit, offices: Sequence[Office], days: Days
) -> list[WorkRow]:
    """Rows of today, of sheets that the reader has a part in."""
    holder = Holder.of(visit, offices)
    found = await sheets_waiting(
        pool, units=holder.head_of, posts=holder.posts, everything=holder.is_chair
    )
    return [_row(row, ask, visit, days) for row in found for ask in asks(row, holder, visit)]


def asks(row: SheetRow, holder: Holder, visit: Visit) -> Iterator[Ask]:
    """Everything a sheet asks of this reader now."""
    is_head = row.unit_id in holder.head_of
    if row.stage == "open" and is_head:
        yield Ask(kind="self_score", limit_on=row.self_score_by)
    if _is_to_be_appraised(row, visit.today) and _named(row.appraiser_posts, row, holder, visit):
        yield Ask(kind="appraise", limit_on=row.appraise_by)
    if row.stage == "appraised" and is_head:
        yield Ask(kind="reply", limit_on=row.reply_by, list="decide")
    if row.stage == "replied" and row.decide_by is not None:
        yield from _appeal(row, holder, visit)
    elif _is_voted_on(row) and _named(row.council_posts, row, holder, visit, but=_voted(row)):
        yield Ask(kind="vote", list="decide")
    if not holder.is_chair:
        return
    if row.stage == "voted" and row.is_vote_valid:
        yield Ask(kind="approve", list="decide")
    if row.stage == "approved":
        yield Ask(kind="publish", list="decide")


def _is_to_be_appraised(row: SheetRow, today: date) -> bool:
    """Scored by the unit, or not scored by the end of its limit."""
    return row.stage == "self_scored" or (row.stage == "open" and today > row.self_score_by)


def _is_voted_on(row: SheetRow) -> bool:
    """A ballot is under way, or has to be held again."""
    return row.stage == "replied" or (row.stage == "voted" and row.is_vote_valid is False)


def _voted(row: SheetRow) -> frozenset[UUID]:
    return frozenset(row.voted) if row.stage == "replied" else frozenset()


def _named(
    posts: Sequence[UUID],
    row: SheetRow,
    holder: Holder,
    visit: Visit,
    *,
    but: frozenset[UUID] = frozenset(),
) -> bool:
    """Named in the round, not of the rated unit (SD-9), and not done already."""
    own = [post for post in holder.posts if post in posts and post not in but]
    return bool(impartial(own, row.unit_id, visit.today, visit.ward))


def _appeal(row: SheetRow, holder: Holder, visit: Visit) -> Iterator[Ask]:
    """Whoever may decide it and gave no mark (SD-10)."""
    person = visit.user.person_id if visit.user else None
    decides = holder.is_chair or _named(row.appeal_posts, row, holder, visit)
    if decides and person not in row.appraised_by:
        yield Ask(kind="decide_appeal", limit_on=row.decide_by, list="decide")


def _row(row: SheetRow, ask: Ask, visit: Visit, days: Days) -> WorkRow:
    language, limit = visit.language, ask.limit_on
    unit = visit.ward.units[row.unit_id]
    address = f"/evaluations/{row.round_code}/{unit.code}"
    left = days_to(limit, visit.ward, visit.today) if limit is not None else 0
    key = "due.late" if left < 0 else "due.left" if left else "due.today"
    when = f"{weekday(language, limit)} {short_day(limit)}" if limit else ""
    tag = _class_of(limit, days) if limit is not None else ""
    return WorkRow(
        list=ask.list,
        title=say(language, f"work.evaluation.title.{ask.kind}", unit=unit.name_on(visit.today)),
        short=say(language, f"work.evaluation.short.{ask.kind}"),
        href=address,
        why=say(language, f"work.evaluation.why.{ask.kind}", round=row.round_code),
        origin=say(language, "work.evaluation.origin", round=row.round_code, version=row.version),
        tag=tag,
        when=when[:1].upper() + when[1:],
        distance=say(language, key, days=abs(left)) if limit is not None else "",
        limit_on=limit,
        act_href=address,
        act_label=say(language, f"work.evaluation.button.{ask.kind}"),
        act_tail=f"{row.round_code}, {unit.code}",
        is_overdue=tag == "overdue",
    )


def _class_of(limit: date, days: Days) -> str:
    if limit < days.today:
        return "overdue"
    if limit <= days.today_until:
        return "due_today"
    return "due_soon" if limit <= days.soon_until else "in_time"
