"""How the fields of a row become columns."""

from __future__ import annotations

import types
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
}
LISTS = (list, tuple, set, frozenset)


class Column(msgspec.Struct, frozen=True):
    """One column; rows travel as JSON, which PostgreSQL reads back as `sql_type`."""

    name: str
    sql_type: str
    nullable: bool

    @property
    def definition(self) -> str:
        """The column in CREATE TABLE."""
        return f'"{self.name}" {self.sql_type}{"" if self.nullable else " NOT NULL"}'

    @property
    def arrival(self) -> str:
        """The column in the description of a JSON record."""
        return f'"{self.name}" {self.sql_type}'

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
            return Column(name, f"{inner}[]", nullable)
        plain = _plain(kind)
        if plain is not None:
            return Column(name, plain, nullable)
    elif all(_plain(each) == _plain(kind) is not None for each in kinds):
        return Column(name, str(_plain(kind)), nullable)
    return Column(name, "jsonb", nullable)


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
