"""What an act of the story learns only when it is played: files, hashes shown, sealed orders."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from uuid import UUID

import msgspec
from msgspec.structs import replace

from domain.evaluation.commands import AppraiseScore, SubmitSelfScore
from domain.fact import Command
from domain.figures.commands import ImportFigures
from domain.finding.commands import SubmitExplanation
from domain.inspection.commands import SignMinutes, inspection_of_seal
from domain.seal.commands import NOWHERE, VaultCommand
from domain.task.commands import SubmitResult
from domain.values import Evidence
from service import lookups
from service.briefing import fact_of
from service.briefing_inspection import minutes_now
from service.demo.marking import with_evidence, with_machine_points
from service.demo.papers import keep
from service.demo.script import Act
from service.desk import Envelope, Who
from service.evidence import EvidenceStore
from service.slices import INSPECTION

if TYPE_CHECKING:
    from service.wiring import House

NOBODY = UUID(int=0)
FILES = {SubmitResult: "products", SubmitExplanation: "counter_evidence"}
"""Where a command keeps its files, if not under `evidence`."""


class Wardrobe:
    """Makes the commands of the story ready and hands them to the desk they belong to."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._sealing: dict[str, Act] = {}
        self._seals: dict[str, UUID] = {}

    def know(self, acts: Iterable[Act]) -> None:
        """Remember which acts seal something that others speak of."""
        self._sealing = {act.key: act for act in acts if act.seal == act.key}

    async def submit(self, act: Act, envelope: Envelope) -> None:
        """Raises Refused."""
        command = await self._ready(act)
        if isinstance(command, VaultCommand):
            receipt = await self._house.sealing.submit(command, envelope)
            self._seals[act.key] = receipt.seal_id
            return
        await self._house.desk.submit(command, envelope)

    async def _ready(self, act: Act) -> Command:
        command = act.command
        if act.seal and act.seal != act.key:
            command = _about(command, await self._sealed(act.seal))
        if isinstance(command, ImportFigures):
            (file,) = await self._files(act, act.person_id or NOBODY)
            return replace(command, file=file)
        if isinstance(command, SubmitSelfScore):
            files = await self._files(act, act.person_id or NOBODY)
            return await with_evidence(self._house, command, files)
        if isinstance(command, AppraiseScore):
            return await with_machine_points(self._house, command)
        if act.papers and act.person_id is not None:
            name = FILES.get(type(command), "evidence")
            command = replace(command, **{name: await self._files(act, act.person_id)})
        if isinstance(command, SignMinutes):
            shown = await self._shown(command.inspection_id)
            command = replace(command, content_hash=shown)
        return command

    async def _sealed(self, key: str) -> UUID:
        """Sealed twice, it is the same seal: so a story that goes on later finds it again."""
        if key not in self._seals:
            act = self._sealing[key]
            await self.submit(act, _again(act))
        return self._seals[key]

    async def _files(self, act: Act, person_id: UUID) -> tuple[Evidence, ...]:
        """Uploaded first, as a form would do."""
        store = EvidenceStore(self._house.settings.files)
        return tuple(
            [
                await keep(store, paper.name, paper.octets(), by_person=person_id, now=act.when)
                for paper in act.papers
            ]
        )

    async def _shown(self, inspection_id: UUID) -> str:
        """The hash of the minutes as a page would show them now."""
        house = self._house
        await house.freshness.wait(await house.ledger.max_position(), timeout=5)
        found = await lookups.findings_of(house.pool, inspection_id)
        seen = INSPECTION.fold(await house.ledger.load(inspection_id))
        if seen is None:
            return ""  # a visitor of the demo let it come to nothing; the desk says so
        facts = tuple(fact_of(each) for each in found)
        return await minutes_now(house.ledger, inspection_id, seen, facts)


def _about(command: Command, seal_id: UUID) -> Command:
    """The command with the ids that follow from the seal."""
    told: dict[str, Any] = {}
    fields = {field.name for field in msgspec.structs.fields(command)}
    if "seal_id" in fields and getattr(command, "seal_id", None) == NOWHERE:
        told["seal_id"] = seal_id
    if "inspection_id" in fields:
        told["inspection_id"] = inspection_of_seal(seal_id)
    return replace(command, **told)


def _again(act: Act) -> Envelope:
    return Envelope(
        who=Who(person_id=act.person_id, acting_post=act.acting_post),
        command_id=act.command_id,
        reason=act.reason,
        document=act.document,
    )
