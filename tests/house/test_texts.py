"""Every word a page, an act or a refusal asks for stands in the text tables, with its facts."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

from domain.catalogue import CATALOGUE
from domain.evaluation.sheet.decide import stages as sheet_stages
from domain.inspection.decide import stages as inspection_stages
from domain.plan.decide import _DECISIONS
from domain.task.decide.stages import GO, ROWS, SAME
from service import catalogue
from web import texts

READERS = frozenset(
    {"text", "passage", "password", "choice", "choices", "id", "whole", "decimal", "day", "fail"}
)
"""Methods of a form whose second word is a key; `moment` takes it third."""
WORDED_BY_KEY = frozenset({"label", "hint", "key", "heading"})
NOT_A_KEY = frozenset({"", "."})


def table() -> texts.Table:
    return texts.table()


# -- templates -----------------------------------------------------------------


def asked_in_templates(project: Path) -> Iterator[tuple[str, nodes.Call]]:
    environment = Environment()
    for file in sorted((project / "web").rglob("*.html")):
        tree = environment.parse(file.read_text(encoding="utf-8"))
        for call in tree.find_all(nodes.Call):
            if isinstance(call.node, nodes.Name) and call.node.name == "t" and call.args:
                yield f"{file.relative_to(project)}:{call.lineno}", call


def wrong_in_template(place: str, call: nodes.Call) -> Iterator[str]:
    key = call.args[0]
    if isinstance(key, nodes.Const):
        if key.value not in table():
            yield f"{place}: {key.value}"
            return
        given = {word.key for word in call.kwargs}
        if call.dyn_kwargs is None and (lacks := needed(key.value) - given):
            yield f"{place}: {key.value} needs {', '.join(sorted(lacks))}"
    elif isinstance(key, nodes.Concat) and isinstance(key.nodes[0], nodes.Const):
        beginning = str(key.nodes[0].value)
        if not any(each.startswith(beginning) for each in table()):
            yield f"{place}: {beginning}…"


def needed(key: str) -> frozenset[str]:
    return frozenset().union(*(texts.placeholders(s) for s in table()[key].values()))


def test_every_text_of_a_template_exists_and_gets_its_facts(project: Path) -> None:
    found = [
        wrong
        for place, call in asked_in_templates(project)
        for wrong in wrong_in_template(place, call)
    ]
    assert found == []


@pytest.mark.parametrize(
    "source",
    ['{{ t("no.such.text") }}', '{{ t("banner.position", time=1) }}', '{{ t("no." ~ x) }}'],
)
def test_a_wrong_text_of_a_template_is_found(source: str) -> None:
    call = next(iter(Environment().parse(source).find_all(nodes.Call)))
    assert list(wrong_in_template("here", call)) != []


# -- Python --------------------------------------------------------------------


def keys_in(tree: ast.AST) -> Iterator[tuple[int, ast.expr]]:
    """Where a key is handed over: to `say`, to a reader of forms, or as a label."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        name = node.func.id if isinstance(node.func, ast.Name) else name
        if name == "say":
            own = isinstance(node.func, ast.Attribute) and getattr(node.func.value, "id", "")
            yield from ((node.lineno, arg) for arg in node.args[(1 if own == "texts" else 0) : 2])
        elif name in READERS and len(node.args) > 1:
            yield node.lineno, node.args[1]
        yield from (
            (node.lineno, word.value)
            for word in node.keywords
            if word.arg in WORDED_BY_KEY and name in ("Field", "Option")
        )


def wrong_key(asked: ast.expr) -> str:
    """The key, when it is written out and stands in no table; else nothing."""
    match asked:
        case ast.Constant(value=str(key)) if "." in key:
            return "" if key in table() else key
        case ast.JoinedStr(values=[ast.Constant(value=str(beginning)), *_]):
            known = beginning in NOT_A_KEY or any(k.startswith(beginning) for k in table())
            return "" if known or "." not in beginning else f"{beginning}…"
    return ""


def test_every_text_of_the_pages_code_exists(project: Path) -> None:
    found = [
        f"{file.relative_to(project)}:{line}: {wrong}"
        for file in sorted((project / "web").rglob("*.py"))
        for line, asked in keys_in(ast.parse(file.read_text(encoding="utf-8")))
        if (wrong := wrong_key(asked))
    ]
    assert found == []


@pytest.mark.parametrize(
    "source",
    [
        'texts.say(language, "no.such.text")',
        'names.say("no.such.text")',
        'form.text("name", "no.such.text")',
        'Field(name="a", label="no.such.text")',
        'say(language, f"no.such.{kind}")',
    ],
)
def test_a_wrong_text_of_code_is_found(source: str) -> None:
    assert [wrong_key(asked) for _, asked in keys_in(ast.parse(source)) if wrong_key(asked)]


# -- refusals and acts -----------------------------------------------------------


def codes() -> set[str]:
    """Every refusal: written out, from the state table of a task, from the gates of a plan."""
    written = {code for code, _, _ in catalogue.refusals()}
    cells = {f"task.{cell}" for row in ROWS.values() for cell in row.values()} - {
        f"task.{GO}",
        f"task.{SAME}",
    }
    gates = {gate for gates, _ in _DECISIONS.values() for gate in gates.values()}
    of_inspections = {
        f"inspection.{cell}"
        for row in inspection_stages.ROWS.values()
        for cell in row.values()
        if cell not in (inspection_stages.GO, inspection_stages.SAME, inspection_stages.NO)
    }
    of_sheets = {
        f"evaluation.{cell}"
        for row in sheet_stages.ROWS.values()
        for cell in (*row.values(), *sheet_stages.FURTHER)
        if cell not in (sheet_stages.GO, sheet_stages.SAME, sheet_stages.NO)
    }
    return written | cells | of_inspections | of_sheets | (gates - {"open", "same"})


def test_every_refusal_is_a_sentence_in_both_languages() -> None:
    assert sorted(code for code in codes() if f"refusal.{code}" not in table()) == []


def given_by(facts: tuple[str, ...]) -> set[str]:
    """`unit_id` is shown as `{unit}`; the code is always there."""
    return {"code", *facts, *(name.removesuffix("_id") for name in facts)}


def test_no_sentence_of_a_refusal_waits_for_a_fact_it_never_gets() -> None:
    """A missing fact is shown as a blank word, which explains nothing."""
    found = [
        f"{code} ({place}): {', '.join(sorted(lacks))}"
        for code, facts, place in catalogue.refusals()
        if f"refusal.{code}" in table() and (lacks := needed(f"refusal.{code}") - given_by(facts))
    ]
    assert sorted(found) == []


def test_every_event_of_a_task_or_an_inspection_is_a_sentence() -> None:
    told = ("task.", "inspection.", "checklist.")
    names = [name for name in CATALOGUE if name.startswith(told)]
    assert [name for name in names if f"act.{name}" not in table()] == []


def test_every_sentence_ends_as_a_sentence() -> None:
    """A refusal is a whole sentence: it ends with a full stop in both languages."""
    whole = [f"refusal.{code}" for code in sorted(codes()) if f"refusal.{code}" in table()]
    loose = [key for key in whole if any(not s.endswith(".") for s in table()[key].values())]
    assert loose == []


@pytest.mark.parametrize(("number", "word"), [(0, "days"), (1, "day"), (2, "days"), ("1", "day")])
def test_a_counted_word_goes_with_its_number(number: object, word: str) -> None:
    assert texts.say("en", "tokens.n_days", n=number) == f"{number} {word}"
    assert texts.say("vi", "tokens.n_days", n=number) == f"{number} ngày"
