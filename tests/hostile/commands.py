"""Commands as nobody should send them, made from what each of them declares."""

from __future__ import annotations

import types
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints
from uuid import UUID

import msgspec
from hypothesis import strategies as st

from tests.hostile.words import DECOMPOSED, LONG, MARKUP, any_text

DATES = (date.min, date.max, date(1899, 12, 31), date(2200, 1, 1), date(2025, 8, 4),
         date(2025, 9, 30), date(2024, 2, 29))  # fmt: skip
MOMENTS = (
    datetime.min.replace(tzinfo=UTC),
    datetime.max.replace(tzinfo=UTC),
    datetime(2025, 8, 4, 9),  # noqa: DTZ001 – without a zone, as nobody should send it
    datetime(2025, 8, 4, 1, tzinfo=UTC),
    datetime(2025, 8, 4, 1, tzinfo=UTC) + timedelta(days=400),
)
NUMBERS = (-1, 0, 1, 5, 7, 8, 100, 101, 2**31, 2**53 + 1, 10**30, -(2**63))
NO_SUCH = (None, 5, "x", b"\xff", [], {"a": 1}, float("nan"), 10**30, object(), (), "2025-13-41")
"""What does not fit most places."""


class Makers:
    """Strategies by declared type; ids are mostly ones that exist."""

    def __init__(self, ids: list[UUID], *, gentle: bool = False) -> None:
        self._gentle = gentle
        self._ids = st.sampled_from(ids) if gentle else st.one_of(st.sampled_from(ids), st.uuids())
        self._known: dict[Any, st.SearchStrategy[Any]] = {
            str: st.one_of(any_text, any_text, any_text, st.just(LONG)),
            int: st.sampled_from(NUMBERS),
            bool: st.booleans(),
            float: st.sampled_from((0.0, -1.5, float("nan"), float("inf"))),
            date: st.sampled_from(DATES),
            datetime: st.sampled_from(MOMENTS),
            UUID: self._ids,
            Decimal: st.sampled_from((Decimal(0), Decimal("NaN"), Decimal("1e30"))),
            bytes: st.binary(max_size=20),
            type(None): st.none(),
        }
        if gentle:
            self._known |= {
                str: st.sampled_from(("Đã làm.", DECOMPOSED, MARKUP, "👩‍👩‍👧", "مرحبا", "1")),
                int: st.integers(0, 12),
                date: st.sampled_from((date(2025, 8, 4), date(2025, 9, 30), date(2025, 12, 31))),
                Decimal: st.sampled_from((Decimal(1), Decimal("7.5"))),
            }

    def struct(self, kind: type[Any], *, wrong: bool = True) -> st.SearchStrategy[Any]:
        """A value of a struct; once in a while a field holds what it cannot hold."""
        hints = get_type_hints(kind)
        fields = {name: hints[name] for name in kind.__struct_fields__}
        spared = {
            field.name
            for field in msgspec.structs.fields(kind)
            if field.default is not msgspec.NODEFAULT
            or field.default_factory is not msgspec.NODEFAULT
        }

        @st.composite
        def made(draw: st.DrawFn) -> Any:
            left_out = {name for name in spared if draw(st.booleans())}
            values = {name: draw(self.of(hint)) for name, hint in fields.items()
                      if name not in left_out}  # fmt: skip
            if wrong and not self._gentle and values and draw(st.integers(0, 4)) == 0:
                values[draw(st.sampled_from(sorted(values)))] = draw(st.sampled_from(NO_SUCH))
            return kind(**values)

        return made()

    def of(self, hint: Any) -> st.SearchStrategy[Any]:
        """By the declared type of a field."""
        origin, parts = get_origin(hint), get_args(hint)
        if hint in self._known:
            return self._known[hint]
        if origin is Literal:
            offered = st.sampled_from(parts)
            return offered if self._gentle else st.one_of(offered, offered, any_text)
        if origin in (Union, types.UnionType):
            return st.one_of(*(self.of(part) for part in parts))
        if origin in (tuple, list, frozenset, set):
            each = self.of(parts[0]) if parts else st.none()
            return st.lists(each, max_size=3).map(origin)
        if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
            return st.deferred(lambda: self.struct(hint, wrong=False))
        return st.sampled_from(NO_SUCH[:8])
