"""What sheets ask of head, appraisers, council and chair, from the self-score to publication."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from uuid import UUID

import msgspec

from domain.evaluation.council import impartial
from domain.evaluation.rated import own_units, voice_of
from projections.database import Pool
from projections.round_index import SheetRow
from projections.round_query import sheets_waiting
from projections.time_class_sql import Days
from service.offices import Office
from service.prepared_forms import PreparedForm, prepared_in
from web.session import Visit
from web.texts import say
from web.work.inspection_duties import Holder
from web.work.limits import limit_told
from web.work.rows import WorkRow

SELF_SCORE = "self-score"


class Ask(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that a sheet asks of somebody."""

    kind: str
    limit_on: date | None = None
    list: str = "do"
    act: str = ""
    """The form it is done with; the sheet itself without one."""


async def evaluation_duties(
    pool: Pool, visit: Visit, offices: Sequence[Office], days: Days
) -> list[WorkRow]:
    """Rows of today, of sheets that the reader has a part in."""
    holder = Holder.of(visit, offices)
    spoken_for = _spoken_for(holder, visit)
    drafts = await _drafts(pool, visit, spoken_for)
    units = spoken_for | {draft.unit_id for draft in drafts.values()}
    found = await sheets_waiting(pool, units=units, posts=holder.posts, everything=holder.is_chair)
    return [
        _row(row, ask, visit, days, drafts.get(row.sheet_id))
        for row in found
        for ask in asks(row, holder, visit, drafts.get(row.sheet_id))
    ]


async def _drafts(
    pool: Pool, visit: Visit, spoken_for: frozenset[UUID]
) -> dict[UUID, PreparedForm]:
    """Self-scores that were prepared where the reader works or speaks for, by sheet."""
    held = {post.unit_id for post in visit.posts}
    own = {unit for unit in visit.ward.units if own_units(unit, visit.today, visit.ward) & held}
    found = await prepared_in(pool, spoken_for | own)
    return {each.task_id: each for each in found if each.slug == SELF_SCORE}


def asks(
    row: SheetRow, holder: Holder, visit: Visit, draft: PreparedForm | None = None
) -> Iterator[Ask]:
    """Everything a sheet asks of this reader now."""
    is_head = voice_of(row.unit_id, visit.today, visit.ward) in holder.head_of
    if row.stage == "open":
        yield from _self_score(row, draft, visit, is_head=is_head)
    if _is_to_be_appraised(row, visit.today) and _named(row.appraiser_posts, row, holder, visit):
        yield Ask(kind="appraise", limit_on=row.appraise_by)
    if row.stage == "appraised" and is_head:
        yield Ask(kind="reply", limit_on=row.reply_by, list="decide")
    if row.stage == "replied" and row.decide_by is not None:
        yield from _appeal(row, holder, visit)
    elif _is_voted_on(row) and _named(row.council_posts, row, holder, visit, but=_voted(row)):
        yield Ask(kind="vote", list="decide")
    elif row.stage == "replied" and holder.is_chair:
        yield from _count(row, visit)
    if not holder.is_chair:
        return
    if row.stage == "voted" and row.is_vote_valid:
        yield Ask(kind="approve", list="decide")
    if row.stage == "approved":
        yield Ask(kind="publish", list="decide")


def _self_score(
    row: SheetRow, draft: PreparedForm | None, visit: Visit, *, is_head: bool
) -> Iterator[Ask]:
    """The head scores, or reads and sends what was prepared; who prepared it sees it wait."""
    limit, person_id = row.self_score_by, visit.user.person_id if visit.user else None
    if is_head:
        kind = "self_score" if draft is None else "prepared"
        yield Ask(kind=kind, limit_on=limit, act=SELF_SCORE if draft else "")
    elif draft is not None and person_id in draft.prepared_by:
        yield Ask(kind="prepared_wait", limit_on=limit, list="wait", act=SELF_SCORE)


def _count(row: SheetRow, visit: Visit) -> Iterator[Ask]:
    """Nobody has to wait for members who do not vote; with the last vote it counts itself."""
    entitled = impartial(row.council_posts, row.unit_id, visit.today, visit.ward)
    voted = len(set(row.voted) & set(entitled))
    if 0 < voted < len(entitled):
        yield Ask(kind="count", list="decide" if 2 * voted > len(entitled) else "wait", act="count")


def _spoken_for(holder: Holder, visit: Visit) -> frozenset[UUID]:
    """The own unit, and the ward where its office is led."""
    return frozenset(
        unit
        for unit in visit.ward.units
        if voice_of(unit, visit.today, visit.ward) in holder.head_of
    )


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


def _row(
    row: SheetRow, ask: Ask, visit: Visit, days: Days, draft: PreparedForm | None = None
) -> WorkRow:
    persons = visit.ward.persons
    by = draft.prepared_by if draft is not None else ()
    people = ", ".join(persons[each].full_name for each in by if each in persons)
    entitled = impartial(row.council_posts, row.unit_id, visit.today, visit.ward)
    language, told = visit.language, limit_told(ask.limit_on, visit, days)
    unit = visit.ward.units[row.unit_id]
    address = f"/evaluations/{row.round_code}/{unit.code}"
    return WorkRow(
        list=ask.list,
        title=say(language, f"work.evaluation.title.{ask.kind}", unit=unit.name_on(visit.today)),
        short=say(language, f"work.evaluation.short.{ask.kind}"),
        href=address,
        why=say(
            language,
            f"work.evaluation.why.{ask.kind}",
            round=row.round_code,
            people=people,
            voted=len(set(row.voted) & set(entitled)),
            members=len(entitled),
        ),
        origin=say(language, "work.evaluation.origin", round=row.round_code, version=row.version),
        tag=told.tag,
        when=told.when,
        distance=told.distance,
        limit_on=ask.limit_on,
        act_href=f"{address}/do/{ask.act}" if ask.act else address,
        act_label=say(language, f"work.evaluation.button.{ask.kind}"),
        act_tail=f"{row.round_code}, {unit.code}",
        is_overdue=told.is_overdue,
    )
