"""Stories 21 to 23 through the desk: silence, conclusion, repeats, a remedy in two spells."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import date
from uuid import UUID

import pytest

from domain.finding import commands as f
from domain.ids import derived
from domain.inspection import commands as c
from domain.inspection.parts import OutcomeAsked
from domain.refusal import Refused
from domain.task import commands as t
from domain.task.memory import Task
from domain.values import Doc
from projections.finding_file import fold as file_of
from projections.finding_query import Wanted, line, lines, of_inspection
from service.demo.cast import post_id
from service.slices import TASK
from tests import stories as s
from tests.service.founded_ward import Told, Ward
from tests.service.inspected_ward import (
    HEAD,
    LEADER,
    MEMBER,
    SECRETARY,
    UNIT,
    VISIT,
    Inspected,
    drawing,
    inspected,
)

FINDING = derived("test", "silent-finding")
ITEM = "cchc-5.1"
REMEDY = derived("remedy", FINDING, 1)
CONCLUSION = Doc(number="91", notation="TB-UBND", issued_on=date(2025, 10, 23), issuer="UBND")


def record(finding_id: UUID = FINDING, item: str = ITEM, **more: object) -> f.RecordFinding:
    said = {
        "finding_id": finding_id,
        "inspection_id": VISIT,
        "item_key": item,
        "severity": "shortcoming",
        "description": "Hai chỗ làm việc vắng không lý do.",
        **more,
    }
    return f.RecordFinding(**said)  # type: ignore[arg-type]


async def frozen(story: Inspected) -> None:
    """Story 21 up to the evening of 06/10: signed by the team, refused by the head."""
    await story.at_the_door()
    await story.ask("2025-10-06 09:00", MEMBER, record())
    await story.answered({ITEM: FINDING})
    await story.ask("2025-10-06 11:00", LEADER, c.CloseVisit(inspection_id=VISIT))
    await story.ask(
        "2025-10-06 11:30", SECRETARY, c.DrawUpMinutes(inspection_id=VISIT, drawing=drawing())
    )
    shown = await story.shown()
    for role, post in (("leader", LEADER), ("secretary", SECRETARY)):
        sign = c.SignMinutes(
            inspection_id=VISIT,
            role=role,  # type: ignore[arg-type]
            content_hash=shown,
            hash_now="",
            stepped_up=True,
        )
        await story.ask("2025-10-06 11:40", post, sign)
    assert (await story.finding(FINDING)).stage == "recorded"
    refuse = c.RefuseSignature(inspection_id=VISIT, witness_post=post_id("gd-hcc"))
    await story.ask("2025-10-06 12:00", SECRETARY, refuse, reason="Không đồng ý số liệu.")


async def concluded(story: Inspected) -> None:
    """Silence on both limits, report on 17/10, conclusion on 23/10."""
    await story.pass_to("2025-10-08 23:50")
    assert (await story.finding(FINDING)).stage == "delivered"
    await story.pass_to("2025-10-09 00:10")
    await story.pass_to("2025-10-16 00:10")
    report = c.ReportInspection(inspection_id=VISIT, summary="Kết quả kiểm tra.")
    await story.ask("2025-10-17 08:00", LEADER, report)
    outcome = OutcomeAsked(finding_id=FINDING, outcome="upheld", severity="shortcoming")
    conclude = c.IssueConclusion(inspection_id=VISIT, outcomes=(outcome,))
    await story.ask("2025-10-23 15:00", "chu-tich", conclude, document=CONCLUSION)


async def task(story: Inspected) -> Task:
    state = TASK.fold(await story.facts(REMEDY))
    assert isinstance(state, Task)
    return state


def hand_in(n: int) -> t.SubmitResult:
    return t.SubmitResult(
        task_id=REMEDY,
        submission_id=s.submission(n),
        products=(s.evidence(f"khac-phuc-{n}.pdf"),),
        text="Đã khắc phục.",
    )


def test_story_21_refused_signature_and_silence(tell: Callable[[Told], None]) -> None:
    async def run(ward: Ward) -> None:
        async with inspected(ward) as story:
            await frozen(story)
            assert (await story.inspection()).stage == "frozen", "valid without the head"
            finding = await story.finding(FINDING)
            assert (finding.stage, finding.code, finding.no) == ("delivered", "PH-2025-001", 1)
            assert finding.acknowledge_by is not None
            assert finding.acknowledge_by.last_on == date(2025, 10, 8)
            report = c.ReportInspection(inspection_id=VISIT, summary="Sớm quá.")
            with pytest.raises(Refused) as caught:
                await story.ask("2025-10-07 08:00", LEADER, report)
            assert caught.value.code == "inspection.findings_unanswered"
            assert caught.value.facts["codes"] == ["PH-2025-001"]
            await concluded(story)
            names = [(r.name, r.meta.actor.capacity) for r in await story.facts(FINDING)]
            assert names == [
                ("finding.recorded", "own"),
                ("finding.delivered", "reaction"),
                ("finding.acknowledgement_lapsed", "clock"),
                ("finding.explanation_lapsed", "clock"),
                ("finding.concluded", "reaction"),
            ]
            lapsed = [r.event for r in await story.facts(FINDING)][2:4]
            assert [e.for_on for e in lapsed] == [date(2025, 10, 8), date(2025, 10, 15)]  # type: ignore[attr-defined]
            remedy = await task(story)
            assert remedy.due is not None
            assert (remedy.due.nominal_on, remedy.due.last_on) == (
                date(2025, 11, 22),
                date(2025, 11, 24),
            )
            assert (remedy.lead_id, remedy.source, remedy.field) == (UNIT, "conclusion", 5)
            assert remedy.finding_id == str(FINDING)
            row = await line(ward.house.pool, FINDING)
            assert row is not None
            assert (row.stage, row.is_silent, row.plan_by, row.remedy_by) == (
                "upheld",
                True,
                date(2025, 10, 30),
                date(2025, 11, 24),
            )

    tell(run)


async def remedied(story: Inspected) -> None:
    """Story 23: handed in, returned, handed in late, verified."""
    await story.ask("2025-10-24 08:00", HEAD, t.AcceptTask(task_id=REMEDY))
    await story.ask("2025-11-20 09:00", HEAD, hand_in(1))
    back = f.ReturnRemediation(finding_id=FINDING, defects="Chưa có sổ theo dõi.")
    await story.ask("2025-11-25 09:00", SECRETARY, back)
    await story.ask("2025-11-28 09:00", HEAD, hand_in(2))
    verify = f.VerifyRemediation(finding_id=FINDING, way="visit", note="Đã xem sổ.")
    await story.ask("2025-12-05 09:00", MEMBER, verify)


def test_story_23_remedy_failed_then_verified(tell: Callable[[Told], None]) -> None:
    async def run(ward: Ward) -> None:
        async with inspected(ward) as story:
            await frozen(story)
            await concluded(story)
            await remedied(story)
            done = await task(story)
            assert done.stage == "confirmed"
            assert done.verdict is not None
            verdict = done.verdict
            assert (verdict.last_on, verdict.days_late, verdict.schedule, verdict.quality) == (
                date(2025, 11, 24),
                4,
                "late",
                "met",
            )
            finding = await story.finding(FINDING)
            assert (finding.stage, finding.in_time, finding.spell) == ("closed", False, 2)
            file = file_of(await story.facts(FINDING), ward.clock.now())
            first, second = file.spells
            assert (first.no, second.no, file.task_ids) == (1, 2, (REMEDY,))
            assert (first.verdict.defects, second.reported.verify_by.last_on) == (  # type: ignore[union-attr]
                "Chưa có sổ theo dõi.",
                date(2025, 12, 12),
            )
            row = await line(ward.house.pool, FINDING)
            assert row is not None
            assert (row.in_time, row.is_open, row.closed_on) == (False, False, date(2025, 12, 5))
            close = c.CloseInspection(inspection_id=VISIT, file_code="05.KT")
            await story.ask("2025-12-08 08:00", SECRETARY, close)

    tell(run)


def test_a_remedial_task_ends_only_through_its_finding(tell: Callable[[Told], None]) -> None:
    async def run(ward: Ward) -> None:
        async with inspected(ward) as story:
            await frozen(story)
            await concluded(story)
            await story.ask("2025-10-24 08:00", HEAD, t.AcceptTask(task_id=REMEDY))
            await story.ask("2025-11-20 09:00", HEAD, hand_in(1))
            confirm = t.ConfirmCompletion(
                task_id=REMEDY, submission_id=s.submission(1), quality="met"
            )
            with pytest.raises(Refused) as caught:
                await story.ask("2025-11-21 10:00", "chu-tich", confirm)
            assert caught.value.code == "task.confirmed_by_verification"
            withdraw = t.WithdrawTask(task_id=REMEDY)
            with pytest.raises(Refused) as caught:
                await story.ask("2025-11-21 10:05", "chu-tich", withdraw)
            assert caught.value.code == "task.remedy_of_open_finding"
            verify = f.VerifyRemediation(finding_id=FINDING, way="file")
            for post in ("chu-tich", "chanh-vp", HEAD):
                with pytest.raises(Refused) as caught:
                    await story.ask("2025-11-21 10:10", post, verify)
                assert caught.value.code == "not_allowed", post
            close = c.CloseInspection(inspection_id=VISIT, file_code="05.KT")
            with pytest.raises(Refused) as caught:
                await story.ask("2025-11-21 10:20", SECRETARY, close)
            assert caught.value.code == "inspection.findings_open"

    tell(run)


def test_story_22_repeats_within_twelve_months(tell: Callable[[Told], None]) -> None:
    earlier = {"cchc-5.1": "2024-11-06", "cchc-5.2": "2024-10-06", "cchc-5.3": "2024-09-05"}

    async def run(ward: Ward) -> None:
        async with inspected(ward) as story:
            for item, day in earlier.items():
                enter = f.EnterEarlierFinding(
                    finding_id=derived("earlier", item),
                    unit_id=UNIT,
                    item_key=item,
                    severity="shortcoming",
                    description="Theo kết luận năm 2024.",
                    recorded_on=date.fromisoformat(day),
                )
                await story.ask("2025-08-05 09:00", "dau-moi", enter)
            late = f.EnterEarlierFinding(
                finding_id=derived("earlier", "x"),
                unit_id=UNIT,
                item_key="cchc-5.1",
                severity="shortcoming",
                description="Sau ngày bắt đầu.",
                recorded_on=date(2025, 7, 1),
            )
            with pytest.raises(Refused, match="before_system_only"):
                await story.ask("2025-08-05 09:10", "dau-moi", late)
            await story.at_the_door()
            for item in earlier:
                again = record(derived("again", item), item)
                await story.ask("2025-10-06 09:00", MEMBER, again)
            found = {each.item_key: each for each in await of_inspection(ward.house.pool, VISIT)}
            assert len(found) == 3
            pool = ward.house.pool
            marked = await lines(pool, Wanted(inspection_id=VISIT, is_repeated=True))
            assert [each.item_key for each in marked] == ["cchc-5.1", "cchc-5.2"]
            drop = f.DropFinding(finding_id=derived("earlier", "cchc-5.2"))
            await story.ask("2025-10-06 10:00", "dau-moi", drop)
            marked = await lines(pool, Wanted(inspection_id=VISIT, is_repeated=True))
            assert [each.item_key for each in marked] == ["cchc-5.1"], "the mark falls away"

    tell(run)


def test_two_at_once_get_two_numbers(tell: Callable[[Told], None]) -> None:
    async def run(ward: Ward) -> None:
        async with inspected(ward) as story:
            await story.at_the_door()
            ids = [derived("at-once", n) for n in range(4)]
            desk = ward.desk
            await asyncio.gather(*(desk.submit(record(each), ward.as_post(MEMBER)) for each in ids))
            numbers = sorted([(await story.finding(each)).no for each in ids])
            assert numbers == [1, 2, 3, 4]

    tell(run)
