"""Creates and raises the database schema, and hands out rights; safe to run again."""

from __future__ import annotations

from importlib import resources

import msgspec
import psycopg
from psycopg import sql

from service.stop import CannotStart

SERVER_VERSION_MIN = 150000
MIGRATE_LOCK = (7306, 3)
WEB_ROLE = "soviec_web"
FEED_ROLE = "soviec_feed"
VAULT_ROLE = "soviec_vault"
"""The only one that may open the vault; it may do nothing else."""

Connection = psycopg.Connection[tuple[object, ...]]


class SchemaReport(msgspec.Struct, frozen=True):
    """What `migrate` did and found."""

    applied: tuple[str, ...]
    has_roles: bool
    """False when this database user may not create roles: then only triggers guard the journal."""


def migrate(url: str) -> SchemaReport:
    """Bring the database to the shape this program needs; raises CannotStart."""
    try:
        connection = psycopg.connect(url, connect_timeout=10)
    except psycopg.OperationalError as error:
        reason = str(error).strip().splitlines()[-1]
        raise CannotStart(
            f"Không kết nối được cơ sở dữ liệu: {reason}",
            f"The database cannot be reached: {reason}",
        ) from error
    with connection:
        if connection.info.server_version < SERVER_VERSION_MIN:
            found = connection.info.server_version // 10000
            raise CannotStart(
                f"Cần PostgreSQL 15 trở lên; máy chủ này là {found}.",
                f"PostgreSQL 15 or later is needed; this server is {found}.",
            )
        connection.execute("SELECT pg_advisory_xact_lock(%s, %s)", MIGRATE_LOCK)
        try:
            _make_schemas(connection)
            applied = _apply_all(connection)
        except psycopg.errors.InsufficientPrivilege as error:
            reason = str(error).strip().splitlines()[0]
            raise CannotStart(
                f"Người dùng cơ sở dữ liệu thiếu quyền tạo bảng: {reason}",
                f"The database user may not create tables: {reason}",
            ) from error
        has_roles = _grant(connection)
    return SchemaReport(applied=applied, has_roles=has_roles)


def table_files() -> list[tuple[str, str]]:
    """Name and text of every file of tables, in the order they are applied."""
    folder = resources.files("service") / "tables"
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".sql"))
    return [(name, (folder / name).read_text(encoding="utf-8")) for name in names]


def _make_schemas(connection: Connection) -> None:
    for schema in ("soviec", "soviec_read"):
        # asked first: IF NOT EXISTS demands the right to create even where there is nothing to do
        known = connection.execute(
            "SELECT 1 FROM pg_namespace WHERE nspname = %s", (schema,)
        ).fetchone()
        if known is None:
            connection.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(schema)))
    connection.execute("SET LOCAL search_path = soviec, soviec_read, public")
    connection.execute(
        "CREATE TABLE IF NOT EXISTS soviec.applied_tables ("
        " name text PRIMARY KEY,"
        " applied_at timestamptz NOT NULL DEFAULT clock_timestamp())"
    )


def _apply_all(connection: Connection) -> tuple[str, ...]:
    files = table_files()
    done = {str(row[0]) for row in connection.execute("SELECT name FROM soviec.applied_tables")}
    unknown = sorted(done - {name for name, _ in files})
    if unknown:
        raise CannotStart(
            f"Cơ sở dữ liệu do một bản mới hơn tạo ra ({unknown[-1]}); hãy dùng bản mới hơn.",
            f"The database was made by a newer version ({unknown[-1]}); use the newer version.",
        )
    waiting = [(name, text) for name, text in files if name not in done]
    for name, text in waiting:
        connection.execute(text.encode())
        connection.execute("INSERT INTO soviec.applied_tables (name) VALUES (%s)", (name,))
    return tuple(name for name, _ in waiting)


def _grant(connection: Connection) -> bool:
    """Give the two roles of the program just what they need; False when roles cannot be had."""
    for role in (WEB_ROLE, FEED_ROLE, VAULT_ROLE):
        if not _ensure_role(connection, role):
            return False
    try:
        with connection.transaction():
            connection.execute(GRANTS)
    except psycopg.errors.InsufficientPrivilege:
        return False
    return True


def _ensure_role(connection: Connection, role: str) -> bool:
    named = sql.Identifier(role)
    try:
        with connection.transaction():
            connection.execute(sql.SQL("CREATE ROLE {} NOLOGIN").format(named))
            connection.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(named))
    except (psycopg.errors.DuplicateObject, psycopg.errors.UniqueViolation):
        pass  # it belongs to the whole server: another database of ours made it
    except psycopg.errors.InsufficientPrivilege:
        pass  # perhaps somebody made it for us: the next question tells
    return _may_become(connection, role)


def _may_become(connection: Connection, role: str) -> bool:
    right = "SET" if connection.info.server_version >= 160000 else "MEMBER"
    row = connection.execute(
        "SELECT pg_has_role(current_user, oid, %s) FROM pg_roles WHERE rolname = %s", (right, role)
    ).fetchone()
    return bool(row and row[0])


GRANTS = f"""
GRANT USAGE ON SCHEMA soviec, soviec_read TO {WEB_ROLE}, {FEED_ROLE};
GRANT CREATE ON SCHEMA soviec_read TO {FEED_ROLE};
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA soviec TO {WEB_ROLE};
GRANT USAGE ON ALL SEQUENCES IN SCHEMA soviec TO {WEB_ROLE};
REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON soviec.journal_events FROM {WEB_ROLE}, PUBLIC;
REVOKE ALL ON SEQUENCE soviec.journal_events_notification_id_seq FROM {WEB_ROLE}, PUBLIC;
REVOKE INSERT, UPDATE, DELETE ON soviec.applied_tables, soviec.journal_readable FROM {WEB_ROLE};
REVOKE UPDATE, DELETE, TRUNCATE ON soviec.account_acts FROM {WEB_ROLE};
REVOKE EXECUTE ON FUNCTION soviec.append_facts FROM PUBLIC;
GRANT EXECUTE ON FUNCTION soviec.append_facts TO {WEB_ROLE};
GRANT SELECT ON soviec.journal_events, soviec.installation TO {FEED_ROLE};
GRANT SELECT, INSERT, UPDATE, DELETE ON soviec_read.positions, soviec_read.parked TO {FEED_ROLE};
GRANT SELECT ON ALL TABLES IN SCHEMA soviec_read TO {WEB_ROLE};
GRANT {FEED_ROLE} TO CURRENT_USER;
GRANT USAGE ON SCHEMA soviec_vault TO {VAULT_ROLE};
GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA soviec_vault TO {VAULT_ROLE};
ALTER DEFAULT PRIVILEGES FOR ROLE {FEED_ROLE} IN SCHEMA soviec_read
    GRANT SELECT ON TABLES TO {WEB_ROLE};
""".encode()
