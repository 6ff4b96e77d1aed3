"""The plan's matrix in words and links: every number is the list behind it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

import msgspec

from domain.values import FIELDS
from domain.ward import Ward
from projections.plan_index import PlanRow
from projections.plan_overview import PARTS, Basis, Numbers, Overview, classes_of
from projections.vietnamese import sort_key
from web.register.asked import register_link
from web.register.lines import field_name, unit_name
from web.texts import Language, say
from web.wording import number, percent

SCOPES: dict[str, tuple[str, ...]] = {
    "all": (),
    "city": ("city",),
    "ward": ("ward", "plan", "conclusion", "dialogue", "feedback", "self"),
}
"""Who set the task: the plan asks for the city's and the ward's own apart."""
APART: dict[str, tuple[str, ...]] = {
    "no_deadline": ("no_deadline", "done_no_deadline"),
    "standing": ("standing",),
    "conditional": ("conditional",),
    "suspended": ("suspended",),
    "returned": ("returned",),
    "withdrawn": ("withdrawn",),
}


class Linked(msgspec.Struct, frozen=True, kw_only=True):
    """A number, what it counts, and its list; zero leads nowhere."""

    part: str
    count: int
    href: str | None
    label: str
    """All of it, for ears."""
    then: int | None = None
    """The number of the day compared with."""


class Cell(msgspec.Struct, frozen=True, kw_only=True):
    """Two pairs and what is said below them."""

    numbers: tuple[Linked, ...]
    more: tuple[Linked, ...]
    is_empty: bool


class MatrixRow(msgspec.Struct, frozen=True, kw_only=True):
    """A field over all units, its total last."""

    name: str
    href: str
    cells: tuple[Cell, ...]
    total: Cell


class Matrix(msgspec.Struct, frozen=True, kw_only=True):
    """Fields × units with totals."""

    units: tuple[tuple[str, str, str], ...]
    """Slug, name, address of the unit's list."""
    rows: tuple[MatrixRow, ...]
    totals: tuple[Cell, ...]
    total: Cell


class MatrixWriter:
    """Writes the matrix of one plan for one choice of scope and basis."""

    def __init__(
        self,
        plan: PlanRow,
        ward: Ward,
        language: Language,
        *,
        scope: str,
        basis: Basis,
        today: date,
        as_of: str = "",
    ) -> None:
        self._plan = plan
        self._ward = ward
        self._language: Language = language
        self._scope = scope
        self._basis: Basis = basis
        self._today = today
        self._as_of = as_of

    def matrix(self, found: Overview, before: Overview | None) -> Matrix:
        """Everything, with the numbers of another day beside where one is given."""
        units = self._units(found)

        def cell(field: int | None, lead: UUID | None) -> Cell:
            then = _numbers(before, field, lead) if before else None
            return self._cell(_numbers(found, field, lead), field, lead, then)

        return Matrix(
            units=tuple(
                (self._slug(unit), self._unit(unit), self._link(unit=self._slug(unit)))
                for unit in units
            ),
            rows=tuple(
                MatrixRow(
                    name=field_name(field, self._language),
                    href=self._link(field=field),
                    cells=tuple(cell(field, unit) for unit in units),
                    total=cell(field, None),
                )
                for field in FIELDS
            ),
            totals=tuple(cell(None, unit) for unit in units),
            total=cell(None, None),
        )

    def apart(self, numbers: Numbers) -> list[tuple[str, int, str | None]]:
        """Lines of their own, outside the pairs."""
        return [
            (
                self._say(f"overview.apart.{name}"),
                numbers.of(*classes),
                self._link(classes=classes) if numbers.of(*classes) else None,
            )
            for name, classes in APART.items()
        ]

    def sentences(self, found: Overview) -> list[str]:
        """Four sentences, each with its denominator."""
        numbers, late = found.all, found.all.due_of("overdue")
        on_time = sum(numbers.due_by_class.get(c, 0) for c in self._classes("done_on_time"))
        done_late = sum(numbers.due_by_class.get(c, 0) for c in self._classes("done_late"))
        units = [unit for unit in found.columns if unit is not None]
        return [
            self._say(
                "overview.sentence.all",
                total=self._n(numbers.total),
                units=len(units),
                dated=self._n(numbers.dated),
            ),
            self._say(
                f"overview.sentence.done_{self._basis}",
                due=self._n(numbers.due),
                done=self._n(on_time + done_late),
                on_time=self._n(on_time),
                share=percent(self._language, on_time, numbers.due),
            ),
            self._say(
                "overview.sentence.overdue",
                overdue=self._n(numbers.of("overdue")),
                due=self._n(numbers.due),
                share_due=percent(self._language, late, numbers.due),
                dated=self._n(numbers.dated),
                share=percent(self._language, numbers.of("overdue"), numbers.dated),
            ),
            self._say(
                "overview.sentence.waiting",
                waiting=self._n(numbers.of("waiting_in_time", "waiting_late")),
                asking=self._n(numbers.asking),
            ),
        ]

    def _cell(
        self, numbers: Numbers, field: int | None, lead: UUID | None, then: Numbers | None
    ) -> Cell:
        spell: dict[str, object] = {}
        if field is not None:
            spell["field"] = field
        if lead is not None:
            spell["unit"] = self._slug(lead)
        pairs = tuple(
            self._linked(
                part,
                numbers.pair(part, self._basis),
                classes_of(part, self._basis),
                spell,
                then.pair(part, self._basis) if then else None,
            )
            for part in PARTS
        )
        more = [
            self._linked(part, numbers.of(*classes), classes, spell, None)
            for part, classes in (
                ("waiting", classes_of("waiting", self._basis)),
                ("returned", ("returned",)),
            )
            if classes and numbers.of(*classes)
        ]
        if numbers.asking:
            href = self._link(**spell, asks="1")
            label = self._say("overview.part.asking")
            more.append(Linked(part="asking", count=numbers.asking, href=href, label=label))
        return Cell(numbers=pairs, more=tuple(more), is_empty=not numbers.total)

    def _linked(
        self,
        part: str,
        count: int,
        classes: Sequence[str],
        spell: dict[str, object],
        then: int | None,
    ) -> Linked:
        return Linked(
            part=part,
            count=count,
            href=self._link(**spell, classes=classes) if count else None,
            label=self._say(f"overview.part.{part}"),
            then=then if then != count else None,
        )

    def _link(self, **filters: object) -> str:
        """The list behind a number, as of the same moment."""
        return register_link(
            within=self._plan.code,
            stage="all",
            source=SCOPES[self._scope],
            **filters,
            as_of=self._as_of,
        )

    def _classes(self, part: str) -> tuple[str, ...]:
        return classes_of(part, self._basis)

    def _units(self, found: Overview) -> list[UUID]:
        known = [unit for unit in found.columns if unit is not None]
        return sorted(known, key=lambda unit: sort_key(self._unit(unit)))

    def _unit(self, unit_id: UUID) -> str:
        return unit_name(self._ward, unit_id, self._today, self._language)

    def _slug(self, unit_id: UUID) -> str:
        unit = self._ward.units.get(unit_id)
        return unit.code.casefold() if unit else str(unit_id)

    def _n(self, count: int) -> str:
        return number(self._language, count)

    def _say(self, key: str, **facts: object) -> str:
        return say(self._language, key, **facts)


def _numbers(found: Overview, field: int | None, lead: UUID | None) -> Numbers:
    if field is None and lead is None:
        return found.all
    if field is None:
        return found.columns.get(lead, Numbers())
    if lead is None:
        return found.rows.get(field, Numbers())
    return found.cell(field, lead)


def reporting_cuts(from_on: date, until_on: date) -> list[date]:
    """The 5th of the last month of each quarter within a time: figures are cut there."""
    years = range(from_on.year, until_on.year + 1)
    cuts = [date(year, month, 5) for year in years for month in (3, 6, 9, 12)]
    return [cut for cut in cuts if from_on <= cut <= until_on]


def unit_choices(matrix: Matrix) -> Iterable[tuple[str, str]]:
    """Units by slug, for the picker of a phone."""
    return ((slug, name) for slug, name, _ in matrix.units)
