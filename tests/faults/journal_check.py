"""The client's book beside the journal: nothing lost, doubled, half written or apart."""

from __future__ import annotations

import time
from collections import Counter, defaultdict

import msgspec
import psycopg

from projections.rebuild import silent
from service.wiring import rebuild_models
from tests.faults.client_book import ClientBook

SETTLE_SECONDS = 120.0
COMPARISONS = 5
ONE_EVENT = {
    "progress": "task.progress_reported",
    "accept": "task.accepted",
    "return": "task.returned",
    "assign": "task.assigned",
    "evidence": "task.evidence_attached",
}
"""What a command of each kind records in its own stream, exactly once."""


class Comparison(msgspec.Struct, kw_only=True):
    """What the book and the journal came to."""

    stored: int = 0
    lost: list[str] = []
    doubled: list[str] = []
    wrong: list[str] = []

    @property
    def is_clean(self) -> bool:
        """Whether everything is as it must be."""
        return not (self.lost or self.doubled or self.wrong)


def compare(url: str, book: ClientBook) -> Comparison:
    """Wait until everything has settled, then look at each command, stream and read model."""
    found = Comparison()
    with psycopg.connect(url, autocommit=True) as connection:
        unsettled = _wait_until_settled(connection)
        if unsettled:
            found.wrong.append(unsettled)
        _look_at_commands(connection, book, found)
        _look_at_streams(connection, found)
        _look_at_reactions(connection, found)
    found.wrong += differing_models(url)
    return found


def differing_models(url: str) -> list[str]:
    """Read models that a rebuild from the journal does not come to."""
    for _ in range(COMPARISONS):
        rebuilt = rebuild_models(url, has_roles=True, name=None, compare=True, progress=silent)
        if all(each.equal is not None for each in rebuilt):
            break
        # the clock has written something and the feed was not there yet: nothing was compared
        time.sleep(1.0)
    return [f"{each.name} differs from its rebuild" for each in rebuilt if each.equal is not True]


def _look_at_commands(connection: psycopg.Connection, book: ClientBook, found: Comparison) -> None:
    events: dict[str, Counter[str]] = defaultdict(Counter)
    for command, name in connection.execute(
        "SELECT meta ->> 'command_id', name FROM soviec.journal_readable"
    ):
        events[command][name] += 1
    shapes: dict[str, set[tuple[tuple[str, int], ...]]] = defaultdict(set)
    for command, kind in book.sent.items():
        times = events[command][ONE_EVENT[kind]] if command in events else 0
        if times == 0 and command in book.acknowledged:
            found.lost.append(f"{kind} {command}: {book.acknowledged[command]}")
        if times > 1:
            found.doubled.append(f"{kind} {command}: {times} times")
        if times and command in book.refused:
            found.wrong.append(f"{kind} {command} was refused and yet recorded")
        if command in events:
            found.stored += 1
            shapes[kind].add(tuple(sorted(events[command].items())))
    for kind, each in shapes.items():
        if len(each) > 1:
            found.wrong.append(f"commands of kind {kind} left different traces: {sorted(each)}")


def _look_at_streams(connection: psycopg.Connection, found: Comparison) -> None:
    gaps = connection.execute(
        "SELECT originator_id, count(*), min(originator_version), max(originator_version)"
        " FROM soviec.journal_events GROUP BY 1"
        " HAVING count(*) <> max(originator_version) OR min(originator_version) <> 1"
    ).fetchall()
    found.wrong += [f"stream {row[0]} has gaps: {row[1:]}" for row in gaps]


def _look_at_reactions(connection: psycopg.Connection, found: Comparison) -> None:
    rows = connection.execute(
        "SELECT reaction, position, error FROM soviec.reaction_parked"
    ).fetchall()
    found.wrong += [f"reaction {row[0]} at {row[1]} is parked: {row[2]}" for row in rows]


_BEHIND = """
SELECT name FROM soviec_read.positions WHERE position < %(last)s
UNION ALL SELECT name FROM soviec_read.parked
UNION ALL SELECT name FROM soviec.reaction_position WHERE position < %(last)s
"""


def _wait_until_settled(connection: psycopg.Connection) -> str:
    """Nobody writes any more: read models and reactions come to the end of the journal."""
    deadline = time.monotonic() + SETTLE_SECONDS
    behind: list[str] = []
    while time.monotonic() < deadline:
        row = connection.execute("SELECT max(notification_id) FROM soviec.journal_events")
        last = row.fetchone()
        assert last is not None
        behind = [row[0] for row in connection.execute(_BEHIND, {"last": last[0]})]
        if not behind:
            return ""
        time.sleep(0.1)
    return f"behind the journal after {SETTLE_SECONDS:.0f} s: {', '.join(sorted(set(behind)))}"
