"""What an inspection says no to when it is ordered and prepared, with its facts."""

from __future__ import annotations

from uuid import UUID

import pytest

from domain.ids import derived
from domain.inspection import commands as c
from domain.inspection.parts import SelfLine
from tests import inspection_story as i
from tests import stories as s
from tests.inspection_refusing import (
    GRANT,
    LEADER_OF_VP,
    OPEN,
    OUTSIDER,
    TELL,
    THEMATIC,
    No,
    check,
    in_ward,
    lent,
    name,
    once_there,
)
from tests.inspection_story import HEAD, LEADER, MEMBER, SECRETARY, ask, from_seal
from tests.stories import on

ORDERING = [
    No("inspection.seal_instead", i.life, i.order(kind="surprise")),
    No(
        "inspection.member_of_unit",
        i.life,
        i.order(member_posts=(s.post("officer:KTHTDT"),)),
        {"post": s.post("officer:KTHTDT"), "rule": "SD-7"},
    ),
    No(
        "inspection.member_of_unit",
        in_ward(once_there),
        i.order(),
        {"post": MEMBER.post_id},
    ),
    No("inspection.post_twice", i.life, i.order(member_posts=(LEADER.post_id,))),
    No(
        "inspection.vhxh_judges_itself",
        i.life,
        i.order(unit_id=s.VHXH, member_posts=(s.post("officer:VHXH"),)),
        {"rule": "SD-14", "posts": [s.post("officer:VHXH")]},
    ),
    No(
        "inspection.vhxh_judges_itself",
        i.life,
        i.order(unit_id=s.VHXH, leader_post=s.post("head:VP")),
        {"unit": s.VHXH},
    ),
    No(
        "inspection.leader_delegated_for_unit",
        in_ward(lambda: lent("head:KTHTDT", LEADER.post_id)),
        i.order(),
        {"delegation_id": derived("delegation", "head:KTHTDT")},
    ),
    No(
        "inspection.not_authorised",
        i.life,
        i.order(**THEMATIC),
        {"post": s.post("head:VP"), "max_orders": 0},
        LEADER_OF_VP,
    ),
    No(
        "inspection.not_authorised",
        i.life,
        i.order(**THEMATIC, authorisation=GRANT, orders_used=1),
        {"max_orders": 1},
        LEADER_OF_VP,
    ),
    No(
        "inspection.not_authorised",
        i.life,
        i.order(authorisation=GRANT, leader_post=s.post("head:VP")),
        None,
        LEADER_OF_VP,
    ),
    No(
        "inspection.notice_too_short",
        i.life,
        i.order(),
        {"days": 6, "min": 7},
        when="2025-09-26",
    ),
    No("inspection.dates_cross", i.life, i.order(to_on=on("2025-10-05"))),
    No(
        "inspection.already_ordered",
        i.life,
        i.order(open_order=UUID(int=7)),
        {"inspection_id": UUID(int=7)},
    ),
    No("inspection.checklist_not_published", i.life, i.order(checklist=None)),
    No(
        "inspection.nothing_to_check",
        i.life,
        i.order(items=tuple(x for x in i.ITEMS if x.code == "3.4")),
    ),
    No("document_needed", i.life, i.order(), more={"document": None}),
    No("unit_not_active", i.life, i.order(unit_id=UUID(int=9))),
    No(
        "inspection.members_not_declared",
        i.life,
        from_seal(declared_posts=(LEADER.post_id,)),
        {"posts": [SECRETARY.post_id, MEMBER.post_id]},
        LEADER,
    ),
    No(
        "inspection.post_not_of_unit",
        i.life,
        from_seal(received_by_post=s.post("head:VP")),
        {"post": s.post("head:VP")},
        LEADER,
    ),
]

TEAM = [
    No(
        "inspection.not_in_team",
        i.ordered,
        ask(c.DeclareIndependence, post_id=OUTSIDER.post_id),
        {"post": OUTSIDER.post_id},
        OUTSIDER,
    ),
    No(
        "inspection.not_in_team",
        i.ordered,
        ask(c.DeclareIndependence, post_id=MEMBER.post_id),
        None,
        LEADER,
    ),
    No(
        "inspection.not_in_team",
        i.ordered,
        ask(c.ReplaceMember, out_post=OUTSIDER.post_id, in_post=s.post("officer:PVHCC")),
    ),
    No(
        "inspection.member_of_unit",
        i.ordered,
        ask(c.ReplaceMember, out_post=MEMBER.post_id, in_post=s.post("officer:KTHTDT")),
    ),
    No(
        "inspection.post_twice",
        i.ordered,
        ask(c.ReplaceMember, out_post=MEMBER.post_id, in_post=LEADER.post_id),
    ),
    No(
        "reason_needed",
        i.ordered,
        ask(c.ReplaceMember, out_post=MEMBER.post_id, in_post=OUTSIDER.post_id),
        more={"reason": ""},
    ),
    No(
        "inspection.members_not_declared",
        i.ordered,
        TELL,
        {"posts": [LEADER.post_id, SECRETARY.post_id, MEMBER.post_id]},
        SECRETARY,
    ),
    No(
        "inspection.members_not_declared",
        lambda: i.announced().when(
            "2025-09-25", MEMBER, ask(c.DeclareConflict, post_id=MEMBER.post_id)
        ),
        OPEN,
        {"posts": [MEMBER.post_id]},
        LEADER,
        "2025-10-06",
    ),
    No(
        "inspection.notice_too_short",
        lambda: i.declared(i.ordered(), "2025-09-22", *i.TEAM),
        TELL,
        {"days": 4, "min": 5},
        SECRETARY,
        "2025-09-30",
    ),
    No(
        "inspection.not_within_dates",
        lambda: i.declared(i.ordered(), "2025-09-22", *i.TEAM),
        ask(c.AnnounceInspection, outline="", visit_on=on("2025-10-09")),
        {"from_on": on("2025-10-06"), "to_on": on("2025-10-08")},
        SECRETARY,
        "2025-09-24",
    ),
    No("inspection.not_within_dates", i.announced, OPEN, None, LEADER, "2025-10-03"),
    No(
        "inspection.dates_cross",
        i.ordered,
        ask(c.PostponeInspection, from_on=on("2025-10-16"), to_on=on("2025-10-15")),
    ),
    No("reason_needed", i.ordered, ask(c.CancelInspection), more={"reason": " "}),
    No(
        "inspection.post_not_of_unit",
        i.announced,
        ask(c.OpenInspection, received_by_post=OUTSIDER.post_id),
        {"post": OUTSIDER.post_id},
        LEADER,
        "2025-10-06",
    ),
    No(
        "inspection.absent_head_unexplained",
        i.announced,
        ask(c.OpenInspection, received_by_post=s.post("deputy:KTHTDT")),
        None,
        LEADER,
        "2025-10-06",
    ),
    No(
        "inspection.points_above_max",
        i.announced,
        ask(c.SubmitSelfReport, lines=(SelfLine(item_key=i.key("1.5"), points="1.5"),)),
        {"item": "1.5", "max": "1"},
        HEAD,
        "2025-09-29",
    ),
]


@pytest.mark.parametrize("no", [*ORDERING, *TEAM], ids=name)
def test_ordering_and_team(no: No) -> None:
    check(no)
