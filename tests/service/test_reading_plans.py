"""The ward's own plan and its derived appendix, from the file to the command."""

from __future__ import annotations

import asyncio
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest

from domain.plan.commands import ReadPlan
from domain.reading.unreadable import Unreadable
from domain.values import Evidence
from domain.ward import NameSince, Unit, Ward
from service.demo.cast import UNITS, unit
from service.reading_plans import (
    appendix_command,
    code_of,
    free_code,
    plan_command,
    proposed_code,
    read_upload,
)
from tests.spec import at

ON = date(2025, 7, 1)
PLAN_ID = unit("UBND")
WARD = Ward(
    units={
        unit(u.code): Unit(
            unit_id=unit(u.code),
            code=u.code,
            names=(NameSince(name=u.name, from_on=ON),),
            kind=u.kind,
            inspected=u.inspected,
            aliases=u.aliases,
            from_on=ON,
        )
        for u in UNITS
    }
)


def path_of(name: str) -> Path:
    return Path(str(files("service") / "ward_data" / name))


def evidence(name: str) -> Evidence:
    return Evidence(
        sha256="ab" * 32,
        bytes=1,
        media_type="text/plain",
        file_name=name,
        received_at=at("2025-07-01"),
    )


def read(name: str) -> ReadPlan:
    draft = asyncio.run(read_upload(path_of(name), name, WARD, ON, derived=False))
    return plan_command(draft, evidence(name), WARD, ON, plan_id=PLAN_ID)


def test_the_real_plan_becomes_a_draft_with_every_lead_recognised() -> None:
    command = read("ke-hoach-cchc-phu-lien-2025.txt")
    assert (command.code, len(command.lines), len(command.targets)) == ("cchc-2025-2", 36, 5)
    assert (len(command.duties), len(command.obligations)) == (22, 3)
    assert (command.period_from, command.period_to) == (ON, date(2025, 12, 31))
    assert command.unknown_units == ()
    leads = {line.field: line.lead_id for line in command.lines if line.ref != "III.7.d"}
    assert leads == {
        1: unit("VHXH"),
        2: unit("VP"),
        3: unit("PVHCC"),
        4: unit("VHXH"),
        5: unit("VHXH"),
        6: unit("KTHTDT"),
        7: unit("VHXH"),
    }
    assert [x.lead_id for x in command.lines if x.ref == "III.7.d"] == [unit("PVHCC")]
    assert all(line.source_text for line in command.lines)


def test_the_derived_appendix_joins_as_derived() -> None:
    name = "appendix.csv"
    draft = asyncio.run(read_upload(path_of(name), name, WARD, ON, derived=True))
    command = appendix_command(draft, evidence(name), WARD, ON, plan_id=PLAN_ID)
    assert (len(command.lines), command.derived) == (60, True)
    groups = [line for line in command.lines if line.group]
    assert {len(line.group) for line in groups} == {5}
    assert all(line.lead_id is not None or line.group for line in command.lines)


def test_what_is_no_plan_is_refused(tmp_path: Path) -> None:
    letter = tmp_path / "thu.txt"
    letter.write_text("Kính gửi anh.", encoding="utf-8")
    with pytest.raises(Unreadable) as caught:
        asyncio.run(read_upload(letter, "thu.txt", WARD, ON, derived=False))
    assert caught.value.code == "no_plan_structure"


def test_an_address_is_made_from_the_title_and_stays_free() -> None:
    assert proposed_code("Kế hoạch Cải cách hành chính", date(2026, 1, 1), ON) == "cchc-2026-1"
    assert proposed_code("Kế hoạch Chuyển đổi số", None, ON) == "cds-2025-2"
    assert code_of("  CCHC quý III / 2025 ") == "cchc-quy-iii-2025"
    assert free_code("x", frozenset({"x", "x-2"})) == "x-3"
