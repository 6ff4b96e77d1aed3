"""Formulas: exact arithmetic, errors at their place, and nothing that hangs or breaks out."""

from __future__ import annotations

import random
import sys
from decimal import Decimal
from fractions import Fraction
from typing import Any

import celpy
import pytest

from domain.accountability.quantity import figures_of
from service.scoring.formula import check, compiled, evaluate, half_up
from service.scoring.formula_fault import FormulaError, NothingToJudge
from service.scoring.formula_names import Name
from tests.service.scoring.histories import effects

FIGURES = figures_of(effects({"K2.due": 8, "K2.on_time": 7, "K3.overdue": 1, "W.assigned": 25_000}))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("7/8", "0.88"),
        ("0.1 + 0.2", "0.30"),
        ("12 * k2.share - min(2.0, 0.25 * k3.overdue)", "10.25"),
        ("12 * share(k2.on_time, k2.due)", "10.50"),
        ("percent(k2.on_time, k2.due)", "87.50"),
        ("k2.due -1", "7.00"),
        ("-k3.overdue * 0.005", "-0.01"),
        ("1.005", "1.01"),
        ("w.assigned", "2.50"),
        ("k2.due > 0 && !(k3.overdue >= 2) ? 1 : 0", "1.00"),
        ("has(k11.mean_score) ? k11.mean_score : 5", "5.00"),
        ("1" + " + 1" * 240, "241.00"),
    ],
)
def test_points_are_exact(text: str, wanted: str) -> None:
    assert evaluate(text, FIGURES) == Decimal(wanted)


def test_a_condition_is_true_or_false() -> None:
    assert evaluate("k2.on_time == k2.due", FIGURES, "condition") is False
    assert evaluate("k2.on_time < k2.due || false", FIGURES, "condition") is True


@pytest.mark.parametrize(
    ("text", "code", "line", "column", "facts"),
    [
        ("", "empty", 1, 1, {}),
        ("k1.due +\n  * 3", "not_understood", 2, 3, {}),
        ("1 +\n k1.complted", "unknown_name", 2, 2, {"nearest": "k1.completed"}),
        ("k19.due", "unknown_name", 1, 1, {"nearest": "k1.due"}),
        ("k2", "unknown_name", 1, 1, {"name": "k2"}),
        ("given.d", "unknown_name", 1, 1, {"name": "given.d"}),
        ("shar(k1.due, 2)", "unknown_function", 1, 1, {"nearest": "share"}),
        ("min(1)", "wrong_count", 1, 1, {"name": "min", "found": 1}),
        ("1 + (k2.due > 1)", "wrong_type", 1, 5, {"wanted": "number", "found": "truth"}),
        ("k2.due > 0", "wrong_type", 1, 1, {"wanted": "number"}),
        ("12 *\n (3 / 0)", "divides_by_zero", 2, 7, {}),
        ("99999999999999999999", "number_too_long", 1, 1, {}),
        ("1e9", "not_allowed", 1, 1, {}),
        ("0x10", "not_allowed", 1, 1, {}),
        ('"a"', "not_allowed", 1, 1, {}),
        ("[1, 2].map(x, x * x)", "not_allowed", 1, 1, {}),
        ("k2.due.real", "not_allowed", 1, 1, {}),
        ("k2.__class__", "unknown_name", 1, 1, {}),
        ("7 % 2", "not_allowed", 1, 5, {}),
        ("null", "not_allowed", 1, 1, {}),
    ],
)
def test_an_error_is_told_at_its_place(
    text: str, code: str, line: int, column: int, facts: dict[str, Any]
) -> None:
    with pytest.raises(FormulaError) as told:
        check(text, "points")
    assert (told.value.code, told.value.line, told.value.column) == (code, line, column)
    assert facts.items() <= told.value.facts.items()


@pytest.mark.parametrize(
    "text",
    [
        "x" * 10_000,
        "(" * 450 + "1" + ")" * 450 + "/",
        "-" * 990 + "1",
        "!" * 990 + "true",
        "true ? 1 : " * 90 + "1",
        "min(1, " * 140 + "1" + ")" * 140,
        "số + 1",
        "\x00",
        "__import__('os')",
        "1;2",
        "k2.due" + "." * 300,
        "{" * 900,
        '"' + "\\" * 900,
    ],
)
def test_hostile_texts_are_refused(text: str) -> None:
    limit = sys.getrecursionlimit()
    with pytest.raises(FormulaError):
        check(text, "points")
    assert sys.getrecursionlimit() == limit


def test_the_largest_numbers_stay_exact() -> None:
    text = " * ".join(["999999999"] * 80)
    assert evaluate(text, FIGURES) == Decimal(str(999999999**80))
    assert evaluate("1 / 3 * 3", FIGURES) == 1


@pytest.mark.parametrize(
    ("text", "code"),
    [("k11.mean_score", "no_value"), ("k1.share", "division_by_zero"), ("given.d", "no_entry")],
)
def test_a_gap_in_the_figures_is_no_error_of_the_formula(text: str, code: str) -> None:
    formula = compiled(text, "points", frozenset({"d"}))
    with pytest.raises(NothingToJudge) as told:
        formula.number({Name("K1", "due"): 0, Name("K1", "completed"): 0})
    assert told.value.code == code


def test_a_formula_says_what_it_divides_by_and_what_it_measures() -> None:
    formula = compiled("4 * k1.share - 0.5 * k3.overdue", "points")
    assert formula.owed == {Name("K1", "due")}
    assert formula.pairs == ((Name("K1", "completed"), Name("K1", "due")),)


@pytest.mark.parametrize("seed", range(60))
def test_the_interpreter_of_the_library_says_the_same(seed: int) -> None:
    """The library works with binary numbers; apart from their last digits both agree."""
    chance = random.Random(seed)
    text = _expression(chance, 3)
    counts = {name: chance.randrange(1, 40) for name in ("due", "on_time")}
    ours = compiled(text, "points").number(
        {Name("K2", name): number for name, number in counts.items()}
    )
    environment = celpy.Environment(annotations={})
    library = environment.program(environment.compile(text), functions={"min": min, "max": max})
    values = {name: celpy.celtypes.DoubleType(number) for name, number in counts.items()}
    context = {"k2": celpy.celtypes.MapType(values)}
    assert float(library.evaluate(context)) == pytest.approx(float(ours), rel=1e-9)


def _expression(chance: random.Random, depth: int) -> str:
    if depth == 0:
        return chance.choice(["k2.due", "k2.on_time", "0.25", "12.0", "1.5"])
    one, other = _expression(chance, depth - 1), _expression(chance, depth - 1)
    return chance.choice(
        [
            f"({one} + {other})",
            f"({one} - {other})",
            f"{one} * ({other})",
            f"({one}) / ({other} * {other} + 1.0)",
            f"({one} > {other} ? {one} : {other})",
        ]
    )


@pytest.mark.parametrize(
    ("value", "wanted"),
    [("1/200", "0.01"), ("-1/200", "-0.01"), ("89995/1000", "90.00"), ("1/3", "0.33")],
)
def test_a_tie_is_rounded_away_from_zero(value: str, wanted: str) -> None:
    assert half_up(Fraction(value)) == Decimal(wanted)
