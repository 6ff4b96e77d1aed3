"""The shape of a read model: its name and version, its tables of keyed rows, its fold.

A read model says which rows an event may touch (`keys`) and how (`apply`). Reading the rows,
writing them back and remembering the position is the business of the feed and the rebuild.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Generic, Protocol, cast

import msgspec
from typing_extensions import TypeVar

from domain.fact import Recorded
from projections.columns import Column, columns_of

Row = TypeVar("Row", bound=msgspec.Struct, default=Any)
Key = tuple[Any, ...]


class Table(Generic[Row]):
    """Keyed rows of one kind; the columns are the fields of the struct.

    `indexes` are the parts after `CREATE INDEX ON <table>`; `ddl_extra` holds statements such as
    `ALTER TABLE {table} ADD COLUMN … GENERATED ALWAYS AS (…) STORED;` run once after creation.
    Rows `written_once` are never asked for by the fold, so a rebuild need not keep them in memory.
    """

    def __init__(
        self,
        name: str,
        row: type[Row],
        *,
        key: Sequence[str],
        indexes: Sequence[str] = (),
        ddl_extra: str = "",
        written_once: bool = False,
    ) -> None:
        self.name = name
        self.row = row
        self.key = tuple(key)
        self.indexes = tuple(indexes)
        self.ddl_extra = ddl_extra
        self.written_once = written_once
        self.columns: tuple[Column, ...] = columns_of(row)
        known = {column.name for column in self.columns}
        assert self.key, f"{name} needs a key"
        assert set(self.key) <= known, f"{name}: the key is made of columns"

    def __repr__(self) -> str:
        return f"Table({self.name!r})"

    def key_of(self, row: Row) -> Key:
        """The key of a row."""
        return tuple([getattr(row, part) for part in self.key])


class ReadModel(Protocol):
    """What the feed asks of a read model; a plain class with these members is enough."""

    @property
    def name(self) -> str:
        """Kept in the database: the row of its position."""

    @property
    def version(self) -> int:
        """Raised whenever its tables or its fold change; it is then rebuilt on start."""

    @property
    def tables(self) -> tuple[Table, ...]:
        """What it fills."""

    @property
    def topics(self) -> frozenset[str] | None:
        """Stored names it listens to; None for all."""

    def keys(self, recorded: Recorded) -> Iterable[tuple[Table, Key]]:
        """Rows the event may touch; a shorter key names all rows that begin with it."""

    def apply(self, recorded: Recorded, rows: Rows) -> None:
        """Fold one event into the rows."""


Fetch = Callable[[Table, Key], list[Any]]


class Rows:
    """The rows a batch works on: fetched ones, and what was put and deleted since."""

    def __init__(self, fetch: Fetch | None = None) -> None:
        self._fetch = fetch
        self._held: dict[Table, _Held] = {}
        self._known: dict[Table, set[Key]] = {}
        self.misses = 0
        """Rows that `keys` had not named and that were fetched one by one."""

    def get(self, table: Table[Row], key: Key | object) -> Row | None:
        """The row of a full key, or None."""
        full = _as_key(key)
        assert len(full) == len(table.key), f"{table.name} has the key {table.key}"
        held = self._of(table)
        row = held.rows.get(full)
        if row is None and self._fetch is not None and full not in held.changed:
            self._make_known(table, full)
            row = held.rows.get(full)
        return cast("Row | None", row)

    def under(self, table: Table[Row], prefix: Key | object) -> list[Row]:
        """All rows whose key begins so, in the order of their keys."""
        start = _as_key(prefix)
        self._make_known(table, start)
        return self._of(table).under(start)

    def put(self, table: Table[Row], row: Row) -> None:
        """Write a row; a row that was changed in place is written only when it is put."""
        key = table.key_of(row)
        held = self._of(table)
        held.put(key, row)
        if self._fetch is not None:  # from zero, every row is written
            held.changed.add(key)

    def delete(self, table: Table[Row], key: Key | object) -> None:
        """Remove the row of a full key, or all rows under a shorter one."""
        start = _as_key(key)
        if len(start) < len(table.key):
            for row in self.under(table, start):
                self.delete(table, table.key_of(row))
            return
        held = self._of(table)
        held.remove(start)
        if self._fetch is not None:
            held.changed.add(start)

    def offer(self, table: Table, asked: Iterable[Key], rows: Iterable[Any]) -> None:
        """Take in what the database holds for the keys that were asked for."""
        self._known.setdefault(table, set()).update(asked)
        held = self._of(table)
        for row in rows:
            key = table.key_of(row)
            if key not in held.changed and key not in held.rows:
                held.put(key, row)

    def changes(self, table: Table) -> tuple[list[Any], list[Key]]:
        """Rows to write and keys to delete."""
        held = self._of(table)
        put = [held.rows[key] for key in held.changed if key in held.rows]
        return put, [key for key in held.changed if key not in held.rows]

    def all(self, table: Table[Row]) -> Iterator[Row]:
        """Every row in memory; after a fold from zero that is the whole table."""
        return iter(self._of(table).rows.values())

    def take(self, table: Table[Row]) -> list[Row]:
        """Every row in memory, which is forgotten here."""
        taken = list(self.all(table))
        self._held.pop(table, None)
        return taken

    def _of(self, table: Table) -> _Held:
        held = self._held.get(table)
        if held is None:
            held = self._held[table] = _Held()
        return held

    def _make_known(self, table: Table, key: Key) -> None:
        if self._fetch is None:
            return  # folding from zero: what is not in memory does not exist
        known = self._known.setdefault(table, set())
        if any(key[:length] in known for length in range(1, len(key) + 1)):
            return
        self.misses += 1
        self.offer(table, [key], self._fetch(table, key))


class _Held:
    """Rows of one table by key, and the keys that share their first part."""

    __slots__ = ("by_first", "changed", "rows")

    def __init__(self) -> None:
        self.rows: dict[Key, Any] = {}
        self.by_first: dict[Any, set[Key]] = {}
        self.changed: set[Key] = set()

    def put(self, key: Key, row: Any) -> None:
        self.rows[key] = row
        if len(key) > 1:
            self.by_first.setdefault(key[0], set()).add(key)

    def remove(self, key: Key) -> None:
        if self.rows.pop(key, None) is not None and len(key) > 1:
            self.by_first[key[0]].discard(key)

    def under(self, start: Key) -> list[Any]:
        if not start or start in self.rows:
            return [self.rows[start]] if start in self.rows else list(self.rows.values())
        keys = [key for key in self.by_first.get(start[0], ()) if key[: len(start)] == start]
        return [self.rows[key] for key in sorted(keys, key=_order)]


def _as_key(key: Key | object) -> Key:
    return key if isinstance(key, tuple) else (key,)


def _order(key: Key) -> tuple[str, ...]:
    return tuple(str(part) for part in key)
