"""How the ward's real plan enters: read from its text and the derived appendix, then issued."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from importlib.resources import files
from typing import TYPE_CHECKING

from msgspec.structs import replace

from domain.fact import LOCAL
from domain.ids import derived, unit_id
from domain.plan import commands as p
from domain.plan.events import Line
from domain.plan.state import Plan
from domain.values import Conditional, Doc, Duration, Evidence, Standing
from service.demo.cast import AUTHORITY, WORKING_UNITS, holder_on, post_id
from service.demo.papers import keep
from service.demo.script import Act
from service.desk import Envelope, Who
from service.evidence import EvidenceStore
from service.plan_lines_read import ReadParts, parts_of
from service.reading.open_plan import read_plan_bytes
from service.slices import PLAN

if TYPE_CHECKING:
    from service.wiring import House

PLAN_ID = derived("demo-plan", "cchc-2025-2")
PLAN_CODE = "cchc-2025-2"
COORDINATOR = "dau-moi"
CHAIR = "chu-tich"
READ_AT = datetime(2025, 7, 30, 9, 0, tzinfo=LOCAL)
REVIEWED_AT = datetime(2025, 7, 31, 9, 0, tzinfo=LOCAL)
ISSUED_AT = datetime(2025, 8, 4, 14, 20, tzinfo=LOCAL)

PLAN_FILE = "ke-hoach-cchc-phu-lien-2025.txt"
APPENDIX_FILE = "appendix.csv"


async def planning_acts(house: House) -> list[Act]:
    """Reading first; the review can only be written once the draft exists."""
    plan: Plan | None = PLAN.fold(await house.ledger.load(PLAN_ID))
    if plan is None:
        await _read(house)
        plan = PLAN.fold(await house.ledger.load(PLAN_ID))
    assert plan is not None, "the plan was read a moment ago"
    return review_acts(plan)


async def _read(house: House) -> None:
    """Read both files as the coordinator would upload them."""
    ward = await house.ward()
    today = READ_AT.date()
    store = EvidenceStore(house.settings.files)

    for number, (name, is_derived) in enumerate(((PLAN_FILE, False), (APPENDIX_FILE, True))):
        data = (files("service") / "ward_data" / name).read_bytes()
        draft = read_plan_bytes(
            name, data, [(u.name, u.aliases) for u in ward.units.values()], derived=is_derived
        )
        parts = parts_of(draft, ward, today)
        evidence = await keep(
            store, name, data, by_person=holder_on(COORDINATOR, today), now=READ_AT
        )
        command = _read_command(draft.plan.title, evidence, parts, is_derived)
        await house.desk.submit(
            command,
            Envelope(
                who=Who(person_id=holder_on(COORDINATOR, today), acting_post=post_id(COORDINATOR)),
                command_id=derived("demo-act", f"read/{number}"),
            ),
        )


def _read_command(
    title: str, evidence: Evidence, parts: ReadParts, is_derived: bool
) -> p.ReadPlan | p.ReadAppendix:
    if is_derived:
        return p.ReadAppendix(
            plan_id=PLAN_ID,
            file=evidence,
            derived=True,
            lines=parts.lines,
            problems=parts.problems,
            unknown_units=parts.unknown_units,
        )
    return p.ReadPlan(
        plan_id=PLAN_ID,
        code=PLAN_CODE,
        file=evidence,
        title=title,
        period_from=date(2025, 7, 1),
        period_to=date(2025, 12, 31),
        lines=parts.lines,
        targets=parts.targets,
        duties=parts.duties,
        obligations=parts.obligations,
        problems=parts.problems,
        unknown_units=parts.unknown_units,
    )


def review_acts(plan: Plan) -> list[Act]:
    """What the coordinator settles line by line before the chair issues."""
    commands: list[p.PlanCommand] = []
    commands.extend(
        p.ReviseLine(plan_id=PLAN_ID, ref=line.ref, after=_reviewed(line))
        for line in plan.lines
        if _reviewed(line) != line
    )
    commands.extend(
        p.SettleProblem(plan_id=PLAN_ID, index=index, note="Đã xem, giữ nguyên như văn bản.")
        for index, problem in enumerate(plan.problems)
        if not problem.settled
    )
    review = [
        Act(
            when=REVIEWED_AT + timedelta(minutes=2 * number),
            key=f"review/{command.__class__.__name__}/{number}",
            post=COORDINATOR,
            command=command,
        )
        for number, command in enumerate(commands)
    ]
    issue = Act(
        when=ISSUED_AT,
        key="issue",
        post=CHAIR,
        command=p.IssuePlan(plan_id=PLAN_ID),
        document=Doc(
            number="41",
            notation="QĐ-UBND",
            issued_on=ISSUED_AT.date(),
            issuer=AUTHORITY,
            signer="Chủ tịch Vũ Đình Khải",
            abstract="Ban hành Kế hoạch cải cách hành chính 6 tháng cuối năm 2025 (minh họa)",
        ),
    )
    return [*review, issue]


def _reviewed(line: Line) -> Line:
    """Part III gives no days: those lines become standing duties reported by the quarter."""
    if line.deadline is None and line.kind == "single":
        return replace(line, kind="standing", deadline=Standing(report_every="quarter"))
    if line.deadline is None and line.kind == "conditional":
        guidance = Conditional(
            awaits="Hướng dẫn của thành phố",
            then=Duration(days=20, start="trigger"),
            latest_on=date(2025, 12, 31),
        )
        return replace(line, deadline=guidance)
    if line.kind == "group":
        return replace(line, group=tuple(unit_id(code) for code in WORKING_UNITS))
    return line
