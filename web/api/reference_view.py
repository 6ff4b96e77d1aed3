"""The specification laid out for a page: operations by tag, fields as rows, codes of trouble."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from web import texts
from web.texts import Language

CODE_PREFIX = "api.problem."
TITLE = ".title"


class FieldRow(msgspec.Struct, frozen=True, kw_only=True):
    """A field or a parameter on one line."""

    name: str
    where: str
    kind: str
    required: bool
    about: str = ""


class OperationView(msgspec.Struct, frozen=True, kw_only=True):
    """One operation as the page shows it."""

    id: str
    method: str
    path: str
    summary: str
    scope: str
    params: tuple[FieldRow, ...]
    body: tuple[FieldRow, ...]
    statuses: tuple[str, ...]
    returns: str


class TagView(msgspec.Struct, frozen=True, kw_only=True):
    """Operations on one kind of thing."""

    name: str
    about: str
    operations: tuple[OperationView, ...]


def tag_views(spec: Mapping[str, Any]) -> tuple[TagView, ...]:
    """All operations, reading before acting."""
    found = list(_operations(spec))
    return tuple(
        TagView(
            name=tag["name"],
            about=tag["description"],
            operations=tuple(view for name, view in found if name == tag["name"]),
        )
        for tag in spec["tags"]
    )


def _operations(spec: Mapping[str, Any]) -> Iterator[tuple[str, OperationView]]:
    for path, methods in spec["paths"].items():
        for method, told in methods.items():
            good = next(iter(told["responses"].values()))
            content = next(iter(good.get("content", {"": {}}).values()))
            body = told.get("requestBody", {}).get("content", {})
            schema = next(iter(body.values()), {}).get("schema", {})
            yield (
                told["tags"][0],
                OperationView(
                    id=told["operationId"],
                    method=method.upper(),
                    path=path,
                    summary=told["summary"],
                    scope=told["x-scope"],
                    params=tuple(_param(each) for each in told["parameters"]),
                    body=tuple(_fields(schema, spec)),
                    statuses=tuple(told["responses"]),
                    returns=kind_of(content.get("schema", {})),
                ),
            )


def _param(param: Mapping[str, Any]) -> FieldRow:
    return FieldRow(
        name=param["name"],
        where=param["in"],
        kind=kind_of(param["schema"]),
        required=param["required"],
        about=param["description"],
    )


def _fields(schema: Mapping[str, Any], spec: Mapping[str, Any]) -> Iterator[FieldRow]:
    named = schema.get("$ref", "").rpartition("/")[2]
    found = spec["components"]["schemas"].get(named, schema)
    required = set(found.get("required", ()))
    for name, inner in found.get("properties", {}).items():
        yield FieldRow(name=name, where="", kind=kind_of(inner), required=name in required)


def kind_of(schema: Mapping[str, Any]) -> str:
    """A schema in a few words: `string (uuid)`, `Content | null`, `list of integer`."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "anyOf" in schema:
        return " | ".join(kind_of(each) for each in schema["anyOf"])
    if "enum" in schema:
        return " | ".join(str(each) for each in schema["enum"])
    if schema.get("type") == "array":
        inner = schema.get("prefixItems") or [schema.get("items") or {}]
        return f"[{', '.join(kind_of(each) for each in inner)}]"
    kind = str(schema.get("type", ""))
    return f"{kind} ({schema['format']})" if "format" in schema else kind


def code_rows(language: Language) -> tuple[tuple[str, str], ...]:
    """Every code that is no rule of the ward's work, and what it means."""
    names = [
        key.removeprefix(CODE_PREFIX).removesuffix(TITLE)
        for key in texts.table()
        if key.startswith(CODE_PREFIX) and key.endswith(TITLE)
    ]
    return tuple(
        (name, texts.say(language, f"{CODE_PREFIX}{name}{TITLE}")) for name in sorted(names)
    )
