"""What differs between two versions of a rule set, part by part and field by field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from domain.evaluation.rules import Rules
from domain.values import Value

Part = Literal["rules", "criterion", "gate", "band", "extra"]
How = Literal["added", "removed", "changed"]
LISTS: Mapping[Part, tuple[str, str]] = {
    "criterion": ("criteria", "key"),
    "gate": ("gates", "key"),
    "band": ("bands", "level"),
    "extra": ("extras", "key"),
}
FIELDS_OF_LISTS = frozenset(name for name, _ in LISTS.values())


class Difference(Value, frozen=True, kw_only=True):
    """One field that changed, or a part that came or went; `part` and `key` say where."""

    part: Part
    key: str
    how: How
    field: str = ""
    before: str = ""
    after: str = ""


def compare_rules(before: Rules, after: Rules) -> tuple[Difference, ...]:
    """Every difference: the rule set's own fields first, then its parts in their order."""
    return (
        *_fields("rules", "", before, after),
        *(each for part in LISTS for each in _parts(part, before, after)),
    )


def _parts(part: Part, before: Rules, after: Rules) -> Iterator[Difference]:
    name, key = LISTS[part]
    old = {getattr(each, key): each for each in getattr(before, name)}
    new = {getattr(each, key): each for each in getattr(after, name)}
    for each in dict.fromkeys((*old, *new)):
        if each not in new:
            yield Difference(part=part, key=each, how="removed", before=_title(old[each]))
        elif each not in old:
            yield Difference(part=part, key=each, how="added", after=_title(new[each]))
        else:
            yield from _fields(part, each, old[each], new[each])
    kept_before = [each for each in old if each in new]
    kept_after = [each for each in new if each in old]
    if kept_before != kept_after:
        yield Difference(
            part=part,
            key="",
            how="changed",
            field="order",
            before=_said(tuple(kept_before)),
            after=_said(tuple(kept_after)),
        )


def _fields(part: Part, key: str, before: Value, after: Value) -> Iterator[Difference]:
    for name in type(before).__struct_fields__:
        old, new = getattr(before, name), getattr(after, name)
        if old != new and not (part == "rules" and name in FIELDS_OF_LISTS):
            yield Difference(
                part=part, key=key, how="changed", field=name, before=_said(old), after=_said(new)
            )


def _title(part: Value) -> str:
    return str(getattr(part, "text", "") or getattr(part, "from_points", ""))


def _said(value: Any) -> str:
    if value is None:
        return ""
    return ", ".join(value) if isinstance(value, tuple) else str(value)
