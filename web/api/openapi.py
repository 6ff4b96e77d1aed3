"""The specification (OpenAPI 3.1), put together from what handlers declare beside themselves."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec
from litestar import Litestar

from web import texts
from web.api.operation import Operation, Param
from web.api.problems import MEDIA_TYPE as PROBLEM_MEDIA_TYPE
from web.api.problems import Problem
from web.texts import Language

VERSION = "1.0.0"
TEMPLATE = "#/components/schemas/{name}"
EVERYWHERE = (401, 403, 404, 429, 503, 507)
"""Any request may meet these: no token, one that opens less, nothing for this reader, too many
wrong tokens, the database away, no room on its disk."""


def operations_of(app: Litestar) -> list[Operation]:
    """Every operation that a handler of the application declares."""
    return list(_operations(app))


def _operations(app: Litestar) -> Iterator[Operation]:
    seen: set[str] = set()
    for route in app.routes:
        for handler in getattr(route, "route_handlers", []):
            for operation in handler.opt.get("operations", ()):
                if operation.id not in seen:
                    seen.add(operation.id)
                    yield operation


@functools.cache
def specification(app: Litestar, language: Language) -> dict[str, Any]:
    """The whole document in one language."""
    operations = operations_of(app)
    schemas, components = _schemas(operations)
    paths: dict[str, dict[str, Any]] = {}
    for operation in operations:
        at = paths.setdefault(operation.path, {})
        at[operation.method] = _operation(operation, schemas, language)
    return {
        "openapi": "3.1.0",
        "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
        "info": {
            "title": texts.say(language, "api.title"),
            "version": VERSION,
            "description": texts.say(language, "api.about"),
        },
        "tags": [
            {"name": tag, "description": texts.say(language, f"api.tag.{tag}")}
            for tag in dict.fromkeys(operation.tag for operation in operations)
        ],
        "security": [{"token": []}],
        "paths": paths,
        "components": {
            "schemas": components,
            "securitySchemes": {
                "token": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": texts.say(language, "api.token_hint"),
                }
            },
        },
    }


def _types(operations: list[Operation]) -> list[Any]:
    found: list[Any] = [Problem]
    for operation in operations:
        found += [t for t in (operation.body, operation.returns) if t not in (None, bytes)]
        found += [param.kind for param in operation.params]
    return found


def _schemas(operations: list[Operation]) -> tuple[Mapping[int, Any], dict[str, Any]]:
    """The schema of every type by its identity, and the named parts they are made of."""
    kinds = _types(operations)
    schemas, components = msgspec.json.schema_components(kinds, ref_template=TEMPLATE)
    return {id(kind): schema for kind, schema in zip(kinds, schemas, strict=True)}, components


def _operation(
    operation: Operation, schemas: Mapping[int, Any], language: Language
) -> dict[str, Any]:
    words = operation.summary_words.get(language) or texts.say(language, operation.summary)
    told: dict[str, Any] = {
        "operationId": operation.id,
        "tags": [operation.tag],
        "summary": words,
        "description": texts.say(language, "api.needs_scope", scope=operation.scope),
        "parameters": [_param(param, schemas, language) for param in operation.params],
        "responses": _responses(operation, schemas, language),
        "x-scope": operation.scope,
    }
    if operation.body is not None:
        told["requestBody"] = {
            "required": True,
            "content": {operation.body_media_type: _content(operation.body, schemas)},
        }
    return told


def _content(kind: Any, schemas: Mapping[int, Any]) -> dict[str, Any]:
    return {} if kind is bytes else {"schema": schemas[id(kind)]}


def _param(param: Param, schemas: Mapping[int, Any], language: Language) -> dict[str, Any]:
    schema = schemas[id(param.kind)]
    told: dict[str, Any] = {
        "name": param.name,
        "in": param.where,
        "required": param.required,
        "description": texts.say(language, param.key),
        "schema": schema,
    }
    if schema.get("type") == "array":
        # a comma between the values, as the addresses of the pages have it
        told |= {"style": "form", "explode": False}
    return told


def _responses(
    operation: Operation, schemas: Mapping[int, Any], language: Language
) -> dict[str, Any]:
    good: dict[str, Any] = {"description": texts.say(language, "api.answer")}
    if operation.returns is not None:
        good["content"] = {operation.media_type: _content(operation.returns, schemas)}
    if operation.headers:
        good["headers"] = {
            name: {"schema": {"type": "string"}, "required": True} for name in operation.headers
        }
    told = {str(operation.status): good}
    if operation.may_be_unchanged:
        told["304"] = {"description": texts.say(language, "api.unchanged")}
    problem = {PROBLEM_MEDIA_TYPE: {"schema": schemas_of_problem()}}
    for status in sorted({*operation.problems, *EVERYWHERE}):
        told[str(status)] = {
            "description": texts.say(language, f"api.status.{status}"),
            "content": problem,
        }
    return told


def schemas_of_problem() -> dict[str, str]:
    """Every trouble has the one shape."""
    return {"$ref": TEMPLATE.format(name=Problem.__name__)}
