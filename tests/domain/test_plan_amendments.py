"""The plan's own route of change: asked, consolidated, decided, and every version readable."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from msgspec.structs import replace

from domain.fact import Actor
from domain.ids import derived
from domain.plan import commands as c
from domain.plan import events as e
from domain.plan.events import AmendmentDecision, LineChange
from domain.plan.state import changes, lines_of_version
from domain.values import Fixed
from tests.org_story import actor, unit
from tests.plan_story import CHAIR, COORDINATOR, LED, PLAN, STANDING, issued
from tests.spec import Story, document

HEAD = actor("head-vhxh")
DECISION = document("1500", "2025-10-10")
LATER = replace(LED, deadline=Fixed(on=date(2025, 11, 30)))
NEW = replace(LED, ref="", seq=9, text="Việc mới.")


def request(name: str) -> UUID:
    return derived("request", name)


def ask(story: Story, name: str, by: Actor = HEAD, **other: Any) -> Story:
    command = c.RequestAmendment(
        plan_id=PLAN,
        request_id=request(name),
        unit_id=unit("VHXH"),
        what="đề nghị",
        **other,
    )
    return story.when("2025-10-01", by, command, reason="chờ hướng dẫn của thành phố")


def consolidate(story: Story, *names: str) -> Story:
    ids = tuple(request(name) for name in names)
    command = c.ConsolidateAmendments(plan_id=PLAN, request_ids=ids, proposal="Đồng ý")
    return story.when("2025-10-05", COORDINATOR, command)


def decision(accepted: tuple[str, ...], declined: tuple[str, ...] = ()) -> c.DecideAmendments:
    return c.DecideAmendments(
        plan_id=PLAN,
        decisions=(
            *(AmendmentDecision(request_id=request(n), accepted=True) for n in accepted),
            *(
                AmendmentDecision(request_id=request(n), accepted=False, why="chưa cần")
                for n in declined
            ),
        ),
    )


def asked() -> Story:
    lived = ask(issued(), "later", ref="III.1.a", proposed=LATER)
    lived = ask(lived, "new", proposed=NEW)
    lived = ask(lived, "drop", ref="III.2.b")
    return ask(lived, "declined", ref="III.2.a")


def amended() -> Story:
    lived = consolidate(asked(), "later", "new", "drop", "declined")
    command = decision(("later", "new", "drop"), ("declined",))
    return lived.when("2025-10-10", CHAIR, command, document=DECISION)


def test_what_was_accepted_makes_the_next_version() -> None:
    decided, version = amended().events
    assert isinstance(decided, e.AmendmentsDecided)
    added = replace(NEW, ref="BS.1")
    assert version == e.Amended(
        version=2,
        changes=(
            LineChange(ref="III.1.a", before=LED, after=LATER),
            LineChange(ref="BS.1", after=added),
            LineChange(ref="III.2.b", before=STANDING),
        ),
    )


def test_old_versions_stay_readable_and_say_what_changed() -> None:
    plan = amended().state
    assert plan.version == 2
    assert lines_of_version(plan, 1) == issued().state.lines
    assert [line.ref for line in lines_of_version(plan, 2)] == [
        "III.1.a",
        "III.1.b",
        "III.2.a",
        "BS.1",
    ]
    assert lines_of_version(plan, 3) == ()
    assert {(x.ref, x.before is None, x.after is None) for x in changes(plan, 1, 2)} == {
        ("III.1.a", False, False),
        ("BS.1", True, False),
        ("III.2.b", False, True),
    }
    assert plan.versions[1].document == DECISION


def test_declining_everything_leaves_the_version() -> None:
    lived = consolidate(asked(), "declined")
    declined = lived.when("2025-10-10", CHAIR, decision((), ("declined",)), document=DECISION)
    assert len(declined.events) == 1
    assert declined.state.version == 1
    again = decision((), ("declined",))
    assert declined.when("2025-10-11", CHAIR, again, document=DECISION).events == ()


def test_a_request_needs_a_reason_and_something_to_change() -> None:
    empty = c.RequestAmendment(
        plan_id=PLAN, request_id=request("x"), unit_id=unit("VHXH"), what="x"
    )
    issued().refused("2025-10-01", HEAD, empty, "reason_needed")
    issued().refused("2025-10-01", HEAD, empty, "plan.nothing_proposed", reason="x")
    unknown = replace_ref(empty, "IX.9")
    issued().refused("2025-10-01", HEAD, unknown, "plan.no_such_line", reason="x")


def replace_ref(command: c.RequestAmendment, ref: str) -> c.RequestAmendment:
    return replace(command, ref=ref)


def test_only_open_requests_are_consolidated_and_only_consolidated_ones_decided() -> None:
    lived = asked()
    refused = lived.refused(
        "2025-10-10", CHAIR, decision(("later",)), "plan.not_consolidated", document=DECISION
    )
    assert refused.facts["ids"] == (request("later"),)
    nothing = c.ConsolidateAmendments(plan_id=PLAN, request_ids=(), proposal="x")
    lived.refused("2025-10-05", COORDINATOR, nothing, "plan.nothing_to_consolidate")
    withdraw = c.WithdrawAmendment(plan_id=PLAN, request_id=request("later"))
    withdrawn = lived.when("2025-10-02", HEAD, withdraw)
    gone = c.ConsolidateAmendments(plan_id=PLAN, request_ids=(request("later"),), proposal="x")
    withdrawn.refused("2025-10-05", COORDINATOR, gone, "plan.nothing_to_consolidate")
    assert withdrawn.when("2025-10-03", HEAD, withdraw).events == ()


def test_a_decided_request_is_not_withdrawn() -> None:
    withdraw = c.WithdrawAmendment(plan_id=PLAN, request_id=request("later"))
    amended().refused("2025-10-12", HEAD, withdraw, "plan.already_decided")


def test_two_accepted_changes_of_one_line_are_refused() -> None:
    lived = ask(asked(), "twice", ref="III.1.a")
    lived = consolidate(lived, "later", "twice")
    lived.refused(
        "2025-10-10",
        CHAIR,
        decision(("later", "twice")),
        "plan.same_line_twice",
        document=DECISION,
    )


def test_who_asked_does_not_decide_not_even_for_somebody_else() -> None:
    lived = consolidate(ask(issued(), "own", ref="III.1.a", proposed=LATER), "own")
    by_head = actor("head-vhxh", capacity="by_order")
    refused = lived.refused(
        "2025-10-10", by_head, decision(("own",)), "plan.own_request", document=DECISION
    )
    assert refused.facts["rule"] == "SD-15"
    lent = actor("vice-a", capacity="delegate", on_behalf_of_person=HEAD.person_id)
    lived.refused("2025-10-10", lent, decision(("own",)), "plan.own_request", document=DECISION)


def test_what_a_delegate_asked_the_lender_does_not_decide() -> None:
    delegate = actor("officer-vhxh", capacity="delegate", on_behalf_of_person=CHAIR.person_id)
    lived = ask(issued(), "own", by=delegate, ref="III.1.a", proposed=LATER)
    consolidate(lived, "own").refused(
        "2025-10-10", CHAIR, decision(("own",)), "plan.own_request", document=DECISION
    )


def test_what_the_chair_asks_for_his_own_office_the_committee_decides_by_its_document() -> None:
    lived = ask(issued(), "own", by=CHAIR, ref="III.1.a", proposed=LATER)
    lived = consolidate(lived, "own")
    lived.refused("2025-10-10", CHAIR, decision(("own",)), "document_needed")
    assert lived.when("2025-10-10", CHAIR, decision(("own",)), document=DECISION).events


def test_a_unit_acknowledges_once() -> None:
    command = c.AcknowledgePlan(plan_id=PLAN, unit_id=unit("VHXH"), person_count=12)
    known = issued().when("2025-08-08", HEAD, command)
    assert known.state.acknowledged == {unit("VHXH"): 12}
    assert known.when("2025-08-09", HEAD, command).events == ()
