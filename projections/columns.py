"""How the fields of a row become columns: types, and values on their way to PostgreSQL."""

from __future__ import annotations

import types
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints
from uuid import UUID

import msgspec

PLAIN: dict[Any, str] = {
    UUID: "uuid",
    str: "text",
    int: "bigint",
    bool: "boolean",
    float: "double precision",
    Decimal: "numeric",
    date: "date",
    datetime: "timestamptz",
    bytes: "bytea",
}
LISTS = (list, tuple, set, frozenset)

Wire = Callable[[Any], Any]


class Column(msgspec.Struct, frozen=True):
    """One column: `travel` is the type its values are sent as, cast to `sql_type` on arrival."""

    name: str
    sql_type: str
    nullable: bool
    travel: str
    wire: Wire

    @property
    def definition(self) -> str:
        """The column in CREATE TABLE."""
        return f'"{self.name}" {self.sql_type}{"" if self.nullable else " NOT NULL"}'

    @property
    def arrival(self) -> str:
        """The value as it is read back from an unnested array."""
        return f'"{self.name}"::{self.sql_type}' if self.travel != self.sql_type else self.quoted

    @property
    def quoted(self) -> str:
        """The name as SQL wants it."""
        return f'"{self.name}"'


def columns_of(row: type[msgspec.Struct]) -> tuple[Column, ...]:
    """The columns of a struct, in the order of its fields."""
    hints = get_type_hints(row)
    return tuple(_column(name, hints[name]) for name in row.__struct_fields__)


def _column(name: str, hint: Any) -> Column:
    kinds = [kind for kind in _members(hint) if kind is not type(None)]
    nullable = len(kinds) < len(_members(hint))
    kind = kinds[0]
    if len(kinds) == 1:
        if get_origin(kind) in LISTS and (inner := _plain(get_args(kind)[0])) is not None:
            return Column(name, f"{inner}[]", nullable, "text", _array_literal)
        plain = _plain(kind)
        if plain is not None:
            wire = _enum_value if isinstance(kind, type) and issubclass(kind, Enum) else _itself
            return Column(name, plain, nullable, plain, wire)
    elif all(_plain(each) == _plain(kind) is not None for each in kinds):
        return Column(name, str(_plain(kind)), nullable, str(_plain(kind)), _itself)
    return Column(name, "jsonb", nullable, "text", _json_text)


def _members(hint: Any) -> tuple[Any, ...]:
    is_union = get_origin(hint) in (Union, types.UnionType)
    return get_args(hint) if is_union else (hint,)


def _plain(kind: Any) -> str | None:
    """The column type of a value that fits one as it is."""
    if get_origin(kind) is Literal:
        return "text" if all(isinstance(each, str) for each in get_args(kind)) else None
    if isinstance(kind, type) and issubclass(kind, Enum):
        return "bigint" if issubclass(kind, int) else "text"
    return PLAIN.get(getattr(kind, "__supertype__", kind)) if _hashable(kind) else None


def _hashable(kind: Any) -> bool:
    return isinstance(kind, type) or hasattr(kind, "__supertype__")


def _itself(value: Any) -> Any:
    return value


def _enum_value(value: Any) -> Any:
    return value.value if isinstance(value, Enum) else value


def _json_text(value: Any) -> str | None:
    # keys in order, so that a rebuilt row has the same digest
    return None if value is None else msgspec.json.encode(value, order="deterministic").decode()


def _array_literal(values: Any) -> str | None:
    """Arrays of arrays cannot be unnested one level, so inner ones travel as text."""
    if values is None:
        return None
    ordered = sorted(values, key=str) if isinstance(values, set | frozenset) else values
    return "{" + ",".join(_array_item(_enum_value(value)) for value in ordered) + "}"


def _array_item(value: Any) -> str:
    if value is None:
        return "NULL"
    escaped = str(value).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
