"""The body of a command: its fields and its envelope, read field by field so that every mistake
is told at once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec
from msgspec import Meta

from domain.fact import Command
from domain.values import Doc
from domain.ward import Ward
from web.api.problems import Invalid, NotServed
from web.api.shapes import (
    TEXT_MAX,
    TEXT_PATTERN,
    Wrong,
    bounded_type,
    derived_field,
    mistakes,
)
from web.api.slice import PASSWORD, ApiSlice, needs_proof

PASSWORD_MAX = 200
WRONG_MAX = 50
"""So many mistakes are told; more help nobody."""

_reason = Annotated[str, Meta(max_length=TEXT_MAX, extra_json_schema={"pattern": TEXT_PATTERN})]
_password = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=PASSWORD_MAX,
        extra_json_schema={"format": "password", "writeOnly": True},
    ),
]
ENVELOPE: tuple[tuple[str, Any, Any], ...] = (
    ("happened_at", bounded_type(datetime | None, "happened_at"), None),
    ("reason", _reason | None, None),
    ("document", bounded_type(Doc | None, "document"), None),
    ("caused_by", UUID | None, None),
)
"""Around every command: when it happened, why, on which paper, which act it follows from."""
ENVELOPE_NAMES = tuple(name for name, _, _ in ENVELOPE)


_made: dict[type[Command], type[msgspec.Struct]] = {}


def body_type(api_slice: ApiSlice, kind: type[Command]) -> type[msgspec.Struct]:
    """The shape of what is sent for a command; made once, so that its schema has one name."""
    if kind not in _made:
        _made[kind] = msgspec.defstruct(
            kind.__name__,
            [*_own_fields(api_slice, kind), *_proof_of(kind), *ENVELOPE],
            module=__name__,
            namespace={"__doc__": kind.__doc__},
            kw_only=True,
            frozen=True,
            forbid_unknown_fields=True,
        )
    return _made[kind]


def _proof_of(kind: type[Command]) -> list[Any]:
    return [(PASSWORD, _password)] if needs_proof(kind) else []


def _own_fields(api_slice: ApiSlice, kind: type[Command]) -> list[Any]:
    built = api_slice.built.get(kind)
    source = built.fields if built else kind
    hidden = api_slice.hidden(kind)
    fields = [
        derived_field(field, source.__name__)
        for field in msgspec.structs.fields(source)
        if field.name not in hidden
    ]
    clash = {field[0] for field in fields} & set(ENVELOPE_NAMES)
    assert not clash, f"{kind.__name__} says {clash} itself, which the envelope says"
    return fields


# -- reading --------------------------------------------------------------------------


def read_body(raw: bytes, wanted: type[msgspec.Struct]) -> Any:
    """A struct of the wanted type; raises Invalid with every mistake, or NotServed."""
    parts = _parts(raw or b"{}")
    values: dict[str, Any] = {}
    wrong: list[Wrong] = []
    fields = {field.name: field for field in msgspec.structs.fields(wanted)}
    wrong += [(name[:100], "unknown", {}) for name in parts if name not in fields]
    for name, field in fields.items():
        if name not in parts:
            if field.required:
                wrong.append((name, "missing", {}))
            continue
        try:
            values[name] = msgspec.json.decode(parts[name], type=field.type)
        except RecursionError:
            raise NotServed(400, "too_deep") from None
        except (msgspec.ValidationError, msgspec.DecodeError, UnicodeDecodeError) as error:
            wrong.append(told(error, name))
        else:
            wrong += mistakes(values[name], field.type, name)
    if wrong:
        raise Invalid(*wrong[:WRONG_MAX])
    return wanted(**values)


def _parts(raw: bytes) -> dict[str, msgspec.Raw]:
    try:
        return msgspec.json.decode(raw, type=dict[str, msgspec.Raw])
    except RecursionError:
        raise NotServed(400, "too_deep") from None
    except msgspec.ValidationError:
        raise Invalid(("", "wrong_type", {"expected": "object", "got": "?"})) from None
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise NotServed(400, "not_json") from None


_AT = re.compile(r" - at `\$?(?P<path>[^`]*)`$")
_TOLD: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"Object missing required field `(?P<inner>[^`]*)`"), "missing"),
    (re.compile(r"Object contains unknown field `(?P<inner>[^`]*)`"), "unknown"),
    (re.compile(r"Expected `str` of length <= (?P<most>\d+)"), "too_long"),
    (re.compile(r"Expected `str` of length >= 1"), "blank"),
    (re.compile(r"Expected `array` of length <= (?P<most>\d+)"), "too_many"),
    (re.compile(r"Expected `str` matching regex '(?P<form>.*)'"), "wrong_form"),
    (re.compile(r"Expected `\w+` (?P<bound>[<>]=? \d+)"), "out_of_range"),
    (re.compile(r"Expected `datetime` with a timezone"), "no_time_zone"),
    (re.compile(r"Expected `(?P<expected>[^`]*)`, got `(?P<got>[^`]*)`"), "wrong_type"),
    (re.compile(r"Invalid (?:enum )?value '(?P<got>.*)'"), "no_choice"),
    (re.compile(r"Invalid (?:RFC3339 encoded )?(?P<form>\w+)"), "wrong_form"),
)
"""What the decoder says, and the code of it; its own words are English and stay inside."""
GOT_MAX = 60


def told(error: Exception, name: str) -> Wrong:
    """The decoder's mistake as path, code and facts."""
    words = str(error)
    path = name
    at = _AT.search(words)
    if at is not None:
        path += at["path"]
        words = words[: at.start()]
    for pattern, code in _TOLD:
        found = pattern.match(words)
        if found is None:
            continue
        facts = {key: value[:GOT_MAX] for key, value in found.groupdict().items()}
        inner = facts.pop("inner", "")
        return f"{path}.{inner}" if inner else path, code, dict(facts)
    return path, "unreadable", {}


# -- what is spoken of must be there -----------------------------------------------------

UNITS = frozenset(
    {
        "lead_id",
        "to_id",
        "successor_id",
        "survivor_id",
        "absorbed",
        "units",
        "cooperating",
        "group",
        "candidates",
    }
)
PERSONS = frozenset({"prepared_by"})
NOT_BY_RULE = {("RelievePerson", "successor_id"): "person"}


def unknown_references(value: Any, ward: Ward, path: str = "", owner: str = "") -> Iterator[Wrong]:
    """Ids of units, posts and persons that the ward does not know, by the names of their fields."""
    known: dict[str, Mapping[UUID, Any]] = {
        "unit": ward.units,
        "post": ward.posts,
        "person": ward.persons,
    }
    if isinstance(value, msgspec.Struct):
        owner = type(value).__name__.removesuffix("Sent")
        for name in value.__struct_fields__:
            inner = f"{path}.{name}" if path else name
            kind = NOT_BY_RULE.get((owner, name), _kind_of(name))
            each = getattr(value, name)
            for place, one in _ids(each):
                if kind and one not in known[kind]:
                    yield inner + place, f"no_{kind}", {}
            yield from unknown_references(each, ward, inner, owner)
    elif isinstance(value, tuple):
        for number, each in enumerate(value):
            yield from unknown_references(each, ward, f"{path}[{number}]", owner)


def _kind_of(name: str) -> str:
    if name in UNITS or name.endswith("unit_id"):
        return "unit"
    if name.endswith(("post_id", "_post", "_posts", "_post_ids")):
        return "post"
    if name in PERSONS or name.endswith("person_id"):
        return "person"
    return ""


def _ids(value: Any) -> Iterator[tuple[str, UUID]]:
    if isinstance(value, UUID):
        yield "", value
    elif isinstance(value, tuple):
        for number, each in enumerate(value):
            one = each[0] if isinstance(each, tuple) and each else each
            if isinstance(one, UUID):
                yield f"[{number}]", one
