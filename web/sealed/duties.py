"""What sealed values ask of whoever the vault names: declare, open at the door, publish overdue."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from domain.seal.values import SealedOrder
from projections.time_class_sql import Days
from service.desk import Who
from service.sealed_boxes import KnownSeal
from web.register.lines import days_to
from web.sealed.telling import undeclared
from web.session import Visit
from web.texts import say
from web.wording import capital, day, stamp
from web.work.limits import class_of, day_of
from web.work.rows import WorkRow


async def sealed_duties(sealing: Any, visit: Visit, days: Days) -> list[WorkRow]:
    """Rows of today; the vault is asked for everybody, so that the work tells nothing."""
    if visit.user is None:
        return []
    who = Who(person_id=visit.user.person_id, acting_post=visit.acting_post)
    known: list[KnownSeal] = await sealing.known_to(who)
    return [row for each in known for row in _rows(each, visit, days)]


def _rows(known: KnownSeal, visit: Visit, days: Days) -> Iterator[WorkRow]:
    order = known.content
    if known.is_settled or known.voided_at is not None:
        return
    life_end = known.life_end_on
    if life_end is not None and days.today > life_end and known.role != "member":
        yield _row("publish", known, visit, days, life_end)
    if not isinstance(order, SealedOrder) or days.today > order.to_on:
        return
    own = {post.post_id for post in visit.posts}
    if set(undeclared(known)) & own:
        yield _row("declare", known, visit, days, order.from_on)
    if order.leader in own and known.slot_at is not None and days.today >= order.from_on:
        yield _row("open", known, visit, days, order.to_on)


def _row(slug: str, known: KnownSeal, visit: Visit, days: Days, limit: date) -> WorkRow:
    language = visit.language
    address = f"/sealed/{known.seal_id}"
    left = (limit - days.today).days
    key = "due.left" if left > 0 else "due.late" if left < 0 else "due.today"
    working = abs(days_to(limit, visit.ward, days.today))
    return WorkRow(
        list="do",
        title=say(language, f"sealed.work.title.{slug}", unit=_unit(known, visit)),
        short=say(language, f"sealed.work.short.{slug}"),
        href=address,
        why=say(language, f"sealed.work.why.{slug}"),
        origin=_origin(known, visit),
        tag=class_of(limit, days),
        when=capital(day_of(limit, language)),
        distance=say(language, key, days=working),
        limit_on=limit,
        act_href=f"{address}/do/{slug}",
        act_label=say(language, f"sealed.do.{slug}.link"),
        act_tail="",
        is_overdue=limit < days.today,
    )


def _unit(known: KnownSeal, visit: Visit) -> str:
    order = known.content
    if not isinstance(order, SealedOrder):
        return say(visit.language, "sealed.work.a_draw")
    return visit.ward.units[order.unit].name_on(visit.today)


def _origin(known: KnownSeal, visit: Visit) -> str:
    order, sealed_at = known.content, stamp(known.sealed_at)
    if not isinstance(order, SealedOrder):
        return say(visit.language, "sealed.work.origin.draw", sealed=sealed_at)
    return say(
        visit.language,
        "sealed.work.origin",
        sealed=sealed_at,
        from_on=day(order.from_on),
        to_on=day(order.to_on),
    )
