"""The state table of the catalogue, cell by cell, written down a second time as it is printed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from domain.fact import REACTION
from domain.finding import commands as c
from domain.finding.decide import DECISIONS
from domain.finding.decide.stages import ROWS, STAGES
from domain.finding.values import PlannedMeasure
from tests import finding_story as f
from tests.finding_story import FINDING, HEAD, LEADER, MEMBER
from tests.stories import CHAIR, CLOCK_ACTOR, Life, on

# "event" stays in its stage, a stage's name moves there, "=" is already so, "no" is the wrong
# stage, the rest is refused. "a / b": the same column holds two stages.
TABLE = """
DropFinding | dropped | minutes_frozen ×4 | conclude_instead ×2 | conclude_instead | =
DiscussFinding | event | minutes_frozen | no ×7
AcknowledgeFinding | not_delivered | acknowledged | = ×6 | finding_gone
LapseAcknowledgement | no | acknowledged | = ×6 | no
SubmitExplanation | not_delivered | explained ×2 | already_explained ×2 | already_concluded ×3 \
 | finding_gone
RequestMoreTime | no | event ×2 | already_explained | no ×5
LapseExplanation | no ×2 | assessed | = ×2 | no ×4
AcceptExplanation | no ×2 | nothing_explained | assessed | = | already_concluded ×3 | finding_gone
RejectExplanation | no ×2 | nothing_explained | assessed | = | already_concluded ×3 | finding_gone
ConcludeFinding | no | not_assessed ×3 | upheld | = ×4
PlanRemediation | no ×4 | not_concluded | event ×2 | closed! | finding_gone
ReportRemediation | no ×5 | remedy_reported | = | closed! | no
VerifyRemediation | no ×5 | nothing_reported | verified | = | no
ReturnRemediation | no ×5 | nothing_reported | upheld | = | no
ReopenFinding | no ×7 | upheld | finding_gone
HandOverFinding | minutes_first | handed_over ×6 | finding_gone | =
AddAddendum | minutes_first | event ×7 | finding_gone
DeliverFinding | delivered | = ×8
PlaceFollowUp | = ×5 | event | = ×3
NoteFollowUp | no ×4 | not_concluded | no_follow_up ×2 | closed! | finding_gone
MoveFindingClocks | = ×9
"""
SHORT = {"closed!": "closed"}

PASTS: dict[str, Callable[[], Life]] = {
    "recorded": f.recorded,
    "delivered": f.delivered,
    "acknowledged": f.acknowledged,
    "explained": f.explained,
    "assessed": f.assessed,
    "upheld": f.upheld,
    "remedy_reported": f.remedy_reported,
    "verified": f.verified,
    "closed": f.closed,
    "dropped": f.dropped,
    "handed_over": f.handed_over,
}
BREACH: dict[str, Callable[[], Life]] = {
    "recorded": lambda: f.recorded("breach_sign"),
    "delivered": lambda: f.delivered("breach_sign"),
    "acknowledged": lambda: f.acknowledged("breach_sign"),
    "explained": lambda: f.explained(severity="breach_sign"),
    "assessed": lambda: f.assessed("breach_sign"),
    "upheld": lambda: f.upheld("breach_sign"),
    "remedy_reported": lambda: f.upheld("breach_sign"),  # it is never remedied
}
LATE = "2025-12-01 09:00"

ASKED: dict[str, tuple[Any, Any, str]] = {
    "PlaceFollowUp": (
        CLOCK_ACTOR,
        c.PlaceFollowUp(finding_id=FINDING, for_on=on("2025-11-24")),
        LATE,
    ),
    "NoteFollowUp": (
        MEMBER,
        c.NoteFollowUp(finding_id=FINDING, promised_on=on("2025-11-24"), is_done=True),
        LATE,
    ),
    "MoveFindingClocks": (
        REACTION,
        c.MoveFindingClocks(finding_id=FINDING, calendar_version=1),
        LATE,
    ),
    "DropFinding": (LEADER, c.DropFinding(finding_id=FINDING), LATE),
    "DiscussFinding": (LEADER, c.DiscussFinding(finding_id=FINDING, note="Đã trao đổi."), LATE),
    "AcknowledgeFinding": (HEAD, c.AcknowledgeFinding(finding_id=FINDING), "2025-10-08"),
    "LapseAcknowledgement": (
        CLOCK_ACTOR,
        c.LapseAcknowledgement(finding_id=FINDING, for_on=on("2025-10-08")),
        LATE,
    ),
    "SubmitExplanation": (HEAD, f.explain(), "2025-10-10 09:00"),
    "RequestMoreTime": (
        HEAD,
        c.RequestMoreTime(finding_id=FINDING, to_on=on("2025-10-17")),
        "2025-10-08",
    ),
    "LapseExplanation": (
        CLOCK_ACTOR,
        c.LapseExplanation(finding_id=FINDING, for_on=on("2025-10-14")),
        LATE,
    ),
    "AcceptExplanation": (LEADER, c.AcceptExplanation(finding_id=FINDING, effect="keep"), LATE),
    "RejectExplanation": (LEADER, c.RejectExplanation(finding_id=FINDING), LATE),
    "ConcludeFinding": (REACTION, f.conclude(), LATE),
    "PlanRemediation": (
        HEAD,
        c.PlanRemediation(
            finding_id=FINDING,
            measures=(PlannedMeasure(measure_id=FINDING, text="Niêm yết", on=on("2025-11-20")),),
        ),
        "2025-11-20 10:00",
    ),
    "ReportRemediation": (REACTION, f.report(2), LATE),
    "VerifyRemediation": (MEMBER, f.verify(), LATE),
    "ReturnRemediation": (MEMBER, f.give_back(), LATE),
    "ReopenFinding": (CHAIR, c.ReopenFinding(finding_id=FINDING, due_on=on("2025-12-31")), LATE),
    "HandOverFinding": (
        CHAIR,
        c.HandOverFinding(finding_id=FINDING, to_body="Cơ quan điều tra"),
        LATE,
    ),
    "AddAddendum": (
        LEADER,
        c.AddAddendum(finding_id=FINDING, inspection_addendum_no=1, text="Sửa số liệu."),
        LATE,
    ),
    "DeliverFinding": (REACTION, f.deliver(), LATE),
}


def cells() -> list[tuple[str, str, str]]:
    found = []
    for line in TABLE.strip().splitlines():
        name, *said = (part.strip() for part in line.split("|"))
        columns: list[str] = []
        for cell in said:
            word, _, times = cell.partition(" ×")
            columns += [word] * int(times or 1)
        assert len(columns) == 9, f"{name}: {len(columns)} columns"
        *single, over, gone = columns
        for stage, cell in zip(STAGES, (*single, over, over, gone, gone), strict=True):
            found.append((name, stage, SHORT.get(cell, cell)))
    return found


@pytest.mark.parametrize(("name", "stage", "cell"), cells())
def test_cell(name: str, stage: str, cell: str) -> None:
    past = BREACH.get(stage, PASTS[stage]) if name == "HandOverFinding" else PASTS[stage]
    life = past()
    actor, command, when = ASKED[name]
    if cell == "=":
        life.says_nothing(when, actor, command)
    elif cell == "event":
        assert f.finding(life.when(when, actor, command)).stage == stage
    elif cell in STAGES and cell != "closed":
        assert f.finding(life.when(when, actor, command)).stage == cell
    elif cell == "no":
        facts = life.refused(when, actor, command, "wrong_state").facts
        assert facts["state"] == stage
    else:
        life.refused(when, actor, command, f"finding.{cell}")


def test_the_table_speaks_of_every_command() -> None:
    beginnings = {c.RecordFinding, c.EnterEarlierFinding}
    assert set(ROWS) == set(DECISIONS) - beginnings
    apart = {"GrantMoreTime", "RefuseMoreTime", "CloseFinding"}
    assert {kind.__name__ for kind in ROWS} == {name for name, _, _ in cells()} | apart


@pytest.mark.parametrize("command", [c.GrantMoreTime, c.RefuseMoreTime])
@pytest.mark.parametrize("stage", STAGES)
def test_more_time_is_decided_where_it_is_asked_for(command: Any, stage: str) -> None:
    asked = command(finding_id=FINDING, **({"why": "Không"} if "Refuse" in str(command) else {}))
    codes = {"explained": "finding.already_explained"}
    if stage in ("delivered", "acknowledged"):
        codes[stage] = "finding.no_open_request"
    PASTS[stage]().refused(LATE, LEADER, asked, codes.get(stage, "wrong_state"))


@pytest.mark.parametrize("stage", STAGES)
def test_only_a_verified_finding_is_closed(stage: str) -> None:
    life, close = PASTS[stage](), c.CloseFinding(finding_id=FINDING)
    if stage == "verified":
        assert f.finding(life.when(LATE, REACTION, close)).stage == "closed"
    elif stage in ("closed", "dropped", "handed_over"):
        life.says_nothing(LATE, REACTION, close)
    else:
        life.refused(LATE, REACTION, close, "wrong_state")


def test_after_silence_an_explanation_is_kept_as_late_and_changes_nothing() -> None:
    life = f.silent().when("2025-10-17", HEAD, f.explain())
    assert life.event.late is True
    assert life.event.assess_by is None
    finding = f.finding(life)
    assert (finding.stage, finding.is_silent, finding.stance) == ("assessed", True, "contest")


def test_nothing_is_recorded_in_a_stream_that_has_begun() -> None:
    f.recorded().says_nothing("2025-10-06 11:00", MEMBER, f.record("serious"))
