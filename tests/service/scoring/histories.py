"""Histories for tests of scores: ten products of story 25, and random ones."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import date, timedelta
from typing import get_args
from uuid import UUID

from domain.accountability.fact_line import Basis, FactLine, Subject, SubjectKind
from domain.accountability.quantity import PRODUCT_SCALE, QUANTITIES, Effect

UNIT = UUID(int=9)
FIRST = date(2025, 7, 1)


def effects(counts: Mapping[str, int]) -> tuple[Effect, ...]:
    """`{"K1.due": 1}` as effects."""
    return tuple(
        Effect(quantity=name.split(".")[0], part=name.split(".")[1], amount=amount)
        for name, amount in counts.items()
    )


def fact(
    number: int,
    counts: Mapping[str, int],
    *,
    kind: SubjectKind = "task",
    basis: Basis = "verified",
    on: date = FIRST,
) -> FactLine:
    """A line about subject `number`."""
    return FactLine(
        kind=f"{kind}.told",
        on=on,
        unit_id=UNIT,
        subject=Subject(kind=kind, id=UUID(int=number), code=f"NV-{number}"),
        basis=basis,
        effects=effects(counts),
    )


THREE_QUARTERS = PRODUCT_SCALE * 3 // 4
"""Of a product of weight 1 after one failure."""
OWED = {"K1.due": 1, "K2.due": 1, "W.assigned": PRODUCT_SCALE}
DONE = {
    **OWED,
    "K1.completed": 1,
    "K2.on_time": 1,
    "K9.confirmed": 1,
    "K9.met_at_first": 1,
    "K6.confirmed": 1,
    "W.completed": PRODUCT_SCALE,
    "W.quality": PRODUCT_SCALE,
    "W.timely": PRODUCT_SCALE,
}
OVERDUE = {**OWED, "K3.overdue": 1, "K3.overdue_days": 3, "K3.longest_days": 3}


def done(**changed: int) -> dict[str, int]:
    """A product done on time and as wanted, with some counts otherwise (`K2_on_time=0`)."""
    otherwise = {name.replace("_", ".", 1): amount for name, amount in changed.items()}
    return {name: n for name, n in {**DONE, **otherwise}.items() if n}


def late(instances: int = 1) -> dict[str, int]:
    """A product done late."""
    timely = max(0, PRODUCT_SCALE - PRODUCT_SCALE // 4 * instances)
    return done(K2_on_time=0, K4_late=1, K4_late_days=2, W_timely=timely)


def ten_products() -> tuple[FactLine, ...]:
    """Story 25: eight on time, one late once, one not done; one failed in quality."""
    flawed = done(K9_met_at_first=0, K6_sent_back=1, W_quality=THREE_QUARTERS)
    of_each = [flawed, *(done() for _ in range(7)), late(), OVERDUE]
    return tuple(
        fact(number, counts, on=FIRST + timedelta(days=number))
        for number, counts in enumerate(of_each, start=1)
    )


def random_history(seed: int, most_lines: int = 60) -> tuple[FactLine, ...]:
    """Lines with any effects at all, also such as no ward would have."""
    chance = random.Random(seed)
    parts = [(quantity.code, part.name) for quantity in QUANTITIES for part in quantity.parts]
    lines = []
    for day in range(chance.randrange(most_lines)):
        chosen = chance.sample(parts, chance.randrange(1, 6))
        lines.append(
            fact(
                chance.randrange(1, 20),
                {f"{code}.{part}": chance.randrange(0, 150) for code, part in chosen},
                basis=chance.choice(get_args(Basis)),
                on=FIRST + timedelta(days=day),
            )
        )
    return tuple(lines)
