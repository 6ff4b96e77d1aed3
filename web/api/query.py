"""Parameters of an address, read strictly: what is not known or cannot be read is told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, get_args, get_origin

import msgspec
from litestar.exceptions import NotFoundException

from domain.plain_text import composed, has_no_text
from projections.task_past import AsOf
from web.api.bodies import told
from web.api.operation import Param
from web.api.problems import Invalid
from web.api.shapes import YEAR_MAX, YEAR_MIN, Wrong
from web.render import AnyRequest, catch_up
from web.session import visit_of

NAME_MAX = 100


def named(text: str) -> str:
    """A name of an address that a table can be asked for; anything else is not found."""
    if not 0 < len(text) <= NAME_MAX or has_no_text(text):
        raise NotFoundException
    return composed(text)


def read_query(request: AnyRequest, params: Sequence[Param]) -> dict[str, Any]:
    """The parameters that were given, by name; raises Invalid with every mistake."""
    known = {param.name: param for param in params if param.where == "query"}
    found: dict[str, Any] = {}
    wrong: list[Wrong] = []
    for name, said in request.query_params.items():
        if name not in known:
            wrong.append((name[:NAME_MAX], "unknown", {}))
            continue
        try:
            found[name] = _value(said, known[name].kind)
        except (msgspec.ValidationError, ValueError) as error:
            wrong.append(told(error, name))
            continue
        wrong += [
            (name, "year", {"least": YEAR_MIN, "most": YEAR_MAX})
            for each in (found[name],)
            if isinstance(each, date) and not YEAR_MIN <= each.year <= YEAR_MAX
        ]
    absent = [p.name for p in known.values() if p.required and p.name not in request.query_params]
    wrong += [(name, "missing", {}) for name in absent]
    if wrong:
        raise Invalid(*wrong)
    return found


def query_of(opt: Mapping[str, Any], request: AnyRequest) -> dict[str, Any]:
    """The parameters of a handler's own operation."""
    return read_query(request, opt["operations"][0].params)


def _value(said: str, kind: Any) -> Any:
    said = composed(said)
    if has_no_text(said):
        raise msgspec.ValidationError("Invalid text")
    if get_origin(_bare(kind)) is list:
        return msgspec.convert(said.split(","), kind, strict=False)
    return msgspec.convert(said, kind, strict=False)


def _bare(kind: Any) -> Any:
    return get_args(kind)[0] if hasattr(kind, "__metadata__") else kind


async def caught_up(request: AnyRequest, given: dict[str, Any]) -> None:
    """Wait briefly until the read models have seen what `seen` says."""
    if "seen" in given:
        await catch_up(request)


def past_of(request: AnyRequest, given: dict[str, Any]) -> AsOf | None:
    """`as_of=2025-12-05` or `as_of=#1234`, a place in the log; today is the present."""
    said, basis = given.get("as_of"), given.get("basis", "then")
    if said is None:
        return None
    if said.startswith("#"):
        return AsOf(position=int(said[1:]), basis=basis)
    try:
        on = date.fromisoformat(said)
    except ValueError:
        raise Invalid(("as_of", "wrong_form", {"form": "date"})) from None
    if not YEAR_MIN <= on.year <= YEAR_MAX:
        raise Invalid(("as_of", "year", {"least": YEAR_MIN, "most": YEAR_MAX}))
    return None if on >= visit_of(request).today else AsOf(on=on, basis=basis)
