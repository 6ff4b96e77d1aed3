"""What an inspection says no to at the visit, under the minutes and at the end, with its facts."""

from __future__ import annotations

import pytest

from domain.ids import derived
from domain.inspection import commands as c
from domain.inspection.parts import Figure
from domain.values import Fixed
from tests import inspection_story as i
from tests import stories as s
from tests.inspection_refusing import (
    AFTER,
    ON_SITE,
    OUTSIDER,
    No,
    check,
    name,
)
from tests.inspection_story import HEAD, LEADER, MEMBER, SECRETARY, ask
from tests.stories import on

FIGURE = Figure(points="1.83", text="11/12")

VISIT = [
    No("inspection.points_above_max", i.opened, i.answer("1.5", "1.01"), {"max": "1"}),
    No("points_malformed", i.opened, i.answer("1.5", "một"), {"points": "một"}),
    No("points_malformed", i.opened, i.answer("1.5", "0.333")),
    No("points_malformed", i.opened, i.answer("1.5", "-1")),
    No(
        "inspection.photo_needed",
        i.opened,
        i.answer("3.6", "2", answer="not_met", evidence=(s.evidence("bao-cao.pdf"),)),
        {"item_key": i.key("3.6")},
    ),
    No(
        "inspection.finding_needed",
        i.opened,
        i.answer("3.6", "2", answer="not_met", finding_id=None),
        {"item": "3.6"},
    ),
    No(
        "inspection.item_not_in_checklist",
        i.opened,
        i.answer("9.9"),
        {"item_key": i.key("9.9")},
    ),
    No(
        "inspection.figure_is_computed",
        i.opened,
        i.answer("5.7", "2", computed=FIGURE),
        {"item": "5.7", "computed": "1.83"},
    ),
    No("inspection.note_needed", i.opened, i.answer("5.7", "2", note=" "), {"item": "5.7"}),
    No(
        "inspection.only_one_answer",
        i.answered,
        ask(c.SettleItem, item_key=i.key("1.5"), chosen_answer_id=derived("answer", "1.5", 1)),
        {"item": "1.5"},
        LEADER,
    ),
    No(
        "inspection.not_a_data_item",
        i.answered,
        ask(c.OverruleFigure, item_key=i.key("1.5"), points="1"),
        {"item": "1.5"},
        LEADER,
    ),
    No(
        "reason_needed",
        i.answered,
        ask(c.OverruleFigure, item_key=i.key("5.7"), points="1"),
        None,
        LEADER,
        more={"reason": ""},
    ),
    No(
        "inspection.post_not_of_unit",
        i.opened,
        ask(
            c.NoteAbsence,
            post_id=OUTSIDER.post_id,
            at=s.at("2025-10-06 09:00"),
            justified=False,
        ),
    ),
    No(
        "inspection.visit_incomplete",
        i.opened,
        ask(c.CloseVisit),
        {"blanks": 4, "items": ("1.5", "3.6", "5.1", "5.7")},
        LEADER,
    ),
    No(
        "inspection.visit_incomplete",
        i.answered,
        ask(c.CloseVisit),
        {"blanks": 0, "no_finding": 1, "items": ("5.1",)},
        LEADER,
    ),
    No(
        "inspection.visit_incomplete",
        i.answered,
        ask(c.CloseVisit, unsent=2, findings=(i.fact("5.1"),)),
        {"unsent": 2},
        LEADER,
    ),
    No(
        "inspection.visit_incomplete",
        lambda: i.answered().when("2025-10-06 09:40", LEADER, i.answer("1.5", "0.5", n=2)),
        ask(c.CloseVisit, findings=(i.fact("5.1"),)),
        {"unsettled": 1, "items": ("1.5",)},
        LEADER,
    ),
]

WITNESS = s.post("head:VP")

MINUTES = [
    No(
        "inspection.hash_moved",
        i.drawn,
        i.sign("leader", hash_now="f" * 64),
        {"seen": i.SHOWN, "now": "f" * 64},
        LEADER,
        AFTER,
    ),
    No("inspection.hash_moved", i.drawn, i.sign("leader", "f" * 64), None, LEADER, AFTER),
    No("inspection.step_up_missing", i.drawn, i.sign("leader", stepped_up=False), None, LEADER),
    No("inspection.not_that_role", i.drawn, i.sign("leader"), {"role": "leader"}, SECRETARY),
    No("inspection.not_that_role", i.drawn, i.sign("head"), {"role": "head"}, LEADER),
    No("inspection.witness_missing", i.drawn, ask(c.RefuseSignature), None, SECRETARY),
    No(
        "inspection.witness_is_no_reference",
        i.drawn,
        ask(c.RefuseSignature, witness_ref="Nguyễn Văn Bình, số 5 Lê Duẩn"),
        None,
        SECRETARY,
    ),
    No(
        "inspection.witness_of_team",
        i.drawn,
        ask(c.RefuseSignature, witness_post=MEMBER.post_id),
        {"post": MEMBER.post_id, "rule": "SD-16"},
        SECRETARY,
    ),
    No(
        "inspection.witness_of_team",
        i.drawn,
        ask(c.RefuseSignature, witness_post=HEAD.post_id),
        None,
        SECRETARY,
    ),
    No(
        "reason_needed",
        i.drawn,
        ask(c.RefuseSignature, witness_post=WITNESS),
        None,
        SECRETARY,
        more={"reason": ""},
    ),
]

CONCLUDING = [
    No(
        "inspection.findings_unanswered",
        i.frozen,
        ask(
            c.ReportInspection,
            summary="",
            findings=(i.fact("5.1", clock_until=on("2025-10-15")),),
        ),
        {"ids": [i.finding("5.1")], "date": on("2025-10-15")},
        LEADER,
        "2025-10-14",
    ),
    No(
        "inspection.outcome_missing",
        i.reported,
        ask(c.IssueConclusion, findings=(i.fact("5.1"),)),
        {"ids": [i.finding("5.1")], "codes": ["PH-5.1"]},
        when="2025-10-23",
    ),
    No(
        "inspection.document_missing",
        i.reported,
        i.conclude(),
        when="2025-10-23",
        more={"document": None},
    ),
    No(
        "inspection.remedy_beyond_limit",
        i.reported,
        i.conclude(deadline=Fixed(on=on("2025-11-25"))),
        {"days": 30, "last_on": on("2025-11-24")},
        when="2025-10-23",
    ),
    No(
        "inspection.remedy_beyond_limit",
        i.reported,
        i.conclude(severity="serious", deadline=Fixed(on=on("2025-11-10"))),
        {"days": 15, "last_on": on("2025-11-07")},
        when="2025-10-23",
    ),
    No(
        "not_found",
        i.reported,
        ask(c.IssueConclusion, outcomes=i.conclude().outcomes),
        {"what": "finding"},
        when="2025-10-23",
    ),
    No(
        "inspection.names_a_person",
        i.concluded,
        ask(c.PublishConclusion, public_text="Ông officer:KTHTDT vắng mặt.", where="Cổng"),
        {"name": s.person("officer:KTHTDT")},
        when="2025-10-24",
    ),
    No(
        "inspection.already_entered",
        lambda: i.frozen().when("2025-10-07", SECRETARY, ask(c.EnterDocument, paper="minutes")),
        ask(c.EnterDocument, paper="minutes"),
        {"paper": "minutes"},
        SECRETARY,
        "2025-10-08",
    ),
    No(
        "inspection.findings_open",
        i.concluded,
        ask(c.CloseInspection, file_code="05", findings=(i.fact("5.1"),)),
        {"n": 1, "codes": ["PH-5.1"], "ids": [i.finding("5.1")]},
        SECRETARY,
        "2025-12-08",
    ),
]


@pytest.mark.parametrize("no", VISIT, ids=name)
def test_visit(no: No) -> None:
    check(no, ON_SITE)


@pytest.mark.parametrize("no", MINUTES, ids=name)
def test_minutes(no: No) -> None:
    check(no, AFTER)


@pytest.mark.parametrize("no", CONCLUDING, ids=name)
def test_concluding(no: No) -> None:
    check(no)
