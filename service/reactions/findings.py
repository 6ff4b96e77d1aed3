"""What a finding owes to other streams: minutes, conclusion, remedial task, and back again.

Each reaction reads the stream its event came from and asks for derived ids, so twice is once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from msgspec.structs import replace

from domain.fact import Command, Recorded
from domain.finding import commands as c
from domain.finding import events as f
from domain.finding.memory import Finding
from domain.finding.values import REMEDIED
from domain.ids import derived
from domain.inspection import commands as i
from domain.inspection import events as e
from domain.inspection.state import Inspection
from domain.task import commands as t
from domain.task import events as task_events
from domain.task.events import Content
from domain.task.memory import Task
from domain.values import Fixed, Link
from service import lookups
from service.briefing import team_of
from service.reactions.asking import ask_all
from service.reactions.runner import Reaction
from service.slices import FINDING, INSPECTION, TASK

if TYPE_CHECKING:
    from service.wiring import House


async def deliver(recorded: Recorded, house: House) -> None:
    """The minutes are frozen: every finding of the visit reaches the unit."""
    event = recorded.event
    if not isinstance(event, e.MinutesSigned | e.SignatureRefused) or not event.frozen:
        return
    inspection_id = recorded.originator_id
    history = await house.ledger.load(inspection_id, upto_version=recorded.originator_version)
    seen: Inspection = INSPECTION.fold(history)
    found = await lookups.findings_of(house.pool, inspection_id)
    commands = [
        c.DeliverFinding(finding_id=each.finding_id, team=team_of(seen))
        for each in found
        if each.stage == "recorded"
    ]
    await ask_all(house.desk, recorded, commands, happened_at=recorded.meta.happened_at)


async def move_report(recorded: Recorded, house: House) -> None:
    """Time that a unit was granted is not taken from the team (D25)."""
    event = recorded.event
    assert isinstance(event, f.MoreTimeGranted)
    finding = await _finding(recorded, house)
    if finding.inspection_id is None:
        return
    command = i.MoveReportLimit(inspection_id=finding.inspection_id, days=event.days)
    await ask_all(house.desk, recorded, [command], happened_at=recorded.meta.happened_at)


async def conclude(recorded: Recorded, house: House) -> None:
    """The chair's conclusion, finding by finding."""
    event, meta = recorded.event, recorded.meta
    assert isinstance(event, e.ConclusionIssued)
    commands = [
        c.ConcludeFinding(
            finding_id=each.finding_id,
            outcome=each.outcome,
            severity=each.severity,
            remedy_due=each.remedy_due,
            conclusion_event=meta.event_id,
            authority_post=meta.actor.on_behalf_of or meta.actor.post_id,
            why=each.why,
        )
        for each in event.outcomes
    ]
    await ask_all(
        house.desk, recorded, commands, document=meta.document, happened_at=meta.happened_at
    )


async def make_remedy(recorded: Recorded, house: House) -> None:
    """What was upheld or reopened becomes a task of the same register, linked both ways."""
    finding = await _finding(recorded, house)
    if not finding.needs_remedy or finding.due is None or finding.severity not in REMEDIED:
        return
    meta = recorded.meta
    command = t.AssignTask(
        task_id=derived("remedy", recorded.originator_id, finding.task_spell),
        content=remedy_content(recorded.originator_id, finding),
        authority_post_id=finding.authority_post,
    )
    await ask_all(
        house.desk,
        recorded,
        [command],
        reason=meta.reason,
        document=meta.document,
        happened_at=meta.happened_at,
    )


def remedy_content(finding_id: UUID, finding: Finding) -> Content:
    """The words of a remedial task: the finding's own."""
    assert finding.due is not None, "only what has a date becomes a task"
    return Content(
        text=f"Khắc phục phát hiện {finding.code}: {finding.description}",
        field=finding.field,
        product="Báo cáo kết quả khắc phục kèm minh chứng",
        lead_id=finding.unit_id,
        deadline=Fixed(on=finding.due.nominal_on),
        source="conclusion",
        links=(Link(kind="finding", id=str(finding_id), why=finding.code),),
    )


async def tell_finding(recorded: Recorded, house: House) -> None:
    """The result of a remedial task was handed in; its finding waits for a verifier."""
    event = recorded.event
    assert isinstance(event, task_events.ResultSubmitted)
    task: Task = TASK.fold(
        await house.ledger.load(recorded.originator_id, upto_version=recorded.originator_version)
    )
    if task.finding_id is None:
        return
    command = c.ReportRemediation(
        finding_id=UUID(task.finding_id),
        task_id=recorded.originator_id,
        submission_id=event.submission_id,
    )
    await ask_all(house.desk, recorded, [command], happened_at=recorded.meta.happened_at)


async def settle_task(recorded: Recorded, house: House) -> None:
    """Verified: the task is confirmed and the finding closed. Returned: the task is sent back."""
    event, meta = recorded.event, recorded.meta
    commands: list[Command] = []
    if isinstance(event, f.RemediationVerified):
        commands = [
            t.ConfirmCompletion(
                task_id=event.task_id,
                submission_id=event.submission_id,
                quality="met",
                remark=event.note,
            ),
            c.CloseFinding(finding_id=recorded.originator_id),
        ]
    elif isinstance(event, f.RemediationReturned):
        commands = [
            t.SendBackResult(
                task_id=event.task_id, submission_id=event.submission_id, defects=event.defects
            )
        ]
        commands += await _other_date(event, house)
    await ask_all(
        house.desk,
        recorded,
        commands,
        reason=meta.reason,
        document=meta.document,
        happened_at=meta.happened_at,
    )


async def _other_date(event: f.RemediationReturned, house: House) -> list[Command]:
    """A date that was given with the return moves the task as well."""
    if event.due is None:
        return []
    task: Task = TASK.fold(await house.ledger.load(event.task_id))
    words = replace(task.content, deadline=Fixed(on=event.due.nominal_on))
    return [t.AmendTask(task_id=event.task_id, after=words)]


async def _finding(recorded: Recorded, house: House) -> Finding:
    history = await house.ledger.load(
        recorded.originator_id, upto_version=recorded.originator_version
    )
    found: Finding = FINDING.fold(history)
    return found


DELIVER = Reaction(
    name="deliver_findings",
    topics=frozenset({e.MinutesSigned.stored_name, e.SignatureRefused.stored_name}),
    react=deliver,
)
"""The last signature or its refusal → DeliverFinding for each."""
MOVE_REPORT = Reaction(
    name="move_the_report_with_granted_time",
    topics=frozenset({f.MoreTimeGranted.stored_name}),
    react=move_report,
)
"""`finding.more_time_granted` → MoveReportLimit of its inspection."""
CONCLUDE = Reaction(
    name="conclude_findings",
    topics=frozenset({e.ConclusionIssued.stored_name}),
    react=conclude,
)
"""`inspection.conclusion_issued` → ConcludeFinding for each outcome."""
MAKE_REMEDY = Reaction(
    name="make_remedies",
    topics=frozenset({f.Concluded.stored_name, f.Reopened.stored_name}),
    react=make_remedy,
)
"""`finding.concluded` or `finding.reopened` → AssignTask `remedy:<finding>/<spell>`."""
TELL_FINDING = Reaction(
    name="tell_finding_its_remedy_was_submitted",
    topics=frozenset({task_events.ResultSubmitted.stored_name}),
    react=tell_finding,
)
"""`task.result_submitted` of a remedial task → ReportRemediation."""
SETTLE_TASK = Reaction(
    name="settle_the_remedial_task",
    topics=frozenset({f.RemediationVerified.stored_name, f.RemediationReturned.stored_name}),
    react=settle_task,
)
"""Verified → ConfirmCompletion, CloseFinding; returned → SendBackResult."""
