"""Story 25 to the number: limits, votes, the freeze, the second appeal, the second version."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace as changed

from domain.calendar import Calendar, CalendarDay
from domain.evaluation import commands as c
from domain.evaluation import events as e
from domain.evaluation.values import Mark, SelfLine
from domain.fact import CLOCK, REACTION
from domain.ward import DecidedCalendar
from service.scoring.shipped_rules import shipped
from tests import evaluation_story as v
from tests import stories as s
from tests.evaluation_story import AP_LEAD, HEAD, WITH_OWN, ask, told
from tests.spec import at
from tests.stories import CHAIR


def test_the_limits_of_the_story_are_kept() -> None:
    life = v.self_scored()
    sheet = v.it(life)
    assert sheet.self_score_by.last_on == date(2025, 12, 8)
    assert sheet.now.appraise_by.last_on == date(2025, 12, 12)
    delivered = v.delivered()
    assert delivered.event.reply_by.last_on == date(2025, 12, 17)
    assert not delivered.event.late
    appealed = v.appealed()
    assert appealed.event.decide_by.last_on == date(2025, 12, 23)
    assert not v.replied().event.late


def test_the_points_of_the_story() -> None:
    sheet = v.it(v.approved())
    approval = sheet.now.approval
    assert approval is not None
    assert sheet.self_score is not None
    assert sheet.self_score.system == {"tasks": "61.83"}
    assert (sheet.self_score.total, sheet.now.appraised_total) == ("88.83", "88.83")
    assert (approval.said.total, approval.said.level) == ("88.83", "completed")
    assert (approval.said.level_by_points, approval.said.proposed_level) == ("good", "completed")
    on_time = next(gate for gate in approval.said.gates if gate.gate == "all_on_time")
    assert (on_time.met, on_time.caps_at) == (False, "completed")
    assert on_time.facts["k2.on_time"] == "8"
    assert on_time.facts["k2.due"] == "10"


def test_the_head_has_entries_that_carry_no_points_themselves() -> None:
    """d 100, đ 50, e 100 beside 90, 87.5 and 87.5: 60.08 + 27 = 87.08."""
    given = {"general": "27", "d": "100", "dd": "50", "e": "100"}
    rules = shipped("nd335-2026-head")
    own = c.SubmitSelfScore(
        sheet_id=v.SHEET,
        lines=tuple(
            SelfLine(key=key, points=points, explanation="Theo sổ.")
            for key, points in given.items()
        ),
        told=told(given, rules),
    )
    said = v.opened().when("2025-12-05", HEAD, own).event
    assert (said.system["tasks"], said.total) == ("60.08", "87.08")


@pytest.mark.parametrize(
    ("council", "in_favour", "entitled", "valid"),
    [
        (v.COUNCIL, 4, 7, True),
        (v.COUNCIL, 3, 7, False),
        (WITH_OWN, 4, 6, True),
        (WITH_OWN, 3, 6, False),
    ],
)
def test_more_than_half_of_those_entitled(
    council: tuple[str, ...], in_favour: int, entitled: int, valid: bool
) -> None:
    life = v.voting(in_favour, council)
    count = life.event
    assert isinstance(count, e.VotesCounted)
    assert (count.in_favour, count.entitled, count.valid) == (in_favour, entitled, valid)
    assert count.members == 7
    if valid:
        assert life.when("2025-12-22", CHAIR, v.approve()).events
    else:
        refused = life.refused("2025-12-22", CHAIR, v.approve(), "evaluation.vote_not_valid")
        assert refused.facts == {"in_favour": in_favour, "entitled": entitled}


def test_a_member_of_the_rated_unit_does_not_vote() -> None:
    vote = ask(c.CastVote, choice="for")
    refused = v.replied(WITH_OWN).refused("2025-12-19", HEAD, vote, "own_unit")
    assert refused.facts["rule"] == "SD-9"


def test_after_a_vote_that_is_not_valid_the_council_votes_again() -> None:
    life = v.voting(3).when("2025-12-22", CHAIR, ask(c.CastVote, choice="against"))
    sheet = v.it(life)
    assert (sheet.stage, sheet.now.ballot, len(sheet.now.votes)) == ("replied", 2, 1)
    for key in v.COUNCIL[1:5]:
        life = life.when("2025-12-22", s.actor(key), ask(c.CastVote, choice="for"))
    life = life.when("2025-12-22", CHAIR, ask(c.CountVotes))
    assert (life.event.ballot, life.event.in_favour, life.event.valid) == (2, 4, True)
    first = next(r.event for r in life.history if isinstance(r.event, e.VotesCounted))
    assert (first.ballot, first.valid) == (1, False)


def test_a_sheet_that_the_council_turns_down_goes_back_to_the_appraisers() -> None:
    life = v.voting(3).when("2025-12-22", CHAIR, ask(c.ReopenSheet))
    assert (v.it(life).version, v.it(life).stage) == (2, "self_scored")


def test_a_second_appeal_meets_the_freeze_with_the_way_out() -> None:
    life = v.approved()
    refused = life.refused("2025-12-24", HEAD, v.appeal(2), "evaluation.frozen")
    assert refused.facts == {
        "frozen_at": at("2025-12-22"),
        "version": 1,
        "position": 1000,
        "way_out": "ReopenSheet",
    }


def test_reopening_begins_version_two_and_the_first_stays() -> None:
    life = v.reopened()
    sheet = v.it(life)
    assert life.event.version == sheet.version == 2
    (first,) = sheet.former
    assert first.approval is not None
    assert first.approval.said.total == "88.83"
    assert sheet.self_score == v.it(v.approved()).self_score
    assert sheet.now.approval is None
    assert sheet.now.points == first.points
    again = life.when("2025-12-29", AP_LEAD, v.mark("general", "28", "Bổ sung một văn bản."))
    again = again.when("2025-12-29", AP_LEAD, ask(c.DeliverAppraisal, told=told()))
    assert again.event.total == "89.83"
    assert v.it(again).former == (first,)


def test_an_upheld_appeal_moves_the_total_and_keeps_the_mark() -> None:
    upheld = v.outcome(outcome="upheld", points="63.5", why="Văn bản gia hạn có hiệu lực.")
    life = v.appealed().when("2025-12-18", CHAIR, upheld)
    sheet = v.it(life)
    assert (sheet.now.appraised_total, sheet.now.total) == ("88.83", "90.5")
    assert (sheet.now.marks["tasks"].points, sheet.now.points["tasks"]) == ("61.83", "63.5")


def test_silence_goes_to_the_vote_after_the_limit() -> None:
    life, limit = v.delivered(), date(2025, 12, 17)
    life.refused("2025-12-17 23:59", CLOCK, v.lapse(limit), "evaluation.not_yet")
    life.says_nothing("2025-12-18", CLOCK, v.lapse(date(2025, 12, 16)))
    lapsed = life.when("2025-12-18 00:05", CLOCK, v.lapse(limit))
    assert (v.it(lapsed).stage, v.it(lapsed).now.reply) == ("replied", "lapsed")
    life.refused("2025-12-18", HEAD, v.appeal(), "evaluation.reply_closed")
    life.refused("2025-12-18", HEAD, ask(c.AcceptAppraisal), "evaluation.reply_closed")


def test_the_chair_changes_a_key_with_a_reason_of_its_own() -> None:
    change = Mark(key="general", points="29", reason="Được khen thưởng cấp thành phố.")
    life = v.voted().when("2025-12-22", CHAIR, v.approve(changes=(change,)))
    approved = life.events[0]
    assert (approved.total, approved.points["general"]) == ("90.83", "29")
    assert (approved.level_by_points, approved.proposed_level) == ("excellent", "completed")
    assert v.it(life).now.marks["general"].points == "27", "the appraised points stay beside it"


def test_approval_freezes_what_it_rests_on() -> None:
    approved, frozen = v.approved().events
    assert isinstance(approved, e.ScoreApproved)
    assert frozen == e.Frozen(
        version=1,
        position=1000,
        rule_set_hash=told().rule_set_hash,
        inputs_hash=told().inputs_hash,
    )


def test_a_new_calendar_moves_what_runs_and_nothing_else() -> None:
    """T10: 15/12 becomes a rest day."""
    life = v.delivered()
    ward = life.ward
    known = ward.calendar
    rest = CalendarDay(on=date(2025, 12, 15), kind="day_off", name="Nghỉ")
    newer = Calendar(version=2, days={**known.days, rest.on: rest})
    decided = DecidedCalendar(calendar=newer, decided_at=at("2025-12-11"))
    ward = changed(ward, calendars=(*ward.calendars, decided))
    move = ask(c.MoveSheetClocks, calendar_version=2)
    moved = life.in_ward(ward).when("2025-12-11", REACTION, move)
    assert (moved.event.clock, moved.event.after.last_on) == ("reply", date(2025, 12, 18))
    assert v.it(moved).now.reply_by == moved.event.after
    moved.says_nothing("2025-12-11", REACTION, move)
    appealed = v.appealed().in_ward(ward)
    appealed.says_nothing("2025-12-17", REACTION, move)
    opened = v.opened().in_ward(ward).when("2025-12-02", REACTION, move)
    assert [(x.clock, x.after.last_on) for x in opened.events] == [("appraise", date(2025, 12, 16))]


def test_another_past_has_another_hash() -> None:
    later = told(lines=v.products(10, "9", "8.75", "9"))
    assert later.inputs_hash != told().inputs_hash
    seen = v.approve(seen_inputs=told().inputs_hash, told=later)
    v.voted().refused("2025-12-22", CHAIR, seen, "evaluation.inputs_moved")
    other = changed(told(), rule_set_hash="0" * 64)
    v.voted().refused("2025-12-22", CHAIR, v.approve(told=other), "evaluation.rules_moved")


def test_a_unit_that_never_scored_itself_is_rated_all_the_same() -> None:
    life = v.opened()
    for key, points in (("general", "20"), ("tasks", "61.83")):
        mark = v.mark(key, points, "Đơn vị không tự chấm.")
        life = life.when("2025-12-09", AP_LEAD, mark)
    life = life.when("2025-12-15", AP_LEAD, ask(c.DeliverAppraisal, told=told()))
    assert (life.event.total, life.event.late) == ("81.83", False)
    life.refused("2025-12-16", HEAD, v.own(), "evaluation.already_appraised")
    life = life.when("2025-12-16", HEAD, ask(c.AcceptAppraisal))
    for key in v.COUNCIL:
        life = life.when("2025-12-19", s.actor(key), ask(c.CastVote, choice="for"))
    life = life.when("2025-12-19", REACTION, ask(c.CountVotes))
    sheet = v.it(life.when("2025-12-22", CHAIR, v.approve()))
    assert (sheet.self_score, sheet.stage) == (None, "approved")
