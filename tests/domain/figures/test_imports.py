"""Imports of figures: whole or not at all, impossible sums, correction by a later import."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from msgspec.structs import replace

from domain.figures import commands as c
from domain.figures.counts import (
    DossierCounts,
    FiguresKind,
    SurveyCounts,
    figures_stream,
    sum_of,
    sum_of_surveys,
)
from domain.figures.decide import decide
from domain.figures.state import Figures, evolve
from domain.ids import derived
from domain.values import Evidence
from tests import stories as s
from tests.inspection_story import ward
from tests.spec import at
from tests.stories import COORDINATOR, Life

DAY = "2025-11-03"
FILE = Evidence(
    sha256="a" * 64, bytes=10, media_type="text/csv", file_name="t10.csv", received_at=at(DAY)
)
KEEPER = s.actor("officer:PVHCC")


def counts(field: str = "Hộ tịch", **more: int | None) -> DossierCounts:
    said: dict[str, Any] = {"received": 100, "settled_early": 60, "settled_on_time": 30,
                            "settled_late": 2, "open_in_time": 7, "open_overdue": 1}  # fmt: skip
    return DossierCounts(field=field, **{**said, **more})


def row(number: int = 2, unit: UUID = s.PVHCC, month: str = "2025-10", **more: Any) -> c.DossierRow:
    return c.DossierRow(row=number, unit_id=unit, month=month, counts=counts(**more))


def brought(*rows: c.DossierRow, name: str = "first") -> c.ImportFigures:
    return c.ImportFigures(
        figures_id=figures_stream("dossiers"),
        kind="dossiers",
        import_id=derived("import", name),
        file=FILE,
        dossiers=rows,
    )


def nothing(kind: FiguresKind = "dossiers") -> Life:
    return Life(decide=decide, evolve=evolve, ward=ward(), stream=figures_stream(kind))


def held(life: Life) -> Figures:
    assert isinstance(life.state, Figures)
    return life.state


def test_a_file_becomes_one_event_per_unit_and_month_with_all_its_fields() -> None:
    rows = (row(2), row(3, field="Đất đai", received=9, settled_early=0, settled_on_time=0,
                        settled_late=1, open_in_time=8, open_overdue=0),
            row(4, month="2025-09"), row(5, unit=s.KTHTDT))  # fmt: skip
    life = nothing().when(DAY, KEEPER, brought(*rows))
    found = [(e.unit_id, e.month, e.rows, e.supersedes) for e in life.events]
    assert found == [
        (s.PVHCC, "2025-10", (2, 3), None),
        (s.PVHCC, "2025-09", (4,), None),
        (s.KTHTDT, "2025-10", (5,), None),
    ]
    total = life.events[0].total
    assert (total.received, total.settled, total.settled_in_time) == (109, 93, 90)
    assert (total.open, total.open_overdue) == (16, 1)


def test_a_later_import_takes_the_place_of_an_earlier_one_and_names_it() -> None:
    life = nothing().when(DAY, KEEPER, brought(row(2), row(3, month="2025-09")))
    again = brought(row(2, settled_late=3, open_in_time=6), row(3, month="2025-09"), name="second")
    after = life.when("2025-11-04", KEEPER, again)
    assert [(e.month, e.supersedes) for e in after.events] == [
        ("2025-10", derived("import", "first"))
    ], "what says the same again is not recorded again"
    assert held(after).held[s.PVHCC, "2025-10"].import_id == derived("import", "second")
    assert held(after).held[s.PVHCC, "2025-09"].import_id == derived("import", "first")


def test_a_correction_needs_a_reason_and_a_first_import_none() -> None:
    life = nothing().when(DAY, KEEPER, brought(row()), reason=None)
    life.refused(DAY, KEEPER, brought(row(received=101), name="b"), "reason_needed", reason=None)


def test_the_same_file_again_changes_nothing() -> None:
    life = nothing().when(DAY, KEEPER, brought(row()))
    life.says_nothing(DAY, KEEPER, brought(row(), name="again"))


@pytest.mark.parametrize(
    ("wrong", "rule", "part", "whole"),
    [
        ({"settled_late": 3}, "accounted", 101, 100),
        ({"withdrawn": 1}, "accounted", 101, 100),
        ({"received_direct": 40, "received_online": 50, "received_postal": 9}, "received", 99, 100),
        ({"received_online": 101}, "received", 101, 100),
        ({"digitised": 101}, "among", 101, 100),
    ],
)
def test_an_impossible_sum_is_refused_with_its_row(
    wrong: dict[str, int], rule: str, part: int, whole: int
) -> None:
    refused = nothing().refused(DAY, KEEPER, brought(row(7, **wrong)), "figures.impossible_sum")
    assert refused.facts == {"row": 7, "rule": rule, "part": part, "whole": whole}


def test_what_was_carried_over_may_be_settled() -> None:
    life = nothing().when(DAY, KEEPER, brought(row(settled_late=12, carried_over=10)))
    assert life.events[0].dossiers[0].unaccounted == 0


def test_one_wrong_row_stops_the_whole_file() -> None:
    file = brought(row(2), row(3, month="2025-09", settled_late=90))
    nothing().refused(DAY, KEEPER, file, "figures.impossible_sum")


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ((row(2), row(3)), "figures.duplicate_rows"),
        ((row(2), row(3, field="hộ  tịch")), "figures.duplicate_rows"),
        ((row(month="2025-12"),), "figures.wrong_month"),
        ((row(month="2025-13"),), "figures.wrong_month"),
        ((row(month="tháng 9"),), "figures.wrong_month"),
        ((row(unit=UUID(int=1)),), "figures.wrong_unit"),
        ((row(open_in_time=-1),), "figures.negative"),
        ((), "figures.no_rows"),
    ],
)
def test_rows_that_cannot_be_are_refused(rows: tuple[c.DossierRow, ...], code: str) -> None:
    nothing().refused(DAY, KEEPER, brought(*rows), code)


def test_a_unit_that_no_longer_acts_has_no_figures() -> None:
    plain = ward()
    ended = replace(plain.units[s.SNC], ended_on=at("2025-09-01").date())
    life = nothing().in_ward(replace(plain, units={**plain.units, s.SNC: ended}))
    assert life.when(DAY, KEEPER, brought(row(unit=s.SNC, month="2025-08"))).events
    life.refused(DAY, KEEPER, brought(row(unit=s.SNC)), "figures.wrong_unit")


def test_rows_are_those_of_the_kind() -> None:
    other = replace(brought(row()), kind="survey")
    nothing().refused(DAY, KEEPER, other, "not_found")
    survey = replace(other, figures_id=figures_stream("survey"))
    nothing("survey").refused(DAY, COORDINATOR, survey, "figures.no_rows")


@pytest.mark.parametrize(
    ("said", "good"),
    [
        ({"late": 4, "dissatisfied_or_late": 5}, 95),
        ({"late": 4}, 93),
        ({"late": 0}, 97),
        ({}, None),
    ],
)
def test_decision_766_takes_off_dissatisfied_or_late(
    said: dict[str, int], good: int | None
) -> None:
    survey = SurveyCounts(answers=100, satisfied=92, dissatisfied=3, **said)
    assert survey.impossible() is None
    assert survey.good == good


@pytest.mark.parametrize(
    "wrong",
    [
        {"satisfied": 98},
        {"late": 101},
        {"late": 4, "dissatisfied_or_late": 8},
        {"late": 4, "dissatisfied_or_late": 3},
    ],
)
def test_a_survey_that_contradicts_itself_is_found(wrong: dict[str, int]) -> None:
    said: dict[str, Any] = {"answers": 100, "satisfied": 92, "dissatisfied": 3, **wrong}
    assert SurveyCounts(**said).impossible() is not None


def test_what_only_some_sources_say_is_not_known_of_the_whole() -> None:
    assert sum_of([counts(rated=5), counts()]).rated is None
    assert sum_of([counts(rated=5), counts(rated=0)]).rated == 5
    known = SurveyCounts(answers=10, satisfied=9, dissatisfied=1, late=1)
    assert sum_of_surveys([known, known]).good == 16
    assert sum_of_surveys([known, SurveyCounts(answers=10)]).good is None
