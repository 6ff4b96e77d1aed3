"""Refusals of a sheet that the state table does not show: grounds, bounds, who keeps out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from msgspec.structs import replace as changed

from domain.evaluation import commands as c
from domain.evaluation.values import KeyOutcome, Mark, SelfLine
from domain.fact import Actor
from tests import evaluation_story as v
from tests import stories as s
from tests.evaluation_story import AP, AP_LEAD, HEAD, ask, told
from tests.stories import CHAIR, Life


@dataclass
class No:
    """A life, a command, and the refusal that it meets."""

    code: str
    life: Callable[[], Life]
    command: Any
    actor: Actor = CHAIR
    facts: dict[str, Any] | None = None
    when: str = "2025-12-08"
    more: dict[str, Any] | None = None


def score(*lines: SelfLine, **more: Any) -> c.SubmitSelfScore:
    more.setdefault("told", told())
    return ask(c.SubmitSelfScore, lines=lines, **more)


def line(points: str = "27", key: str = "general", **more: Any) -> SelfLine:
    more.setdefault("explanation", "Theo sổ theo dõi.")
    return SelfLine(key=key, points=points, **more)


def decided(**more: Any) -> c.DecideAppeal:
    return v.outcome(**more)


TABLE = (
    No("evaluation.evidence_or_explanation", v.opened, score(line(explanation=" ")), HEAD,
       {"keys": ["general"]}),
    No("evaluation.evidence_or_explanation", v.opened,
       score(line(), line("70", "tasks", explanation="")), HEAD, {"keys": ["tasks"]}),
    No("evaluation.points_above_max", v.opened, score(line("30.01")), HEAD,
       {"key": "general", "points": "30.01", "max": "30"}),
    No("points_malformed", v.opened, score(line("-1")), HEAD),
    No("evaluation.keys_missing", v.opened, score(), HEAD, {"keys": ["general"]}),
    No("evaluation.key_unknown", v.opened, score(line(), line(key="xyz")), HEAD, {"key": "xyz"}),
    No("evaluation.key_twice", v.opened, score(line(), line()), HEAD, {"key": "general"}),
    No("evaluation.nothing_worked_out", v.opened, score(line(), told=None), HEAD),
    No("evaluation.reason_needed", v.self_scored, v.mark("general", "26"), AP, {"key": "general"}),
    No("evaluation.reason_needed", v.self_scored, v.mark("tasks", "60"), AP, {"key": "tasks"}),
    No("evaluation.points_above_max", v.self_scored, v.mark("tasks", "71", "Vì."), AP),
    No("evaluation.keys_unappraised", v.self_scored, ask(c.DeliverAppraisal, told=told()),
       AP_LEAD, {"keys": ["general", "tasks"]}),
    No("evaluation.not_the_lead", v.marked, ask(c.DeliverAppraisal, told=told()), AP,
       {"post": AP_LEAD.post_id}),
    No("evaluation.system_moved", v.marked,
       ask(c.DeliverAppraisal, told=told(lines=v.products(10, "9", "9", "9"))), AP_LEAD,
       {"keys": ["tasks"]}),
    No("evaluation.key_unknown", v.delivered, v.appeal(keys=("xyz",)), HEAD, when="2025-12-16"),
    No("evaluation.grounds_needed", v.delivered, v.appeal(grounds=" "), HEAD, when="2025-12-16"),
    No("evaluation.grounds_needed", v.delivered, v.appeal(keys=()), HEAD, when="2025-12-16"),
    No("evaluation.outcomes_missing", v.appealed,
       ask(c.DecideAppeal, appeal_id=v.APPEAL, outcomes=(), told=told()), when="2025-12-18",
       facts={"keys": ["tasks"]}),
    No("evaluation.reason_needed", v.appealed, decided(why=""), when="2025-12-18"),
    No("evaluation.reason_needed", v.appealed, decided(outcome="upheld"), when="2025-12-18"),
    No("evaluation.key_unknown", v.appealed,
       ask(c.DecideAppeal, appeal_id=v.APPEAL, told=told(), outcomes=(
           KeyOutcome(key="tasks", outcome="rejected", why="Vì."),
           KeyOutcome(key="general", outcome="rejected", why="Vì."),
       )), when="2025-12-18"),
    No("not_allowed", v.replied, ask(c.CastVote, choice="for"), AP, when="2025-12-19"),
    No("evaluation.step_up_missing", v.voted, v.approve(stepped_up=False), when="2025-12-22"),
    No("document_needed", v.voted, v.approve(), when="2025-12-22", more={"document": None}),
    No("evaluation.level_without_reason", v.voted, v.approve("good"), when="2025-12-22",
       facts={"level": "good", "proposed": "completed"}, more={"reason": None}),
    No("evaluation.reason_needed", v.voted,
       v.approve(changes=(Mark(key="general", points="28"),)), when="2025-12-22"),
    No("reason_needed", v.approved, ask(c.ReopenSheet), when="2025-12-26", more={"reason": " "}),
    No("document_needed", v.approved, ask(c.ReopenSheet), when="2025-12-26",
       more={"document": None}),
)  # fmt: skip


@pytest.mark.parametrize("no", TABLE, ids=lambda no: f"{no.code}-{type(no.command).__name__}")
def test_refused(no: No) -> None:
    refused = no.life().refused(no.when, no.actor, no.command, no.code, **(no.more or {}))
    for key, value in (no.facts or {}).items():
        assert refused.facts[key] == value, key


def test_a_vote_is_cast_once() -> None:
    life = v.replied().when("2025-12-19", CHAIR, ask(c.CastVote, choice="for"))
    life.says_nothing("2025-12-19", CHAIR, ask(c.CastVote, choice="for"))
    other = ask(c.CastVote, choice="against")
    refused = life.refused("2025-12-19", CHAIR, other, "evaluation.already_voted")
    assert refused.facts["choice"] == "for"


# -- separation of duties ------------------------------------------------------------


def test_sd_9_nobody_appraises_the_own_unit() -> None:
    own = s.actor("officer:KTHTDT")
    refused = v.self_scored().refused("2025-12-08", own, v.mark(), "own_unit")
    assert refused.facts == {"rule": "SD-9", "unit": v.UNIT}


def test_sd_9_nor_by_a_second_post_in_another_unit() -> None:
    life = v.self_scored()
    term = next(t for t in life.ward.terms if t.post_id == AP.post_id)
    ward = changed(
        life.ward, terms=(*life.ward.terms, changed(term, post_id=s.post("officer:KTHTDT")))
    )
    life.in_ward(ward).refused("2025-12-08", AP, v.mark(), "own_unit")


def test_sd_9_who_spoke_for_the_unit_judges_nothing_of_it() -> None:
    """SD-20: the head lent the self-score to somebody who is an appraiser as well."""
    lent = changed(AP, on_behalf_of=HEAD.post_id, on_behalf_of_person=HEAD.person_id)
    life = v.opened().when("2025-12-05", lent, v.own())
    refused = life.refused("2025-12-08", AP, v.mark(), "own_work")
    assert refused.facts["rule"] == "SD-9"


def test_sd_10_an_appeal_is_decided_by_nobody_who_appraised_its_keys() -> None:
    refused = v.appealed().refused("2025-12-18", AP, v.outcome(), "own_work")
    assert (refused.facts["rule"], refused.facts["person"]) == ("SD-10", AP.person_id)


def test_sd_10_also_when_somebody_else_marked_the_key_again() -> None:
    life = v.marked().when("2025-12-10", AP_LEAD, v.mark("tasks", "60", "Một việc chưa xong."))
    life = life.when("2025-12-10", AP_LEAD, ask(c.DeliverAppraisal, told=told()))
    life = life.when("2025-12-16", HEAD, v.appeal())
    for who in (AP, AP_LEAD):
        life.refused("2025-12-18", who, v.outcome(), "own_work")
    assert life.when("2025-12-18", s.actor("head:SNC"), v.outcome()).events
