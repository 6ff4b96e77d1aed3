"""What-if: two rule sets side by side, another cut, and the smallest change to another level."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import msgspec
import pytest

from domain.accountability.fact_line import FactLine
from domain.evaluation.rules import Band, Criterion, Extra, Gate, Rules
from service.scoring.hashes import inputs_hash, rules_hash
from service.scoring.nearest import Suggestion, nearest_changes
from service.scoring.possible_changes import applied, changes_of
from service.scoring.scorecard import scorecard
from service.scoring.shipped_rules import shipped, shipped_rules
from service.scoring.what_if import at_other_cut, under_other_rules
from tests.service.scoring.histories import (
    OVERDUE,
    THREE_QUARTERS,
    done,
    fact,
    late,
    random_history,
    ten_products,
)

GENERAL = {"general": "27"}


def test_two_rule_sets_stand_side_by_side_and_change_nothing() -> None:
    lines = ten_products()
    before = inputs_hash("VP", lines)
    both = under_other_rules(
        shipped("nd90-2025-unit"), shipped("nd335-2026-unit"), "VP", lines, manual=GENERAL
    )
    tasks = next(each for each in both.criteria if each.key == "tasks")
    assert tasks.rule_differs
    assert str(tasks.difference) == "1.42"
    assert {each.name for each in tasks.figures} >= {"k2.due", "w.assigned"}
    assert [each.key for each in both.criteria if each.there is None] == ["beyond"]
    back = under_other_rules(shipped("nd90-2025-unit"), shipped("nd90-2025-unit"), "VP", lines)
    assert all(each.is_same for each in back.criteria)
    assert inputs_hash("VP", lines) == before


def test_another_cut_says_which_counts_differ() -> None:
    lines = ten_products()
    both = at_other_cut(shipped("nd335-2026-unit"), "VP", lines[:8], lines, manual=GENERAL)
    tasks = next(each for each in both.criteria if each.key == "tasks")
    assert not tasks.rule_differs
    assert [(each.name, each.here, each.there) for each in tasks.figures] == [
        ("w.assigned", "8", "10"),
        ("w.completed", "8", "9"),
        ("w.quality", "7.75", "8.75"),
        ("w.timely", "8", "8.75"),
    ]
    assert both.difference == both.there.total - both.here.total


def _kept(suggestion: Suggestion | None, rules: Rules, lines: tuple[FactLine, ...]) -> Suggestion:
    """The suggestion, after the changed history was scored as any other."""
    assert suggestion is not None
    card = scorecard(rules, "VP", applied(lines, suggestion.changes), manual=GENERAL)
    assert (card.total, card.proposal.level) == (suggestion.total, suggestion.level)
    return suggestion


def test_story_25_would_have_been_good_with_two_tasks_on_time() -> None:
    rules, lines = shipped("nd335-2026-staff"), ten_products()
    nearest = nearest_changes(rules, "VP", lines, GENERAL)
    assert (str(nearest.total), nearest.level) == ("88.83", "completed")
    up = _kept(nearest.up, rules, lines)
    assert [(each.kind, each.subject.code) for each in up.changes] == [
        ("completed_on_time", "NV-10"),
        ("on_time", "NV-9"),
    ]
    # a and c are whole, b still lacks the quarter of one product: (1 + 0.975 + 1) / 3 × 70 + 27
    assert (str(up.total), up.level) == ("96.42", "excellent")
    assert nearest.down is None or nearest.down.level == "not_completed"


def test_a_single_late_task_would_lose_the_level() -> None:
    rules = shipped("nd335-2026-staff")
    lines = tuple(fact(number, done()) for number in range(1, 11))
    nearest = nearest_changes(rules, "VP", lines, GENERAL)
    assert (nearest.level, nearest.up) == ("excellent", None)
    down = _kept(nearest.down, rules, lines)
    assert [each.kind for each in down.changes] == ["late"]
    assert down.level == "completed"


def test_a_finding_closed_in_time_can_be_what_is_missing() -> None:
    rules = Rules(
        name="thử",
        criteria=(Criterion(key="a", text="", weight="100", way="automatic", formula="90.5"),),
        bands=(Band(level="excellent", from_points="90"), Band(level="good", from_points="70")),
        extras=(
            Extra(
                key="f",
                text="",
                formula="-0.25 * k12.closed_in_time - 1.0 * (k12.open_past_due + k12.late)",
            ),
        ),
        penalty_max="5",
        valid_from_on=date(2025, 1, 1),
        confidence="proposed",
    )
    lines = (fact(1, {"K12.recorded": 1, "K12.late": 1}, kind="finding"),)
    nearest = nearest_changes(rules, "VP", lines)
    assert (str(nearest.total), nearest.level) == ("89.50", "good")
    up = _kept(nearest.up, rules, lines)
    assert (up.changes[0].kind, str(up.total), up.level) == ("closed_in_time", "90.25", "excellent")


def test_more_than_three_changes_are_found_step_by_step_and_none_is_idle() -> None:
    rules = shipped("nd335-2026-staff")
    lines = tuple(
        fact(number, late() if number <= 6 else done(K9_met_at_first=0, W_quality=THREE_QUARTERS))
        for number in range(1, 13)
    )
    nearest = nearest_changes(rules, "VP", lines, GENERAL)
    up = _kept(nearest.up, rules, lines)
    assert len(up.changes) == 6
    assert {each.kind for each in up.changes} == {"on_time"}
    for left_out in up.changes:
        fewer = [each for each in up.changes if each != left_out]
        card = scorecard(rules, "VP", applied(lines, fewer), manual=GENERAL)
        assert card.proposal.level == nearest.level


def test_a_level_no_fact_can_reach_is_said_with_how_far_they_lead() -> None:
    rules, lines = shipped("nd335-2026-staff"), (fact(1, late()), fact(2, OVERDUE))
    nearest = nearest_changes(rules, "VP", lines, {"general": "0"})
    assert nearest.ceiling is not None
    assert (str(nearest.ceiling.total), nearest.ceiling.level) == ("70.00", "good")
    assert nearest.singles[0].gain >= nearest.singles[-1].gain


@pytest.mark.parametrize("slug", [each.slug for each in shipped_rules()])
@pytest.mark.parametrize("seed", range(6))
def test_what_is_suggested_comes_true_whatever_the_history(slug: str, seed: int) -> None:
    rules, lines = shipped(slug), random_history(seed)
    manual: Mapping[str, str] = {
        each.key: each.entry_max or each.weight for each in rules.criteria if each.way == "manual"
    }
    nearest = nearest_changes(rules, "VP", lines, manual)
    card = scorecard(rules, "VP", lines, manual=manual)
    assert (nearest.total, nearest.level) == (card.total, card.proposal.level)
    for each in (nearest.up, nearest.down, nearest.ceiling, *nearest.singles):
        if each is not None:
            changed = scorecard(rules, "VP", applied(lines, each.changes), manual=manual)
            assert (changed.total, changed.proposal.level) == (each.total, each.level)
            assert each.gain == each.total - nearest.total


def test_a_change_touches_its_own_subject_only() -> None:
    lines = ten_products()
    (change, *_) = changes_of(lines, "up")
    after = applied(lines, [change])
    assert [a.subject.id for a, b in zip(after, lines, strict=True) if a != b] == [
        change.subject.id
    ]


def test_hashes_tell_every_difference() -> None:
    rules, lines = shipped("ward-2025"), ten_products()
    gate = Gate(key="g", text="", formula="true", caps_at="good")
    other = msgspec.structs.replace(rules, gates=(gate,))
    assert rules_hash(rules) != rules_hash(other)
    assert rules_hash(rules) == rules_hash(msgspec.structs.replace(rules))
    assert inputs_hash("VP", lines) != inputs_hash("VP", lines[::-1])
    assert inputs_hash("VP", lines) != inputs_hash("KTHTDT", lines)
