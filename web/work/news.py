"""What was recorded since the reader last looked, each as a sentence that leads to its act."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

import msgspec

from domain.fact import Recorded
from projections.database import Pool
from projections.duties_query import ACTS_MAX, Circle, acts_of_tasks, acts_since
from projections.register_query import RegisterLine, lines_by_id
from projections.time_class_sql import Days
from service.reading_marks import Seen, seen_by
from web.register.lines import task_address
from web.session import Visit
from web.tasks.acts import Act, acts_of

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
    ids = list({act.originator_id for act in shown})
    lines = await lines_by_id(pool, ids, days)
    told = told_acts(await acts_of_tasks(pool, ids), visit)
    return News(
        items=tuple(_items(shown, lines, told)),
        count=len(acts),
        is_more=len(found) >= ACTS_MAX,
        seen=seen,
        position=position,
    )


def told_acts(history: Mapping[UUID, list[Recorded]], visit: Visit) -> dict[UUID, Act]:
    """Sentences by event; each is told with everything that went before it in its task."""
    return {
        act.event_id: act
        for records in history.values()
        for act in acts_of(records, visit.ward, visit.language)
    }


def _items(
    shown: Iterable[Recorded], lines: Mapping[UUID, RegisterLine], told: Mapping[UUID, Act]
) -> Iterable[NewsItem]:
    for recorded in shown:
        line, act = lines.get(recorded.originator_id), told.get(recorded.meta.event_id)
        if line is None or act is None:
            continue
        yield NewsItem(
            at=act.recorded_at,
            code=line.code,
            sentence=act.sentence,
            href=f"{task_address(line)}#viec-{act.number}",
            marker=act.marker,
        )
