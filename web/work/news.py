"""What was recorded since the reader last looked, each as a sentence that leads to its act."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

import msgspec

from domain.fact import Recorded
from projections.database import Pool
from projections.duties_query import ACTS_MAX, Circle, acts_since
from projections.register_query import lines_by_id
from projections.time_class_sql import Days
from service.reading_marks import Seen, seen_by
from web.register.lines import task_address
from web.session import Visit
from web.tasks.acts import act_sentence

SHOWN = 10


class NewsItem(msgspec.Struct, frozen=True, kw_only=True):
    """One act."""

    at: datetime
    code: str
    sentence: str
    href: str
    marker: str


class News(msgspec.Struct, frozen=True, kw_only=True):
    """The acts, newest first, and since when they are new."""

    items: tuple[NewsItem, ...]
    count: int
    is_more: bool
    """There are more than were counted."""
    seen: Seen | None
    """None before the reader has ever looked: then everything is news, and nothing is."""
    position: int
    """Up to here the reader can say that he has seen it."""


async def news_of(
    pool: Pool, visit: Visit, circle: Circle, days: Days, position: int, *, whole: bool
) -> News:
    """What others did in the reader's tasks; his own acts are no news to him."""
    me = visit.user.person_id if visit.user else None
    seen = await seen_by(pool, me) if me else None
    found = await acts_since(pool, circle, seen.position if seen else 0)
    acts = [act for act in found if me is None or act.meta.actor.person_id != me]
    shown = acts if whole else acts[:SHOWN]
    lines = await lines_by_id(pool, list({act.originator_id for act in shown}), days)
    addresses = {task_id: (line.code, task_address(line)) for task_id, line in lines.items()}
    return News(
        items=tuple(_items(shown, addresses, visit)),
        count=len(acts),
        is_more=len(found) >= ACTS_MAX,
        seen=seen,
        position=position,
    )


def _items(
    acts: Iterable[Recorded], addresses: dict[UUID, tuple[str, str]], visit: Visit
) -> Iterable[NewsItem]:
    for recorded in acts:
        code, address = addresses.get(recorded.originator_id, ("", "/tasks"))
        act = act_sentence(recorded, visit.ward, visit.language)
        yield NewsItem(
            at=act.recorded_at,
            code=code,
            sentence=act.sentence,
            href=f"{address}#viec-{act.number}",
            marker=act.marker,
        )
