"""Orders, given openly or born from an opened seal: team, items, days, authority."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from domain.checklist_item import ChecklistPlace, Item
from domain.claims import issue_number, take
from domain.fact import Elsewhere, Event, Moment
from domain.grounds import need_document
from domain.inspection import commands as c
from domain.inspection import events as e
from domain.inspection.commands import INSPECTION_CODE, OrderWords
from domain.inspection.decide.team import acting_post, receiver
from domain.inspection_limits import Limits, limits_of
from domain.refusal import Refused
from domain.team_independence import LEADERS, Span, refuse_partial_team
from domain.values import Doc
from domain.ward import Unit, Ward

Decided = list[Event | Elsewhere]

ANNOUNCED_ORDER = "announced-order"
"""The claim that keeps two open announced orders of one unit apart."""


def order(command: c.OrderInspection, inspection: object, moment: Moment, ward: Ward) -> Decided:
    """Scheduled and thematic inspections; a surprise is sealed first."""
    words, on = command.words, moment.happened_on
    if words.kind == "surprise":
        raise Refused("inspection.seal_instead")
    _refuse_unauthorised(command, moment, ward)
    need_document(moment)
    unit = _inspected(words.unit_id, on, ward)
    _refuse_crossed_days(words)
    refuse_team(words, on, ward)
    limits = limits_of(words.kind, ward, on)
    days = ward.calendar.working_days(on, words.from_on)
    if days < limits.order_before_days:
        raise Refused("inspection.notice_too_short", days=days, min=limits.order_before_days)
    if command.open_order is not None:
        raise Refused("inspection.already_ordered", inspection_id=command.open_order)
    if command.checklist is None:
        raise Refused("inspection.checklist_not_published")
    code, register = next_code(moment, command.inspection_id)
    return [
        _ordered(
            words,
            code,
            command.checklist,
            chosen_items(command.items, words, unit),
            limits,
            orderer_post=moment.actor.on_behalf_of or moment.actor.post_id,
        ),
        register,
        take(
            ANNOUNCED_ORDER,
            f"{words.unit_id}/{command.orders_before + 1}",
            by_stream=command.inspection_id,
        ),
    ]


def from_seal(command: c.OrderFromSeal, inspection: object, moment: Moment, ward: Ward) -> Decided:
    """What the opened seal says becomes the first act of the inspection, the opening the second."""
    words, on = command.words, moment.happened_on
    unit = _inspected(words.unit_id, on, ward)
    team = (words.leader_post, words.secretary_post, *words.member_posts)
    silent = [post for post in team if post not in command.declared_posts]
    if silent:
        raise Refused("inspection.members_not_declared", posts=silent)
    receiver(command.received_by_post, command.absent_head_reason, words.unit_id, ward)
    code, register = next_code(moment, command.inspection_id)
    return [
        _ordered(
            words,
            code,
            command.checklist,
            chosen_items(command.items, words, unit),
            limits_of(words.kind, ward, on),
            orderer_post=command.orderer_post,
            ordered_at=command.ordered_at,
            seal_id=command.seal_id,
            declared=command.declared_posts,
            document=command.document,
        ),
        e.Opened(
            at=moment.happened_at,
            place=command.place,
            received_by_post=command.received_by_post,
            absent_head_reason=command.absent_head_reason,
            declared_order=command.declared_order,
            by_post=command.opened_by,
        ),
        register,
    ]


def _ordered(
    words: OrderWords,
    code: str,
    checklist: ChecklistPlace,
    items: tuple[Item, ...],
    limits: Limits,
    *,
    orderer_post: UUID | None,
    ordered_at: datetime | None = None,
    seal_id: UUID | None = None,
    declared: tuple[UUID, ...] = (),
    document: Doc | None = None,
) -> e.Ordered:
    return e.Ordered(
        code=code,
        kind=words.kind,
        unit_id=words.unit_id,
        leader_post=words.leader_post,
        secretary_post=words.secretary_post,
        member_posts=words.member_posts,
        checklist=checklist,
        items=items,
        contents=words.contents,
        rights=words.rights,
        period_from=words.period_from,
        period_to=words.period_to,
        from_on=words.from_on,
        to_on=words.to_on,
        trigger=words.trigger,
        limits=limits,
        programme=words.programme,
        orderer_post=orderer_post,
        ordered_at=ordered_at,
        seal_id=seal_id,
        declared_posts=declared,
        document=document,
    )


def chosen_items(items: tuple[Item, ...], words: OrderWords, unit: Unit) -> tuple[Item, ...]:
    """The items that apply to the unit, of the fields asked for, short ones for a surprise."""
    chosen = tuple(
        item
        for item in items
        if item.applies(unit)
        and (not words.fields or item.field in words.fields)
        and (item.surprise_fit or words.kind != "surprise")
    )
    if not chosen:
        raise Refused("inspection.nothing_to_check", unit=unit.unit_id)
    return chosen


def next_code(moment: Moment, inspection_id: UUID) -> tuple[str, Elsewhere]:
    """The code of an inspection and the register entry that makes it unique."""
    number = moment.number
    assert number is not None, "the desk draws a number for whatever asks for one"
    year = moment.today.year
    return (
        f"KT-{year}-{number:02d}",
        issue_number(INSPECTION_CODE, year, number, for_stream=inspection_id),
    )


def refuse_team(words: OrderWords, on: date, ward: Ward) -> None:
    """A post twice in the team, or a team that may not inspect this unit."""
    team = (words.leader_post, words.secretary_post, *words.member_posts)
    for post in team:
        if team.count(post) > 1:
            raise Refused("inspection.post_twice", post=post)
    span = Span(period_from=words.period_from, on=on, to_on=words.to_on)
    refuse_partial_team(words.unit_id, team[0], team[1:], span, ward)


def _inspected(unit_id: UUID, on: date, ward: Ward) -> Unit:
    unit = ward.units.get(unit_id)
    if unit is None or not unit.active_on(on):
        raise Refused(
            "unit_not_active",
            unit_id=unit_id,
            since=unit.ended_on if unit else None,
            successor_id=unit.successor_id if unit else None,
        )
    return unit


def _refuse_crossed_days(words: OrderWords) -> None:
    for first, last in ((words.from_on, words.to_on), (words.period_from, words.period_to)):
        if last < first:
            raise Refused("inspection.dates_cross", from_on=first, to_on=last)


def _refuse_unauthorised(command: c.OrderInspection, moment: Moment, ward: Ward) -> None:
    """Chair and vice-chair decide; a leader only by the programme, himself, within its number."""
    post_id = acting_post(moment)
    post = ward.posts.get(post_id) if post_id is not None else None
    if post is not None and post.rank in LEADERS:
        return
    granted, words = command.authorisation, command.words
    fits = (
        granted is not None
        and granted.post_id == post_id == words.leader_post
        and words.kind in granted.kinds
        and moment.happened_on <= granted.until_on
    )
    most = granted.max_orders if granted is not None and fits else 0
    if command.orders_used >= most:
        raise Refused("inspection.not_authorised", post=post_id, max_orders=most)
