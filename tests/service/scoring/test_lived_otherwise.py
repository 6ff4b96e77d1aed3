"""A suggestion is taken at its word: the same tasks are led again by real acts, as it says."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from domain.accountability.fact_line import FactLine
from domain.evaluation.rules import Band, Criterion, Extra, Rules
from domain.ids import derived
from service.scoring.nearest import Suggestion, nearest_changes
from service.scoring.scorecard import Scorecard, scorecard
from service.scoring.shipped_rules import shipped
from tests import finding_story as f
from tests import stories as s
from tests.domain.accountability.counting import lines
from tests.domain.accountability.test_stories_of_inspections import closed_late
from tests.stories import Life

GENERAL = {"general": "27"}
STAFF = shipped("nd335-2026-staff")
DUE = s.fixed("2025-09-30")
Lead = Callable[[], Life]


def on_time() -> Life:
    return s.confirmed(s.KTHTDT, DUE, "2025-09-30")


def late() -> Life:
    return s.confirmed(s.KTHTDT, DUE, "2025-10-01")


def never_done() -> Life:
    return s.accepted(s.KTHTDT, DUE)


AS_SUGGESTED: dict[str, Lead] = {
    "completed_on_time": on_time,
    "on_time": on_time,
    "late": late,
    "closed_in_time": f.closed,
}
"""By the kind of the change: the life that goes otherwise."""


def told(lives: Sequence[Life]) -> tuple[FactLine, ...]:
    return lines(s.KTHTDT, *lives)


def led_again(rules: Rules, lives: Sequence[Life], suggestion: Suggestion | None) -> Scorecard:
    """The scorecard of a unit where each named subject went as suggested, and no other did."""
    assert suggestion is not None
    again = list(lives)
    numbers = {derived("counted", number): number for number in range(len(lives))}
    for change in suggestion.changes:
        again[numbers[change.subject.id]] = AS_SUGGESTED[change.kind]()
    return scorecard(rules, "KTHTDT", told(again), manual=GENERAL)


def test_two_tasks_led_in_time_bring_the_level_that_was_named() -> None:
    lives = [*(on_time() for _ in range(8)), late(), never_done()]
    nearest = nearest_changes(STAFF, "KTHTDT", told(lives), GENERAL)
    assert nearest.up is not None
    assert nearest.level == "completed"
    card = led_again(STAFF, lives, nearest.up)
    assert (card.total, card.proposal.level) == (nearest.up.total, nearest.up.level)
    assert card.proposal.level == "excellent"


def test_one_task_led_late_loses_the_level_that_was_named() -> None:
    lives = [on_time() for _ in range(10)]
    nearest = nearest_changes(STAFF, "KTHTDT", told(lives), GENERAL)
    assert nearest.down is not None
    assert nearest.level == "excellent"
    card = led_again(STAFF, lives, nearest.down)
    assert (card.total, card.proposal.level) == (nearest.down.total, nearest.down.level)
    assert card.proposal.level == "completed"


def test_a_finding_remedied_in_time_brings_the_level_that_was_named() -> None:
    rules = Rules(
        name="thử",
        criteria=(Criterion(key="a", text="", weight="100", way="automatic", formula="90.5"),),
        bands=(Band(level="excellent", from_points="90"), Band(level="good", from_points="70")),
        extras=(Extra(key="f", text="", formula="-0.25 * k12.closed_in_time - 1.0 * k12.late"),),
        penalty_max="5",
        valid_from_on=date(2025, 1, 1),
        confidence="proposed",
    )
    lives = [closed_late()]
    nearest = nearest_changes(rules, "KTHTDT", told(lives))
    assert nearest.up is not None
    assert nearest.level == "good"
    card = led_again(rules, lives, nearest.up)
    assert (card.total, card.proposal.level) == (nearest.up.total, nearest.up.level)
    assert card.proposal.level == "excellent"
