"""Figures and how they are told: a ratio, the goal it is held to, and a sentence beside it."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal, TextIO

import msgspec

Direction = Literal["≥", "≤", "="]


class Goal(msgspec.Struct, frozen=True):
    """What a figure must come to."""

    direction: Direction
    value: float

    def is_met(self, ratio: float) -> bool:
        """Whether a figure is good enough."""
        if self.direction == "=":
            return ratio == self.value
        return ratio >= self.value if self.direction == "≥" else ratio <= self.value

    def __str__(self) -> str:
        return f"{self.direction} {self.value:g}"


class Figure(msgspec.Struct, kw_only=True):
    """One line of the table."""

    name: str
    ratio: float | None
    goal: str = ""
    met: bool | None = None
    """None where there is no goal, or nothing could be measured."""
    note: str = ""


class Compared(msgspec.Struct, kw_only=True):
    """What one store did, in the same run on the same server."""

    store: str
    measure: str
    value: float | None
    unit: str
    against_ours: float | None = None
    """Ours is how many times as fast; above 1 it is ahead."""
    note: str = ""


class Results(msgspec.Struct, kw_only=True):
    """What a run has found so far."""

    machine: dict[str, Any] = {}
    figures: list[Figure] = []
    compared: list[Compared] = []


def figure(name: str, ratio: float, goal: Goal | None = None, note: str = "") -> Figure:
    """A measured line."""
    rounded = float(f"{ratio:.3g}") if ratio < 1000 else float(round(ratio))
    met = goal.is_met(rounded) if goal else None
    return Figure(name=name, ratio=rounded, goal=str(goal or ""), met=met, note=note)


def not_measured(name: str, goal: Goal | None, why: str) -> Figure:
    """A line that says why it has no figure."""
    return Figure(name=name, ratio=None, goal=str(goal or ""), met=None, note=why)


def at_least(value: float) -> Goal:
    """As fast as that, or faster."""
    return Goal("≥", value)


def at_most(value: float) -> Goal:
    """As much as that, or less."""
    return Goal("≤", value)


def exactly(value: float) -> Goal:
    """Nothing else will do."""
    return Goal("=", value)


def median(values: Sequence[float]) -> float:
    """The middle one: a machine that others use as well has bad moments."""
    return statistics.median(values)


def percentile(values: Sequence[float], share: float) -> float:
    """The value that this share of all values stays below."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def each(values: Sequence[float], digits: int = 2) -> str:
    """The single rounds, so that the reader sees how much they scatter."""
    return " ".join(f"{value:.{digits}f}" for value in values)


def write_table(results: Results, out: TextIO) -> None:
    """The table on the terminal."""
    marks = {True: "✓", False: "✗", None: "·"}
    width = max((len(line.name) for line in results.figures), default=0)
    for line in results.figures:
        ratio = "–" if line.ratio is None else f"{line.ratio:g}"
        out.write(
            f"{marks[line.met]} {line.name:<{width}}  {ratio:>8}  {line.goal:<7} {line.note}\n"
        )
    if results.compared:
        out.write("\n")
    for row in results.compared:
        value = "–" if row.value is None else f"{row.value:,.2f} {row.unit}"
        beside = "" if row.against_ours is None else f"ours {row.against_ours:.2f}×"
        out.write(f"  {row.measure:<34} {row.store:<18} {value:>18}  {beside:<12} {row.note}\n")
    out.flush()


def write_json(results: Results, file: Path) -> None:
    """The same for programs."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(msgspec.json.format(msgspec.json.encode(results), indent=1) + b"\n")
