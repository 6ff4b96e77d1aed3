"""What is kept is found again only for the very same records, period, place and ward."""

from __future__ import annotations

from datetime import date, timedelta

from domain.accountability.fact_line import FactLine, Period, Subject
from domain.ids import derived
from domain.ward import Ward
from projections.accountability_memo import AccountabilityMemo

DAY = date(2025, 11, 20)
PERIOD = Period(from_on=date(2025, 7, 1), to_on=date(2025, 12, 31), cut_on=DAY)
LINE = FactLine(
    kind="task_confirmed",
    on=DAY,
    unit_id=derived("unit", "memo"),
    subject=Subject(kind="task", id=derived("task", "memo")),
)


class Counting:
    """Says how often it was worked out."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> tuple[FactLine, ...]:
        self.times += 1
        return (LINE,)


def test_the_same_question_is_worked_out_once() -> None:
    memo, work, ward = AccountabilityMemo(), Counting(), Ward()
    for _ in range(3):
        assert memo.lines(["a", "b"], PERIOD, None, ward, work) == (LINE,)
    assert work.times == 1


def test_anything_else_is_another_question() -> None:
    memo, work, ward = AccountabilityMemo(), Counting(), Ward()
    later = Period(from_on=PERIOD.from_on, to_on=PERIOD.to_on, cut_on=DAY + timedelta(days=1))
    memo.lines(["a", "b"], PERIOD, None, ward, work)
    memo.lines(["ab"], PERIOD, None, ward, work)
    memo.lines(["a", "c"], PERIOD, None, ward, work)
    memo.lines(["a", "b"], later, None, ward, work)
    memo.lines(["a", "b"], PERIOD, 7, ward, work)
    memo.lines(["a", "b"], PERIOD, None, Ward(authority="khác"), work)
    assert work.times == 6


def test_the_oldest_is_forgotten() -> None:
    memo, work, ward = AccountabilityMemo(most=2), Counting(), Ward()
    for text in ("a", "b", "a", "c", "a", "b"):
        memo.lines([text], PERIOD, None, ward, work)
    assert work.times == 4
