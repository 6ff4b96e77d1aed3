"""From an uploaded file to the command that makes a draft of it; nothing is half-imported."""

from __future__ import annotations

import asyncio
import re
from datetime import date
from pathlib import Path
from uuid import UUID

from domain.plan.commands import ReadAppendix, ReadPlan
from domain.reading.draft import PlanDraft
from domain.reading.units import KnownUnits
from domain.reading.wording import flat
from domain.values import Evidence
from domain.ward import Ward
from service.plan_lines_read import parts_of
from service.reading.file_kind import SIZE_LIMIT
from service.reading.open_plan import read_plan_bytes

UPLOAD_LIMIT = SIZE_LIMIT
"""Bytes of a plan document; what is longer is refused while it is still arriving."""

TITLE_MAX = 300
CODE_MAX = 40
REFORM = "cai cach hanh chinh"
ONE_AT_A_TIME = asyncio.Semaphore(1)
"""A file is unpacked and read in memory; two large ones at once would double that."""


def known_units(ward: Ward, on: date) -> KnownUnits:
    """Names and aliases the reader may recognise."""
    return [
        (unit.name, (*(n.name for n in unit.names[:-1]), *unit.aliases, unit.code))
        for unit in ward.units.values()
        if unit.active_on(on)
    ]


async def read_upload(
    path: Path, file_name: str, ward: Ward, on: date, *, derived: bool
) -> PlanDraft:
    """The draft of a file that lies on our own disk; raises Unreadable."""

    def read() -> PlanDraft:
        return read_plan_bytes(file_name, path.read_bytes(), known_units(ward, on), derived=derived)

    async with ONE_AT_A_TIME:
        return await asyncio.to_thread(read)


def plan_command(
    draft: PlanDraft,
    file: Evidence,
    ward: Ward,
    on: date,
    *,
    plan_id: UUID,
    code: str = "",
    again: bool = False,
) -> ReadPlan:
    """The command that makes a new draft."""
    parts = parts_of(draft, ward, on)
    heading = draft.plan
    return ReadPlan(
        plan_id=plan_id,
        code=code or proposed_code(heading.title, heading.period_from, on),
        file=file,
        title=heading.title[:TITLE_MAX],
        period_from=heading.period_from,
        period_to=heading.period_to,
        derived=draft.derived,
        lines=parts.lines,
        targets=parts.targets,
        duties=parts.duties,
        obligations=parts.obligations,
        problems=parts.problems,
        unknown_units=parts.unknown_units,
        reader_version=draft.reader_version,
        again=again,
    )


def appendix_command(
    draft: PlanDraft, file: Evidence, ward: Ward, on: date, *, plan_id: UUID, again: bool = False
) -> ReadAppendix:
    """The command that adds a second file to a draft."""
    parts = parts_of(draft, ward, on)
    return ReadAppendix(
        plan_id=plan_id,
        file=file,
        derived=draft.derived,
        lines=parts.lines,
        problems=parts.problems,
        unknown_units=parts.unknown_units,
        reader_version=draft.reader_version,
        again=again,
    )


def proposed_code(title: str, period_from: date | None, on: date) -> str:
    """An address for the plan: `cchc-2025-2` for reform in the second half of 2025."""
    plain = flat(title)
    start = period_from or on
    if REFORM in plain:
        word = "cchc"
    else:
        after = plain.partition("ke hoach")[2] or plain
        word = "".join(w[0] for w in re.findall(r"[a-z]+", after)[:6]) or "kh"
    half = "2" if start.month > 6 else "1"
    return f"{word}-{start.year}-{half}"


def code_of(text: str) -> str:
    """What a person typed, as an address: small letters, digits and hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", flat(text)).strip("-")[:CODE_MAX]


def free_code(wanted: str, taken: frozenset[str]) -> str:
    """The wanted address, or the next free one after it."""
    if wanted not in taken:
        return wanted
    return next(c for n in range(2, len(taken) + 3) if (c := f"{wanted}-{n}") not in taken)
