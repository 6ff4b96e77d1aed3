"""Tables of a read model in PostgreSQL: make, fetch by keys, write changes, fill, compare.

Rows go there and back as JSON: machine code encodes and decodes whole batches on both sides, where
sending them column by column was most of the work of a batch.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

import msgspec
from psycopg.rows import tuple_row

from projections.columns import Column
from projections.database import SyncConnection
from projections.read_model import Key, ReadModel, Rows, Table

SCHEMA = "soviec_read"
BUILDING = "_building"
FILL_ROWS = 2000


class PhysicalTable:
    """One table under the name of its version, with the statements that concern it."""

    def __init__(self, table: Table, version: int, suffix: str = "") -> None:
        self.table = table
        self.view = f'{SCHEMA}."{table.name}"'
        self.bare_name = f"{table.name}_v{version}{suffix}"
        self.name = f'{SCHEMA}."{self.bare_name}"'
        self._insert = _insert_statement(self.name, table)
        self._upsert = self._insert + _on_conflict(table)
        self._found = msgspec.json.Decoder(list[table.row])  # type: ignore[name-defined]

    def create(self, connection: SyncConnection) -> None:
        """A table without key or index yet, so that filling it is fast."""
        columns = ", ".join(column.definition for column in self.table.columns)
        _run(connection, f"CREATE TABLE {self.name} ({columns})")

    def finish(self, connection: SyncConnection) -> None:
        """Add the key, generated columns and indexes."""
        key = _names(self.table.key)
        _run(connection, f"ALTER TABLE {self.name} ADD PRIMARY KEY ({key})")
        if self.table.ddl_extra:
            _run(connection, self.table.ddl_extra.replace("{table}", self.name))
        for index in self.table.indexes:
            _run(connection, f"CREATE INDEX ON {self.name} {index}")

    def drop(self, connection: SyncConnection) -> None:
        """Remove the table and the view on it."""
        _run(connection, f"DROP TABLE IF EXISTS {self.name} CASCADE")

    def show(self, connection: SyncConnection) -> None:
        """Let the bare name mean this table."""
        _run(connection, f"DROP VIEW IF EXISTS {self.view}")
        _run(connection, f"CREATE VIEW {self.view} AS SELECT * FROM {self.name}")

    def rename(self, connection: SyncConnection, to: PhysicalTable) -> None:
        """Take another table's name."""
        _run(connection, f'ALTER TABLE {self.name} RENAME TO "{to.bare_name}"')

    def fetch(self, connection: SyncConnection, keys: Iterable[Key]) -> list[Any]:
        """Rows under keys of any length, in one query for each length."""
        by_length: dict[int, list[Key]] = {}
        for key in keys:
            by_length.setdefault(len(key), []).append(key)
        found: list[Any] = []
        for group in by_length.values():
            statement = (
                f"SELECT json_agg(r)::text FROM (SELECT {self._selected()} FROM {self.name}"
                f" WHERE {self._matches(group)}) AS r"
            )
            with connection.cursor(row_factory=tuple_row) as cursor:
                cursor.execute(statement.encode(), (self._sent(group),), prepare=True)
                row = cursor.fetchone()
            if row is not None and row[0] is not None:
                found += self._found.decode(row[0])
        return found

    def write(self, connection: SyncConnection, rows: Rows) -> None:
        """Write what a batch has put, remove what it has deleted."""
        put, deleted = rows.changes(self.table)
        if deleted:
            statement = f"DELETE FROM {self.name} WHERE {self._matches(deleted)}"
            connection.execute(statement.encode(), (self._sent(deleted),), prepare=True)
        if put:
            connection.execute(self._upsert, (_as_json(put),), prepare=True)

    def fill(self, connection: SyncConnection, rows: Iterable[Any]) -> None:
        """Put rows into the empty table, many at a time."""
        left = iter(rows)
        while chunk := list(islice(left, FILL_ROWS)):
            connection.execute(self._insert, (_as_json(chunk),), prepare=True)

    def digest(self, connection: SyncConnection) -> str:
        """A fingerprint of all rows; equal tables have equal ones."""
        names = ", ".join(column.quoted for column in self.table.columns)
        row = connection.execute(
            f"SELECT md5(coalesce(string_agg(md5(r::text), '' ORDER BY {_names(self.table.key)}),"
            f" '')) FROM (SELECT {names} FROM {self.name}) AS r".encode()
        ).fetchone()
        assert row is not None
        return str(row[0])

    def _key_columns(self, length: int) -> list[Column]:
        by_name = {column.name: column for column in self.table.columns}
        return [by_name[name] for name in self.table.key[:length]]

    def _matches(self, keys: Sequence[Key]) -> str:
        columns = self._key_columns(len(keys[0]))
        names = ", ".join(column.quoted for column in columns)
        arrivals = ", ".join(column.arrival for column in columns)
        return (
            f"({names}) IN (SELECT {names} FROM json_to_recordset(%s::json) AS asked ({arrivals}))"
        )

    def _sent(self, keys: Sequence[Key]) -> str:
        names = self.table.key[: len(keys[0])]
        return _as_json([dict(zip(names, key, strict=True)) for key in keys])

    def _selected(self) -> str:
        return ", ".join(column.quoted for column in self.table.columns)


class ModelStore:
    """All tables of one read model at one version."""

    def __init__(self, model: ReadModel, suffix: str = "") -> None:
        self.model = model
        self.tables = {table: PhysicalTable(table, model.version, suffix) for table in model.tables}

    def rows(self, connection: SyncConnection, wanted: Iterable[tuple[Table, Key]]) -> Rows:
        """The rows a batch will need, fetched with one query per table and length of key."""
        rows = Rows(lambda table, key: self.tables[table].fetch(connection, [key]))
        keys: dict[Table, dict[Key, None]] = {}
        for table, key in wanted:
            keys.setdefault(table, {})[key] = None
        for table, asked in keys.items():
            rows.offer(table, asked, self.tables[table].fetch(connection, asked))
        return rows

    def write(self, connection: SyncConnection, rows: Rows) -> None:
        """Write the changes of a batch."""
        for physical in self.tables.values():
            physical.write(connection, rows)

    def digest(self, connection: SyncConnection) -> dict[str, str]:
        """A fingerprint per table."""
        return {table.name: each.digest(connection) for table, each in self.tables.items()}


def _insert_statement(name: str, table: Table) -> bytes:
    names = _names(column.name for column in table.columns)
    arrivals = ", ".join(column.arrival for column in table.columns)
    return (
        f"INSERT INTO {name} ({names})"
        f" SELECT {names} FROM json_to_recordset(%s::json) AS u ({arrivals})"
    ).encode()


def _on_conflict(table: Table) -> bytes:
    rest = [column.quoted for column in table.columns if column.name not in table.key]
    update = ", ".join(f"{column} = EXCLUDED.{column}" for column in rest)
    action = f"DO UPDATE SET {update}" if rest else "DO NOTHING"
    return f" ON CONFLICT ({_names(table.key)}) {action}".encode()


def _as_json(values: Any) -> str:
    # sets in order, so that a rebuilt row has the same digest
    return msgspec.json.encode(values, order="deterministic").decode()


def _names(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _run(connection: SyncConnection, statement: str) -> None:
    connection.execute(statement.encode())
