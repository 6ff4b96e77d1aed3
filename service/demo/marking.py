"""What an act of scoring learns only when it is played: files, codes of tasks, machine's points."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast
from uuid import UUID

from msgspec.structs import replace

from domain.evaluation.commands import AppraiseScore, SubmitSelfScore
from domain.evaluation.values import Mark, SelfLine
from domain.task.memory import Task
from domain.values import Evidence, Link
from service.briefing_evaluation import scoring
from service.slices import SHEET, TASK

if TYPE_CHECKING:
    from service.wiring import House

MOVED = "Số liệu được đính chính sau khi đơn vị tự chấm; lấy theo hệ thống (minh họa)."
"""Why the machine's points are no longer those the unit saw."""


async def with_evidence(
    house: House, command: SubmitSelfScore, files: Sequence[Evidence]
) -> SubmitSelfScore:
    """The files go, in their order, to the lines that show nothing else."""
    left = iter(files)
    lines = []
    for line in command.lines:
        if not line.explanation and not line.links:
            line = replace(line, evidence=tuple([each for each in [next(left, None)] if each]))
        lines.append(await _with_codes(house, line))
    return replace(command, lines=tuple(lines))


async def _with_codes(house: House, line: SelfLine) -> SelfLine:
    """Tasks are named by the code that the register gave them."""
    links = [await _named(house, link) for link in line.links]
    return replace(line, links=tuple(links))


async def _named(house: House, link: Link) -> Link:
    task = cast(Task | None, TASK.fold(await house.ledger.load(UUID(link.id))))
    return replace(link, why=task.code) if task is not None else link


async def with_machine_points(house: House, command: AppraiseScore) -> AppraiseScore:
    """Whatever the story says nothing of is marked as the machine has it."""
    sheet = SHEET.fold(await house.ledger.load(command.sheet_id))
    ward = await house.ward()
    told = cast(
        AppraiseScore,
        await scoring(command, house.pool, house.ledger, house.freshness, ward, sheet),
    ).told
    if told is None:
        return command  # a visitor of the demo is in the way; the desk says so
    said = {mark.key for mark in command.marks}
    rest = tuple(
        Mark(
            key=line.key,
            points=line.points,
            reason="" if sheet.self_points(line.key) in (None, line.points) else MOVED,
        )
        for line in told.lines
        if line.points is not None and line.key not in said
    )
    return replace(command, marks=(*command.marks, *rest))
