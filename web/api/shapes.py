"""Shapes of what is sent, derived from the domain's own types: strict, bounded, described.

A derived type has the fields of its original, refuses unknown ones, and bounds what the domain
takes for granted because pages bound it: lengths of texts, ranges of numbers, years, words of a
closed list that the domain keeps as text. `to_domain` leads back.
"""

from __future__ import annotations

import functools
import types
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import msgspec
from msgspec import Meta, Struct
from msgspec.structs import FieldInfo

from domain.plain_text import composed, has_no_text
from domain.values import Evidence
from web.tasks.acts_of_review import REMINDERS
from web.tasks.acts_of_unit import LINKS

TEXT_MAX = 10_000
LINE_MAX = 300
NUMBER_MAX = 1_000_000
ITEMS_MAX = 500
YEAR_MIN, YEAR_MAX = 1990, 2199
TEXT_PATTERN = (
    r"^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200e\u200f"
    r"\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\uffff]*$"
)
"""`domain.plain_text` in the words of the specification."""

Wrong = tuple[str, str, dict[str, object]]

RANGES: dict[str, tuple[int, int]] = {
    "field": (1, 7),
    "fields": (1, 7),
    "percent": (0, 100),
    "share": (1, 100),
    "due_day": (1, 31),
    "days": (1, 1000),
    "step": (1, 9),
    "person_count": (1, 5000),
    "version": (1, 10_000),
}
"""Bounds of whole numbers by the name of their field; the pages ask within the same ones."""

PERIOD = r"^[0-9]{4}(-(Q[1-4]|H[12]|0[1-9]|1[0-2]))?$"
PATTERNS: dict[str, tuple[str, int]] = {
    "period": (PERIOD, 7),
    "first_period": (PERIOD, 7),
    "last_period": (PERIOD, 7),
    "from_period": (PERIOD, 7),
    "code": (r"^[0-9A-Z]+$", 20),
    "weight": (r"^(100|[0-9]{1,2}(\.[0-9]{1,2})?)$", 5),
    "points": (r"^(100|[0-9]{1,2}(\.[0-9]{1,2})?)$", 5),
    "sha256": (r"^[0-9a-f]{64}$", 64),
}
"""Texts of a fixed form, by the name of their field, with the most letters."""
OWN_PATTERNS: dict[tuple[str, str], tuple[str, int]] = {
    ("DraftChecklist", "code"): (r"^[a-z0-9-]+$", 30),
    ("DraftChecklist", "total"): (r"^(1000|[0-9]{1,3}(\.[0-9]{1,2})?)$", 6),
    ("DraftProgramme", "code"): (r"^[0-9A-Za-z-]+$", 30),
    ("DraftRuleSet", "code"): (r"^(?!(new|do|edit|import|compare|v)$)[a-z0-9]+(-[a-z0-9]+)*$", 40),
    ("Criterion", "key"): (r"^[a-z0-9][a-z0-9_.]*$", 30),
    ("Criterion", "entry_max"): (r"^(1000|[0-9]{1,3}(\.[0-9]{1,2})?)?$", 6),
    ("Gate", "key"): (r"^[a-z0-9][a-z0-9_.]*$", 30),
    ("Extra", "key"): (r"^[a-z0-9][a-z0-9_.]*$", 30),
    ("Band", "from_points"): (r"^(1000|[0-9]{1,3}(\.[0-9]{1,2})?)$", 6),
    ("Rules", "bonus_max"): (r"^(1000|[0-9]{1,3}(\.[0-9]{1,2})?)$", 6),
    ("Rules", "penalty_max"): (r"^(1000|[0-9]{1,3}(\.[0-9]{1,2})?)$", 6),
    ("OpenRound", "code"): (r"^(?!(do|new)$)[a-z0-9]+(-[a-z0-9]+)*$", 40),
    ("Item", "code"): (r"^[0-9]{1,2}(\.[0-9]{1,3}){0,3}$", 20),
    ("Item", "max_points"): (r"^(100|[0-9]{1,2}(\.[0-9]{1,2})?)$", 5),
}
"""The same where a type has its own form, by type and field."""
OWN_RANGES: dict[tuple[str, str], tuple[int, int]] = {
    ("Item", "field"): (1, 20),
    ("ChecklistPlace", "version"): (0, 10_000),
    ("RuleSetPlace", "version"): (0, 10_000),
}
"""Version 0 is the newest one."""
LINES = frozenset(
    {
        "about", "abstract", "alias", "file_code", "full_name", "funding", "issuer", "item_key",
        "key", "kind", "level", "name", "notation", "number", "place", "place_in_document",
        "product", "ref",
        "retention", "rule", "scope", "secrecy", "signer", "signs_as", "title", "work",
    }
)  # fmt: skip
"""Texts of one line; all others may be a passage."""
CHOICES: dict[tuple[str, str], tuple[str, ...]] = {
    ("Link", "kind"): LINKS,
    ("SnoozeReminder", "rule"): REMINDERS,
}
"""Closed lists that the domain keeps as text, by type and field."""
MAY_BE_BLANK = frozenset({"was", "should_be", "ref", "lead_text", "deadline_text", "source_text"})
"""Texts without a default in which emptiness means something."""


class GivenFile(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A file that this person has uploaded within the hour, by its SHA-256."""

    sha256: Annotated[str, Meta(pattern=PATTERNS["sha256"][0], max_length=64)]
    about_on: date | None = None
    """The day that the file is about."""


DOMAIN_OF: dict[type, type] = {}
"""Derived type to its original."""


@functools.cache
def strict(kind: type[Struct]) -> type[Struct]:
    """The derived type of a struct of the domain."""
    fields: list[tuple[str, Any] | tuple[str, Any, Any]] = [
        derived_field(field, kind.__name__) for field in msgspec.structs.fields(kind)
    ]
    config = kind.__struct_config__
    made = msgspec.defstruct(
        f"{kind.__name__}Sent",
        fields,
        module=kind.__module__,  # two slices may use one name
        namespace={"__doc__": kind.__doc__},
        tag=config.tag,
        tag_field=config.tag_field,
        kw_only=True,
        frozen=True,
        forbid_unknown_fields=True,
    )
    DOMAIN_OF[made] = kind
    return made


def derived_field(field: FieldInfo, owner: str) -> tuple[str, Any] | tuple[str, Any, Any]:
    """A field with its bounds and its default; for `defstruct`."""
    among = CHOICES.get((owner, field.name))
    bounded = (
        Literal[among]
        if among
        else _own_bounds(owner, field.name)
        or bounded_type(field.type, field.name, must_say=field.required)
    )
    if field.required:
        return (field.name, bounded)
    if field.default_factory is not msgspec.NODEFAULT:
        return (field.name, bounded, msgspec.field(default_factory=field.default_factory))
    return (field.name, bounded, field.default)


def _own_bounds(owner: str, name: str) -> Any:
    if found := OWN_PATTERNS.get((owner, name)):
        return Annotated[str, Meta(pattern=found[0], max_length=found[1])]
    if span := OWN_RANGES.get((owner, name)):
        return Annotated[int, Meta(ge=span[0], le=span[1])]
    return None


def bounded_type(kind: Any, name: str, *, must_say: bool = False) -> Any:
    """A type with the bounds that the name of its field asks for."""
    if kind is str:
        return _text(name, must_say=must_say)
    if kind is int:
        least, most = RANGES.get(name, (0, NUMBER_MAX))
        return Annotated[int, Meta(ge=least, le=most)]
    if kind is datetime:
        return Annotated[datetime, Meta(tz=True)]
    if kind is Evidence:
        return GivenFile
    if isinstance(kind, type) and issubclass(kind, Struct):
        return strict(kind)
    return _composed(kind, name, must_say=must_say)


def _composed(kind: Any, name: str, *, must_say: bool) -> Any:
    origin, parts = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        inner = tuple(bounded_type(part, name, must_say=must_say) for part in parts)
        return Union[inner]  # noqa: UP007 - built from a tuple
    if origin is tuple and len(parts) == 2 and parts[1] is Ellipsis:
        of = bounded_type(parts[0], name, must_say=True)
        return Annotated[tuple[of, ...], Meta(max_length=ITEMS_MAX)]
    if origin is tuple:
        return tuple[tuple(bounded_type(part, name) for part in parts)]  # type: ignore[misc]
    if origin in (dict, Mapping):
        raise TypeError(f"{name}: nothing is sent by free names")
    return kind


def _text(name: str, *, must_say: bool) -> Any:
    if name in PATTERNS:
        pattern, most = PATTERNS[name]
        return Annotated[str, Meta(pattern=pattern, max_length=most)]
    most = LINE_MAX if name in LINES else TEXT_MAX
    least = 1 if must_say and name not in MAY_BE_BLANK else 0
    return Annotated[
        str,
        Meta(
            min_length=least or None,
            max_length=most,
            extra_json_schema={"pattern": TEXT_PATTERN},
        ),
    ]


# -- what types cannot say ----------------------------------------------------------


def mistakes(value: Any, kind: Any, path: str) -> Iterator[Wrong]:
    """Control characters, blank words and years out of reach, with their paths."""
    match value:
        case Struct():
            for field in msgspec.structs.fields(type(value)):
                inner = path + "." + field.name if path else field.name
                yield from mistakes(getattr(value, field.name), field.type, inner)
        case tuple() | list():
            for place, each in enumerate(value):
                yield from mistakes(each, None, f"{path}[{place}]")
        case str():
            yield from _text_mistakes(value, kind, path)
        case date() if not YEAR_MIN <= value.year <= YEAR_MAX:
            yield path, "year", {"least": YEAR_MIN, "most": YEAR_MAX}


def _text_mistakes(value: str, kind: Any, path: str) -> Iterator[Wrong]:
    if has_no_text(value):
        yield path, "control_character", {}
    elif not value.strip() and _must_say(kind):
        yield path, "blank", {}


def _must_say(kind: Any) -> bool:
    metas = getattr(kind, "__metadata__", ())
    return any(isinstance(meta, Meta) and meta.min_length for meta in metas)


def to_domain(value: Any, files: Mapping[str, Evidence]) -> Any:
    """The value as the domain has it: original types, composed letters, files as evidence."""
    match value:
        case GivenFile():
            return files[value.sha256]
        case Struct() if type(value) in DOMAIN_OF:
            names = type(value).__struct_fields__
            given = {name: to_domain(getattr(value, name), files) for name in names}
            return DOMAIN_OF[type(value)](**given)
        case tuple():
            return tuple(to_domain(each, files) for each in value)
        case str():
            return composed(value)
    return value


def given_files(value: Any) -> Iterator[GivenFile]:
    """Every file that a body names."""
    match value:
        case GivenFile():
            yield value
        case Struct():
            for name in type(value).__struct_fields__:
                yield from given_files(getattr(value, name))
        case tuple():
            for each in value:
                yield from given_files(each)
