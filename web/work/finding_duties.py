"""What findings ask of head, leader, verifier and chair, from the receipt to the verified fix."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from uuid import UUID

import msgspec

from projections.database import Pool
from projections.finding_query import FindingLine, Wanted, lines
from projections.inspection_query import Reader, inspections
from projections.inspection_register import InspectionRow
from projections.inspections_past import every_inspection_then, findings_then
from projections.time_class_sql import Days
from service.offices import Office
from service.prepared_forms import PreparedForm, prepared_in
from service.roles import roles_of_post
from web.session import Visit
from web.texts import say
from web.wording import day
from web.work.inspection_duties import Holder
from web.work.limits import limit_told
from web.work.rows import WorkRow, clipped

ANSWER = "answer"
ANSWERABLE = ("delivered", "acknowledged")
EVERYTHING = Reader(sees_all=True)


class Ask(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that a finding asks of somebody."""

    kind: str
    act: str = ""
    limit_on: date | None = None
    list: str = "do"


async def finding_duties(
    pool: Pool, visit: Visit, offices: Sequence[Office], days: Days
) -> list[WorkRow]:
    """Rows of open findings alone, today or as they stood; a past day knows no drafts."""
    holder = Holder.of(visit, offices)
    clerk_of = frozenset(
        post.unit_id for post in visit.posts if "L" in roles_of_post(post, visit.today)
    )
    found = await _open_lines(pool, days.known_at)
    around: dict[UUID | None, InspectionRow] = {}
    if found:
        every = await _every_inspection(pool, days.known_at)
        around = {row.inspection_id: row for row in every}
    drafts = await _drafts(pool, visit, holder) if days.known_at is None else {}
    rows: list[WorkRow] = []
    for line in found:
        it, draft = around.get(line.inspection_id), drafts.get(line.finding_id)
        if it is not None:
            of_draft = [*_of_draft(line, draft, visit, holder)]
            asked = asks(line, it, holder, clerk_of)
            found_asks = [ask for ask in asked if not of_draft or ask.kind != "answer"] + of_draft
            rows += [_row(line, ask, visit, days, draft) for ask in found_asks]
    return rows


async def _open_lines(pool: Pool, known_at: int | None) -> list[FindingLine]:
    wanted = Wanted(is_open=True, limit=5000)
    if known_at is None:
        return await lines(pool, wanted)
    return await findings_then(pool, wanted, known_at)


async def _every_inspection(pool: Pool, known_at: int | None) -> list[InspectionRow]:
    if known_at is None:
        return await inspections(pool, EVERYTHING)
    return await every_inspection_then(pool, known_at)


async def _drafts(pool: Pool, visit: Visit, holder: Holder) -> dict[UUID, PreparedForm]:
    """Answers that were prepared in the reader's units; other units never hear of them."""
    units = {*holder.head_of, *(post.unit_id for post in visit.posts)}
    return {each.task_id: each for each in await prepared_in(pool, units) if each.slug == ANSWER}


def _of_draft(
    line: FindingLine, draft: PreparedForm | None, visit: Visit, holder: Holder
) -> Iterator[Ask]:
    """The head reads and sends it; whoever prepared it sees that it waits."""
    if draft is None or draft.unit_id != line.unit_id or line.stage not in ANSWERABLE:
        return
    person_id = visit.user.person_id if visit.user else None
    if line.unit_id in holder.head_of:
        yield Ask(kind="prepared", act=ANSWER, limit_on=line.explain_by, list="decide")
    elif person_id in draft.prepared_by:
        yield Ask(kind="prepared_wait", act=ANSWER, limit_on=line.explain_by, list="wait")


def asks(
    line: FindingLine, it: InspectionRow, holder: Holder, clerk_of: frozenset[UUID]
) -> Iterator[Ask]:
    """Everything a finding asks of this reader now."""
    if line.unit_id in holder.head_of:
        yield from _of_head(line)
    elif line.unit_id in clerk_of and line.stage == "delivered":
        yield Ask(kind="acknowledge", act="acknowledge", limit_on=line.acknowledge_by)
    if it.leader_post in holder.posts:
        yield from _of_leader(line)
    is_team = bool(holder.posts & set(it.team))
    if line.stage == "remedy_reported" and is_team:
        yield Ask(kind="verify", act="verify", limit_on=line.verify_by, list="decide")
    if line.visit_by is not None and is_team:
        yield Ask(kind="follow_up", act="note-follow-up", limit_on=line.visit_by)
    waits_for_chair = line.severity == "breach_sign" and line.acknowledge_by is not None
    if waits_for_chair and holder.is_chair:
        yield Ask(kind="hand_over", act="hand-over", list="decide")


def _of_head(line: FindingLine) -> Iterator[Ask]:
    """Receipt, then the answer; praise asks for the receipt alone."""
    if line.stage == "delivered":
        yield Ask(kind="acknowledge", act="acknowledge", limit_on=line.acknowledge_by)
    if line.stage == "acknowledged" and line.severity != "commendation":
        yield Ask(kind="answer", act="answer", limit_on=line.explain_by)
    if line.stage == "upheld" and line.remedy_by is not None and not line.is_planned:
        yield Ask(kind="plan", act="plan-remediation", limit_on=line.plan_by)


def _of_leader(line: FindingLine) -> Iterator[Ask]:
    if line.asked_until is not None and line.stage in ("delivered", "acknowledged"):
        limit = line.explain_by or line.acknowledge_by
        yield Ask(kind="more_time", act="grant-more-time", limit_on=limit, list="decide")
    if line.stage == "explained":
        yield Ask(kind="assess", limit_on=line.assess_by, list="decide")


def _row(
    line: FindingLine, ask: Ask, visit: Visit, days: Days, draft: PreparedForm | None = None
) -> WorkRow:
    persons = visit.ward.persons
    by = draft.prepared_by if draft is not None else ()
    people = ", ".join(persons[each].full_name for each in by if each in persons)
    language, told = visit.language, limit_told(ask.limit_on, visit, days)
    href = f"/findings/{line.code}"
    unit = visit.ward.units[line.unit_id].name_on(visit.today)
    return WorkRow(
        list=ask.list,
        title=say(language, f"work.finding.title.{ask.kind}", text=clipped(line.description)),
        short=say(language, f"work.finding.short.{ask.kind}"),
        href=href,
        why=say(language, f"work.finding.why.{ask.kind}", code=line.code, unit=unit, people=people),
        origin=say(
            language,
            "work.finding.origin",
            severity=say(language, f"severity.{line.severity}"),
            item=line.item_code or line.item_key,
            recorded=day(line.recorded_on),
        ),
        tag=told.tag,
        when=told.when,
        distance=told.distance,
        limit_on=ask.limit_on,
        act_href=f"{href}/do/{ask.act}" if ask.act else href,
        act_label=say(language, f"work.finding.button.{ask.kind}"),
        act_tail=line.code,
        is_overdue=told.is_overdue,
    )
