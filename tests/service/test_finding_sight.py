"""Who sees a finding at which stage: the rule as a table."""

from __future__ import annotations

from typing import get_args

import pytest

from domain.ids import derived, unit_id
from service.finding_sight import Around, FindingEyes, Shown, View, finding_view

UNIT, OTHER = unit_id("VHXH"), unit_id("KTHTDT")
LEADER, MEMBER, ORDERER = (derived("post", n) for n in range(3))

EYES = {
    "team": FindingEyes(posts=(MEMBER,), units=(OTHER,), roles=frozenset("S")),
    "unit": FindingEyes(posts=(derived("post", 9),), units=(UNIT,), roles=frozenset("H")),
    "chair": FindingEyes(roles=frozenset("C")),
    "office": FindingEyes(roles=frozenset("O")),
    "auditor": FindingEyes(roles=frozenset("A")),
    "orderer": FindingEyes(posts=(ORDERER,), roles=frozenset("V")),
    "vice_chair": FindingEyes(roles=frozenset("V")),
    "coordinator": FindingEyes(roles=frozenset("K")),
    "other": FindingEyes(units=(OTHER,), roles=frozenset("H")),
    "observer": FindingEyes(roles=frozenset({"OB"})),
    "technician": FindingEyes(),
}
F, L, N = "full", "limited", "none"
ORDER = "team unit chair office auditor orderer vice_chair coordinator other observer technician"
TABLE = {
    ("scheduled", "recorded"): (F, N, N, N, N, N, N, N, N, N, N),
    ("scheduled", "minutes"): (F, F, N, N, N, N, N, N, N, N, N),
    ("scheduled", "dropped_in_draft"): (F, N, N, N, N, N, N, N, N, N, N),
    ("scheduled", "dropped_then_frozen"): (F, N, F, F, F, F, N, N, N, N, N),
    ("scheduled", "delivered"): (F, F, F, F, F, F, F, F, N, N, N),
    ("scheduled", "concluded"): (F, F, F, F, F, F, F, F, L, N, N),
    ("surprise", "recorded"): (F, N, N, N, N, N, N, N, N, N, N),
    ("surprise", "delivered"): (F, F, F, F, F, F, N, N, N, N, N),
    ("surprise", "concluded"): (F, F, F, F, F, F, F, F, L, N, N),
    ("paper", "entered"): (F, F, F, F, F, F, F, F, F, N, N),
}
REACHED = ("recorded", "minutes", "delivered", "concluded")
ASIDE = {"dropped_in_draft": "minutes", "dropped_then_frozen": "delivered", "entered": "recorded"}


def seen(kind: str, stage: str) -> tuple[Shown, Around | None]:
    far = REACHED.index(ASIDE.get(stage, stage))
    dropped = stage.startswith("dropped")
    shown = Shown(
        unit_id=UNIT,
        is_from_paper=kind == "paper",
        is_delivered=far >= 2 and not dropped,
        is_concluded=far >= 3 and not dropped,
        is_dropped=dropped,
    )
    if kind == "paper":
        return shown, None
    return shown, Around(
        team=frozenset((LEADER, MEMBER)),
        leader=LEADER,
        orderer=ORDERER,
        is_told_to_others=kind == "scheduled" or far >= 3,
        has_minutes=far >= 1,
        is_frozen=far >= 2,
        is_concluded=far >= 3,
    )


@pytest.mark.parametrize(("kind", "stage"), TABLE)
def test_who_sees_what(kind: str, stage: str) -> None:
    shown, around = seen(kind, stage)
    views = {who: finding_view(EYES[who], shown, around) for who in ORDER.split()}
    assert views == dict(zip(ORDER.split(), TABLE[kind, stage], strict=True))
    assert set(views.values()) <= set(get_args(View))


def test_without_its_inspection_a_finding_does_not_exist() -> None:
    shown, _ = seen("scheduled", "concluded")
    assert {finding_view(eyes, shown, None) for eyes in EYES.values()} == {"none"}
