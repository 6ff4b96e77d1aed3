"""Whatever life commands can lead, the lines add up to what the rules say when read slowly."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.accountability.fact_line import Period
from domain.accountability.line_kinds import LINE_KINDS
from domain.fact import Recorded
from domain.ward import Ward
from tests import finding_story as f
from tests import stories as s
from tests.domain import test_finding_lives as findings
from tests.domain.accountability.counting import counted, lines
from tests.domain.accountability.naive import (
    Counting,
    Counts,
    findings_counted,
    tasks_counted,
)
from tests.domain.accountability.some_lives import LIVES
from tests.stories import Life, on

UNITS = (s.VHXH, s.KTHTDT, s.VP, s.SNC, s.LD)
SPANS = (
    (on("2025-07-01"), on("2025-12-31")),
    (on("2025-09-08"), on("2025-10-14")),
    (on("2025-10-15"), on("2025-11-30")),
)


def compare(
    life: Life, ward: Ward, cuts: Sequence[date], naive: Callable[[Counting], Counts]
) -> None:
    """Every unit, every period, every cut."""
    acts: tuple[Recorded, ...] = life.history
    for first, last in SPANS:
        for cut in cuts:
            period = Period(from_on=first, to_on=last, cut_on=cut)
            for unit in UNITS:
                figures = counted(unit, life, period=period, ward=ward)
                for line in lines(unit, life, period=period, ward=ward):
                    assert set(line.facts) <= set(LINE_KINDS[line.kind]), line
                quick = {(k, part): n for k, parts in figures.items() for part, n in parts.items()}
                slow = naive(Counting(acts, unit, (first, last, cut), ward))
                assert quick == slow, (period, unit)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(life=LIVES, days_before_the_end=st.integers(min_value=1, max_value=40))
def test_tasks(life: Life, days_before_the_end: int) -> None:
    """At the end of the year, and as it stood some days before the last act."""
    last_act = life.history[-1].meta.recorded_on
    cuts = (on("2025-12-31"), last_act - timedelta(days=days_before_the_end))
    compare(life, life.ward, cuts, tasks_counted)


class CountedFinding(findings.AnyLife):
    """The lives of findings."""

    def teardown(self) -> None:
        """At its end, and as it stood on two earlier days."""
        super().teardown()
        if self.life.history:
            end = self.now.date()
            cuts = (end, end - timedelta(days=9), end - timedelta(days=30))
            compare(self.life, self.life.ward, cuts, findings_counted)


TestCountedFinding = CountedFinding.TestCase
TestCountedFinding.settings = settings(
    max_examples=40,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


def test_findings_with_and_without_frozen_minutes() -> None:
    """The two that any life reaches too seldom to be left to chance."""
    for life in (f.recorded(), f.delivered()):
        compare(life, life.ward, (on("2025-10-06"), on("2025-12-31")), findings_counted)


def test_several_tasks_together_are_the_sum_of_each() -> None:
    lives = (
        s.confirmed(s.VP, s.fixed("2025-09-30"), "2025-10-02"),
        s.accepted(s.VP, s.fixed("2025-09-30")),
        s.submitted(s.VP, s.fixed("2025-09-30"), "2025-10-06"),
    )
    together = counted(s.VP, *lives)
    for part in ("due", "completed"):
        each = [counted(s.VP, life).get("K1", {}).get(part, 0) for life in lives]
        assert sum(each) == together["K1"][part]
