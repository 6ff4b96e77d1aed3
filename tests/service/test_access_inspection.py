"""Who may ask what of an inspection: the team, the head of the unit, the orderer, the authority.

✓ may · - may not. TL, TS, TM are of the team; H heads the inspected unit; OR ordered it.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from msgspec.structs import replace as changed

from domain.fact import Actor
from domain.inspection import commands as c
from domain.inspection.evolving import evolve
from domain.inspection.state import Inspection
from domain.refusal import Refused
from domain.ward import Delegation
from service.access import may
from service.permission_table import SYSTEM
from tests import inspection_story as i
from tests import stories as s
from tests.inspection_refusing import GRANT, THEMATIC
from tests.inspection_story import from_seal
from tests.spec import at, document
from tests.stories import on

COLUMNS = ("C", "V", "TL", "TS", "TM", "H", "H2", "K", "O", "A")
WHO = {
    "C": "chair",
    "V": "vice2",
    "TL": "vice1",
    "TS": "register",
    "TM": "officer:VP",
    "H": "head:KTHTDT",
    "H2": "head:SNC",
    "K": "coordinator",
    "O": "keeper",
    "A": "auditor",
}
# the inspection looks at field 5, which is vice2's; the chair ordered it
MATRIX = """
OrderInspection                                     | ✓ ✓ - - - - - - - -
DeclareIndependence DeclareConflict                 | - - ✓ ✓ ✓ - - - - -
ReplaceMember PostponeInspection CancelInspection   | ✓ - - - - - - - - -
AnnounceInspection DrawUpMinutes RefuseSignature    | - - - ✓ - - - - - -
CloseInspection                                     | - - - ✓ - - - - - -
OpenInspection SettleItem OverruleFigure CloseVisit | - - ✓ - - - - - - -
AddMinutesAddendum ReportInspection                 | - - ✓ - - - - - - -
CheckItem NoteAbsence AttachVisitEvidence           | - - ✓ ✓ ✓ - - - - -
SubmitSelfReport GiveUnitOpinion                    | - - - - - ✓ - - - -
SignMinutes                                         | - - ✓ ✓ - ✓ - - - -
ReturnReport                                        | ✓ - - - - - - - - -
IssueConclusion PublishConclusion                   | ✓ ✓ - - - - - - - -
EnterDocument                                       | - - - ✓ - - - - ✓ -
OrderFromSeal MoveReportLimit MoveInspectionClocks  | - - - - - - - - - -
"""
NOW = at("2025-10-06 09:00")


@cache
def field_five() -> Inspection:
    life = i.ordered(fields=(5,))
    state = None
    for recorded in life.history:
        state = evolve(state, recorded.event, recorded.meta)  # type: ignore[arg-type]
    assert state is not None
    return state


def cells() -> list[tuple[str, str, bool]]:
    rows = [line.split("|") for line in MATRIX.strip().splitlines()]
    return [
        (command, role, sign == "✓")
        for commands, signs in rows
        for command in commands.split()
        for role, sign in zip(COLUMNS, signs.split(), strict=True)
    ]


def ask(kind: Any, code: str, *delegations: Delegation, state: Any = None) -> Actor | Refused:
    ward = i.ward(*delegations)
    keeper = ward.posts[s.post("register")]
    other = changed(keeper, post_id=s.post("keeper"), unit_id=s.VP)
    term = changed(
        next(t for t in ward.terms if t.post_id == keeper.post_id),
        post_id=other.post_id,
        person_id=s.person("keeper"),
    )
    # a second post keeps the register, so that the secretary's rights come from the team alone
    bare = changed(keeper, duties=())
    posts = {**ward.posts, other.post_id: other, keeper.post_id: bare}
    ward = changed(ward, posts=posts, terms=(*ward.terms, term))
    about = field_five() if state is None else state
    return may(kind, about, None, s.person(code), None, ward, NOW, document=document())


@pytest.mark.parametrize(("command", "role", "expected"), cells())
def test_every_cell(command: str, role: str, expected: bool) -> None:
    kind = getattr(c, command)
    asked = i.order(fields=(5,)) if kind is c.OrderInspection else kind
    assert isinstance(ask(asked, WHO[role]), Actor) == expected


def test_the_matrix_speaks_of_every_command() -> None:
    assert {command for command, _, _ in cells()} == {k.__name__ for k in c.INSPECTION_COMMANDS}


def test_a_vice_chair_orders_and_concludes_in_his_fields_only() -> None:
    assert isinstance(ask(i.order(fields=(5,)), "vice1"), Refused)
    assert isinstance(ask(i.order(), "vice2"), Refused)
    assert isinstance(ask(c.IssueConclusion, "vice1"), Refused)
    signed = ask(i.order(fields=(5,)), "vice2")
    assert isinstance(signed, Actor)
    assert signed.signs_as == "KT"


def test_a_leader_orders_by_the_programme_only() -> None:
    assert isinstance(ask(i.order(**THEMATIC), "head:VP"), Refused)
    assert isinstance(ask(i.order(**THEMATIC, authorisation=GRANT), "head:VP"), Actor)
    assert isinstance(ask(i.order(**THEMATIC, authorisation=GRANT), "head:SNC"), Refused)


def test_membership_is_never_lent_but_the_head_may_lend_his_answer() -> None:
    for giver, groups in (("vice1", ("answer_inspection",)), ("head:KTHTDT", ())):
        lent = delegation(giver, "officer:PVHCC", *groups)
        assert isinstance(ask(c.SignMinutes, "officer:PVHCC", lent), Refused)
    lent = delegation("head:KTHTDT", "officer:KTHTDT", "answer_inspection")
    signing = ask(c.SignMinutes, "officer:KTHTDT", lent)
    assert isinstance(signing, Actor)
    assert (signing.capacity, signing.on_behalf_of) == ("delegate", s.post("head:KTHTDT"))


def delegation(giver: str, taker: str, *groups: str) -> Delegation:
    return Delegation(
        delegation_id=s.post(f"lent:{giver}"),
        from_post=s.post(giver),
        to_post=s.post(taker),
        duties=groups,
        from_on=on("2025-10-01"),
        until_on=on("2025-10-31"),
    )


def test_only_a_reaction_brings_an_order_out_of_its_seal() -> None:
    assert c.OrderFromSeal in SYSTEM["reaction"]
    assert isinstance(ask(from_seal(), "chair"), Refused)
