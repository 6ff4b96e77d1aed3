"""The state table of an inspection, cell by cell, written down a second time as it is printed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, get_args

import pytest

from domain.checklist_item import ChecklistPlace
from domain.fact import Actor, Device
from domain.ids import derived
from domain.inspection import commands as c
from domain.inspection import events as e
from domain.inspection.decide import DECISIONS
from domain.inspection.decide.stages import ROWS
from domain.inspection.state import Stage
from tests import inspection_story as i
from tests import stories as s
from tests.inspection_story import HEAD, LEADER, LIVES, MEMBER, SECRETARY, ask, from_seal
from tests.spec import at
from tests.stories import Life, on

COLUMNS = get_args(Stage)

# "event" stays in its stage, a stage's name moves there, "=" is already so, "no" is wrong_state,
# the rest is refused. The last column is a cancelled inspection, which is over in every row.
TABLE = """
DeclareIndependence | event ×2 | too_late ×6 | over ×2
DeclareConflict     | event ×2 | too_late ×6 | over ×2
ReplaceMember       | event ×3 | too_late ×2 | minutes_frozen ×3 | over ×2
AnnounceInspection  | announced | = | already_opened | no ×5 | over ×2
PostponeInspection  | event ×2 | already_opened | no ×5 | over ×2
CancelInspection    | cancelled ×3 | no ×5 | over ×2
SubmitSelfReport    | not_announced | event | too_late ×3 | minutes_frozen | no ×2 | over ×2
OpenInspection      | not_announced | opened | = ×6 | over ×2
CheckItem           | not_opened ×2 | event | visit_closed ×2 | minutes_frozen ×3 | over ×2
SettleItem          | not_opened ×2 | event | visit_closed ×2 | minutes_frozen ×3 | over ×2
OverruleFigure      | not_opened ×2 | event | visit_closed ×2 | minutes_frozen ×3 | over ×2
NoteAbsence         | not_opened ×2 | event | visit_closed ×2 | minutes_frozen ×3 | over ×2
AttachVisitEvidence | not_opened ×2 | event | visit_closed ×2 | minutes_frozen ×3 | over ×2
CloseVisit          | not_opened ×2 | visit_closed | = ×6 | over
DrawUpMinutes       | not_opened ×2 | visit_open | minutes_drawn | event | minutes_frozen ×4 | over
GiveUnitOpinion     | no ×3 | no_minutes | event | minutes_frozen ×4 | over
SignMinutes         | no ×3 | no_minutes | event | = ×4 | over
RefuseSignature     | no ×3 | no_minutes | event | = ×4 | over
AddMinutesAddendum  | no ×4 | redraw_instead | event ×3 | over ×2
ReportInspection    | no ×4 | minutes_not_frozen | reported | = | already_concluded ×2 | over
ReturnReport        | no ×4 | minutes_not_frozen | no | frozen | already_concluded ×2 | over
IssueConclusion     | no ×5 | not_reported | concluded | = ×2 | over
PublishConclusion   | not_concluded ×7 | event ×2 | over
EnterDocument       | event ×10
CloseInspection     | no ×5 | not_concluded ×2 | closed | = | over
OrderInspection     | = ×10
OrderFromSeal       | = ×10
MoveReportLimit     | = ×3 | event ×3 | = ×4
MoveInspectionClocks   | = ×10
"""
SHORT = {"over": "inspection_closed"}


def cells() -> list[tuple[str, str, str]]:
    found = []
    for line in TABLE.strip().splitlines():
        name, *parts = (part.strip() for part in line.split("|"))
        row: list[str] = []
        for part in parts:
            word, _, times = part.partition(" ×")
            row += [SHORT.get(word, word)] * int(times or 1)
        assert len(row) == len(COLUMNS), name
        found += [(name, stage, cell) for stage, cell in zip(COLUMNS, row, strict=True)]
    return found


def command_of(name: str) -> c.InspectionCommand:
    made: dict[str, Any] = {
        "MoveReportLimit": ask(c.MoveReportLimit, days=2),
        "MoveInspectionClocks": ask(c.MoveInspectionClocks, calendar_version=1),
        "DeclareIndependence": ask(c.DeclareIndependence, post_id=s.post("officer:SNC")),
        "DeclareConflict": ask(c.DeclareConflict, post_id=MEMBER.post_id),
        "ReplaceMember": ask(
            c.ReplaceMember,
            out_post=MEMBER.post_id,
            in_post=s.post("officer:PVHCC"),
            statement="Không liên quan.",
        ),
        "AnnounceInspection": ask(
            c.AnnounceInspection, outline="Đề cương", visit_on=on("2025-10-06")
        ),
        "PostponeInspection": ask(
            c.PostponeInspection, from_on=on("2025-12-15"), to_on=on("2025-12-16")
        ),
        "CancelInspection": ask(c.CancelInspection),
        "SubmitSelfReport": ask(c.SubmitSelfReport, lines=()),
        "OpenInspection": ask(c.OpenInspection, received_by_post=HEAD.post_id),
        "CheckItem": i.answer("1.5", "0.5", n=9),
        "SettleItem": ask(
            c.SettleItem, item_key=i.key("1.5"), chosen_answer_id=derived("answer", "1.5", 1)
        ),
        "OverruleFigure": ask(c.OverruleFigure, item_key=i.key("5.7"), points="1"),
        "NoteAbsence": ask(
            c.NoteAbsence,
            post_id=s.post("officer:KTHTDT"),
            at=at("2025-10-06 09:00"),
            justified=False,
        ),
        "AttachVisitEvidence": ask(c.AttachVisitEvidence, evidence=i.photo()),
        "CloseVisit": ask(c.CloseVisit, findings=(i.fact("5.1"),)),
        "DrawUpMinutes": ask(c.DrawUpMinutes, drawing=i.drawing("c" * 64)),
        "GiveUnitOpinion": ask(c.GiveUnitOpinion, text="Không có ý kiến."),
        "SignMinutes": i.sign("leader"),
        "RefuseSignature": ask(c.RefuseSignature, witness_post=s.post("officer:PVHCC")),
        "AddMinutesAddendum": ask(c.AddMinutesAddendum, text="Bổ sung."),
        "ReportInspection": ask(c.ReportInspection, summary="Kết quả."),
        "ReturnReport": ask(c.ReturnReport, defects="Thiếu bảng điểm."),
        "IssueConclusion": i.conclude(),
        "PublishConclusion": ask(c.PublishConclusion, public_text="Kết quả.", where="Cổng TTĐT"),
        "EnterDocument": ask(c.EnterDocument, paper="order"),
        "CloseInspection": ask(c.CloseInspection, file_code="05.KT"),
        "OrderInspection": i.order(),
        "OrderFromSeal": from_seal(),
    }
    return made[name]


def actor_of(name: str) -> Actor:
    return {
        "DeclareConflict": MEMBER,
        "DeclareIndependence": s.actor("officer:SNC"),
        "CheckItem": MEMBER,
        "SignMinutes": LEADER,
    }.get(name, s.CHAIR)


WHEN = {"OpenInspection": "2025-10-06 08:00", "AnnounceInspection": "2025-09-24"}


def life_at(name: str, stage: str) -> Life:
    """A life at a stage, with what the cell needs: somebody who can still declare, two answers."""
    if name == "DeclareIndependence" and stage in ("ordered", "announced"):
        return LIVES[stage]().when("2025-09-25", s.CHAIR, replaced())
    if name == "SettleItem" and stage == "opened":
        return i.answered().when("2025-10-06 10:00", LEADER, i.answer("1.5", "0.5", n=2))
    if name == "AnnounceInspection" and stage == "ordered":
        return i.declared(i.ordered(), "2025-09-22", *i.TEAM)
    return LIVES[stage]()


def replaced() -> c.ReplaceMember:
    snc = s.post("officer:SNC")
    replace: c.ReplaceMember = ask(c.ReplaceMember, out_post=MEMBER.post_id, in_post=snc)
    return replace


@pytest.mark.parametrize(("name", "stage", "cell"), cells())
def test_every_cell_of_the_state_table(name: str, stage: str, cell: str) -> None:
    life, command = life_at(name, stage), command_of(name)
    when = WHEN.get(name, "2025-12-10")
    if cell not in ("event", "=", *set(COLUMNS) - {"visit_closed"}) and (name, cell) != (
        "CloseVisit",
        "visit_closed",
    ):
        code = "wrong_state" if cell == "no" else f"inspection.{cell}"
        refused = life.refused(when, actor_of(name), command, code)
        assert (refused.facts.get("state") or refused.facts["stage"]) == stage
        return
    after = life.when(when, actor_of(name), command)
    if cell == "=":
        assert after.events == ()
    else:
        assert after.events
        assert i.it(after).stage == (stage if cell == "event" else cell)


def test_every_command_has_a_row_and_a_decision() -> None:
    assert set(ROWS) == set(c.INSPECTION_COMMANDS) == set(DECISIONS)
    assert {name for name, _, _ in cells()} == {kind.__name__ for kind in c.INSPECTION_COMMANDS}


BEGINNINGS = ("OrderInspection", "OrderFromSeal")


@pytest.mark.parametrize("name", sorted({name for name, _, _ in cells()} - set(BEGINNINGS)))
def test_nothing_can_be_asked_of_an_inspection_that_does_not_exist(name: str) -> None:
    i.life().refused("2025-10-06", actor_of(name), command_of(name), "not_found")


# -- footnotes -----------------------------------------------------------------


def test_on_site_a_new_member_declares_before_he_replaces_anybody() -> None:
    silent = replaced()
    refused = i.opened().refused(
        "2025-10-06 09:00", s.CHAIR, silent, "inspection.members_not_declared"
    )
    assert refused.facts["posts"] == [s.post("officer:SNC")]


LATE = i.answer("1.5", "0.5", n=2)
SOON = Device(captured_at=at("2025-10-06 10:50"))


@pytest.mark.parametrize("stage", ["visit_closed", "minutes_drawn"])
def test_what_was_captured_before_the_end_of_the_visit_comes_in_late_and_is_marked(
    stage: str,
) -> None:
    after = LIVES[stage]().when("2025-10-06 12:00", MEMBER, LATE, device=SOON)
    assert after.event.late
    assert i.it(after).stage == stage


def test_a_late_entry_makes_drawn_minutes_out_of_date() -> None:
    signed = i.drawn().when("2025-10-06 11:40", LEADER, i.sign("leader"))
    after = signed.when("2025-10-06 12:00", MEMBER, LATE, device=SOON)
    assert i.it(after).signatures == ()
    after.refused("2025-10-06 12:10", LEADER, i.sign("leader"), "inspection.hash_moved")
    again = after.when(
        "2025-10-06 12:20", SECRETARY, ask(c.DrawUpMinutes, drawing=i.drawing("d" * 64))
    )
    again.when("2025-10-06 12:30", LEADER, i.sign("leader", "d" * 64))


def test_after_freezing_a_late_entry_becomes_an_addendum() -> None:
    i.frozen().refused("2025-10-06 12:00", MEMBER, LATE, "inspection.minutes_frozen", device=SOON)


def test_captured_after_the_end_of_the_visit_is_refused_by_the_corrected_clock() -> None:
    closed_at = i.it(i.visited()).visit_closed_at
    assert closed_at is not None
    fast = Device(captured_at=closed_at + timedelta(minutes=9), skew_ms=10 * 60 * 1000)
    slow = Device(captured_at=closed_at - timedelta(minutes=9), skew_ms=-10 * 60 * 1000)
    assert i.visited().when("2025-10-06 12:00", MEMBER, LATE, device=fast).events
    i.visited().refused("2025-10-06 12:00", MEMBER, LATE, "inspection.visit_closed", device=slow)


def test_a_disagreement_that_came_in_late_can_still_be_settled() -> None:
    two = i.visited().when("2025-10-06 12:00", LEADER, LATE, device=SOON)
    draw = ask(c.DrawUpMinutes, drawing=i.drawing())
    two.refused("2025-10-06 12:05", SECRETARY, draw, "inspection.visit_incomplete")
    chosen = ask(c.SettleItem, item_key=i.key("1.5"), chosen_answer_id=derived("answer", "1.5", 2))
    settled = two.when("2025-10-06 12:10", LEADER, chosen)
    assert settled.event.late
    assert i.score_of(settled) == ("7.5", "8.5", "88.24")
    settled.when("2025-10-06 12:20", SECRETARY, draw)


def test_an_opinion_redraws_the_minutes_and_voids_signatures() -> None:
    signed = i.drawn().when("2025-10-06 11:40", LEADER, i.sign("leader"))
    opinion = ask(c.GiveUnitOpinion, text="Đề nghị xem lại mục 5.1.", redrawn=i.drawing("e" * 64))
    after = signed.when("2025-10-06 11:42", HEAD, opinion)
    assert [type(x) for x in after.events] == [e.UnitOpinionGiven, e.MinutesDrawnUp]
    assert i.it(after).signatures == ()
    assert i.it(after).minutes.no == 2  # type: ignore[union-attr]
    after.says_nothing("2025-10-06 11:43", HEAD, opinion)
    bare = signed.when("2025-10-06 11:42", HEAD, ask(c.GiveUnitOpinion, text="Không."))
    bare.refused("2025-10-06 11:43", LEADER, i.sign("leader"), "inspection.hash_moved")


@pytest.mark.parametrize(
    "order", [("leader", "secretary", "head"), ("head", "secretary", "leader")]
)
def test_the_last_of_three_signatures_freezes(order: tuple[str, ...]) -> None:
    life = i.drawn()
    for role in order:
        who = {"leader": LEADER, "secretary": SECRETARY, "head": HEAD}[role]
        life = life.when("2025-10-06 11:45", who, i.sign(role))
        assert life.event.frozen == (role == order[-1])
    assert i.it(life).stage == "frozen"


def test_a_refusal_of_the_head_freezes_as_well() -> None:
    refusal = ask(c.RefuseSignature, witness_post=s.post("head:VP"))
    first = i.drawn().when("2025-10-06 11:40", SECRETARY, refusal)
    assert not first.event.frozen
    first = first.when("2025-10-06 11:45", SECRETARY, i.sign("secretary"))
    last = first.when("2025-10-06 11:50", LEADER, i.sign("leader"))
    assert i.it(last).stage == "frozen"


def test_a_surprise_is_never_announced_and_needs_no_announcement() -> None:
    seen = i.ordered().history[0]
    sudden = ChecklistPlace(checklist_id=i.PLACE.checklist_id, version=1)
    event = e.Ordered(
        **{
            name: getattr(seen.event, name)
            for name in e.Ordered.__struct_fields__
            if name not in ("kind", "checklist", "limits")
        },
        kind="surprise",
        checklist=sudden,
        limits=i.it(i.life().when("2025-10-06 08:00", LEADER, from_seal())).limits,
    )
    life = i.life()
    life.state = life.evolve(None, event, seen.meta)
    life.refused(
        "2025-09-24", SECRETARY, command_of("AnnounceInspection"), "inspection.not_for_surprise"
    )
    open_it = ask(c.OpenInspection, received_by_post=HEAD.post_id)
    refused = life.refused("2025-10-06 08:00", LEADER, open_it, "inspection.members_not_declared")
    assert len(refused.facts["posts"]) == 3
