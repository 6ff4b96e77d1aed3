"""Decides what a checklist command comes to: events, nothing ("already so"), or a refusal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal

from domain.checklist import commands as c
from domain.checklist import events as e
from domain.checklist.state import Checklist, in_order
from domain.checklist_item import Item, items_hash
from domain.fact import Elsewhere, Event, Moment
from domain.grounds import need_document, need_reason
from domain.points import points, written
from domain.refusal import Refused
from domain.ward import Ward

Decided = list[Event | Elsewhere]


def decide(
    command: c.ChecklistCommand, state: Checklist | None, moment: Moment, ward: Ward
) -> Decided:
    """What the command comes to, given the checklist as it stands."""
    if isinstance(command, c.DraftChecklist):
        return _draft(command, state)
    if state is None:
        raise Refused("not_found", what="checklist", id=command.checklist_id)
    match command:
        case c.ReviseItem():
            return _revise(command, state)
        case c.PublishChecklist():
            return _publish(state, moment)
        case c.RetireChecklist():
            return _retire(state, moment)
    raise AssertionError(f"no decision for {type(command).__name__}")


def _draft(command: c.DraftChecklist, state: Checklist | None) -> Decided:
    if state is not None:
        _refuse_retired(state)
    items = command.items
    if state is not None and not items:
        items = state.draft if state.draft is not None else _published(state)
    for item in items:
        points(item.max_points)
    points(command.total)
    _refuse_doubles(items)
    if state is not None:
        for item in items:
            _refuse_reuse(item, state)
    drafted = e.Drafted(
        code=state.code if state else command.code,
        title=command.title,
        version=state.next_number if state else 1,
        total=command.total,
        items=in_order(items),
    )
    return [] if state is not None and _is_that_draft(drafted, state) else [drafted]


def _published(state: Checklist) -> tuple[Item, ...]:
    return state.newest.items if state.newest else ()


def _is_that_draft(drafted: e.Drafted, state: Checklist) -> bool:
    now = (state.title, state.total, state.draft)
    return now == (drafted.title, drafted.total, drafted.items)


def _revise(command: c.ReviseItem, state: Checklist) -> Decided:
    _refuse_retired(state)
    draft = _open_draft(state)
    item = command.item
    before = next((x for x in draft if x.item_key == item.item_key), None)
    if command.drop:
        if before is None:
            return []
        return [e.ItemRevised(item=before, before=before, dropped=True)]
    if before == item:
        return []
    points(item.max_points)
    _refuse_doubles((*(x for x in draft if x.item_key != item.item_key), item))
    if before is None:
        _refuse_reuse(item, state)
    return [e.ItemRevised(item=item, before=before)]


def _publish(state: Checklist, moment: Moment) -> Decided:
    _refuse_retired(state)
    if state.draft is None:
        return []  # the draft was published already, and nothing was drafted since
    need_document(moment)
    total = sum((points(item.max_points) for item in state.draft), Decimal(0))
    if not state.draft or total != points(state.total):
        raise Refused("checklist.points_do_not_sum", sum=written(total), total=state.total)
    return [e.Published(version=state.next_number, items=state.draft, hash=items_hash(state.draft))]


def _retire(state: Checklist, moment: Moment) -> Decided:
    if state.is_retired:
        return []
    need_reason(moment)
    return [e.Retired()]


def _refuse_retired(state: Checklist) -> None:
    if state.is_retired:
        raise Refused("checklist.is_retired", title=state.title)


def _open_draft(state: Checklist) -> tuple[Item, ...]:
    if state.draft is None:
        number = state.newest.number if state.newest else 0
        raise Refused("checklist.published_stays", version=number)
    return state.draft


def _refuse_doubles(items: Iterable[Item]) -> None:
    listed = tuple(items)
    keys = Counter(item.item_key for item in listed)
    codes = Counter(item.code for item in listed)
    for item in listed:
        if keys[item.item_key] > 1:
            raise Refused("checklist.item_key_reused", item_key=item.item_key, code_of=item.code)
        if codes[item.code] > 1:
            raise Refused("checklist.item_code_twice", code_of=item.code)


def _refuse_reuse(item: Item, state: Checklist) -> None:
    """A key that was dropped comes back only for the words it stood for."""
    current = {x.item_key for x in (*(state.draft or ()), *_published(state))}
    if item.item_key in current:
        return
    former = state.once_used(item.item_key)
    if former is not None and former.text != item.text:
        raise Refused("checklist.item_key_reused", item_key=item.item_key, code_of=former.code)
