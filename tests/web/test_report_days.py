"""The reports a plan asks for come to days: before the 5th of a quarter's last month, and so on."""

from __future__ import annotations

from datetime import date

from domain.ids import derived
from domain.plan.events import ReportDuty
from domain.plan.state import Plan
from domain.ward import Ward
from web.plan.report_days import report_days

QUARTERLY = ReportDuty(ref="V.1.c", every="quarter", rule="x", before_day=5, text="quý")
YEARLY = ReportDuty(ref="V.1.c", every="year", rule="x", before_on=date(2025, 12, 5), text="năm")


def plan(**more: object) -> Plan:
    return Plan(
        plan_id=derived("plan", "x"),
        code="x",
        title="x",
        obligations=(YEARLY, QUARTERLY),
        **more,  # type: ignore[arg-type]
    )


def test_reports_fall_before_their_day_within_the_plan() -> None:
    half = plan(period_from=date(2025, 7, 1), period_to=date(2025, 12, 31))
    days = report_days(half, Ward(), date(2025, 9, 1))
    assert [(d.period, d.before_on, d.last_on) for d in days] == [
        ("2025-Q3", date(2025, 9, 5), date(2025, 9, 4)),
        ("2025-Q4", date(2025, 12, 5), date(2025, 12, 4)),
        ("2025", date(2025, 12, 5), date(2025, 12, 4)),
    ]
    assert (days[0].working_days, days[0].is_past) == (3, False)


def test_a_plan_without_a_period_has_only_dated_reports() -> None:
    assert [d.period for d in report_days(plan(), Ward(), date(2026, 1, 1))] == ["2025"]
