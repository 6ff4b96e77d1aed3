"""After all of it: what the journal holds is text, and nothing behind it has stopped."""

from __future__ import annotations

import json
import time
import unicodedata
from collections.abc import Iterator
from typing import Any

from domain.plain_text import has_no_text
from tests.hostile.attack import Attack
from tests.hostile.ground import Ground

PATIENCE_SECONDS = 60


def texts_of(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, part in value.items():
            yield name
            yield from texts_of(part)
    elif isinstance(value, list):
        for part in value:
            yield from texts_of(part)


def test_the_journal_holds_only_composed_text(ground: Ground, marked: Attack) -> None:
    rows = ground.site.sql("SELECT notification_id, state FROM soviec.journal_events")
    wrong = [
        (number, text[:80])
        for number, state in rows
        for text in texts_of(json.loads(bytes(state)))
        if has_no_text(text) or not unicodedata.is_normalized("NFC", text)
    ]
    assert wrong == []


def test_nothing_behind_the_journal_has_stopped(ground: Ground, marked: Attack) -> None:
    last = ground.site.sql("SELECT max(notification_id) FROM soviec.journal_events")[0][0]
    assert ground.site.run(ground.site.house.freshness.wait, last, PATIENCE_SECONDS)
    until = time.monotonic() + PATIENCE_SECONDS
    while (status := ground.site.run(ground.site.house.status)).waiting_commands:
        assert time.monotonic() < until
    assert [(model.name, model.error) for model in status.models if model.is_parked] == []
    assert [(each.reaction, each.error) for each in status.parked_reactions] == []
    assert (status.feed_error, status.sweep_error) == (None, None)
