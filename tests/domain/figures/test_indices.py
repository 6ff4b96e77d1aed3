"""The named indices: two spellings of one, recorded once, corrected with a reason."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from domain.figures import commands as c
from domain.figures import events as e
from domain.figures.decide_index import decide
from domain.figures.indices import index_named, index_stream, indices_in
from domain.figures.state import evolve_index
from domain.ids import derived
from tests.inspection_story import ward
from tests.stories import COORDINATOR, LD, Life

DAY = "2025-11-20"


def nothing() -> Life:
    return Life(decide=decide, evolve=evolve_index, ward=ward(), stream=index_stream("dcci", 2025))


def record(year: int = 2025, **more: Any) -> c.RecordIndex:
    said = {"value": "71.25", "rank": 12, "out_of": 114, "source": "QĐ công bố", **more}
    return c.RecordIndex(index_id=index_stream("dcci", year), index="dcci", year=year, **said)


def aim(**more: Any) -> c.RecordTarget:
    said = {"rank": 10, "source": "II.1", **more}
    return c.RecordTarget(index_id=index_stream("dcci", 2025), index="dcci", year=2025, **said)


def test_both_spellings_are_one_index() -> None:
    assert index_named("DDCI") == index_named("dcci") == "dcci"
    assert index_named("PAR Index") == index_named("PAR INDEX") == "par_index"
    assert index_named("PCI") is None
    words = "thứ hạng cao về (PAR Index), (SIPAS), cấp xã (DCCI) và (DDCI)"
    assert indices_in(words) == ("par_index", "sipas", "dcci")


def test_a_value_is_recorded_once_and_then_corrected_with_a_reason() -> None:
    life = nothing().when(DAY, COORDINATOR, record(), reason=None)
    assert isinstance(life.event, e.IndexRecorded)
    life.says_nothing(DAY, COORDINATOR, record())
    other = record(rank=13)
    refused = life.refused(DAY, COORDINATOR, other, "index.already_recorded", reason=None)
    assert refused.facts == {"index": "dcci", "year": 2025}
    corrected = life.when(DAY, COORDINATOR, other)
    assert isinstance(corrected.event, e.IndexCorrected)
    assert corrected.event.rank == 13


def test_a_target_is_set_anew_with_a_reason_only() -> None:
    life = nothing().when(DAY, COORDINATOR, aim(), reason=None)
    life.says_nothing(DAY, COORDINATOR, aim())
    life.refused(DAY, COORDINATOR, aim(rank=5), "index.already_recorded", reason=None)
    assert life.when(DAY, COORDINATOR, aim(rank=5)).event.rank == 5


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (record(value=None, rank=None, out_of=None), "index.nothing_said"),
        (record(value="cao"), "index.value_malformed"),
        (record(value="-1"), "index.value_malformed"),
        (record(rank=115), "index.rank_out_of"),
        (record(rank=None), "index.rank_out_of"),
        (record(rank=0, out_of=None), "index.rank_out_of"),
        (record(year=2026), "index.wrong_year"),
        (record(year=1999), "index.wrong_year"),
        (aim(rank=None), "index.nothing_said"),
    ],
)
def test_what_cannot_be_is_refused(command: c.IndexCommand, code: str) -> None:
    nothing().refused(DAY, COORDINATOR, command, code)


def test_an_index_is_recorded_in_its_own_stream() -> None:
    wrong = c.RecordIndex(
        index_id=index_stream("papi", 2025), index="dcci", year=2025, value="1", source="x"
    )
    nothing().refused(DAY, COORDINATOR, wrong, "not_found")


# -- what the ward makes of itself -----------------------------------------------------

SHEET = c.PublishedSheet(
    version=1, total="84.2", round_code="2025-ward", unit_id=LD, year=2025, is_of_ward=True
)


def assess(**more: Any) -> c.RecordSelfAssessment:
    return c.RecordSelfAssessment(
        index_id=index_stream("dcci", 2025),
        index="dcci",
        year=2025,
        sheet_id=derived("sheet", "ward"),
        **{"published": SHEET, **more},
    )


def test_the_own_assessment_stands_beside_what_was_published() -> None:
    life = nothing().when(DAY, COORDINATOR, record(), reason=None)
    life = life.when(DAY, COORDINATOR, assess(), reason=None)
    assert isinstance(life.event, e.IndexSelfAssessed)
    assert (life.event.value, life.event.sheet_version) == ("84.2", 1)
    assert life.state.recorded.value == "71.25"
    life.says_nothing(DAY, COORDINATOR, assess())
    newer = assess(published=replace(SHEET, version=2, total="85"))
    life.refused(DAY, COORDINATOR, newer, "index.already_recorded", reason=None)
    assert life.when(DAY, COORDINATOR, newer).event.value == "85"


@pytest.mark.parametrize(
    ("sheet", "code"),
    [
        (None, "index.sheet_not_published"),
        (replace(SHEET, is_of_ward=False), "index.sheet_of_a_unit"),
        (replace(SHEET, year=2026), "index.sheet_of_another_year"),
    ],
)
def test_only_a_published_sheet_of_the_ward_and_year_is_taken_over(
    sheet: c.PublishedSheet | None, code: str
) -> None:
    nothing().refused(DAY, COORDINATOR, assess(published=sheet), code)
