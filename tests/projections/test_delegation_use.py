"""Acts under a delegation are counted; every other act leaves no trace here."""

from __future__ import annotations

from uuid import UUID

from domain.fact import Actor, Meta, Recorded
from domain.ids import derived
from domain.task import events as t
from projections.delegation_use import USES, DelegationUse
from projections.read_model import Rows
from tests.spec import at

LENT = derived("delegation", "x")


def act(day: str, delegation_id: UUID | None) -> Recorded:
    return Recorded(
        originator_id=derived("task", "x"),
        originator_version=1,
        event=t.Accepted(),
        meta=Meta(
            event_id=derived("event", day),
            happened_at=at(day),
            recorded_at=at(day),
            actor=Actor(capacity="delegate", delegation_id=delegation_id),
            command_id=derived("command", day),
        ),
    )


def test_only_acts_under_the_delegation_count() -> None:
    model, rows = DelegationUse(), Rows()
    for recorded in (act("2025-08-05", LENT), act("2025-08-06", None), act("2025-08-04", LENT)):
        assert bool(list(model.keys(recorded))) == (recorded.meta.actor.delegation_id is not None)
        model.apply(recorded, rows)
    (row,) = rows.all(USES)
    assert (row.delegation_id, row.acts) == (LENT, 2)
    assert (row.first_at, row.last_at) == (at("2025-08-04"), at("2025-08-05"))
