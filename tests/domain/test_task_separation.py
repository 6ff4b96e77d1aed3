"""Separation of duties: the doer never judges, and a delegation hides neither of its two people."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace as changed

from domain.fact import Actor
from domain.task import commands as c
from domain.ward import Delegation, Term
from tests import stories as s
from tests.stories import CHAIR, TASK, VICE, Life, on, person, post

DUE = s.fixed("2025-11-28")
HEAD = s.head(s.KTHTDT)
LENT = Delegation(
    delegation_id=s.request(12),
    from_post=post("head:VP"),
    to_post=post("deputy:VP"),
    duties=("review",),
    from_on=on("2025-11-17"),
    until_on=on("2025-11-28"),
    document=s.document("12", "2025-11-10"),
)
DEPUTY = s.actor(
    "deputy:VP",
    capacity="delegate",
    delegation_id=LENT.delegation_id,
    on_behalf_of=post("head:VP"),
    on_behalf_of_person=person("head:VP"),
)
REVIEWED = {"reviewer_post_id": post("head:VP")}
PROGRESS = c.ReportProgress(task_id=TASK, text="Một nửa.")
BACK = c.SendBackResult(task_id=TASK, submission_id=s.submission(), defects="Thiếu.")


def working(**more: Any) -> Life:
    return s.accepted(s.KTHTDT, DUE, "2025-10-01", **{**REVIEWED, **more})


def handed_in(life: Life) -> Life:
    return life.when("2025-11-26", HEAD, s.submit())


def test_26_deputy_confirms_for_the_absent_head() -> None:
    life = handed_in(working()).when("2025-11-27", DEPUTY, s.confirm())
    assert life.event.schedule == "on_time"
    assert life.history[-1].meta.actor.delegation_id == LENT.delegation_id


def formerly(code: str) -> Actor:
    """Somebody of the reviewing office while he still served in the lead unit."""
    return Actor(
        person_id=person(code), post_id=post("officer:KTHTDT"), unit_id=s.KTHTDT, capacity="own"
    )


@pytest.mark.parametrize("code", ["deputy:VP", "head:VP"])
@pytest.mark.parametrize("judgement", [s.confirm(), BACK])
def test_26_own_work_of_the_deputy_or_of_the_head_he_stands_in_for(
    code: str, judgement: c.TaskCommand
) -> None:
    life = handed_in(working().when("2025-10-20", formerly(code), PROGRESS))
    refused = life.refused("2025-11-27", DEPUTY, judgement, "own_work")
    assert (refused.facts["rule"], refused.facts["person"]) == ("SD-1", person(code))


def test_work_of_a_former_spell_does_not_bar() -> None:
    life = (
        handed_in(working().when("2025-10-20", formerly("deputy:VP"), PROGRESS))
        .when("2025-11-27", VICE, s.confirm())
        .when("2025-12-01", CHAIR, c.ReopenTask(task_id=TASK, deadline=s.fixed("2025-12-19")))
        .when("2025-12-10", HEAD, s.submit(2))
    )
    assert life.when("2025-12-11", DEPUTY, s.confirm(2)).events


def test_whoever_prepared_the_result_does_not_confirm_it() -> None:
    life = working().when("2025-11-26", HEAD, s.submit(prepared_by=(person("vice1"),)))
    life.refused("2025-11-27", VICE, s.confirm(), "own_work")


def test_whoever_held_an_allocated_post_does_not_confirm() -> None:
    ward = s.ward()
    moved = (
        Term(
            post_id=post("officer:KTHTDT"),
            person_id=person("vice1"),
            from_on=date(2025, 7, 1),
            until_on=date(2025, 10, 31),
        ),
        *ward.terms,
    )
    allocate = c.AllocateTask(task_id=TASK, to_post_id=post("officer:KTHTDT"))
    life = handed_in(
        working().in_ward(changed(ward, terms=moved)).when("2025-10-10", HEAD, allocate)
    )
    life.refused("2025-11-27", VICE, s.confirm(), "own_work")
    after = working().in_ward(changed(ward, terms=moved)).when("2025-11-10", HEAD, allocate)
    assert handed_in(after).when("2025-11-27", VICE, s.confirm()).events


def test_one_delegation_never_carries_both_sides() -> None:
    other = changed(DEPUTY, person_id=person("officer:VP"), on_behalf_of_person=None)
    life = handed_in(working().when("2025-11-20", other, PROGRESS))
    refused = life.refused("2025-11-27", DEPUTY, s.confirm(), "own_work")
    assert refused.facts["rule"] == "SD-20"


def test_the_lead_unit_reviews_nothing_of_its_own() -> None:
    life = handed_in(working())
    refused = life.refused("2025-11-27", s.actor("deputy:KTHTDT"), s.confirm(), "own_unit")
    assert refused.facts == {"rule": "SD-2", "unit": s.KTHTDT}


def test_a_unit_that_answered_does_not_review() -> None:
    ask = c.RequestCooperation(
        task_id=TASK, request_id=s.request(), unit_id=s.VP, question="Số liệu?"
    )
    answer = c.AnswerCooperation(task_id=TASK, request_id=s.request(), answer="Đây.")
    life = handed_in(
        working().when("2025-10-06", HEAD, ask).when("2025-10-07", s.head(s.VP), answer)
    )
    life.refused("2025-11-27", s.head(s.VP), s.confirm(), "own_unit")


def test_a_reviewer_is_not_named_who_worked_on_it() -> None:
    life = working(reviewer_post_id=None).when("2025-10-20", formerly("head:VP"), PROGRESS)
    name = c.NameReviewer(task_id=TASK, reviewer_post_id=post("head:VP"))
    refused = life.refused("2025-10-21", CHAIR, name, "task.reviewer_worked_on_it")
    assert refused.facts["event"] == "task.progress_reported"


def asked(by: Actor) -> Life:
    return working().when("2025-11-10", by, s.ask_more_time("2025-12-12"))


@pytest.mark.parametrize(
    "decision",
    [
        c.ApproveExtension(task_id=TASK, request_id=s.request()),
        c.RefuseExtension(task_id=TASK, request_id=s.request(), why="Không."),
    ],
)
def test_who_asked_for_time_does_not_grant_it(decision: c.TaskCommand) -> None:
    own = changed(VICE, on_behalf_of=post("head:KTHTDT"), on_behalf_of_person=person("head:KTHTDT"))
    asked(HEAD).refused("2025-11-11", own, decision, "task.own_request")
    asked(own).refused("2025-11-11", VICE, decision, "task.own_request")
    colleague = s.actor("deputy:KTHTDT")
    asked(HEAD).refused("2025-11-11", colleague, decision, "own_unit")
    assert asked(HEAD).when("2025-11-11", VICE, decision).events


def test_a_request_and_its_approval_under_one_delegation() -> None:
    first = changed(DEPUTY, person_id=person("officer:SNC"), on_behalf_of_person=None)
    approve = c.ApproveExtension(task_id=TASK, request_id=s.request())
    refused = asked(first).refused("2025-11-20", DEPUTY, approve, "task.own_request")
    assert refused.facts["rule"] == "SD-20"


def test_who_still_has_the_work_works_on_the_new_spell_too() -> None:
    ward = s.ward()
    serves = Term(post_id=post("officer:KTHTDT"), person_id=person("vice2"), from_on=s.FOUNDED)
    allocate = c.AllocateTask(task_id=TASK, to_post_id=post("officer:KTHTDT"))
    life = working().in_ward(changed(ward, terms=(serves, *ward.terms)))
    life = (
        handed_in(life.when("2025-10-10", HEAD, allocate))
        .when("2025-11-27", VICE, s.confirm())
        .when("2025-12-01", CHAIR, c.ReopenTask(task_id=TASK, deadline=s.fixed("2025-12-19")))
        .when("2025-12-10", HEAD, s.submit(2))
    )
    life.refused("2025-12-11", s.actor("vice2"), s.confirm(2), "own_work")
