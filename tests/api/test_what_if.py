"""What-if and files of a round through the API: true to the decimal, nothing stored."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from service.server import EmbeddedServer
from tests.api.conftest import Program
from tests.api.programs import programs_of
from tests.service.test_evaluation_life import SHEET_ID
from tests.web.evaluation_site import CHAIR, HEAD, OFFICER, EvaluationSite, with_a_round

ASK = "/rounds/2025/what-if"


@pytest.fixture(scope="module")
def story(server: EmbeddedServer, tmp_path_factory: Any) -> Iterator[EvaluationSite]:
    with with_a_round(server, tmp_path_factory.mktemp("whatif"), "api_what_if") as made:
        yield made


@pytest.fixture(scope="module")
def programs(story: EvaluationSite) -> Iterator[dict[str, Program]]:
    with programs_of(story, (CHAIR, HEAD, OFFICER)) as made:
        yield made


def test_both_sides_and_the_way_to_another_level(
    story: EvaluationSite, programs: dict[str, Program]
) -> None:
    last = "SELECT max(notification_id) FROM soviec.journal_events"
    before = story.site.sql(last)
    chair = programs[CHAIR]
    every = chair.get(f"{ASK}?rule_set=shipped:nd335-2026-unit&basis=then").json()
    assert every["is_stored"] is False
    assert len(every["units"]) == 5
    asked = f"{ASK}?unit=kthtdt&rule_set=shipped:ward-2025&cut=2025-11-30&entries=full"
    found = chair.get(asked).json()["units"][0]
    assert set(found["there"]["resting"]) == {"verified", "claimed", "contested"}
    tried = 0
    for direction in ("up", "down"):
        if found[direction] is not None:
            tried += 1
            changed = chair.get(f"{asked}&apply={direction}").json()["units"][0]
            assert changed["there"]["total"] == found[direction]["total"]
            assert changed["there"]["level"] == found[direction]["level"]
            assert all(each["code"] for each in found[direction]["changes"])
    assert tried
    assert story.site.sql(last) == before


def test_only_who_may_and_only_what_can_be_asked(programs: dict[str, Program]) -> None:
    assert [u["unit"]["slug"] for u in programs[HEAD].get(ASK).json()["units"]] == ["kthtdt"]
    assert programs[OFFICER].get(ASK).status_code == 404
    assert programs[CHAIR].get("/rounds/1999/what-if").status_code == 404
    for wrong in ("cut=31/02/2025", "cut=1900-01-01", "basis=x", "rule_set=no:1", "unit=no",
                  "apply=sideways", "more=1", "unit="):  # fmt: skip
        assert programs[CHAIR].get(f"{ASK}?{wrong}").status_code == 422, wrong


@pytest.mark.parametrize("ending", ["xlsx", "pdf", "docx"])
def test_files_come_in_the_same_bytes(programs: dict[str, Program], ending: str) -> None:
    for path in (f"/rounds/2025/scoreboard.{ending}", f"/sheets/{SHEET_ID}/sheet.{ending}"):
        first = programs[CHAIR].get(path)
        assert first.status_code == 200, first.text
        assert programs[CHAIR].get(path).content == first.content
        assert programs[CHAIR].get(f"{path}?as_of=nonsense").status_code == 422
