"""From the file to the issued plan: read once, reviewed line by line, nothing open at issuing."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from domain.claims import Taken
from domain.fact import Elsewhere
from domain.plan import commands as c
from domain.plan import events as e
from domain.plan.decide import decide
from domain.plan.decide.issuing import lines_hash
from domain.plan.state import Plan, evolve
from domain.refusal import Refused
from domain.values import NoDeadline
from tests.org_story import unit, ward
from tests.plan_story import (
    CHAIR,
    COORDINATOR,
    GROUP,
    ISSUING,
    LED,
    PLAN,
    STANDING,
    UNDATED,
    UNKNOWN,
    file,
    issued,
    read,
    reading,
    reviewed,
)
from tests.spec import Story, at, meta_of


def refs(story: Story) -> list[str]:
    return [line.ref for line in story.state.lines]


def do(story: Story, command: Any, **more: Any) -> Story:
    return story.when("2025-08-02", COORDINATOR, command, **more)


def test_a_file_is_claimed_by_its_digest_unless_it_is_wanted_again() -> None:
    _, claim = read().events
    assert isinstance(claim, Elsewhere)
    assert isinstance(claim.event, Taken)
    assert (claim.version, claim.event.key) == (1, file().sha256)
    again = reading(again=True)
    unread = Story(decide=decide, evolve=evolve, ward=ward())
    assert len(unread.when("2025-08-01", COORDINATOR, again).events) == 1


def test_the_same_plan_is_not_read_twice() -> None:
    refused = read().refused("2025-08-02", COORDINATOR, reading(), "plan.already_read")
    assert refused.facts == {"plan_id": PLAN, "read_at": at("2025-08-01")}


def test_two_lines_never_share_an_address() -> None:
    unread = Story(decide=decide, evolve=evolve, ward=ward())
    twice = reading(lines=(LED, LED))
    refused = unread.refused("2025-08-01", COORDINATOR, twice, "plan.ref_taken")
    assert refused.facts["refs"] == ("III.1.a",)


def appendix(**other: Any) -> c.ReadAppendix:
    said: dict[str, Any] = {
        "plan_id": PLAN,
        "file": file("phu-luc.csv"),
        "derived": True,
        "lines": (GROUP,),
    }
    return c.ReadAppendix(**{**said, **other})


def test_an_appendix_joins_the_draft_and_stays_marked_as_derived() -> None:
    joined = do(read(), appendix())
    assert refs(joined)[-1] == "PL.1"
    assert joined.state.derived_refs == {"PL.1"}
    joined.refused("2025-08-02", COORDINATOR, appendix(), "plan.already_read")
    other = appendix(file=file("other.csv"))
    joined.refused("2025-08-02", COORDINATOR, other, "plan.ref_taken")


def test_a_group_line_goes_to_every_inspected_unit_unless_some_are_chosen() -> None:
    joined = do(read(), appendix())
    assert set(joined.state.line("PL.1").group) == {
        unit(code) for code in ("VP", "VHXH", "KTHTDT", "PVHCC", "SNC")
    }
    chosen = replace(GROUP, group=(unit("SNC"),))
    revised = do(joined, c.ReviseLine(plan_id=PLAN, ref="PL.1", after=chosen))
    assert revised.state.line("PL.1").group == (unit("SNC"),)


def test_revising_says_before_and_after_and_nothing_when_nothing_changed() -> None:
    after = replace(LED, text="Ban hành kế hoạch năm.", ref="something else")
    revised = do(read(), c.ReviseLine(plan_id=PLAN, ref="III.1.a", after=after))
    assert revised.events == (
        e.LineRevised(ref="III.1.a", before=LED, after=replace(after, ref="III.1.a")),
    )
    same = c.ReviseLine(plan_id=PLAN, ref="III.1.a", after=LED)
    assert do(read(), same).events == ()
    missing = c.ReviseLine(plan_id=PLAN, ref="IX.9", after=LED)
    read().refused("2025-08-02", COORDINATOR, missing, "plan.no_such_line")


def split() -> Story:
    parts = (replace(LED, text="Một."), replace(LED, text="Hai."))
    return do(read(), c.SplitLine(plan_id=PLAN, ref="III.1.a", parts=parts))


def test_parts_stand_in_the_place_of_their_whole_and_come_together_again() -> None:
    assert refs(split())[:3] == ["III.1.a(1)", "III.1.a(2)", "III.1.b"]
    merged = do(split(), c.MergeLines(plan_id=PLAN, refs=("III.1.a(1)", "III.1.a(2)")))
    assert refs(merged)[:2] == ["III.1.a", "III.1.b"]
    assert merged.state.line("III.1.a").text == "Một; Hai."


def test_splitting_a_part_again_takes_free_addresses() -> None:
    parts = (LED, LED)
    deeper = do(split(), c.SplitLine(plan_id=PLAN, ref="III.1.a(1)", parts=parts))
    assert refs(deeper)[:3] == ["III.1.a(1)(1)", "III.1.a(1)(2)", "III.1.a(2)"]


def test_merged_lines_take_the_first_address() -> None:
    merged = do(read(), c.MergeLines(plan_id=PLAN, refs=("III.1.b", "III.2.a")))
    assert refs(merged) == ["III.1.a", "III.1.b", "III.2.b"]
    alone = c.MergeLines(plan_id=PLAN, refs=("III.1.b", "III.1.b"))
    read().refused("2025-08-02", COORDINATOR, alone, "plan.too_few_parts")


def test_dropping_needs_a_reason() -> None:
    drop = c.DropLine(plan_id=PLAN, ref="III.1.b")
    read().refused("2025-08-02", COORDINATOR, drop, "reason_needed")
    assert "III.1.b" not in refs(do(read(), drop, reason="không phải nhiệm vụ"))


def test_an_added_line_gets_an_address_and_its_place() -> None:
    line = replace(LED, ref="", seq=2)
    added = do(read(), c.AddLine(plan_id=PLAN, line=line))
    assert refs(added) == ["III.1.a", "III.1.b", "BS.1", "III.2.a", "III.2.b"]
    assert refs(do(added, c.AddLine(plan_id=PLAN, line=line)))[3] == "BS.2"
    taken = c.AddLine(plan_id=PLAN, line=LED)
    read().refused("2025-08-02", COORDINATOR, taken, "plan.ref_taken")


def test_a_recognised_name_settles_every_line_that_bears_it() -> None:
    command = c.RecogniseUnit(plan_id=PLAN, text="phòng  VH–XH", unit_id=unit("VHXH"))
    known = do(read(), command)
    line = known.state.line("III.1.b")
    assert line.lead_id == unit("VHXH")
    assert line.cooperating == (unit("VHXH"),)
    assert line.cooperating_text == ("Trung tâm hành chính công",)
    assert known.state.unknown_units == ("Trung tâm hành chính công",)
    assert do(known, command).events == ()


def test_a_line_cannot_be_led_by_a_unit_that_is_not_there() -> None:
    after = replace(LED, lead_id=unit("nowhere"))
    command = c.ReviseLine(plan_id=PLAN, ref="III.1.a", after=after)
    read().refused("2025-08-02", COORDINATOR, command, "not_found")


ISSUE = c.IssuePlan(plan_id=PLAN)


def test_what_is_open_blocks_issuing_one_thing_after_the_other() -> None:
    lived = read()
    lived.refused("2025-08-04", CHAIR, ISSUE, "document_needed")
    refused = lived.refused("2025-08-04", CHAIR, ISSUE, "plan.units_unrecognised", document=ISSUING)
    assert refused.facts["texts"] == ("Phòng VH-XH", "Trung tâm hành chính công")
    for text in refused.facts["texts"]:
        lived = do(lived, c.RecogniseUnit(plan_id=PLAN, text=text, unit_id=unit("VHXH")))
    refused = lived.refused(
        "2025-08-04", CHAIR, ISSUE, "plan.lines_without_deadline_reason", document=ISSUING
    )
    assert refused.facts["refs"] == ("III.2.a",)
    reason = NoDeadline(why="chờ thành phố", follow_up_on=at("2025-10-01").date())
    undated = replace(UNDATED, deadline=reason)
    lived = do(lived, c.ReviseLine(plan_id=PLAN, ref="III.2.a", after=undated))
    refused = lived.refused("2025-08-04", CHAIR, ISSUE, "plan.problems_open", document=ISSUING)
    assert refused.facts["n"] == 1
    lived = do(lived, c.SettleProblem(plan_id=PLAN, index=0))
    assert lived.when("2025-08-04", CHAIR, ISSUE, document=ISSUING).state.life == "issued"


def test_a_line_without_anybody_blocks_issuing() -> None:
    orphan = replace(STANDING, lead_id=None)
    lived = do(reviewed(), c.ReviseLine(plan_id=PLAN, ref="III.2.b", after=orphan))
    refused = lived.refused("2025-08-04", CHAIR, ISSUE, "plan.lines_without_lead", document=ISSUING)
    assert refused.facts["refs"] == ("III.2.b",)


def test_issuing_makes_version_one_with_the_hash_of_its_lines() -> None:
    lived = issued()
    (event,) = lived.events
    assert event == e.Issued(version=1, lines_hash=lines_hash(lived.state.lines), line_count=4)
    assert lived.state.versions[0].document == ISSUING
    assert lines_hash(lived.state.lines[::-1]) != event.lines_hash


DRAFT_COMMANDS = (
    c.ReviseLine(plan_id=PLAN, ref="III.1.a", after=UNKNOWN),
    c.SplitLine(plan_id=PLAN, ref="III.1.a", parts=(LED, LED)),
    c.DropLine(plan_id=PLAN, ref="III.1.a"),
    c.AddLine(plan_id=PLAN, line=replace(LED, ref="")),
    c.RecogniseUnit(plan_id=PLAN, text="x", unit_id=unit("SNC")),
    appendix(),
)
RUNNING_COMMANDS = (
    c.AcknowledgePlan(plan_id=PLAN, unit_id=unit("SNC"), person_count=3),
    c.RequestAmendment(plan_id=PLAN, request_id=PLAN, unit_id=unit("SNC"), what="x"),
    c.ConsolidateAmendments(plan_id=PLAN, request_ids=(PLAN,), proposal="x"),
    c.DecideAmendments(plan_id=PLAN, decisions=()),
)
END = {"reason": "hết kỳ", "document": ISSUING}


@pytest.mark.parametrize("command", DRAFT_COMMANDS)
def test_an_issued_plan_is_not_reviewed_any_more(command: Any) -> None:
    issued().refused("2025-08-05", COORDINATOR, command, "plan.already_issued", **END)


@pytest.mark.parametrize("command", RUNNING_COMMANDS)
def test_a_draft_is_not_in_force_yet(command: Any) -> None:
    read().refused("2025-08-05", COORDINATOR, command, "plan.not_issued", **END)


@pytest.mark.parametrize("command", [*DRAFT_COMMANDS, *RUNNING_COMMANDS])
def test_a_closed_or_abandoned_plan_takes_nothing(command: Any) -> None:
    closed = issued().when("2025-12-31", COORDINATOR, c.ClosePlan(plan_id=PLAN), **END)
    abandoned = read().when("2025-08-03", COORDINATOR, c.AbandonPlan(plan_id=PLAN), **END)
    for over in (closed, abandoned):
        over.refused("2026-01-05", COORDINATOR, command, "plan.plan_closed", **END)


def test_the_ends_of_a_plan() -> None:
    close, abandon = c.ClosePlan(plan_id=PLAN), c.AbandonPlan(plan_id=PLAN)
    read().refused("2025-08-05", COORDINATOR, close, "plan.not_issued", **END)
    issued().refused("2025-08-05", COORDINATOR, abandon, "plan.already_issued", **END)
    read().refused("2025-08-05", COORDINATOR, abandon, "reason_needed")
    owing = c.ClosePlan(plan_id=PLAN, open_tasks=2)
    issued().refused("2025-12-31", COORDINATOR, owing, "plan.open_tasks", **END)
    abandoned = read().when("2025-08-05", COORDINATOR, abandon, **END)
    assert abandoned.when("2025-08-06", COORDINATOR, abandon, **END).events == ()
    assert abandoned.when("2025-08-06", COORDINATOR, close, **END).events == ()
    abandoned.refused("2025-08-06", CHAIR, ISSUE, "plan.plan_closed", **END)
    assert issued().when("2025-08-06", CHAIR, ISSUE, **END).events == ()


def test_a_plan_that_was_never_read_is_not_found() -> None:
    unread = Story(decide=decide, evolve=evolve, ward=ward())
    unread.refused("2025-08-05", COORDINATOR, ISSUE, "not_found")


REFS = st.sampled_from(["III.1.a", "III.1.b", "III.2.a", "III.2.b", "III.1.a(1)", "BS.1"])
REVIEWS = st.one_of(
    st.builds(lambda ref: c.SplitLine(plan_id=PLAN, ref=ref, parts=(LED, STANDING)), REFS),
    st.builds(lambda ref: c.DropLine(plan_id=PLAN, ref=ref), REFS),
    st.builds(lambda refs: c.MergeLines(plan_id=PLAN, refs=tuple(refs)), st.lists(REFS)),
    st.builds(
        lambda seq: c.AddLine(plan_id=PLAN, line=replace(LED, ref="", seq=seq)),
        st.integers(0, 5),
    ),
)


@given(st.lists(REVIEWS, max_size=10))
def test_addresses_stay_unique_and_replay_equals_live(commands: list[c.PlanCommand]) -> None:
    lived, replayed = read(), read().state
    for command in commands:
        moment = lived.moment("2025-08-02", COORDINATOR, reason="x")
        try:
            events = decide(command, lived.state, moment, lived.ward)
        except Refused:
            continue
        lived = do(lived, command, reason="x")
        for event in events:
            assert not isinstance(event, Elsewhere)
            replayed = evolve(replayed, event, meta_of(moment, 0))
    plan: Plan = lived.state
    assert replayed == plan
    assert len(plan.refs) == len(plan.lines)
