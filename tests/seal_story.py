"""A sealed order in the small invented ward, as the vault would hand it over."""

from __future__ import annotations

from typing import Any

from domain.checklist_item import ChecklistPlace
from domain.fact import Actor
from domain.ids import derived
from domain.seal import commands as c
from domain.seal import values as v
from domain.seal.commitment import canonical, commit
from domain.seal.decide import decide
from domain.seal.state import Seal, evolve
from tests import stories as s
from tests.spec import at
from tests.stories import Life, actor, on, post

SALT = b"\x02" * 32
SEALER = Actor(capacity="sealed")
LEADER = actor("vice1")
CHECKLIST = ChecklistPlace(checklist_id=derived("checklist", "first"), version=1)
SLOT = at("2025-11-03 12:30")
LIFE_END = on("2026-01-02")


def order(**more: Any) -> v.SealedOrder:
    """Of Mon 03/11 at 10:15 by the chair: PVHCC, from 05 to 14/11."""
    facts: dict[str, Any] = {
        "unit": s.PVHCC,
        "leader": post("vice1"),
        "secretary": post("register"),
        "members": (post("officer:VP"),),
        "members_from": at("2025-11-05 06:00"),
        "checklist": CHECKLIST,
        "period_from": on("2025-07-01"),
        "period_to": on("2025-10-31"),
        "from_on": on("2025-11-05"),
        "to_on": on("2025-11-14"),
        "ordered_at": at("2025-11-03 10:15"),
        "ordered_by": post("chair"),
    }
    return v.SealedOrder(**facts | more)


def entry(value: Any, salt: bytes = SALT) -> v.Entry:
    """The public line of a value."""
    commitment = commit(salt, canonical(value))
    return v.Entry(seal_id=derived("seal", commitment), commitment=commitment)


def revealed(value: Any, salt: bytes = SALT) -> v.Revealed:
    """A value and its salt."""
    return v.Revealed(seal_id=entry(value, salt).seal_id, salt=salt, value=canonical(value))


def declared(value: v.SealedOrder) -> tuple[v.SealedDeclaration, ...]:
    """Everybody of the team has declared."""
    return tuple(
        v.SealedDeclaration(
            order=entry(value).seal_id,
            post=team_post,
            statement="Tôi không có quan hệ nào với đơn vị.",
            declared_at=at("2025-11-05 07:00"),
        )
        for team_post in value.team
    )


def opening(value: v.SealedOrder | None = None, **more: Any) -> v.Opening:
    """What the vault hands over."""
    value = value or order()
    facts: dict[str, Any] = {
        "salt": SALT,
        "value": canonical(value),
        "declared": declared(value),
        "known_by": (v.Known(post_id=post("chair"), from_at=value.ordered_at),),
    }
    return v.Opening(**facts | more)


def open_(given: v.Opening | None = None, **more: Any) -> c.OpenSealedOrder:
    """At the door."""
    return c.OpenSealedOrder(
        seal_id=entry(order()).seal_id,
        received_by_post=post("head:PVHCC"),
        opening=given or opening(),
        **more,
    )


def slot(*entries: v.Entry) -> c.CommitSlot:
    """The slot of 12:30 with these entries, or the order alone."""
    return c.CommitSlot(slot_at=SLOT, life_end_on=LIFE_END, entries=entries or (entry(order()),))


def nothing() -> Life:
    """An empty stream."""
    return Life(decide=decide, evolve=evolve, ward=s.ward(), stream=entry(order()).seal_id)


def committed() -> Life:
    """The order has its line in the journal."""
    return nothing().when("2025-11-03 12:30", SEALER, slot())


def seal(life: Life) -> Seal:
    """The state, known to exist."""
    assert isinstance(life.state, Seal)
    return life.state
