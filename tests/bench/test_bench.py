"""The bench's own parts: goals are judged the right way round, invented lives are lives."""

from __future__ import annotations

import io
import random
from datetime import UTC, date, datetime
from typing import Any

import msgspec
import pytest

from bench import page
from bench.figures import (
    Compared,
    Figure,
    Results,
    at_least,
    at_most,
    exactly,
    figure,
    percentile,
    write_table,
)
from bench.task_lives import Course, acts_of
from domain.journal import decode, encode
from domain.task.state import evolve


@pytest.mark.parametrize(
    ("goal", "ratio", "met"),
    [
        (at_least(0.6), 0.6, True),
        (at_least(0.6), 0.59, False),
        (at_most(1.3), 1.31, False),
        (at_most(1.3), 0.9, True),
        (exactly(0), 0, True),
        (exactly(0), 1, False),
    ],
)
def test_a_goal_knows_its_direction(goal: Any, ratio: float, met: bool) -> None:
    assert figure("x", ratio, goal).met is met


def test_a_missed_goal_is_marked_in_the_table() -> None:
    out = io.StringIO()
    write_table(Results(figures=[figure("fast", 0.5, at_least(0.6), "why")]), out)
    assert out.getvalue().startswith("✗ fast")


def test_percentiles_come_from_the_values() -> None:
    assert percentile([3.0, 1.0, 2.0], 0.5) == 2.0
    assert percentile([1.0], 0.99) == 1.0


@pytest.mark.parametrize(("ends", "acts"), [("accepted", 17), ("submitted", 18), ("filed", 20)])
def test_an_invented_task_lives_as_the_domain_knows_it(ends: str, acts: int) -> None:
    course = Course(
        number=1,
        code="PL-2045-00001",
        assigned_at=datetime(2045, 10, 1, 1, 0, tzinfo=UTC),
        last_on=date(2045, 11, 1),
        ends=ends,
        plan=None,
    )
    task: Any = None
    stream = list(acts_of(course, random.Random(1)))
    for version, act in enumerate(stream, 1):
        read = decode(act.originator_id, version, act.name, encode(act))
        task = evolve(task, read.event, read.meta)  # type: ignore[arg-type]
    assert (len(stream), task.stage, task.code) == (acts, ends, "PL-2045-00001")


def test_the_page_of_figures_is_what_was_measured() -> None:
    results = msgspec.json.decode(page.LATEST.read_bytes(), type=Results)
    assert page.PAGE.read_text(encoding="utf-8") == page.page(results), "run `python -m bench.page`"


def test_a_missed_goal_is_told_with_its_reason_and_an_absent_store_with_its_own() -> None:
    results = msgspec.json.decode(page.LATEST.read_bytes(), type=Results)
    results.figures = [
        figure("rebuild of all", 0.1, at_least(0.4)),
        Figure(name="pages", ratio=None, goal="≤ 1.3", note="the page answers 500"),
    ]
    results.compared = [Compared(store="Other", measure="all", value=None, unit="", note="no npm")]
    written = page.page(results)
    assert "rebuild of all: 0.1, goal ≥ 0.4; 25% of the way. COPY only" in written
    assert "pages: not measured. the page answers 500." in written
    assert "- Other, all: no npm" in written
