"""A short plan, read and issued through its own commands, for tests of plans and of access."""

from __future__ import annotations

from datetime import date
from typing import Any

from domain.ids import derived
from domain.plan import commands as c
from domain.plan.decide import decide
from domain.plan.events import Line, Problem
from domain.plan.state import evolve
from domain.values import Evidence, Fixed, Standing
from tests.org_story import actor, unit, ward
from tests.spec import Story, at, document

PLAN = derived("plan", "cchc-2025-2")
COORDINATOR = actor("coordinator")
CHAIR = actor("chair")
ISSUING = document("1182", "2025-08-04")

LED = Line(
    ref="III.1.a",
    seq=1,
    field=1,
    text="Ban hành kế hoạch.",
    lead_id=unit("VHXH"),
    deadline=Fixed(on=date(2025, 9, 30)),
)
UNKNOWN = Line(
    ref="III.1.b",
    seq=2,
    field=1,
    text="Tuyên truyền.",
    lead_text="Phòng VH-XH",
    cooperating_text=("Trung tâm hành chính công", "Phòng VH-XH"),
    deadline=Fixed(on=date(2025, 10, 31)),
)
UNDATED = Line(ref="III.2.a", seq=3, field=2, text="Rà soát.", lead_id=unit("KTHTDT"))
STANDING = Line(
    ref="III.2.b",
    seq=4,
    field=2,
    text="Thường xuyên kiểm tra.",
    lead_id=unit("SNC"),
    kind="standing",
    deadline=Standing(report_every="quarter"),
)
GROUP = Line(
    ref="PL.1",
    seq=1,
    field=1,
    text="Kế hoạch của từng đơn vị.",
    kind="group",
    deadline=Fixed(on=date(2025, 8, 15)),
)


def file(name: str = "ke-hoach.txt") -> Evidence:
    """A file whose digest hangs on its name."""
    digest = derived("file", name).hex * 2
    return Evidence(
        sha256=digest,
        bytes=10,
        media_type="text/plain",
        file_name=name,
        received_at=at("2025-08-01"),
    )


def reading(**other: Any) -> c.ReadPlan:
    """The short plan with one unknown name, one line without a date and one problem."""
    said: dict[str, Any] = {
        "plan_id": PLAN,
        "code": "cchc-2025-2",
        "file": file(),
        "title": "Kế hoạch cải cách hành chính",
        "lines": (LED, UNKNOWN, UNDATED, STANDING),
        "problems": (Problem(code="date_not_real", where="dòng 12"),),
        "unknown_units": ("Phòng VH-XH", "Trung tâm hành chính công"),
    }
    return c.ReadPlan(**{**said, **other})


def read() -> Story:
    """The draft as it was read on 01/08/2025."""
    story = Story(decide=decide, evolve=evolve, ward=ward())
    return story.when("2025-08-01", COORDINATOR, reading())


def reviewed() -> Story:
    """The draft with everything settled."""
    lived = read()
    for text, code in (("Phòng VH-XH", "VHXH"), ("Trung tâm hành chính công", "PVHCC")):
        command = c.RecogniseUnit(plan_id=PLAN, text=text, unit_id=unit(code))
        lived = lived.when("2025-08-02", COORDINATOR, command)
    dated = Line(
        ref="III.2.a",
        seq=3,
        field=2,
        text="Rà soát.",
        lead_id=unit("KTHTDT"),
        deadline=Fixed(on=date(2025, 11, 14)),
    )
    revise = c.ReviseLine(plan_id=PLAN, ref="III.2.a", after=dated)
    lived = lived.when("2025-08-02", COORDINATOR, revise)
    settle = c.SettleProblem(plan_id=PLAN, index=0, note="31/11 là 30/11")
    return lived.when("2025-08-02", COORDINATOR, settle)


def issued() -> Story:
    """The plan in force since 04/08/2025."""
    return reviewed().when("2025-08-04", CHAIR, c.IssuePlan(plan_id=PLAN), document=ISSUING)


def asked_for_snc() -> tuple[Any, Any]:
    """A plan in force with one open request of SNC, and the id of that request."""
    request_id = derived("request", "snc")
    command = c.RequestAmendment(
        plan_id=PLAN, request_id=request_id, unit_id=unit("SNC"), ref="III.2.b", what="bỏ"
    )
    asked = issued().when("2025-10-01", actor("head-snc"), command, reason="trùng việc")
    return asked.state, request_id
