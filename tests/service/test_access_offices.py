"""In which office somebody acts: own, acting, deputy, by delegation; and what the command says."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace

from domain.fact import Actor, local_date
from domain.ids import derived
from domain.org import commands as org
from domain.plan import commands as plan
from domain.refusal import Refused
from domain.task import commands as t
from domain.task.events import Content
from domain.ward import Ward
from service.access import authorise, may
from tests.org_story import actor, entered, person, post, staffed, unit
from tests.plan_story import PLAN, asked_for_snc
from tests.service.access_ward import ENTRY, NOW, REQUEST, lived, somebody, task, ward
from tests.spec import at, document

TASK = derived("task", 1)
GUQ = document("12", "2025-11-10")
CONFIRM = t.ConfirmCompletion(task_id=TASK, submission_id=TASK, quality="met")
LENT = derived("delegation", "12/GUQ")


def grant(giver: str, taker: str, *duties: str, **more: Any) -> org.GrantDelegation:
    said: dict[str, Any] = {
        "delegation_id": LENT,
        "from_post": post(giver),
        "to_post": post(taker),
        "duties": duties,
        "from_on": date(2025, 11, 17),
        "until_on": date(2025, 11, 28),
    }
    return org.GrantDelegation(**{**said, **more})


def ward_with(command: org.GrantDelegation, giver: str) -> Ward:
    state = lived().when("2025-11-10", actor(giver), command, document=GUQ).state
    assert isinstance(state, Ward)
    return state


def answer(
    command: Any, key: str, when: str, state: Any, where: Ward, **more: Any
) -> Actor | Refused:
    return may(command, state, None, somebody(key), None, where, at(when), **more)


def refusal(said: Actor | Refused) -> str:
    assert isinstance(said, Refused), said
    return said.code


# -- delegation --------------------------------------------------------------


def test_a_deputy_confirms_for_the_absent_head_in_the_term_only() -> None:
    lent = ward_with(grant("head-vp", "deputy-vp", "review"), "head-vp")
    reviewed = task(reviewer="head-vp")
    said = answer(CONFIRM, "deputy-vp", "2025-11-27", reviewed, lent)
    assert said == Actor(
        person_id=person("deputy-vp"),
        post_id=post("deputy-vp"),
        unit_id=unit("VP"),
        capacity="delegate",
        delegation_id=LENT,
        on_behalf_of=post("head-vp"),
        on_behalf_of_person=person("head-vp"),
        signs_as="TUQ",
    )
    assert {somebody("deputy-vp"), somebody("head-vp")} == said.people
    for outside in ("2025-11-16", "2025-12-01"):
        late = answer(CONFIRM, "deputy-vp", outside, reviewed, lent)
        assert refusal(late) == "delegation_does_not_cover"
        assert late.facts["number"] == "12/QĐ-UBND"


def test_a_delegation_covers_its_groups_and_no_others() -> None:
    lent = ward_with(grant("head-kt", "idle-kt", "report", "accept"), "head-kt")
    accept, submit = (
        t.AcceptTask(task_id=TASK),
        t.SubmitResult(task_id=TASK, submission_id=TASK, text="x"),
    )
    assert isinstance(answer(accept, "idle-kt", "2025-11-20", task(), lent), Actor)
    other = answer(submit, "idle-kt", "2025-11-20", task(), lent)
    assert refusal(other) == "delegation_does_not_cover"


def test_a_delegation_lends_no_right_that_the_lender_has_not() -> None:
    lent = ward_with(grant("head-snc", "idle-kt", "accept"), "head-snc")
    said = answer(t.AcceptTask(task_id=TASK), "idle-kt", "2025-11-20", task(), lent)
    assert refusal(said) == "not_allowed"


def test_a_delegation_for_one_field_covers_that_field() -> None:
    lent = ward_with(grant("head-kt", "idle-kt", "accept", scope="field:1"), "head-kt")
    accept = t.AcceptTask(task_id=TASK)
    assert isinstance(answer(accept, "idle-kt", "2025-11-20", task(field=1), lent), Actor)
    other = answer(accept, "idle-kt", "2025-11-20", task(field=2), lent)
    assert refusal(other) == "delegation_does_not_cover"


def test_the_vice_chair_named_by_document_decides_for_the_absent_chair_except_measures() -> None:
    lent = ward_with(grant("chair", "vice-b", "decide_tasks", "decide_plans"), "chair")
    suspend = t.SuspendTask(task_id=TASK)
    said = answer(suspend, "vice-b", "2025-11-20", task(field=1), lent)
    assert isinstance(said, Actor)
    assert (said.capacity, said.signs_as) == ("delegate", "KT")
    measure = t.TakeMeasure(task_id=TASK, kind="criticism", post_id=post("head-kt"))
    waits = answer(measure, "vice-b", "2025-11-20", task(), lent)
    assert refusal(waits) == "delegation_does_not_cover"


def test_what_was_lent_is_not_lent_on() -> None:
    lent = ward_with(grant("head-vp", "deputy-vp", "review"), "head-vp")
    on = grant("head-vp", "clerk-vp", "review", delegation_id=derived("delegation", 2))
    said = answer(on, "deputy-vp", "2025-11-20", None, lent, document=GUQ)
    assert refusal(said) == "delegation_does_not_cover"


def test_own_rights_go_before_lent_ones() -> None:
    lent = ward_with(grant("chair", "vice-a", "decide_tasks"), "chair")
    said = answer(t.SuspendTask(task_id=TASK), "vice-a", "2025-11-20", task(field=1), lent)
    assert isinstance(said, Actor)
    assert (said.capacity, said.delegation_id, said.signs_as) == ("own", None, "KT")


# -- own offices -------------------------------------------------------------


def test_a_deputy_with_a_field_acts_for_the_head_in_it() -> None:
    accept = t.AcceptTask(task_id=TASK)
    said = answer(accept, "deputy-kt", "2025-10-01", task(field=3), ward())
    assert isinstance(said, Actor)
    assert (said.capacity, said.post_id) == ("deputy", post("deputy-kt"))
    other = answer(accept, "deputy-kt", "2025-10-01", task(field=1), ward())
    assert refusal(other) == "not_allowed"
    lending = grant("head-kt", "idle-kt", "accept")
    not_lent = answer(lending, "deputy-kt", "2025-10-01", None, ward(), document=GUQ)
    assert refusal(not_lent) == "not_allowed"


def test_the_new_head_acts_from_his_first_day_and_the_former_one_no_more() -> None:
    change = org.RelievePerson(
        post_id=post("head-kt"),
        person_id=person("head-kt"),
        until_on=date(2025, 10, 14),
        successor_id=person("idle-kt"),
        successor_acting=True,
    )
    changed = entered(lived(), change, "2025-10-10").state
    accept = t.AcceptTask(task_id=TASK)
    for key, before, after in (("head-kt", True, False), ("idle-kt", False, True)):
        for when, expected in (("2025-10-14 23:59", before), ("2025-10-15 00:01", after)):
            said = answer(accept, key, when, task(), changed)
            assert isinstance(said, Actor) == expected, (key, when)
    acting = answer(accept, "idle-kt", "2025-10-15", task(), changed)
    assert isinstance(acting, Actor)
    assert acting.capacity == "acting"


def test_a_chosen_post_is_the_only_one_that_counts() -> None:
    second = staffed(lived(), "second", "SNC", "officer")
    both = entered(
        second,
        org.RelievePerson(
            post_id=post("second"),
            person_id=person("second"),
            until_on=date(2025, 8, 31),
            successor_id=person("head-kt"),
        ),
    ).state
    accept = t.AcceptTask(task_id=TASK)

    def chosen(key: str) -> Actor | Refused:
        return may(accept, task(), None, somebody("head-kt"), post(key), both, NOW)

    assert isinstance(chosen("head-kt"), Actor)
    assert refusal(chosen("second")) == "not_allowed"
    not_held = Refused("no_capacity", post=post("clerk-kt"), on=local_date(NOW))
    assert chosen("clerk-kt") == not_held


def test_authorise_raises_what_may_answers() -> None:
    with pytest.raises(Refused) as caught:
        authorise(t.AcceptTask(task_id=TASK), task(), None, None, None, ward(), NOW)
    assert caught.value.code == "not_allowed"


def test_the_follow_up_office_signs_for_the_chair() -> None:
    urge = t.UrgeTask(task_id=TASK, step=1)
    said = answer(urge, "coordinator", "2025-10-01", task(source="plan"), ward())
    assert isinstance(said, Actor)
    assert said.signs_as == "TL"


def test_the_other_office_follows_up_what_the_first_one_leads() -> None:
    led = task(source="plan")
    led = replace(led, leads=(replace(led.leads[-1], unit_id=unit("VHXH")),))
    urge = t.UrgeTask(task_id=TASK, step=1)
    assert isinstance(answer(urge, "keeper", "2025-10-01", led, ward()), Actor)
    assert refusal(answer(urge, "coordinator", "2025-10-01", led, ward())) == "not_allowed"


# -- what the command itself says --------------------------------------------


def content(**other: Any) -> Content:
    said: dict[str, Any] = {"text": "x", "field": 1, "lead_id": unit("KTHTDT"), "source": "self"}
    return Content(**{**said, **other})


@pytest.mark.parametrize(
    ("command", "key", "expected"),
    [
        (t.AmendTask(task_id=TASK, after=content(field=2)), "vice-a", True),
        (t.AmendTask(task_id=TASK, after=content(field=5)), "vice-a", False),
        (t.DraftTask(task_id=TASK, content=content()), "head-kt", True),
        (t.DraftTask(task_id=TASK, content=content(lead_id=unit("SNC"))), "head-kt", False),
        (t.DraftTask(task_id=TASK, content=content(lead_id=None)), "head-kt", False),
        (t.DraftTask(task_id=TASK, content=content(source="ward")), "head-kt", False),
        (t.AnswerCooperation(task_id=TASK, request_id=REQUEST, answer="x"), "head-snc", True),
        (t.AnswerCooperation(task_id=TASK, request_id=TASK, answer="x"), "head-snc", False),
        (
            t.CorrectEntry(
                task_id=TASK, event_id=ENTRY, field="text", was="a", should_be="b", why="c"
            ),
            "clerk-kt",
            True,
        ),
        (
            t.CorrectEntry(
                task_id=TASK, event_id=ENTRY, field="text", was="a", should_be="b", why="c"
            ),
            "head-kt",
            False,
        ),
        (org.AdoptLimit(key="urging_steps", value=(3,), from_on=NOW.date()), "keeper", True),
        (org.AdoptLimit(key="urging_steps", value=(3,), from_on=NOW.date()), "chair", False),
        (org.AdoptLimit(key="review_days", value=3, from_on=NOW.date()), "chair", True),
        (org.AdoptLimit(key="review_days", value=3, from_on=NOW.date()), "coordinator", False),
        (grant("head-kt", "idle-kt", "accept"), "head-kt", True),
        (grant("head-kt", "idle-kt", "accept"), "head-snc", False),
        (grant("head-kt", "idle-kt", "accept"), "chair", False),
        (plan.AcknowledgePlan(plan_id=PLAN, unit_id=unit("SNC"), person_count=1), "head-snc", True),
        (plan.AcknowledgePlan(plan_id=PLAN, unit_id=unit("SNC"), person_count=1), "head-kt", False),
    ],
)
def test_what_the_command_says_counts(command: Any, key: str, expected: bool) -> None:
    drafting = isinstance(command, t.DraftTask)
    about = task() if isinstance(command, t.TaskCommand) and not drafting else None
    said = answer(command, key, "2025-10-01", about, ward())
    assert isinstance(said, Actor) == expected


def test_a_limit_of_the_chair_is_entered_by_document() -> None:
    adopt = org.AdoptLimit(key="review_days", value=3, from_on=NOW.date())
    assert refusal(answer(adopt, "keeper", "2025-10-01", None, ward())) == "document_needed"
    said = answer(adopt, "keeper", "2025-10-01", None, ward(), document=document())
    assert isinstance(said, Actor)
    assert said.capacity == "by_order"


def test_the_chair_revokes_any_delegation_and_the_lender_his_own() -> None:
    lent = ward_with(grant("head-vp", "deputy-vp", "review"), "head-vp")
    revoke = org.RevokeDelegation(delegation_id=LENT, from_on=date(2025, 11, 20))
    for key, expected in (("chair", True), ("head-vp", True), ("head-kt", False)):
        said = answer(revoke, key, "2025-11-19", None, lent)
        assert isinstance(said, Actor) == expected, key


def test_a_request_is_withdrawn_by_the_unit_that_made_it() -> None:
    state, request_id = asked_for_snc()
    withdraw = plan.WithdrawAmendment(plan_id=PLAN, request_id=request_id)
    assert isinstance(answer(withdraw, "head-snc", "2025-10-02", state, ward()), Actor)
    assert refusal(answer(withdraw, "head-kt", "2025-10-02", state, ward())) == "not_allowed"


def test_a_unit_cannot_make_somebody_elses_draft_its_own_work() -> None:
    others = replace(task(source="ward"), stage="drafted", leads=())
    revise = t.ReviseDraft(task_id=TASK, after=content())
    assert refusal(answer(revise, "head-kt", "2025-10-01", others, ward())) == "not_allowed"
    own = replace(task(source="self"), stage="drafted", leads=())
    assert isinstance(answer(revise, "head-kt", "2025-10-01", own, ward()), Actor)
    assert refusal(answer(revise, "head-snc", "2025-10-01", own, ward())) == "not_allowed"


# -- the lent office, chosen ---------------------------------------------------


def in_place_of(giver: str, command: Any, when: str, state: Any, where: Ward) -> Actor | Refused:
    return may(command, state, None, somebody("deputy-vp"), post(giver), where, at(when))


def test_who_chose_to_stand_for_the_head_acts_by_the_delegation() -> None:
    lent = ward_with(grant("head-vp", "deputy-vp", "review"), "head-vp")
    said = in_place_of("head-vp", CONFIRM, "2025-11-27", task(reviewer="head-vp"), lent)
    assert isinstance(said, Actor)
    assert (said.capacity, said.on_behalf_of) == ("delegate", post("head-vp"))


def test_what_was_not_lent_is_not_done_in_the_chosen_place() -> None:
    lent = ward_with(grant("head-vp", "deputy-vp", "accept"), "head-vp")
    said = in_place_of("head-vp", CONFIRM, "2025-11-27", task(reviewer="head-vp"), lent)
    assert refusal(said) == "delegation_does_not_cover"


@pytest.mark.parametrize(("giver", "when"), [("head-vp", "2025-12-01"), ("chair", "2025-11-27")])
def test_an_office_that_nobody_lends_today_cannot_be_chosen(giver: str, when: str) -> None:
    lent = ward_with(grant("head-vp", "deputy-vp", "review"), "head-vp")
    said = in_place_of(giver, CONFIRM, when, task(reviewer="head-vp"), lent)
    assert refusal(said) == "no_capacity"
