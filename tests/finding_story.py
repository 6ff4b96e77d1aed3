"""Named pasts of findings in the small invented ward: a visit at KTHTDT by a team of VP and LD."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from domain.fact import REACTION, Actor
from domain.finding import commands as c
from domain.finding.decide import decide
from domain.finding.memory import Finding
from domain.finding.state import evolve
from domain.finding.values import Promise, Stance, Team, Visit
from domain.ids import derived
from domain.inspection_limits import limits_of
from domain.ward import Ward
from tests import stories as s
from tests.spec import document
from tests.stories import Life, actor, evidence, on, post

FINDING = derived("finding", "story")
INSPECTION = derived("inspection", "story")
TASK = derived("remedy", FINDING, 1)
LEADER, SECRETARY, MEMBER = actor("vice1"), actor("register"), actor("officer:VP")
HEAD, CLERK = actor("head:KTHTDT"), actor("officer:KTHTDT")
TEAM = Team(
    leader_post=post("vice1"), secretary_post=post("register"), member_posts=(post("officer:VP"),)
)
VISIT_DAY = "2025-10-06"


def visit(ward: Ward | None = None, **more: Any) -> Visit:
    """The inspection as its findings see it, opened and under way."""
    facts: dict[str, Any] = {
        "inspection_id": INSPECTION,
        "unit_id": s.KTHTDT,
        "stage": "opened",
        "opened_on": on(VISIT_DAY),
        "team": TEAM,
        "limits": limits_of("scheduled", ward or s.ward(), on(VISIT_DAY)),
    }
    return Visit(**facts | more)


def nothing(in_ward: Ward | None = None) -> Life:
    """An empty stream."""
    return Life(decide=decide, evolve=evolve, ward=in_ward or s.ward(), stream=FINDING)


def record(severity: str = "shortcoming", **more: Any) -> c.RecordFinding:
    """What a member types on site."""
    more.setdefault("visit", visit())
    more.setdefault("description", "Không niêm yết thủ tục tại bộ phận một cửa.")
    return c.RecordFinding(
        finding_id=FINDING,
        inspection_id=INSPECTION,
        item_key="item-3.4",
        item_code="3.4",
        field=3,
        severity=severity,  # type: ignore[arg-type]
        **more,
    )


def deliver() -> c.DeliverFinding:
    return c.DeliverFinding(finding_id=FINDING, team=TEAM)


def explain(stance: Stance = "contest", **more: Any) -> c.SubmitExplanation:
    """An answer with all that its stance needs."""
    needed: dict[str, Any] = {
        "accept": {"measures": (Promise(text="Niêm yết lại", on=on("2025-10-20")),)},
        "accept_in_part": {
            "text": "Chỉ thiếu hai thủ tục.",
            "measures": (Promise(text="Niêm yết lại", on=on("2025-10-20")),),
        },
        "contest": {"text": "Đã niêm yết.", "counter_evidence": (evidence("anh-niem-yet.jpg"),)},
        "other_way": {
            "text": "Đề nghị niêm yết điện tử.",
            "measures": (Promise(text="Lắp màn hình", on=on("2025-10-20")),),
        },
    }[stance]
    return c.SubmitExplanation(finding_id=FINDING, stance=stance, **needed | more)


def conclude(outcome: str = "upheld", severity: str = "shortcoming", **more: Any) -> Any:
    return c.ConcludeFinding(
        finding_id=FINDING,
        outcome=outcome,  # type: ignore[arg-type]
        severity=severity,  # type: ignore[arg-type]
        authority_post=post("chair"),
        **more,
    )


def report(n: int = 1) -> c.ReportRemediation:
    return c.ReportRemediation(finding_id=FINDING, task_id=TASK, submission_id=s.submission(n))


def verify(**more: Any) -> c.VerifyRemediation:
    return c.VerifyRemediation(finding_id=FINDING, way="visit", note="Đã xem tại chỗ.", **more)


def give_back(**more: Any) -> c.ReturnRemediation:
    return c.ReturnRemediation(finding_id=FINDING, defects="Còn thiếu ba thủ tục.", **more)


# -- stages, each reached the plain way ----------------------------------------


def recorded(severity: str = "shortcoming", in_ward: Ward | None = None) -> Life:
    return nothing(in_ward).when(f"{VISIT_DAY} 09:00", MEMBER, record(severity))


def delivered(severity: str = "shortcoming", in_ward: Ward | None = None) -> Life:
    return recorded(severity, in_ward).when(f"{VISIT_DAY} 16:00", REACTION, deliver())


def acknowledged(severity: str = "shortcoming", in_ward: Ward | None = None) -> Life:
    return delivered(severity, in_ward).when(
        "2025-10-07 09:00", HEAD, c.AcknowledgeFinding(finding_id=FINDING)
    )


def explained(stance: Stance = "contest", severity: str = "shortcoming") -> Life:
    return acknowledged(severity).when("2025-10-09 09:00", HEAD, explain(stance))


def assessed(severity: str = "shortcoming") -> Life:
    return explained(severity=severity).when(
        "2025-10-10 09:00", LEADER, c.RejectExplanation(finding_id=FINDING)
    )


def silent(severity: str = "shortcoming") -> Life:
    """Neither a receipt nor an explanation: both limits went by."""
    received = delivered(severity).when(
        "2025-10-09 00:10",
        s.CLOCK_ACTOR,
        c.LapseAcknowledgement(finding_id=FINDING, for_on=on("2025-10-08")),
    )
    return received.when(
        "2025-10-16 00:10",
        s.CLOCK_ACTOR,
        c.LapseExplanation(finding_id=FINDING, for_on=on("2025-10-15")),
    )


def upheld(severity: str = "shortcoming") -> Life:
    return assessed(severity).when("2025-10-23 09:00", REACTION, conclude(severity=severity))


def remedy_reported() -> Life:
    return upheld().when("2025-11-20 09:00", REACTION, report())


def verified() -> Life:
    return remedy_reported().when("2025-11-21 09:00", MEMBER, verify())


def closed() -> Life:
    return verified().when("2025-11-21 09:00", REACTION, c.CloseFinding(finding_id=FINDING))


def dropped() -> Life:
    return recorded().when(f"{VISIT_DAY} 10:00", LEADER, c.DropFinding(finding_id=FINDING))


def handed_over() -> Life:
    return delivered("breach_sign").when(
        "2025-10-07 10:00",
        s.CHAIR,
        c.HandOverFinding(finding_id=FINDING, to_body="Cơ quan điều tra"),
        document=document("7"),
    )


def finding(life: Life) -> Finding:
    """The state, known to exist."""
    assert isinstance(life.state, Finding)
    return life.state


def task_of(spell: int) -> UUID:
    """The remedial task of a spell."""
    return derived("remedy", FINDING, spell)


def outsider(code: str) -> Actor:
    """Somebody of the ward who is not of the inspected unit."""
    return actor(code)
