"""What an administrator does at the terminal: migrate, rebuild, check."""

from __future__ import annotations

from collections.abc import Callable

import psycopg

from projections import positions
from projections.database import SyncConnection, connect
from projections.feed import LEADER_LOCK
from service.running import database_for_chores
from service.schema import migrate as migrate_database
from service.settings import Settings
from service.terminal import ProgressBar
from service.wiring import rebuild_models

Say = Callable[[str], None]


def migrate(settings: Settings, say: Say) -> int:
    """Create the tables or raise them to this version."""
    with database_for_chores(settings) as url:
        report = migrate_database(url)
    for name in report.applied:
        say(f"+ {name}")
    say("roles: yes" if report.has_roles else "roles: no, only triggers guard the journal")
    return 0


def rebuild(settings: Settings, say: Say, name: str | None, compare: bool) -> int:
    """Replay read models from the journal; exit 1 when a comparison found a difference."""
    with database_for_chores(settings) as url:
        report = migrate_database(url)
        done = rebuild_models(
            url, has_roles=report.has_roles, name=name, compare=compare, progress=ProgressBar()
        )
    words = {None: "", True: " · không đổi · unchanged", False: " · KHÁC bản cũ · DIFFERED"}
    for each in done:
        say(f"{each.name} v{each.version}: {each.facts} @ {each.position}{words[each.equal]}")
    return 1 if any(each.equal is False for each in done) else 0


def check(settings: Settings, say: Say, needs_feed: bool = False) -> int:
    """Say how the database is; exit 1 when somebody should look."""
    with database_for_chores(settings) as url:
        report = migrate_database(url)
        with connect(url, None) as connection:
            last = positions.last_position(connection)
            say(f"PostgreSQL {connection.info.server_version // 10000}, journal @ {last}")
            say(f"roles: {'yes' if report.has_roles else 'no'}")
            is_led = _is_led(connection)
            say(f"feed: {'running' if is_led else 'not running'}")
            parked = _say_models(connection, say, last)
    return 1 if parked or (needs_feed and not is_led) else 0


def _say_models(connection: SyncConnection, say: Say, last: int) -> int:
    """One line each, parked ones first; how many are parked."""
    rows = connection.execute(
        "SELECT p.name, p.version, p.position, k.position, k.error"
        " FROM soviec_read.positions p LEFT JOIN soviec_read.parked k USING (name)"
        " ORDER BY k.name IS NULL, p.name"
    ).fetchall()
    for name, version, position, stuck_at, error in rows:
        state = f"PARKED at {stuck_at}: {error}" if error else f"lag {last - position}"
        say(f"{name} v{version} @ {position}, {state}")
    return sum(1 for row in rows if row[4])


def _is_led(connection: psycopg.Connection[tuple[object, ...]]) -> bool:
    row = connection.execute(
        "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND granted"
        " AND classid = %s AND objid = %s"
        " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
        LEADER_LOCK,
    ).fetchone()
    return row is not None
