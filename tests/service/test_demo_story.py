"""The invented half-year, played through the front door against a real database."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import datetime
from pathlib import Path

import pytest

from domain.fact import LOCAL, Recorded
from domain.finding.events import Recorded as FindingRecorded
from domain.ids import unit_id
from domain.inspection.events import Ordered
from service.demo.player import TODAY_AT, Player
from service.settings import Settings
from service.slices import TASK
from service.wiring import House, open_house, read_models_ready, working
from tests.service.scoring.demo_points import check_all_points
from tests.service.scoring.demo_rounds import check_rounds, check_year

THURSDAY = datetime(2025, 11, 20, 7, 40, tzinfo=LOCAL)
QUARTER_ENDED = Counter({"published": 4, "approved": 1})
WARD_ENDED = Counter({"published": 1})
END_OF_YEAR = datetime(2026, 1, 15, 8, 0, tzinfo=LOCAL)


async def _whole_log(house: House) -> list[Recorded]:
    return await house.ledger.read(0, 100_000)


async def _played(url: str, data: Path) -> None:
    settings = Settings(data=data, demo=True)
    async with open_house(settings, url, has_roles=True) as house, working(house):
        await read_models_ready(house)
        player = Player(house)
        await player.play_until(TODAY_AT)
        assert player.refused == [], "every act of the story is allowed"
        log = await _whole_log(house)
        _check_half_year(log)
        await check_all_points(house, log[-1].position)
        await check_rounds(house, {"2025-Q3": QUARTER_ENDED, "2025-Q3-phuong": WARD_ENDED})
        again = Player(house)
        await again.play_until(TODAY_AT)
        assert len(await _whole_log(house)) == len(log), "playing twice records once"
        await player.play_until(END_OF_YEAR)
        assert player.refused == []
        assert len(await _whole_log(house)) > len(log), "the story goes on"
        await check_rounds(
            house,
            {
                "2025-Q3": QUARTER_ENDED,
                "2025-Q3-phuong": WARD_ENDED,
                "2025": Counter({"published": 5}),
            },
        )
        await check_year(house)


def _check_half_year(log: list[Recorded]) -> None:
    assert log[-1].meta.recorded_at <= TODAY_AT
    hours = [fact.meta.recorded_at.replace(second=0, microsecond=0) for fact in log]
    assert hours == sorted(hours), "the log is in the order of its minutes"
    names = Counter(fact.name for fact in log)
    for wanted in (
        "task.accepted",
        "task.deemed_accepted",
        "task.returned",
        "task.result_sent_back",
        "task.extension_approved",
        "task.urged",
        "task.deadline_passed",
        "task.completion_confirmed",
        "task.suspended",
        "task.reopened",
        "task.occurrence_opened",
        "checklist.published",
        "inspection.programme_approved",
        "inspection.announced",
        "inspection.signature_refused",
        "inspection.conclusion_issued",
        "inspection.closed",
        "finding.explanation_lapsed",
        "finding.explanation_rejected",
        "finding.remediation_verified",
        "finding.remediation_returned",
        "seal.opened",
        "evaluation.rule_set_adopted",
        "evaluation.reply_lapsed",
        "evaluation.votes_counted",
        "evaluation.frozen",
        "evaluation.score_published",
        "evaluation.index_self_assessed",
    ):
        assert names[wanted], f"the half-year shows no {wanted}"
    _check_inspections(log)
    streams: dict[object, list[Recorded]] = {}
    for fact in log:
        if fact.name.startswith("task."):
            streams.setdefault(fact.originator_id, []).append(fact)
    late = {
        fact.event.schedule  # type: ignore[attr-defined]
        for fact in log
        if fact.name == "task.completion_confirmed"
    }
    assert late >= {"on_time", "late"}
    stages = Counter(TASK.fold(facts).stage for facts in streams.values())
    assert stages["accepted"] > 20
    assert stages["confirmed"] > 20
    assert stages["assigned"] >= 1, "something waits for its head this morning"


def _check_inspections(log: list[Recorded]) -> None:
    """Two rounds under way, two surprises opened, the third still under its seal."""
    ordered = [fact.event for fact in log if isinstance(fact.event, Ordered)]
    kinds = Counter(event.kind for event in ordered)
    assert kinds == {"scheduled": 9, "surprise": 2}
    repeated = [fact.event for fact in log if isinstance(fact.event, FindingRecorded)]
    assert any(event.repeat_of for event in repeated), "one finding comes back within the year"
    sealed_unit = unit_id("SNC")
    assert not any(e.kind == "surprise" and e.unit_id == sealed_unit for e in ordered)


@pytest.mark.slow
def test_the_half_year_is_played_once_and_goes_on(database_url: str, tmp_path: Path) -> None:
    asyncio.run(_played(database_url, tmp_path))


def test_today_is_thursday() -> None:
    assert TODAY_AT == THURSDAY
    assert TODAY_AT.weekday() == 3
