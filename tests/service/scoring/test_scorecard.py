"""Scorecards: the worked examples to the hundredth, accounts that add up, gates and proposals."""

from __future__ import annotations

import random
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from domain.accountability.quantity import QUANTITIES, figures_of
from domain.evaluation.rules import Band, Criterion, Extra, Gate, Rules
from domain.evaluation.totals import proposed_level, total
from service.scoring.account import Gap, account_of, held_between
from service.scoring.formula import compiled, half_up, values_of
from service.scoring.formula_fault import NothingToJudge
from service.scoring.running_figures import History
from service.scoring.scorecard import scorecard
from service.scoring.shipped_rules import shipped, shipped_rules
from service.scoring.told import told_of
from tests.service.scoring.histories import (
    OVERDUE,
    THREE_QUARTERS,
    done,
    fact,
    late,
    random_history,
    ten_products,
)
from web.texts import say

ENTRIES = {"d": "100", "dd": "50", "e": "100"}


def rules_of(*criteria: Criterion, **others: object) -> Rules:
    """A small rule set around criteria."""
    return Rules(
        name="thử",
        criteria=criteria,
        bands=(Band(level="good", from_points="70"), Band(level="completed", from_points="50")),
        valid_from_on=date(2025, 1, 1),
        confidence="proposed",
        **others,  # type: ignore[arg-type]
    )


def automatic(key: str, weight: str, formula: str, **others: str) -> Criterion:
    """A criterion with a formula."""
    return Criterion(key=key, text=key, weight=weight, way="automatic", formula=formula, **others)


def test_story_25_a_civil_servant() -> None:
    card = scorecard(shipped("nd335-2026-staff"), "VP", ten_products(), manual={"general": "27"})
    assert str(card.criterion("tasks").points) == "61.83"
    assert str(card.total) == "88.83"
    assert card.criterion("tasks").figures == {
        "w.assigned": "10",
        "w.completed": "9",
        "w.quality": "8.75",
        "w.timely": "8.75",
    }


def test_story_25_a_leader() -> None:
    card = scorecard(
        shipped("nd335-2026-head"), "VP", ten_products(), manual={"general": "27", **ENTRIES}
    )
    assert str(card.criterion("tasks").points) == "60.08"
    assert (str(card.total), str(card.reached), str(card.applicable)) == (
        "87.08",
        "87.08",
        "100.00",
    )


def test_one_task_sent_back_and_late_comes_to_58_33() -> None:
    counts = done(
        K2_on_time=0,
        K4_late=1,
        K9_met_at_first=0,
        W_quality=THREE_QUARTERS,
        W_timely=THREE_QUARTERS,
    )
    card = scorecard(shipped("nd335-2026-staff"), "VP", (fact(1, counts),))
    assert str(card.criterion("tasks").points) == "58.33"
    assert card.missing == ("general",)


@pytest.mark.parametrize(
    ("language", "wanted"),
    [
        ("vi", "đủ điểm mức tốt, chưa đạt điều kiện tiến độ"),
        ("en", "enough points for good, but not met: the condition on schedule"),
    ],
)
def test_the_proposal_says_which_condition_holds_it(language: str, wanted: str) -> None:
    card = scorecard(shipped("nd335-2026-staff"), "VP", ten_products(), manual={"general": "27"})
    proposal = card.proposal
    assert (proposal.by_points, proposal.level) == ("good", "completed")
    gates = ", ".join(g.text if language == "vi" else g.text_en for g in proposal.held_by)
    level = say(language, f"scoring.level.{proposal.by_points}")  # type: ignore[arg-type]
    assert say(language, proposal.reason, level=level, gates=gates) == wanted  # type: ignore[arg-type]


def test_a_gate_names_the_lines_that_break_it() -> None:
    card = scorecard(shipped("nd335-2026-staff"), "VP", ten_products(), manual={"general": "27"})
    gate = card.gates[0]
    assert gate.met is False
    assert gate.figures == {"k2.due": "10", "k2.on_time": "8"}
    assert [line.subject.code for line in gate.deciding] == ["NV-9", "NV-10"]


def test_an_account_starts_with_what_was_owed_and_tells_what_was_earned_and_missed() -> None:
    rules = rules_of(automatic("a", "10", "10 * k2.share"))
    account = scorecard(rules, "VP", ten_products()).criterion("a").account
    assert account is not None
    assert (str(account.start), str(account.points)) == ("0.00", "8.00")
    assert [str(each.delta) for each in account.lines] == ["1.00"] * 8 + ["0.00"] * 2
    assert [str(each.missed) for each in account.lines] == ["0.00"] * 8 + ["1.00"] * 2


def test_what_is_only_owed_is_listed_with_no_change() -> None:
    rules = rules_of(automatic("a", "10", "10 * k2.share"))
    lines = (fact(1, {"K2.due": 1}), fact(2, {"K3.overdue": 1}), fact(1, {"K2.on_time": 1}))
    account = scorecard(rules, "VP", lines).criterion("a").account
    assert account is not None
    assert [(e.line.subject.code, str(e.delta)) for e in account.lines] == [
        ("NV-1", "0.00"),
        ("NV-1", "10.00"),
    ]


def test_an_inspection_with_no_points_at_all_lowers_the_mean() -> None:
    rules = rules_of(automatic("a", "6", "6 * k11.mean_score / 100"))
    lines = (fact(1, {"K11.mean_score": 9000}), fact(2, {"K11.mean_score": 0}))
    account = scorecard(rules, "VP", lines).criterion("a").account
    assert account is not None
    assert [str(each.delta) for each in account.lines] == ["5.40", "-2.70"]


@pytest.mark.parametrize("seed", range(80))
def test_changes_of_any_account_add_up_to_the_points(seed: int) -> None:
    chance = random.Random(seed)
    lines = random_history(seed)
    text = _formula(chance)
    formula = compiled(text, "points")
    hold = held_between(Fraction(0), Fraction(chance.choice([5, 12, 70])))
    account = account_of(formula, History(lines), hold)
    figures = figures_of(effect for line in lines for effect in line.effects)
    if isinstance(account, Gap):
        with pytest.raises(NothingToJudge, match=account.code):
            formula.number(values_of(figures))
        return
    wanted = half_up(hold(formula.number(values_of(figures))))
    assert account.points == wanted
    assert account.start + sum(each.delta for each in account.lines) == wanted
    assert all(each.after - each.before == each.delta for each in account.lines)


def _formula(chance: random.Random) -> str:
    names = [f"{q.code.lower()}.{part.name}" for q in QUANTITIES for part in q.parts]
    a, b, c, d = chance.sample(names, 4)
    return chance.choice(
        [
            f"7 * share({a}, {b})",
            f"12 - 0.05 * {a} - {b} / 40",
            f"min({a}, {b}) / 3 + max(0.01 * {c}, 1)",
            f"{d} > 0 ? 12 * {a} / ({b} + 1) : 3",
            f"5 * min(1, percent({a}, {b}) / 90) + 2 * share({c}, {d})",
        ]
    )


@pytest.mark.parametrize("slug", [each.slug for each in shipped_rules()])
@pytest.mark.parametrize("seed", range(10))
def test_every_shipped_rule_set_adds_up_over_any_history(slug: str, seed: int) -> None:
    rules = shipped(slug)
    chance = random.Random(seed)
    manual = {
        each.key: str(chance.randrange(0, int(each.entry_max or each.weight) + 1))
        for each in rules.criteria
        if each.way == "manual"
    }
    card = scorecard(rules, "VP", random_history(seed), manual=manual)
    leaves = [each for each in card.criteria if each.criterion.way != "group" and each.applies]
    for each in leaves:
        if each.account is not None:
            moved = sum((line.delta for line in each.account.lines), each.account.start)
            assert moved == each.points
            assert 0 <= moved <= each.max
    told = told_of(rules, "VP", random_history(seed), position=7, manual=manual)
    given = {line.key: line.points or manual[line.key] for line in told.lines}
    assert Decimal(total(told, given)) == card.total
    assert proposed_level(rules, str(card.total), told.gates) == card.proposal.level
    tops = [each for each in card.criteria if not each.criterion.parent and not each.is_entry]
    assert sum((each.points or 0 for each in tops if each.applies), Decimal(0)) == card.reached


def test_what_does_not_apply_leaves_what_can_be_reached() -> None:
    rules = rules_of(
        automatic("a", "40", "40 * k2.share", applies_if="k2.due > 0"),
        automatic("b", "60", "60 * k15.share", applies_if="k15.settled > 0"),
        scale_to_applicable=True,
    )
    card = scorecard(rules, "VP", (fact(1, done()), fact(2, late()), fact(3, OVERDUE)))
    assert (str(card.reached), str(card.applicable), str(card.total)) == ("13.33", "40.00", "33.33")
    assert card.criterion("b").why_not == "nothing_to_judge"


def test_bonus_and_penalty_are_held_within_their_bounds() -> None:
    rules = rules_of(
        automatic("a", "100", "80"),
        extras=(
            Extra(key="up", text="", formula="2 * k16.recognised"),
            Extra(key="down", text="", formula="-1.0 * k12.late - 0.25 * k12.closed_in_time"),
        ),
        bonus_max="3",
        penalty_max="5",
    )
    lines = (fact(1, {"K16.recognised": 2}), fact(2, {"K12.late": 7, "K12.closed_in_time": 1}))
    card = scorecard(rules, "VP", lines)
    assert (str(card.bonus), str(card.penalty), str(card.total)) == ("3", "-5", "78.00")
    assert [str(each.points) for each in card.extras] == ["4.00", "-7.25"]


def test_an_absent_value_caps_nothing_and_switched_off_gates_neither() -> None:
    gates = (
        Gate(key="g", text="", formula="k11.mean_score >= 50", caps_at="completed"),
        Gate(key="h", text="", formula="k2.due > 0", caps_at="completed", is_on=False),
    )
    card = scorecard(rules_of(automatic("a", "100", "80"), gates=gates), "VP", ())
    assert [each.met for each in card.gates] == [None, False]
    assert card.proposal.level == "good"


def test_points_are_told_apart_by_what_their_lines_rest_on() -> None:
    lines = (
        fact(1, done()),
        fact(2, done(), basis="claimed", on=date(2025, 7, 2)),
        fact(3, done(), basis="contested", on=date(2025, 7, 3)),
        fact(4, OVERDUE, on=date(2025, 7, 3) + timedelta(days=1)),
    )
    card = scorecard(rules_of(automatic("a", "8", "8 * k2.share")), "VP", lines)
    assert {basis: str(points) for basis, points in card.resting.items()} == {
        "verified": "2.00",
        "claimed": "2.00",
        "contested": "2.00",
    }
