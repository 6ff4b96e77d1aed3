"""The table of days off that comes with the program, as days of a calendar decision."""

from __future__ import annotations

import csv
import re
from datetime import date
from importlib.resources import files
from typing import cast

import msgspec

from domain.calendar import CalendarDay, DayKind
from domain.org.commands import DecideCalendar
from domain.values import Doc

FILE_NAME = "holidays.csv"
COMPILED_ON = date(2026, 2, 23)
"""Day of the newest source that the table was put together from."""


class ShippedDay(msgspec.Struct, frozen=True, kw_only=True):
    """One row: the day, and what was noted about where it comes from."""

    day: CalendarDay
    note: str


def shipped_days() -> tuple[ShippedDay, ...]:
    """Every row of the table, swapped days with the day they belong to."""
    text = (files("service") / "ward_data" / FILE_NAME).read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    pairs = _pairs(rows)
    return tuple(
        ShippedDay(
            day=CalendarDay(
                on=(on := date.fromisoformat(row["date"])),
                kind=cast(DayKind, row["kind"]),
                name=row["name_vi"],
                paired_with=pairs.get(on),
                confidence=row["confidence"],  # type: ignore[arg-type]
            ),
            note=row["note"],
        )
        for row in rows
    )


def first_decision() -> DecideCalendar:
    """The whole table as the first version of a ward's calendar."""
    return DecideCalendar(days=tuple(shipped.day for shipped in shipped_days()))


def source(today: date) -> Doc:
    """What the first version rests on while the ward has no paper of its own to name."""
    return Doc(
        number=FILE_NAME,
        issued_on=min(COMPILED_ON, today),
        issuer="Sổ Việc",
        abstract="Bảng ngày nghỉ lễ, tết, hoán đổi và làm bù kèm theo phần mềm",
    )


def _pairs(rows: list[dict[str, str]]) -> dict[date, date]:
    """A make-up day names the day off it stands for: `Làm bù cho ngày 02/5/2025`."""
    pairs: dict[date, date] = {}
    for row in rows:
        if row["kind"] != "working_swap":
            continue
        named = re.search(r"(\d{1,2})/(\d{1,2})/(\d{4})", row["name_vi"])
        assert named, f"{row['date']} does not say which day it makes up for"
        day, month, year = (int(part) for part in named.groups())
        worked, off = date.fromisoformat(row["date"]), date(year, month, day)
        pairs[worked], pairs[off] = off, worked
    return pairs
