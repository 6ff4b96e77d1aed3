"""What a slice of the domain tells the API once; all its commands then have addresses.

A new command of a registered slice needs nothing here. It is only named when a field of it is not
for the sender to say: the id of what it begins, a count that a look-up gives, a place in a family
that reactions write.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from uuid import UUID

import msgspec

from domain.fact import Command
from service.permission_table import ROWS
from web.render import AnyRequest


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """A thing of a slice at an address, for somebody who may see it."""

    stream_id: UUID
    name: str
    """What stands in its address."""
    thing: Any = None
    """However the slice's own look-ups know it."""


class Looking(msgspec.Struct, frozen=True, kw_only=True):
    """What a look-up may use."""

    request: AnyRequest
    found: Found | None
    given: Mapping[str, Any]
    """The fields that were sent, as the domain has them."""


LookUp = Callable[[Looking], Awaitable[Any]]


class Built(msgspec.Struct, frozen=True, kw_only=True):
    """A command whose fields come from somewhere else than its body, such as a file."""

    fields: type[msgspec.Struct]
    """What is sent instead."""
    build: Callable[[Looking, UUID], Awaitable[Mapping[str, Any]]]
    """Every field of the command but its stream, from the stream's id and what was sent."""


class ApiSlice(msgspec.Struct, frozen=True, kw_only=True):
    """One slice: where its things are found, which commands begin one, what is looked up."""

    name: str
    path: str
    """Under the root of the API, e.g. `tasks`."""
    commands: tuple[type[Command], ...]
    stream_field: str | None
    """The field that the address says; None when the whole slice is one stream."""
    permission: str
    """Who may see that there is something to act on; the act itself is judged by the desk."""
    find: Callable[[AnyRequest, str], Awaitable[Found]]
    """The thing at an address; raises NotFoundException for who may not see it."""
    name_of: Callable[[AnyRequest, UUID], Awaitable[str]]
    """What stands in the address of a thing, after an act may have given it a code."""
    begins: frozenset[type[Command]] = frozenset()
    """Commands that can begin a stream of their own."""
    only_begins: frozenset[type[Command]] = frozenset()
    """Those among them that an existing thing cannot be asked for."""
    new_ids: Mapping[type[Command], str] = {}
    """Fields that name what the command begins inside the stream; made from the key."""
    looked_up: Mapping[type[Command], Mapping[str, LookUp]] = {}
    not_said: Mapping[type[Command], frozenset[str]] = {}
    """Fields that only parts of the system fill in; they keep their defaults."""
    built: Mapping[type[Command], Built] = {}

    @property
    def asked_by_people(self) -> tuple[type[Command], ...]:
        """Commands that some office may ask for; the clock's and the reactions' are left out."""
        return tuple(kind for kind in self.commands if ROWS.get(kind))

    def hidden(self, kind: type[Command]) -> frozenset[str]:
        """Fields that are not sent."""
        names = {self.stream_field, self.new_ids.get(kind)}
        names |= set(self.looked_up.get(kind, ())) | self.not_said.get(kind, frozenset())
        names.add(STEPPED_UP)
        return frozenset(name for name in names if name is not None)


STEPPED_UP = "stepped_up"
"""Field of a command: whoever asks has proved a second time who he is."""
PASSWORD = "password"
"""What is sent instead, in the body of the same request."""


def needs_proof(kind: type[Command]) -> bool:
    """Whether the token alone is not enough."""
    return STEPPED_UP in kind.__struct_fields__


def slug(kind: type[Command]) -> str:
    """`ApproveExtension` stands in addresses as `approve-extension`."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", kind.__name__).lower()
