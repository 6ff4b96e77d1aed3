"""What a command must be told of other streams before it is decided: looked up here, never typed.

Streams are read from the journal; lists come from the read models once these have seen everything
that was recorded before. Sealed orders come from the vault, for those whom it names.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date, datetime
from typing import Any, Protocol, cast
from uuid import UUID

import msgspec
from msgspec.structs import replace

from domain.checklist_item import Item
from domain.evaluation import commands as evaluation
from domain.fact import Command, local_date
from domain.figures import commands as figures
from domain.finding import commands as finding
from domain.finding.decide.recording import number_series
from domain.finding.memory import OVER, Finding
from domain.finding.repeats import is_repeat
from domain.finding.values import Team, Visit
from domain.ids import ORGANISATION, register
from domain.inspection import commands as inspection
from domain.inspection.parts import FindingFact, Severity
from domain.inspection.state import Inspection
from domain.refusal import Refused
from domain.seal import commands as seal
from domain.seal.values import SealedOrder
from domain.separation import people_in_post
from domain.task.memory import Task
from domain.ward import Ward
from service import briefing_evaluation, briefing_inspection, lookups
from service.checklists import published
from service.desk import Who
from service.ledger import Ledger
from service.seal_reveal import asked_for, opening_of, voidings_of
from service.slices import INSPECTION, TASK
from service.vault import Vault

WAIT_SECONDS = 2.0


class Waiter(Protocol):
    """Waits until the read models have seen a position."""

    async def wait(self, position: int, timeout: float = 0.5) -> bool:
        """True when they have."""


class Asked(msgspec.Struct, frozen=True):
    """Who asks, when, and what stands in the stream so far."""

    who: Who
    on: date
    now: datetime
    ward: Ward
    state: Any


class Briefing:
    """Fills the looked-up fields of commands."""

    def __init__(self, pool: lookups.Pool, ledger: Ledger, freshness: Waiter, vault: Vault) -> None:
        self._pool = pool
        self._ledger = ledger
        self._freshness = freshness
        self._vault = vault
        self._told: dict[type[Command], Callable[[Any, Asked], Awaitable[Command]]] = {
            finding.RecordFinding: self._recording,
            finding.EnterEarlierFinding: self._entering_earlier,
            finding.VerifyRemediation: self._judging,
            finding.ReturnRemediation: self._judging,
            inspection.OrderInspection: self._ordering,
            inspection.CheckItem: self._computing,
            inspection.OverruleFigure: self._computing,
            inspection.DrawUpMinutes: self._minuting,
            inspection.GiveUnitOpinion: self._minuting,
            inspection.SignMinutes: self._minuting,
            inspection.CloseVisit: self._with_findings,
            inspection.ReportInspection: self._with_findings,
            inspection.IssueConclusion: self._with_findings,
            inspection.CloseInspection: self._with_findings,
            evaluation.DraftRuleSet: self._rules,
            evaluation.AdoptRuleSet: self._rules,
            evaluation.OpenRound: self._round,
            evaluation.SubmitSelfScore: self._scoring,
            evaluation.AppraiseScore: self._scoring,
            evaluation.DeliverAppraisal: self._scoring,
            evaluation.DecideAppeal: self._scoring,
            evaluation.ApproveScore: self._scoring,
            figures.RecordSelfAssessment: self._assessing,
            seal.OpenSealedOrder: self._opening,
            seal.PublishVoid: self._publishing,
        }

    async def tell(
        self, command: Command, who: Who, on: date, now: datetime, ward: Ward, state: Any
    ) -> Command:
        """The command with what it has to know; the same one if that is nothing."""
        told = self._told.get(type(command))
        return await told(command, Asked(who, on, now, ward, state)) if told else command

    async def _seen_by_models(self) -> None:
        await self._freshness.wait(await self._ledger.max_position(), timeout=WAIT_SECONDS)

    # -- findings --------------------------------------------------------------

    async def _recording(self, command: finding.RecordFinding, asked: Asked) -> Command:
        seen: Inspection | None = INSPECTION.fold(await self._ledger.load(command.inspection_id))
        if seen is None:
            return replace(command, visit=None, repeat_of=())
        item = seen.item(command.item_key)
        if item is None:
            raise Refused("inspection.item_not_in_checklist", item_key=command.item_key)
        visit = await self._visit(command.inspection_id, seen)
        return replace(
            command,
            item_code=item.code,
            field=item.field,
            visit=visit,
            repeat_of=await self._repeats(command, visit, asked),
        )

    async def _visit(self, inspection_id: UUID, seen: Inspection) -> Visit:
        opened = seen.opened_at or seen.ordered_at
        visit = Visit(
            inspection_id=inspection_id,
            unit_id=seen.unit_id,
            stage=seen.stage,
            opened_on=local_date(opened),
            closed_at=seen.visit_closed_at,
            frozen_at=seen.frozen_at,
            team=team_of(seen),
            limits=seen.limits,
        )
        numbers = register(number_series(visit), visit.opened_on.year)
        return replace(visit, next_no=await self._ledger.version(numbers) + 1)

    async def _repeats(
        self, command: finding.RecordFinding, visit: Visit, asked: Asked
    ) -> tuple[UUID, ...]:
        await self._seen_by_models()
        months = visit.limits.repeat_months
        earlier = await lookups.earlier_findings(
            self._pool, visit.unit_id, command.item_key, asked.on
        )
        return tuple(
            each.finding_id
            for each in earlier
            if each.finding_id != command.finding_id
            and is_repeat(each.recorded_on, asked.on, months)
        )

    async def _entering_earlier(
        self, command: finding.EnterEarlierFinding, asked: Asked
    ) -> Command:
        first = await self._ledger.load(ORGANISATION, upto_version=1)
        started_on = first[0].meta.recorded_on if first else None
        return replace(command, started_on=started_on)

    async def _judging(
        self, command: finding.VerifyRemediation | finding.ReturnRemediation, asked: Asked
    ) -> Command:
        state: Finding | None = asked.state
        report = state.report if state is not None else None
        if report is None:
            return replace(command, workers=())
        task: Task | None = TASK.fold(await self._ledger.load(report.task_id))
        return replace(command, workers=tuple(sorted(_workers(task, asked))))

    async def _with_findings(self, command: inspection.InspectionCommand, asked: Asked) -> Command:
        await self._seen_by_models()
        found = await lookups.findings_of(self._pool, command.inspection_id)
        return replace(command, findings=tuple(fact_of(each) for each in found))

    # -- orders and minutes ------------------------------------------------------

    async def _ordering(self, command: inspection.OrderInspection, asked: Asked) -> Command:
        await self._seen_by_models()
        who = asked.who
        held = asked.ward.posts_of(who.person_id, asked.on) if who.person_id is not None else ()
        posts = [who.acting_post] if who.acting_post else [post.post_id for post in held]
        return await briefing_inspection.ordering(
            command, self._pool, self._ledger, posts, asked.on
        )

    async def _computing(
        self, command: inspection.CheckItem | inspection.OverruleFigure, asked: Asked
    ) -> Command:
        return await briefing_inspection.computing(command, self._pool, asked.state, asked.on)

    async def _minuting(self, command: inspection.InspectionCommand, asked: Asked) -> Command:
        await self._seen_by_models()
        found = await lookups.findings_of(self._pool, command.inspection_id)
        facts = tuple(fact_of(each) for each in found)
        return await briefing_inspection.minuting(command, self._ledger, asked.state, facts)

    # -- evaluation ---------------------------------------------------------------

    async def _rules(
        self, command: evaluation.DraftRuleSet | evaluation.AdoptRuleSet, asked: Asked
    ) -> Command:
        if isinstance(command, evaluation.DraftRuleSet):
            return briefing_evaluation.drafting(command)
        return briefing_evaluation.adopting(command, asked.state)

    async def _round(self, command: evaluation.OpenRound, asked: Asked) -> Command:
        return await briefing_evaluation.opening(command, self._ledger)

    async def _scoring(self, command: evaluation.ScoringCommand, asked: Asked) -> Command:
        return await briefing_evaluation.scoring(
            command, self._pool, self._ledger, self._freshness, asked.ward, asked.state
        )

    async def _assessing(self, command: figures.RecordSelfAssessment, asked: Asked) -> Command:
        return await briefing_evaluation.assessing(command, self._ledger)

    # -- sealed orders -----------------------------------------------------------

    async def _opening(self, command: seal.OpenSealedOrder, asked: Asked) -> Command:
        async with self._vault.opened() as boxes:
            kept = asked_for(boxes, command.seal_id, asked.who.person_id, asked.now)
            versions = await self._ledger.versions([each.seal_id for each in boxes])
            opening = opening_of(kept, boxes, versions, asked.ward, asked.now)
            order, people = kept.content, frozenset(r.person_id for r in kept.readers)
        assert isinstance(order, SealedOrder), "only orders are opened"
        items = await self._items(order)
        return replace(command, opening=opening, people=people, items=items)

    async def _items(self, order: SealedOrder) -> tuple[Item, ...]:
        place = order.checklist
        found = await published(self._ledger, place.checklist_id, place.version)
        return found.items if found is not None else ()

    async def _publishing(self, command: seal.PublishVoid, asked: Asked) -> Command:
        if asked.who.system is not None:
            return command  # the clock has looked it up itself
        async with self._vault.opened() as boxes:
            kept = asked_for(boxes, command.seal_id, asked.who.person_id, asked.now)
            versions = await self._ledger.versions([each.seal_id for each in boxes])
            voidings = voidings_of(kept, boxes, versions, asked.now)
            people = frozenset(r.person_id for r in kept.readers)
        return replace(command, voidings=voidings, people=people)


def fact_of(brief: lookups.FindingBrief | lookups.FindingRow) -> FindingFact:
    """A finding as the decisions of its inspection know it."""
    return FindingFact(
        finding_id=brief.finding_id,
        code=brief.code,
        item_key=brief.item_key,
        severity=cast(Severity, brief.severity),
        clock_until=brief.answering_until,
        is_open=brief.stage not in OVER,
        is_dropped=brief.stage == "dropped",
    )


def team_of(seen: Inspection) -> Team:
    """The team as a finding keeps it."""
    return Team(
        leader_post=seen.leader_post,
        secretary_post=seen.secretary_post,
        member_posts=seen.member_posts,
    )


def _workers(task: Task | None, asked: Asked) -> frozenset[UUID]:
    """Everybody who worked on the remedial task, in whichever spell."""
    found: frozenset[UUID] = frozenset()
    for worker in task.workers if task is not None else ():
        found |= worker.people
        if worker.post_id is not None:
            found |= people_in_post(worker.post_id, worker.on, asked.on, asked.ward)
    return found
