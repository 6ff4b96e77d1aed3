"""Lives, commands and the refusals that an inspection meets, for the tables of refusals."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from msgspec.structs import replace as changed

from domain.fact import Actor
from domain.ids import derived
from domain.inspection import commands as c
from domain.inspection.parts import Authorisation
from domain.ward import Delegation, Term, Ward
from tests import inspection_story as i
from tests import stories as s
from tests.inspection_story import HEAD, ask
from tests.stories import CHAIR, Life, on


@dataclass
class No:
    """A life, a command, and the refusal that it meets."""

    code: str
    life: Callable[[], Life]
    command: Any
    facts: dict[str, Any] | None = None
    actor: Actor = CHAIR
    when: str = "2025-09-18"
    more: dict[str, Any] | None = None


def lent(from_post: str, to_post: UUID | None) -> Ward:
    assert to_post is not None
    return i.ward(
        Delegation(
            delegation_id=derived("delegation", from_post),
            from_post=s.post(from_post),
            to_post=to_post,
            duties=("accept",),
            from_on=on("2025-10-01"),
            until_on=on("2025-10-07"),
        )
    )


def once_there(until: str = "2025-07-15", since: str = "2025-07-10") -> Ward:
    """The member of VP held a post in KTHTDT in July."""
    ward = i.ward()
    was = Term(
        post_id=s.post("officer:KTHTDT"),
        person_id=s.person("officer:VP"),
        from_on=on(since),
        until_on=on(until),
    )
    return changed(ward, terms=(*ward.terms, was))


def in_ward(make: Callable[[], Ward]) -> Callable[[], Life]:
    return lambda: i.life(make())


LEADER_OF_VP = s.actor("head:VP")
GRANT = Authorisation(
    post_id=s.post("head:VP"), kinds=("thematic",), max_orders=1, until_on=on("2025-12-31")
)
THEMATIC: dict[str, Any] = {"kind": "thematic", "leader_post": s.post("head:VP")}

OUTSIDER = s.actor("officer:SNC")
TELL = ask(c.AnnounceInspection, outline="Đề cương", visit_on=on("2025-10-06"))
OPEN = ask(c.OpenInspection, received_by_post=HEAD.post_id)


ON_SITE = "2025-10-06 10:00"
AFTER = "2025-10-06 11:40"


def check(no: No, when: str | None = None) -> None:
    """The command is refused with the code and the facts."""
    refused = no.life().refused(when or no.when, no.actor, no.command, no.code, **(no.more or {}))
    for key, value in (no.facts or {}).items():
        assert refused.facts[key] == value, key


def name(no: No) -> str:
    """What the case is called."""
    return f"{no.code}-{type(no.command).__name__}"
