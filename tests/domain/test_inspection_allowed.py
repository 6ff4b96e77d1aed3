"""What an inspection takes just beside what it refuses, and what it finds already so."""

from __future__ import annotations

from domain.inspection import commands as c
from domain.inspection.parts import SelfLine
from domain.values import Fixed
from tests import inspection_story as i
from tests import stories as s
from tests.inspection_refusing import (
    AFTER,
    GRANT,
    LEADER_OF_VP,
    ON_SITE,
    THEMATIC,
    once_there,
)
from tests.inspection_story import HEAD, LEADER, MEMBER, SECRETARY, ask
from tests.stories import CHAIR, VICE, on


def test_an_authorised_leader_orders_a_thematic_inspection_himself() -> None:
    command = i.order(**THEMATIC, authorisation=GRANT)
    ordered = i.life().when("2025-09-18", LEADER_OF_VP, command)
    assert i.it(ordered).orderer_post == s.post("head:VP")


def test_seven_working_days_are_enough() -> None:
    assert i.life().when("2025-09-25", CHAIR, i.order()).events


def test_the_house_that_coordinates_is_inspected_under_a_leader_without_its_own() -> None:
    assert i.life().when("2025-09-18", CHAIR, i.order(unit_id=s.VHXH)).events


def test_repeats_say_nothing_new() -> None:
    i.ordered().says_nothing("2025-09-18", CHAIR, i.order())
    declare = ask(c.DeclareIndependence, post_id=MEMBER.post_id)
    once = i.ordered().when("2025-09-22", MEMBER, declare)
    once.says_nothing("2025-09-23", MEMBER, declare)
    i.answered().says_nothing(ON_SITE, MEMBER, i.answer("1.5"))
    i.drawn().says_nothing(AFTER, SECRETARY, ask(c.DrawUpMinutes, drawing=i.drawing()))
    signed = i.drawn().when(AFTER, LEADER, i.sign("leader"))
    signed.says_nothing(AFTER, LEADER, i.sign("leader"))


def test_who_withdrew_a_conflict_by_declaring_again_is_free_of_it() -> None:
    tied = i.ordered().when("2025-09-19", MEMBER, ask(c.DeclareConflict, post_id=MEMBER.post_id))
    free = i.declared(tied, "2025-09-20", MEMBER)
    assert MEMBER.post_id not in i.it(free).undeclared


def test_a_photo_sent_before_serves_the_failed_item() -> None:
    attach = ask(c.AttachVisitEvidence, evidence=i.photo(), item_key=i.key("3.6"))
    failed = i.answer("3.6", "2.5", answer="not_met", evidence=())
    life = i.opened().when(ON_SITE, MEMBER, attach).when(ON_SITE, MEMBER, failed)
    assert life.event.points == "2.5"


def test_a_late_self_report_is_taken_and_marked() -> None:
    send = ask(c.SubmitSelfReport, lines=(SelfLine(item_key=i.key("1.5"), points="1"),))
    assert i.it(i.announced()).self_report_by.last_on == on("2025-10-02")  # type: ignore[union-attr]
    assert not i.announced().when("2025-10-02 17:00", HEAD, send).event.late
    assert i.announced().when("2025-10-03 08:00", HEAD, send).event.late


def test_postponing_an_announced_visit_moves_the_days_that_hang_on_it() -> None:
    later = ask(c.PostponeInspection, from_on=on("2025-10-20"), to_on=on("2025-10-21"))
    moved = i.announced().when("2025-10-01", CHAIR, later)
    inspection = i.it(moved)
    assert inspection.visit_on == on("2025-10-20")
    assert inspection.self_report_by.last_on == on("2025-10-16")  # type: ignore[union-attr]
    silent = i.ordered().when("2025-10-01", CHAIR, later)
    assert silent.event.self_report_by is None


def test_a_vice_chair_concludes_and_a_dropped_finding_owes_no_remedy() -> None:
    done = i.reported().when("2025-10-23", VICE, i.conclude(outcome="dropped"))
    assert done.event.outcomes[0].remedy_due is None


def test_who_left_the_unit_before_the_inspected_period_may_inspect_it() -> None:
    left = i.life(once_there(until="2025-06-30", since="2025-01-01"))
    assert left.when("2025-09-18", CHAIR, i.order()).events


def test_a_sign_of_a_breach_gets_no_day_by_itself_and_none_beyond_the_serious_limit() -> None:
    silent = i.reported().when("2025-10-23", CHAIR, i.conclude(severity="breach_sign"))
    assert silent.event.outcomes[0].remedy_due is None
    late = i.conclude(severity="breach_sign", deadline=Fixed(on=on("2025-11-10")))
    i.reported().refused("2025-10-23", CHAIR, late, "inspection.remedy_beyond_limit")
