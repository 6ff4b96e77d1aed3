"""Plain acts to append: progress reports of the size that the ward really writes."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from uuid import UUID

from domain.fact import Actor, Meta, Recorded
from domain.ids import derived, new_id
from domain.task.events import ProgressReported

AT = datetime(2025, 11, 20, 1, 0, tzinfo=UTC)
ACTOR = Actor(
    person_id=derived("bench-person", 1),
    post_id=derived("bench-post", 1),
    unit_id=derived("bench-unit", 1),
)
EVENT = ProgressReported(text="Đã rà soát xong 12 thủ tục, còn 3 thủ tục chờ ý kiến", percent=80)


def stream() -> UUID:
    """A new stream."""
    return new_id(AT)


def fact(stream_id: UUID, version: int, at: datetime = AT) -> Recorded:
    """The next act of a stream."""
    return Recorded(
        originator_id=stream_id,
        originator_version=version,
        event=EVENT,
        meta=Meta(
            event_id=new_id(at),
            happened_at=at,
            recorded_at=at,
            actor=ACTOR,
            command_id=new_id(at),
            salt=secrets.token_bytes(16),
        ),
    )
