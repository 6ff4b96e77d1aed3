"""Who sees an inspection at which stage: the rule as a table."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from msgspec.structs import replace

from domain.checklist_item import ChecklistPlace
from domain.ids import derived, unit_id
from domain.inspection.state import Inspection, Minutes
from domain.inspection_limits import limits_of
from domain.ward import Ward
from service.inspection_sight import Eyes, Sight, sight

AT = datetime(2025, 7, 1, tzinfo=UTC)
UNIT = unit_id("VHXH")
ORDERER, LEADER, SECRETARY, MEMBER = (derived("post", n) for n in range(4))

STAGES = ("ordered", "announced", "opened", "minutes_drawn", "frozen", "concluded", "published")
EYES = {
    "orderer": Eyes(posts=(ORDERER,), in_ward=True),
    "team": Eyes(posts=(MEMBER,), units=(unit_id("SNC"),), in_ward=True),
    "unit": Eyes(posts=(derived("post", 9),), units=(UNIT,), in_ward=True),
    "office": Eyes(sees_all=True, in_ward=True),
    "vice_chair": Eyes(fields=frozenset({5}), in_ward=True),
    "other": Eyes(units=(unit_id("KTHTDT"),), in_ward=True),
    "observer": Eyes(),
}


def inspection(kind: str, stage: str) -> Inspection:
    """As far as it got; no items, so no field is anybody's."""
    reached = (
        "ordered",
        "announced",
        "opened",
        "minutes_drawn",
        "frozen",
        "concluded",
        "published",
    )
    far = reached.index(stage)
    minutes = Minutes(no=1, content_hash="a", items_hash="b", drawn_at=AT)
    it = Inspection(
        stage_since=AT,
        code="KT-2025-01",
        kind=kind,  # type: ignore[arg-type]
        unit_id=UNIT,
        leader_post=LEADER,
        secretary_post=SECRETARY,
        member_posts=(MEMBER,),
        orderer_post=ORDERER,
        ordered_at=AT,
        trigger="decision",
        checklist=ChecklistPlace(checklist_id=UUID(int=1), version=1),
        items=(),
        period_from=date(2025, 1, 1),
        period_to=date(2025, 6, 30),
        from_on=date(2025, 7, 1),
        to_on=date(2025, 7, 2),
        limits=limits_of("scheduled", Ward(), date(2025, 7, 1)),
    )
    told = far >= 1 and kind != "surprise"
    return replace(
        it,
        announced_at=AT if told else None,
        opened_at=AT if far >= 2 else None,
        minutes=minutes if far >= 3 else None,
        frozen_at=AT if far >= 4 else None,
        concluded_at=AT if far >= 5 else None,
        published_where="Cổng thông tin" if far >= 6 else "",
    )


F, L, N = "full", "limited", "none"
TABLE = {
    # kind, stage:              orderer team unit office vice_chair other observer
    ("scheduled", "ordered"): (F, F, N, F, N, N, N),
    ("scheduled", "announced"): (F, F, F, F, L, L, N),
    ("scheduled", "opened"): (F, F, F, F, L, L, N),
    ("scheduled", "concluded"): (F, F, F, F, F, F, N),
    ("scheduled", "published"): (F, F, F, F, F, F, L),
    ("surprise", "ordered"): (F, F, N, F, N, N, N),
    ("surprise", "opened"): (F, F, F, F, N, N, N),
    ("surprise", "frozen"): (F, F, F, F, N, N, N),
    ("surprise", "concluded"): (F, F, F, F, F, F, N),
    ("surprise", "published"): (F, F, F, F, F, F, L),
}


@pytest.mark.parametrize(("kind", "stage"), TABLE)
def test_the_view_is_as_the_table_says(kind: str, stage: str) -> None:
    seen = {who: sight(eyes, inspection(kind, stage)).view for who, eyes in EYES.items()}
    assert seen == dict(zip(EYES, TABLE[kind, stage], strict=True))


@pytest.mark.parametrize(
    ("stage", "who"),
    [
        ("opened", {"team"}),
        ("minutes_drawn", {"team", "unit"}),
        ("frozen", set(EYES)),
    ],
)
def test_answers_are_the_teams_then_the_units_then_everybodys(stage: str, who: set[str]) -> None:
    it = inspection("scheduled", stage)
    assert {name for name, eyes in EYES.items() if sight(eyes, it).answers} == who


def test_a_stranger_sees_nothing() -> None:
    assert sight(Eyes(), inspection("scheduled", "ordered")) == Sight()
