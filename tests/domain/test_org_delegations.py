"""Lending of duties: what may be lent, to whom, how long, and when it lapses."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from domain.evaluation import commands as evaluation
from domain.finding import commands as finding
from domain.ids import derived
from domain.inspection import commands as inspection
from domain.org import commands as c
from domain.org.delegable import GROUPS, LEADERS_ONLY, NEVER, group_of, lendable
from domain.plan import commands as plan
from domain.task import commands as task
from tests.org_story import KEEPER, actor, entered, person, post, story
from tests.spec import Story, document

GUQ = document("12", "2025-11-10")
HEAD = actor("head-vp")
LENT = derived("delegation", "12/GUQ")


def grant(**other: Any) -> c.GrantDelegation:
    said = {
        "delegation_id": LENT,
        "from_post": post("head-vp"),
        "to_post": post("deputy-vp"),
        "duties": ("review", "accept"),
        "from_on": date(2025, 11, 17),
        "until_on": date(2025, 11, 28),
    }
    return c.GrantDelegation(**{**said, **other})


def lent() -> Story:
    return story().when("2025-11-10", HEAD, grant(), document=GUQ)


def in_force(lived: Story, on: date) -> bool:
    return bool(lived.state.delegations_to(post("deputy-vp"), on))


def test_a_delegation_holds_in_its_term_and_bears_its_number() -> None:
    lived = lent()
    assert not in_force(lived, date(2025, 11, 16))
    assert in_force(lived, date(2025, 11, 17))
    assert in_force(lived, date(2025, 11, 28))
    assert not in_force(lived, date(2025, 12, 1))
    assert lived.state.delegations[LENT].document == GUQ
    assert lived.when("2025-11-11", HEAD, grant(), document=GUQ).events == ()


@pytest.mark.parametrize(
    ("other", "code"),
    [
        ({"duties": ("measures",)}, "org.not_delegable"),
        ({"duties": ("delegations",)}, "org.not_delegable"),
        ({"duties": ("no such group",)}, "org.not_delegable"),
        ({"duties": ()}, "org.not_delegable"),
        ({"duties": ("decide_tasks",)}, "org.not_delegable"),
        ({"to_post": post("head-vp")}, "org.to_oneself"),
        ({"until_on": date(2026, 2, 15)}, "org.term_too_long"),
        ({"until_on": date(2025, 11, 1)}, "org.dates_cross"),
        ({"scope": "field:9"}, "org.unknown_scope"),
        ({"to_post": post("nobody")}, "not_found"),
    ],
)
def test_a_delegation_that_may_not_be_given(other: dict[str, Any], code: str) -> None:
    story().refused("2025-11-10", HEAD, grant(**other), code, document=GUQ)


def test_the_longest_delegation_is_ninety_days() -> None:
    longest = grant(until_on=date(2026, 2, 14))
    assert len(story().when("2025-11-10", HEAD, longest, document=GUQ).events) == 1


def test_a_delegation_needs_its_document_and_gives_nothing_on() -> None:
    story().refused("2025-11-10", HEAD, grant(), "document_needed")
    second = actor("deputy-vp", capacity="delegate", delegation_id=LENT)
    lent().refused(
        "2025-11-18",
        second,
        grant(delegation_id=derived("delegation", "13")),
        "org.no_second_delegation",
        document=GUQ,
    )


def test_leaders_lend_their_decisions_to_a_vice_chair_only() -> None:
    assert lendable("decide_tasks", "chair", "vice_chair")
    assert lendable("decide_tasks", "vice_chair", "vice_chair")
    assert not lendable("decide_tasks", "chair", "head")
    assert not lendable("decide_plans", "head", "deputy")
    assert lendable("review", "head", "deputy")


def test_a_delegation_is_revoked_from_a_day_on() -> None:
    revoke = c.RevokeDelegation(delegation_id=LENT, from_on=date(2025, 11, 20))
    revoked = lent().when("2025-11-19", HEAD, revoke)
    assert in_force(revoked, date(2025, 11, 19))
    assert not in_force(revoked, date(2025, 11, 20))
    assert revoked.when("2025-11-20", HEAD, revoke).events == ()


@pytest.mark.parametrize("leaver", ["head-vp", "deputy-vp"])
def test_a_delegation_lapses_when_either_person_leaves(leaver: str) -> None:
    leaving = c.RelievePerson(
        post_id=post(leaver),
        person_id=person(leaver),
        until_on=date(2025, 11, 20),
        successor_id=person("officer-kt"),
    )
    left = entered(lent(), leaving, "2025-11-19")
    assert in_force(left, date(2025, 11, 20))
    assert not in_force(left, date(2025, 11, 21))


def test_a_delegation_lapses_when_the_delegate_leaves_and_nobody_follows() -> None:
    leaving = c.RelievePerson(
        post_id=post("deputy-vp"), person_id=person("deputy-vp"), until_on=date(2025, 11, 20)
    )
    assert not in_force(entered(lent(), leaving, "2025-11-19"), date(2025, 11, 21))


def test_whoever_comes_later_does_not_inherit_a_delegation() -> None:
    leaving = c.RelievePerson(
        post_id=post("deputy-vp"), person_id=person("deputy-vp"), until_on=date(2025, 11, 20)
    )
    left = entered(story(), leaving, "2025-11-09")
    lived = left.when("2025-11-10", HEAD, grant(), document=GUQ)
    coming = c.AppointPerson(
        post_id=post("deputy-vp"), person_id=person("officer-kt"), from_on=date(2025, 11, 21)
    )
    came = entered(lived, coming, "2025-11-12")
    assert in_force(came, date(2025, 11, 20))
    assert not in_force(came, date(2025, 11, 21))


def test_a_delegation_lapses_with_the_unit() -> None:
    merge = c.MergeUnits(
        survivor_id=story().state.posts[post("head-vhxh")].unit_id,
        absorbed=(story().state.posts[post("head-vp")].unit_id,),
        from_on=date(2025, 11, 24),
    )
    merged = lent().when("2025-11-20", KEEPER, merge, document=document())
    assert in_force(merged, date(2025, 11, 23))
    assert not in_force(merged, date(2025, 11, 24))


def test_what_may_be_lent_and_what_not_do_not_overlap() -> None:
    lendable_commands = [name for group in GROUPS.values() for name in group]
    never = {name for group in NEVER.values() for name in group}
    assert len(lendable_commands) == len(set(lendable_commands))
    assert not never & set(lendable_commands)
    assert set(GROUPS) >= LEADERS_ONLY
    assert group_of("TakeMeasure") is None
    assert group_of("ConfirmCompletion") == "review"


def test_groups_name_commands_that_exist() -> None:
    slices = (task, plan, inspection, finding, evaluation)
    names = {kind.__name__ for each in slices for kind in each.ALL_COMMANDS}
    assert {name for group in GROUPS.values() for name in group} <= names
