"""Who may ask what of a finding and of sealed values: team, inspected unit, chair, whom it names.

✓ may · - may not · d only with a document. TL, TS, TM are of the team; H and L of the unit.
"""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from domain.fact import CLOCK, REACTION, Actor
from domain.finding import commands as c
from domain.refusal import Refused
from domain.seal import commands as seal
from domain.ward import Delegation, DutyGrant
from service.access import may
from service.permission_table import SYSTEM
from tests import finding_story as f
from tests import seal_story as q
from tests import stories as s
from tests.spec import at, document
from tests.stories import on

COLUMNS = ("C", "V", "V2", "TL", "TS", "TM", "H", "L", "H2", "K", "O", "A")
WHO = {
    "C": "chair",
    "V": "vice3",
    "V2": "vice2",
    "TL": "vice1",
    "TS": "officer:SNC",
    "TM": "officer:VP",
    "H": "head:KTHTDT",
    "L": "officer:KTHTDT",
    "H2": "head:SNC",
    "K": "coordinator",
    "O": "register",
    "A": "auditor",
}
# the finding is in field 3, which is vice3's; the team leader is a vice-chair of field 1
MATRIX = """
RecordFinding                             | - - - ✓ ✓ ✓ - - - - - -
EnterEarlierFinding                       | - - - - - - - - - d - -
DropFinding DiscussFinding                | - - - ✓ - - - - - - - -
AcknowledgeFinding                        | - - - - - - ✓ ✓ - - - -
SubmitExplanation RequestMoreTime         | - - - - - - ✓ - - - - -
PlanRemediation                           | - - - - - - ✓ - - - - -
GrantMoreTime RefuseMoreTime              | - - - ✓ - - - - - - - -
AcceptExplanation RejectExplanation       | - - - ✓ - - - - - - - -
AddAddendum                               | - - - ✓ - - - - - - - -
VerifyRemediation ReturnRemediation NoteFollowUp | - - - ✓ ✓ ✓ - - - - - -
PlaceFollowUp MoveFindingClocks           | - - - - - - - - - - - -
ReopenFinding                             | ✓ ✓ - ✓ - - - - - - - -
HandOverFinding                           | ✓ - - - - - - - - - - -
DeliverFinding LapseAcknowledgement       | - - - - - - - - - - - -
LapseExplanation ConcludeFinding          | - - - - - - - - - - - -
ReportRemediation CloseFinding            | - - - - - - - - - - - -
"""
NOW = at("2025-10-07 09:00")


def ward(*delegations: Delegation) -> Any:
    """The small ward with a third vice-chair for field 3 and a clerk in the inspected unit."""
    known = s.ward(*delegations)
    first, second = known.posts[s.post("vice1")], known.posts[s.post("vice2")]
    third = replace(first, post_id=s.post("vice3"), fields=(3,))
    clerk = known.posts[s.post("officer:KTHTDT")]
    duty = DutyGrant(duty="unit_clerk", from_on=s.FOUNDED)
    posts = {
        **known.posts,
        first.post_id: replace(first, fields=(1,)),
        second.post_id: replace(second, fields=(4, 5)),
        third.post_id: third,
        clerk.post_id: replace(clerk, duties=(duty,)),
    }
    term = next(t for t in known.terms if t.post_id == first.post_id)
    more = replace(term, post_id=third.post_id, person_id=s.person("vice3"))
    return replace(known, posts=posts, terms=(*known.terms, more))


TEAM = replace(f.TEAM, secretary_post=s.post("officer:SNC"))


def state() -> Any:
    return replace(f.finding(f.delivered()), team=TEAM)


def ask(asked: Any, code: str, *, by_document: bool = False, about: Any = "state") -> Any:
    paper = document() if by_document else None
    known = state() if about == "state" else about
    return may(asked, known, None, s.person(code), None, ward(), NOW, document=paper)


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
    kind = getattr(c, command)
    asked, about = kind, "state"
    if kind is c.RecordFinding:
        asked, about = f.record(visit=f.visit(team=TEAM)), None
    assert isinstance(ask(asked, WHO[role], about=about), Actor) == (sign == "✓")
    if sign == "d":
        assert isinstance(ask(asked, WHO[role], by_document=True), Actor)


def test_the_matrix_speaks_of_every_command() -> None:
    assert {command for command, _, _ in cells()} == {k.__name__ for k in c.ALL_COMMANDS}


def test_whoever_entered_a_paper_takes_it_back() -> None:
    paper = replace(state(), inspection_id=None, team=None)
    assert isinstance(ask(c.DropFinding, "coordinator", about=paper), Actor)
    assert isinstance(ask(c.DropFinding, "vice1", about=paper), Refused)


def test_the_head_lends_his_answer_and_the_team_nothing() -> None:
    def lent(giver: str) -> Delegation:
        return Delegation(
            delegation_id=s.post(f"lent:{giver}"),
            from_post=s.post(giver),
            to_post=s.post("officer:PVHCC"),
            duties=("answer_inspection",),
            from_on=on("2025-10-01"),
            until_on=on("2025-10-31"),
        )

    def asked(kind: Any, giver: str) -> Any:
        who = s.person("officer:PVHCC")
        return may(kind, state(), None, who, None, ward(lent(giver)), NOW)

    signing = asked(c.SubmitExplanation, "head:KTHTDT")
    assert isinstance(signing, Actor)
    assert signing.on_behalf_of == s.post("head:KTHTDT")
    assert isinstance(asked(c.VerifyRemediation, "vice1"), Refused)
    assert isinstance(asked(c.AcceptExplanation, "vice1"), Refused)


# -- sealed values -----------------------------------------------------------------------


def test_only_leaders_and_who_is_authorised_seal() -> None:
    order = seal.SealOrder(
        unit_id=s.PVHCC,
        leader_post=s.post("head:SNC"),
        secretary_post=s.post("register"),
        checklist=q.CHECKLIST,
        fields=(3,),
        period_from=on("2025-07-01"),
        period_to=on("2025-09-30"),
        from_on=on("2025-10-10"),
        to_on=on("2025-10-11"),
    )
    granted = replace(order, authorised_post=s.post("head:SNC"))
    draw = seal.SealDraw(candidates=((s.VP, 1),), seed_source="x")
    may_order = {role for role in COLUMNS if isinstance(ask(order, WHO[role], about=None), Actor)}
    assert may_order == {"C", "V"}
    assert isinstance(ask(replace(order, fields=()), "vice3", about=None), Refused)
    assert isinstance(ask(granted, "head:SNC", about=None), Actor)
    assert isinstance(ask(granted, "head:KTHTDT", about=None), Refused)
    may_draw = {role for role in COLUMNS if isinstance(ask(draw, WHO[role], about=None), Actor)}
    assert may_draw == {"C", "V", "V2", "TL"}, "a draw names no field"


@pytest.mark.parametrize(
    "kind", [seal.VoidSealedOrder, seal.OpenSealedOrder, seal.PublishVoid, seal.SealDeclaration]
)
def test_only_whom_the_vault_names(kind: Any) -> None:
    more: dict[Any, dict[str, Any]] = {
        seal.OpenSealedOrder: {"received_by_post": s.post("head:PVHCC")},
        seal.SealDeclaration: {"statement": "Không."},
    }
    people = frozenset({s.person("vice1"), s.person("chair")})
    asked = kind(seal_id=q.entry(q.order()).seal_id, people=people, **more.get(kind, {}))
    named = {role for role in COLUMNS if isinstance(ask(asked, WHO[role], about=None), Actor)}
    assert named == {"C", "TL"}
    assert isinstance(ask(replace(asked, people=frozenset()), "chair", about=None), Refused)


def test_nobody_stands_in_for_orderer_or_leader() -> None:
    lent = Delegation(
        delegation_id=s.post("lent"),
        from_post=s.post("chair"),
        to_post=s.post("vice2"),
        duties=("decide_tasks", "sealed_orders"),
        from_on=on("2025-10-01"),
        until_on=on("2025-10-31"),
    )
    asked = seal.VoidSealedOrder(
        seal_id=q.entry(q.order()).seal_id, people=frozenset({s.person("chair")})
    )
    answer = may(asked, None, None, s.person("vice2"), None, ward(lent), NOW)
    assert isinstance(answer, Refused)


def test_the_parts_of_the_system_ask_for_their_own_only() -> None:
    clock, reaction, sealer = SYSTEM["clock"], SYSTEM["reaction"], SYSTEM["sealed"]
    assert sealer == {seal.CommitSlot}
    assert {c.LapseAcknowledgement, c.LapseExplanation, seal.PublishVoid} <= clock
    assert {c.DeliverFinding, c.ConcludeFinding, c.CloseFinding} <= reaction
    for system in (CLOCK, REACTION):
        for kind in (c.AcceptExplanation, seal.OpenSealedOrder, seal.SealOrder):
            answer = may(kind, None, system, None, None, ward(), NOW)
            assert isinstance(answer, Refused)
