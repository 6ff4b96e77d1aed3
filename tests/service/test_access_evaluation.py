"""Who may ask what of rule sets, rounds and sheets; being named in a round is never lent.

✓ may · - may not. AP, CM, AD are named in the round; H heads the rated unit, H2 another one.
"""

from __future__ import annotations

from typing import Any

import pytest

from domain.evaluation import commands as c
from domain.fact import CLOCK, REACTION, Actor
from domain.ids import derived
from domain.refusal import Refused
from domain.ward import Delegation
from service.access import may
from service.permission_table import SYSTEM
from tests import evaluation_story as v
from tests import stories as s
from tests.spec import at, document
from tests.stories import on

COLUMNS = ("C", "V", "AP", "CM", "AD", "H", "H2", "K", "O", "A")
WHO = {
    "C": "chair",
    "V": "vice1",
    "AP": "officer:VP",
    "CM": "head:PVHCC",
    "AD": "head:SNC",
    "H": "head:KTHTDT",
    "H2": "deputy:SNC",
    "K": "coordinator",
    "O": "register",
    "A": "auditor",
}
# chair, vice-chairs and most heads are of the council; the coordinator leads the appraisers
MATRIX = """
DraftRuleSet                              | - - - - - - - ✓ - -
AdoptRuleSet RetireRuleSet OpenRound      | ✓ - - - - - - - - -
SubmitSelfScore AcceptAppraisal FileAppeal | - - - - - ✓ - - - -
AppraiseScore DeliverAppraisal            | - - ✓ - - - - ✓ - -
DecideAppeal                              | ✓ ✓ - - ✓ - - - - -
CastVote                                  | ✓ ✓ - ✓ ✓ - - - - -
CountVotes ApproveScore PublishScore      | ✓ - - - - - - - - -
ReopenSheet                               | ✓ - - - - - - - - -
LapseReply MoveSheetClocks                | - - - - - - - - - -
"""
NOW = at("2025-12-10 09:00")


def ask(kind: Any, code: str, *delegations: Delegation) -> Actor | Refused:
    state = v.it(v.self_scored()) if kind in c.SHEET_COMMANDS else None
    ward = s.ward(*delegations)
    return may(kind, state, None, s.person(code), None, ward, NOW, document=document())


def cells() -> list[tuple[str, str, str]]:
    rows = [line.split("|") for line in MATRIX.strip().splitlines()]
    return [
        (command, role, sign)
        for commands, signs in rows
        for command in commands.split()
        for role, sign in zip(COLUMNS, signs.split(), strict=True)
    ]


@pytest.mark.parametrize(("command", "role", "sign"), cells())
def test_every_cell(command: str, role: str, sign: str) -> None:
    answer = ask(getattr(c, command), WHO[role])
    assert isinstance(answer, Actor) == (sign == "✓")


def test_the_matrix_speaks_of_every_command_once() -> None:
    spoken = [command for command, role, _ in cells() if role == "C"]
    assert sorted(spoken) == sorted(kind.__name__ for kind in c.ALL_COMMANDS)


def test_what_the_system_may() -> None:
    assert c.LapseReply in SYSTEM[CLOCK.capacity]
    assert c.CountVotes in SYSTEM[REACTION.capacity]
    asked = [kind for each in SYSTEM.values() for kind in each if kind in c.ALL_COMMANDS]
    assert c.MoveSheetClocks in SYSTEM[REACTION.capacity]
    assert len(asked) == 3


def lent(giver: str, *duties: str) -> Delegation:
    return Delegation(
        delegation_id=derived("delegation", giver),
        from_post=s.post(giver),
        to_post=s.post("officer:SNC"),
        duties=duties,
        from_on=on("2025-12-01"),
        until_on=on("2025-12-31"),
    )


def test_the_unit_s_answers_may_be_lent_and_nothing_else() -> None:
    answers = lent("head:KTHTDT", "answer_evaluation")
    actor = ask(c.SubmitSelfScore, "officer:SNC", answers)
    assert isinstance(actor, Actor)
    assert actor.on_behalf_of_person == s.person("head:KTHTDT")
    everything = ("vote", "scores", "answer_evaluation", "review", "decide_tasks")
    for giver, kind in (
        ("chair", c.CastVote),
        ("chair", c.ApproveScore),
        ("chair", c.ReopenSheet),
        ("chair", c.DecideAppeal),
        ("officer:VP", c.AppraiseScore),
        ("head:SNC", c.DecideAppeal),
    ):
        assert isinstance(ask(kind, "officer:KTHTDT", lent(giver, *everything)), Refused)
        assert isinstance(ask(kind, "officer:SNC", lent(giver, *everything)), Refused), kind
