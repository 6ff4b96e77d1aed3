"""What one address of the API does, told beside its handler; the specification is read from it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

ROOT = "/api/v1"
Where = Literal["path", "query", "header"]
Method = Literal["get", "post", "put", "delete"]
Name = Annotated[str, Meta(min_length=1, max_length=60, pattern=r"^[A-Za-z0-9-]+$")]
"""A code or an id in an address."""


class Param(msgspec.Struct, frozen=True, kw_only=True):
    """One parameter; its words stand in the texts under `api.param.<text>`."""

    name: str
    where: Where = "query"
    kind: Any = str
    required: bool = False
    text: str = ""

    @property
    def key(self) -> str:
        """Of its description."""
        return f"api.param.{self.text or self.name.replace('-', '_')}"


class Operation(msgspec.Struct, frozen=True, kw_only=True):
    """One method of one address."""

    id: str
    tag: str
    path: str
    method: Method = "get"
    summary: str
    """Key of the texts, or for a command ready words."""
    summary_words: Mapping[str, str] = {}
    """Ready words by language, where no key stands."""
    scope: str = ""
    permission: str = ""
    params: tuple[Param, ...] = ()
    body: Any = None
    body_media_type: str = "application/json"
    returns: Any = None
    """Type of the answer; None for one without content."""
    status: int = 200
    more_statuses: tuple[int, ...] = ()
    """Other good answers with the same content."""
    media_type: str = "application/json"
    headers: tuple[str, ...] = ()
    may_be_unchanged: bool = False
    problems: tuple[int, ...] = ()

    def __deepcopy__(self, memo: Any) -> Operation:
        """It never changes; the framework copies whatever stands beside a handler."""
        return self


def path_param(name: str, kind: Any = Name) -> Param:
    """A part of the address."""
    return Param(name=name, where="path", kind=kind, required=True)


SHA256 = path_param("sha256", Annotated[str, Meta(pattern="^[0-9a-f]{64}$")])
ANY_TYPE = "*/*"
ACTING_POST = Param(name="Acting-Post", where="header", kind=UUID, text="acting_post")
LANGUAGE = Param(name="Accept-Language", where="header", text="accept_language")
IF_NONE_MATCH = Param(name="If-None-Match", where="header", text="if_none_match")
IF_MATCH = Param(
    name="If-Match",
    where="header",
    kind=Annotated[str, Meta(pattern=r'^(\*|"[0-9]{1,9}([.-][^"]*)?")$')],
    text="if_match",
)
IDEMPOTENCY_KEY = Param(
    name="Idempotency-Key", where="header", kind=UUID, required=True, text="idempotency_key"
)
SEEN = Param(name="seen", kind=Annotated[int, Meta(ge=0, le=2**53)])
ON = Param(name="on", kind=date)
AS_OF = Param(
    name="as_of",
    kind=Annotated[str, Meta(pattern=r"^([0-9]{4}-[0-9]{2}-[0-9]{2}|#[0-9]{1,15})$")],
)
BASIS = Param(name="basis", kind=Literal["then", "now"])
READING = (SEEN, IF_NONE_MATCH, ACTING_POST, LANGUAGE)
CHANGING = (ACTING_POST, LANGUAGE)


def reading(
    id: str,
    tag: str,
    path: str,
    returns: Any,
    *params: Param,
    permission: str,
    scope: str = "read",
    problems: tuple[int, ...] = (403, 404, 422),
) -> dict[str, Any]:
    """What a handler declares that reads something; `path` stands under the root."""
    told = Operation(
        id=id,
        tag=tag,
        path=f"{ROOT}/{path}",
        summary=f"api.op.{id}",
        scope=scope,
        permission=permission,
        params=(*params, *READING),
        returns=returns,
        headers=("ETag",),
        may_be_unchanged=True,
        problems=problems,
    )
    return opt_of(told)


def sending_file(
    id: str,
    tag: str,
    path: str,
    media_type: str,
    *params: Param,
    permission: str,
    problems: tuple[int, ...] = (403, 404, 422),
) -> dict[str, Any]:
    """What a handler declares that sends a file; `path` stands under the root."""
    told = Operation(
        id=id,
        tag=tag,
        path=f"{ROOT}/{path}",
        summary=f"api.op.{id}",
        scope="read",
        permission=permission,
        params=(*params, ACTING_POST, LANGUAGE),
        media_type=media_type,
        returns=bytes,
        problems=problems,
    )
    return opt_of(told)


def changing(
    id: str,
    tag: str,
    path: str,
    *params: Param,
    permission: str,
    scope: str,
    method: Method = "post",
    body: Any = None,
    returns: Any = None,
    status: int = 204,
    problems: tuple[int, ...] = (400, 403, 404, 409, 413, 415, 422),
) -> dict[str, Any]:
    """What a handler declares that keeps something which is no act: a mark, a list, a session."""
    told = Operation(
        id=id,
        tag=tag,
        path=f"{ROOT}/{path}",
        method=method,
        summary=f"api.op.{id}",
        scope=scope,
        permission=permission,
        params=(*params, *CHANGING),
        body=body,
        returns=returns,
        status=status,
        problems=problems,
    )
    return opt_of(told)


def opt_of(*operations: Operation) -> dict[str, Any]:
    """For a handler: who may, with which scope, and what the specification tells."""
    first = operations[0]
    return {"permission": first.permission, "scope": first.scope, "operations": operations}
