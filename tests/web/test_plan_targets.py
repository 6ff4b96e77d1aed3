"""Targets of part II beside what is known: never rounded to reached, silence is said."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from domain.figures.counts import DossierCounts, SurveyCounts
from domain.figures.indices import index_stream
from domain.ids import derived
from projections.figures_index import FiguresRow
from projections.index_register import IndexRow
from projections.plan_overview import Numbers
from tests import stories as s
from web.plan_overview.targets import Known, Measure, measures_of

RANKS = "đạt thứ hạng cao về (PAR Index), (SIPAS), Chỉ số năng lực cạnh tranh cấp xã (DCCI)."
TASKS = "Hoàn thành 100% nhiệm vụ được Ủy ban nhân dân thành phố giao."
DOSSIERS = "100% hồ sơ được theo dõi trạng thái. Hạn chế tối đa hồ sơ giải quyết TTHC quá hạn."
SATISFIED = "Mức độ hài lòng của người dân đạt 90% trở lên."
NOTHING = Known(city=Numbers(), ward=Numbers(), dossiers=(), surveys=(), indices=())
SEEN = datetime(2025, 11, 20, tzinfo=UTC)


def measured(text: str, **known: object) -> list[Measure]:
    parts = {name: getattr(NOTHING, name) for name in NOTHING.__struct_fields__}
    return list(measures_of(text, Known(**{**parts, **known}), "vi"))


def tasks(on_time: int, overdue: int) -> Numbers:
    return Numbers(due_by_class={"done_on_time": on_time, "overdue": overdue})


def held(month: str = "2025-10", **counts: object) -> FiguresRow:
    return FiguresRow(
        kind="dossiers", unit_id=s.PVHCC, month=month, import_id=derived("i", 1), version=1,
        known_from=1, **counts,  # type: ignore[arg-type]
    )  # fmt: skip


def surveyed(satisfied: int, answers: int) -> FiguresRow:
    return held(survey=SurveyCounts(answers=answers, satisfied=satisfied))


@pytest.mark.parametrize("text", [RANKS, TASKS, DOSSIERS, SATISFIED])
def test_where_nothing_is_recorded_it_is_said(text: str) -> None:
    found = measured(text)
    assert found
    assert {each.verdict for each in found} == {"open"}
    assert all("chưa có" in each.actual for each in found)


@pytest.mark.parametrize(
    ("on_time", "overdue", "share", "verdict"),
    [(1999, 1, "99,9%", "missed"), (2000, 0, "100,0%", "reached"), (0, 3, "0,0%", "missed")],
)
def test_one_late_task_of_many_is_not_rounded_away(
    on_time: int, overdue: int, share: str, verdict: str
) -> None:
    city, _ = measured(TASKS, city=tasks(on_time, overdue))
    assert share in city.actual
    assert city.verdict == verdict


@pytest.mark.parametrize(
    ("satisfied", "answers", "share", "verdict"),
    [(8999, 10_000, "89,9%", "missed"), (9, 10, "90,0%", "reached")],
)
def test_satisfaction_is_measured_by_the_number_of_the_plan(
    satisfied: int, answers: int, share: str, verdict: str
) -> None:
    (found,) = measured(SATISFIED, surveys=(surveyed(satisfied, answers),))
    assert f"{share}" in found.actual
    assert found.verdict == verdict


def test_dossiers_whose_state_is_not_told_are_not_tracked() -> None:
    whole = DossierCounts(received=10, settled_on_time=9, settled_late=1)
    tracked, overdue = measured(DOSSIERS, dossiers=(held(dossiers=(whole,)),))
    assert (tracked.verdict, overdue.verdict) == ("open", "open")
    assert "1/10 hồ sơ đã giải quyết bị quá hạn (đúng hạn 90,0%)" in overdue.actual
    lost = DossierCounts(received=11, settled_on_time=9, settled_late=1)
    assert measured(DOSSIERS, dossiers=(held(dossiers=(lost,)),))[0].verdict == "missed"


def test_open_overdue_dossiers_are_those_of_the_newest_month() -> None:
    months = [
        held(month, dossiers=(DossierCounts(received=5, open_overdue=n),))
        for month, n in (("2025-09", 4), ("2025-10", 1))
    ]
    assert "1 hồ sơ đang quá hạn" in measured(DOSSIERS, dossiers=tuple(months))[1].actual


def test_a_rank_is_compared_as_published() -> None:
    row = IndexRow(
        index="dcci", year=2025, index_id=index_stream("dcci", 2025), rank=11, out_of=45,
        target_rank=10, position=1,
    )  # fmt: skip
    found = measured(RANKS, indices=(row,))
    assert [each.verdict for each in found] == ["open", "open", "missed"]
    assert "hạng 11 trên 45; chỉ tiêu: hạng 10 hoặc cao hơn" in found[2].actual


def test_a_target_that_names_no_measure_stands_alone() -> None:
    assert measured("Thực hiện kiểm tra cải cách hành chính định kỳ và đột xuất.") == []
