"""Nobody changes what was recorded, and nobody writes past the append function."""

from __future__ import annotations

import psycopg
import pytest

from projections.database import connect
from service.schema import FEED_ROLE, WEB_ROLE, migrate
from tests.journal_store import stream_of, write_now

CHANGES = (
    "UPDATE soviec.journal_events SET topic = 'x'",
    "DELETE FROM soviec.journal_events",
    "TRUNCATE soviec.journal_events",
)


@pytest.mark.parametrize("role", [None, WEB_ROLE, FEED_ROLE])
@pytest.mark.parametrize("statement", CHANGES)
def test_no_role_changes_the_journal(database_url: str, role: str | None, statement: str) -> None:
    write_now(database_url, stream_of(["a"]))
    with (
        connect(database_url, role) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute(statement)


def test_even_a_replica_session_is_refused(database_url: str) -> None:
    write_now(database_url, stream_of(["a"]))
    with connect(database_url, None) as connection:
        connection.execute("SET session_replication_role = replica")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("DELETE FROM soviec.journal_events")


@pytest.mark.parametrize("role", [WEB_ROLE, FEED_ROLE])
def test_nobody_inserts_past_the_function(database_url: str, role: str) -> None:
    with (
        connect(database_url, role) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute(
            "INSERT INTO soviec.journal_events (originator_id, originator_version, topic, state)"
            " VALUES (gen_random_uuid(), 1, 'x', '{}')"
        )


def test_the_feed_does_not_append(database_url: str) -> None:
    with (
        connect(database_url, FEED_ROLE) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute("SELECT soviec.append_facts('{}', '{}', '{}', '{}', '{}')")


def test_an_auditor_reads_the_journal_with_psql(database_url: str) -> None:
    write_now(database_url, stream_of(["Một cửa"]))
    with connect(database_url, None) as connection:
        row = connection.execute(
            "SELECT name, data ->> 'alias', meta -> 'actor' ->> 'capacity' FROM journal_readable"
        ).fetchone()
    assert row == ("org.alias_added", "Một cửa", "clock")


def test_migrating_again_changes_nothing(database_url: str) -> None:
    report = migrate(database_url)
    assert report.applied == ()
    assert report.has_roles
