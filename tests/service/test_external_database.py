"""A PostgreSQL that is not ours, with a user that may create tables and nothing else."""

from __future__ import annotations

import os
from collections.abc import Iterator

import psycopg
import pytest

from projections.feed import Feed
from service.schema import migrate
from service.server import EmbeddedServer
from service.stop import CannotStart
from tests.journal_store import stream_of, write_now
from tests.projections.toy_models import AliasRegister


@pytest.fixture
def plain_url(server: EmbeddedServer) -> Iterator[str]:
    """A database owned by somebody else, opened by a user who may create schemas in it."""
    name = f"plain_{os.getpid()}"
    with psycopg.connect(server.address("postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE ROLE {name} LOGIN")
        connection.execute(f"CREATE DATABASE {name}")
        connection.execute(f"GRANT CREATE ON DATABASE {name} TO {name}")
        yield server.address(name).replace("//soviec@", f"//{name}@")
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
        connection.execute(f"DROP ROLE {name}")


def test_without_roles_the_triggers_still_guard(plain_url: str) -> None:
    report = migrate(plain_url)
    assert not report.has_roles
    write_now(plain_url, stream_of(["a"]))
    with psycopg.connect(plain_url) as connection, pytest.raises(psycopg.Error):
        connection.execute("DELETE FROM soviec.journal_events")
    Feed(plain_url, None, [AliasRegister()]).catch_up()
    with psycopg.connect(plain_url) as connection:
        row = connection.execute("SELECT count FROM soviec_read.alias_counts").fetchone()
    assert row == (1,)
    assert migrate(plain_url).applied == ()


def test_a_user_who_may_not_create_is_told(plain_url: str, server: EmbeddedServer) -> None:
    name = f"plain_{os.getpid()}"
    with psycopg.connect(server.address("postgres"), autocommit=True) as connection:
        connection.execute(f"REVOKE CREATE ON DATABASE {name} FROM {name}")
    with pytest.raises(CannotStart, match="may not create"):
        migrate(plain_url)


def test_a_database_from_a_newer_version_is_left_alone(database_url: str) -> None:
    with psycopg.connect(database_url) as connection:
        connection.execute("INSERT INTO soviec.applied_tables (name) VALUES ('900_later.sql')")
    with pytest.raises(CannotStart, match="newer version"):
        migrate(database_url)
