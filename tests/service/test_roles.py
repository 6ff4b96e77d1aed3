"""Roles by post and duty, and how much of a task each of them sees."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from domain.ids import derived
from domain.org import commands as org
from domain.ward import Ward
from service.object_facts import facts_of
from service.roles import roles_of, sees_plan_drafts, task_view
from tests.org_story import actor, post
from tests.service.access_ward import (
    TODAY,
    group_of_units,
    lived,
    somebody,
    task,
    ward,
)
from tests.spec import document

SEEN = """
chair         C     full
vice-a        V     full
vice-b        V     limited
keeper        O,S   limited
coordinator   K,S   full
head-vp       H,O   limited
deputy-vp     D     limited
clerk-vp      L,S   limited
head-kt       H     full
officer-kt    S     full
idle-kt       S     full
head-vhxh     H     full
head-snc      H     full
head-hcc      DK,H  limited
auditor       A     full
observer      OB    limited
technical     -     none
"""
"""Plan task of KTHTDT in field 1, formerly led by VHXH, SNC asked; K follows up, not O."""


@pytest.mark.parametrize("line", SEEN.strip().splitlines())
def test_roles_and_sight(line: str) -> None:
    key, roles, view = line.split()
    expected = set() if roles == "-" else set(roles.split(","))
    assert roles_of(somebody(key), ward(), TODAY) == expected
    facts = facts_of(None, task(), ward(), TODAY)
    assert task_view(somebody(key), facts, ward(), TODAY) == view


def test_the_follow_up_office_of_a_ward_task_is_the_other_one() -> None:
    facts = facts_of(None, task(source="ward"), ward(), TODAY)
    assert task_view(somebody("keeper"), facts, ward(), TODAY) == "full"


def test_the_named_reviewer_sees_what_he_reviews() -> None:
    facts = facts_of(None, task(reviewer="head-hcc"), ward(), TODAY)
    assert task_view(somebody("head-hcc"), facts, ward(), TODAY) == "full"


def test_the_units_of_a_group_see_their_common_words() -> None:
    facts = facts_of(None, group_of_units("SNC", "PVHCC"), ward(), TODAY)
    assert task_view(somebody("head-hcc"), facts, ward(), TODAY) == "full"
    assert task_view(somebody("head-kt"), facts, ward(), TODAY) == "limited"


@pytest.mark.parametrize(
    ("key", "view"),
    [
        ("coordinator", "full"),
        ("keeper", "full"),
        ("chair", "full"),
        ("vice-a", "full"),
        ("vice-b", "none"),
        ("head-kt", "none"),
        ("auditor", "none"),
        ("observer", "none"),
    ],
)
def test_a_draft_is_seen_where_it_is_made_and_decided(key: str, view: str) -> None:
    draft = replace(task(source="ward"), stage="drafted", leads=())
    facts = facts_of(None, draft, ward(), TODAY)
    assert task_view(somebody(key), facts, ward(), TODAY) == view


def test_who_acts_for_an_office_reads_for_it() -> None:
    command = org.GrantDelegation(
        delegation_id=derived("delegation", 1),
        from_post=post("head-hcc"),
        to_post=post("deputy-vp"),
        duties=("review",),
        from_on=date(2025, 9, 20),
        until_on=date(2025, 10, 2),
    )
    lent = lived().when("2025-09-19", actor("head-hcc"), command, document=document()).state
    assert isinstance(lent, Ward)
    facts = facts_of(None, task(reviewer="head-hcc"), ward(), TODAY)
    assert task_view(somebody("deputy-vp"), facts, lent, TODAY) == "full"
    assert task_view(somebody("deputy-vp"), facts, lent, date(2025, 10, 3)) == "limited"


def test_plan_drafts_belong_to_the_two_offices() -> None:
    seeing = {
        key
        for key in ("keeper", "coordinator", "chair", "head-kt", "auditor", "observer")
        if sees_plan_drafts(somebody(key), ward(), TODAY)
    }
    assert seeing == {"keeper", "coordinator"}
