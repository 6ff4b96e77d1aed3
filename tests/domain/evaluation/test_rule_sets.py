"""A rule set is drafted, adopted as a version for ever, retired; what is unsound is refused."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace as changed

from domain.claims import Taken
from domain.evaluation import commands as c
from domain.evaluation.rule_set.decide import decide
from domain.evaluation.rule_set.state import RuleSet, evolve
from domain.evaluation.rules import Band, Criterion, Gate, Rules
from domain.evaluation.values import FormulaFault
from domain.ids import derived
from service.scoring.rule_formulas import faults_of
from service.scoring.shipped_rules import SLUGS, shipped
from tests import stories as s
from tests.stories import CHAIR, Life, on

SET = derived("rule-set", "story")
K = s.actor("coordinator")
FAULT = FormulaFault(key="tasks", line=2, column=7, said="unknown_name")


def rules(**more: Any) -> Rules:
    """Two leaves under a group, one beside it."""
    said: dict[str, Any] = {
        "name": "Bộ tiêu chí",
        "criteria": (
            Criterion(key="g", text="Nhóm", weight="70", way="group"),
            Criterion(key="a", text="Tự động", parent="g", weight="40", way="automatic"),
            Criterion(key="b", text="Chấm tay", parent="g", weight="30", way="manual"),
            Criterion(key="c", text="Khác", weight="30", way="manual"),
        ),
        "gates": (Gate(key="on_time", text="Tiến độ", formula="true", caps_at="completed"),),
        "bands": (Band(level="good", from_points="70"), Band(level="completed", from_points="50")),
        "valid_from_on": on("2025-01-01"),
        "valid_until_on": on("2025-12-31"),
        "confidence": "proposed",
    }
    return Rules(**{**said, **more})


def one(which: str, **more: Any) -> Rules:
    """The same with one criterion changed."""
    return rules(
        criteria=tuple(
            changed(each, **more) if each.key == which else each for each in rules().criteria
        )
    )


def draft(said: Rules | None = None, **more: Any) -> c.DraftRuleSet:
    return c.DraftRuleSet(rule_set_id=SET, code="phu-lien", rules=said or rules(), **more)


def adopt(**more: Any) -> c.AdoptRuleSet:
    return c.AdoptRuleSet(rule_set_id=SET, **more)


def retire(version: int = 1) -> c.RetireRuleSet:
    return c.RetireRuleSet(rule_set_id=SET, version=version)


def life() -> Life:
    return Life(decide=decide, evolve=evolve, ward=s.ward(), stream=SET)


def drafted(said: Rules | None = None) -> Life:
    return life().when("2025-01-02", K, draft(said))


def adopted(said: Rules | None = None) -> Life:
    return drafted(said).when("2025-01-03", CHAIR, adopt())


def it(story: Life) -> RuleSet:
    assert isinstance(story.state, RuleSet)
    return story.state


def test_a_draft_takes_its_code_and_may_be_written_again() -> None:
    story = drafted()
    taken = story.events[-1].event
    assert isinstance(taken, Taken)
    assert (taken.kind, taken.key) == ("rule-set-code", "phu-lien")
    story.says_nothing("2025-01-03", K, draft())
    again = story.when("2025-01-03", K, draft(rules(name="Khác")))
    assert (len(again.events), again.event.version, again.event.code) == (1, 1, "phu-lien")


def test_a_version_stays_for_ever() -> None:
    story = adopted()
    story.says_nothing("2025-01-04", CHAIR, adopt())
    next_year = rules(valid_from_on=on("2026-01-01"), valid_until_on=None)
    story = story.when("2025-11-01", K, draft(next_year)).when("2025-12-01", CHAIR, adopt())
    first, second = it(story).versions
    assert (first.number, first.rules, first.is_retired) == (1, rules(), False)
    assert (second.number, second.rules) == (2, next_year)
    assert first.hash != second.hash
    assert first.document is not None


def test_versions_of_one_set_never_hold_for_the_same_day() -> None:
    story = adopted().when("2025-11-01", K, draft(rules(name="Sửa", valid_until_on=None)))
    refused = story.refused("2025-11-02", CHAIR, adopt(), "evaluation.validity_overlaps")
    assert (refused.facts["version"], refused.facts["until_on"]) == (1, on("2025-12-31"))
    story = story.when("2025-11-02", CHAIR, retire())
    story.says_nothing("2025-11-02", CHAIR, retire())
    after = it(story.when("2025-11-03", CHAIR, adopt()))
    assert [(v.number, v.is_retired) for v in after.versions] == [(1, True), (2, False)]
    newest, first = after.version(0), after.version(1)
    assert newest is not None
    assert first is not None
    assert (newest.number, first.rules) == (2, rules())


def test_retiring_needs_a_reason_and_a_version() -> None:
    adopted().refused("2025-11-02", CHAIR, retire(), "reason_needed", reason="")
    adopted().refused("2025-11-02", CHAIR, retire(7), "not_found")


def test_adoption_needs_a_document_and_a_draft_in_which_weights_sum() -> None:
    drafted().refused("2025-01-03", CHAIR, adopt(), "document_needed", document=None)
    group = drafted(one("b", weight="29.5"))
    refused = group.refused("2025-01-03", CHAIR, adopt(), "evaluation.weights_do_not_sum")
    assert refused.facts == {"key": "g", "sum": "69.5", "wanted": "70"}
    top = drafted(one("c", weight="31"))
    refused = top.refused("2025-01-03", CHAIR, adopt(), "evaluation.weights_do_not_sum")
    assert refused.facts == {"key": "", "sum": "101", "wanted": "100"}
    life().refused("2025-01-03", CHAIR, adopt(), "not_found")


def test_a_formula_that_cannot_be_worked_out_is_named_with_its_place() -> None:
    wanted = {"key": "tasks", "line": 2, "column": 7, "said": "formula.unknown_name"}
    refused = life().refused("2025-01-02", K, draft(faults=(FAULT,)), "evaluation.formula_error")
    assert refused.facts == wanted
    refused = drafted().refused(
        "2025-01-03", CHAIR, adopt(faults=(FAULT,)), "evaluation.formula_error"
    )
    assert refused.facts == wanted


UNSOUND = {
    "key_twice": (
        one("b", key="a"),
        one("b", key=""),
        rules(gates=(*rules().gates, *rules().gates)),
    ),
    "parent_unknown": (one("a", parent="x"), one("a", parent="c"), one("g", parent="g")),
    "bands_do_not_fall": (
        rules(bands=()),
        rules(
            bands=(Band(level="good", from_points="50"), Band(level="completed", from_points="50"))
        ),
        rules(bands=(Band(level="good", from_points="70"), Band(level="good", from_points="50"))),
    ),
    "validity_crosses": (rules(valid_until_on=on("2024-12-31")),),
}


@pytest.mark.parametrize(
    ("code", "said"), [(code, said) for code, many in UNSOUND.items() for said in many]
)
def test_an_unsound_draft_is_refused(code: str, said: Rules) -> None:
    life().refused("2025-01-02", K, draft(said), f"evaluation.{code}")


@pytest.mark.parametrize("said", [one("a", weight="-1"), rules(bonus_max="x")])
def test_points_are_points(said: Rules) -> None:
    life().refused("2025-01-02", K, draft(said), "points_malformed")


@pytest.mark.parametrize("slug", SLUGS)
def test_every_shipped_set_can_be_adopted(slug: str) -> None:
    said = shipped(slug)
    assert faults_of(said) == ()
    assert it(adopted(said)).versions[0].rules == said
