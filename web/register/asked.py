"""The register's filters as an address: read from one, written to one, each removable."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import msgspec

from domain.values import FIELDS
from domain.ward import Ward
from projections.plan_index import PlanRow
from projections.register_filter import ALL_STAGES, OPEN_STAGES, RegisterFilter
from projections.register_order import CLASS_ORDER, SORTS, Sorting
from projections.vietnamese import sort_key

ADDRESS = "/tasks"
STAGES = ("open", "all", *ALL_STAGES)
SOURCES = ("city", "ward", "plan", "conclusion", "dialogue", "feedback", "self")
NATURES = ("regular", "focus", "urgent", "very_urgent", "flash")
NAMES = (
    "q",
    "unit",
    "part",
    "field",
    "class",
    "stage",
    "source",
    "person",
    "due_from",
    "due_to",
    "plan",
    "within",
    "version",
    "nature",
    "weight",
    "late_entry",
    "extended_from",
    "asks",
)
"""Every filter there is, in the order in which they are said."""
WORDS_MAX = 200
_DECIMAL = re.compile(r"\d{1,3}(?:\.\d{1,3})?", re.ASCII)


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What an address asks of the register; what it says wrongly is left out."""

    given: dict[str, str]
    """The filters that are on, as they stand in the address."""
    filter: RegisterFilter
    sorting: Sorting
    as_of: str = ""
    """The past moment that is shown, as it stands in the address; empty for now."""

    @property
    def sort(self) -> str:
        """As it stands in the address: `due`, `-code`."""
        return f"-{self.sorting.by}" if self.sorting.descending else self.sorting.by

    def address(self, path: str = ADDRESS, **changes: str | None) -> str:
        """The same list with something changed; None takes a filter off."""
        kept = {**self.given, **changes}
        if "sort" not in changes and self.sort != "due":
            kept["sort"] = self.sort
        if "as_of" not in changes:
            kept["as_of"] = self.as_of
        return address(path, kept)

    def sorted_by(self, key: str) -> str:
        """The list by a column; once more turns it round."""
        turned = self.sorting.by == key and not self.sorting.descending
        return self.address(sort=f"-{key}" if turned else key)

    @property
    def query(self) -> str:
        """The filters alone, to be kept under a name."""
        return self.address("", as_of=None).removeprefix("?")


def address(path: str, filters: Mapping[str, Any]) -> str:
    """An address of the register; empty filters are left out."""
    kept = [(name, str(value)) for name, value in filters.items() if value not in (None, "")]
    return f"{path}?{urlencode(kept)}" if kept else path


def register_link(**filters: Any) -> str:
    """The list behind a number; several values of one filter are given as a sequence."""
    joined = {
        name: ",".join(str(v) for v in value) if isinstance(value, list | tuple) else value
        for name, value in filters.items()
    }
    return address(ADDRESS, {"class" if n == "classes" else n: v for n, v in joined.items()})


def read_asked(
    typed: Mapping[str, str],
    ward: Ward,
    today: date,
    plans: Iterable[PlanRow],
    *,
    sees_drafts: bool = False,
    as_of: str = "",
) -> Asked:
    """Read an address against the ward as it is, or was."""
    reader = _Reader(typed, ward, today, {plan.code: plan for plan in plans})
    found = reader.filter(sees_drafts=sees_drafts)
    return Asked(given=reader.given, filter=found, sorting=_sorting(typed, ward), as_of=as_of)


def _sorting(typed: Mapping[str, str], ward: Ward) -> Sorting:
    wanted = typed.get("sort", "due")
    by = wanted.removeprefix("-")
    if by not in SORTS:
        by, wanted = "due", "due"
    units = sorted(ward.units.values(), key=lambda unit: sort_key(unit.name))
    return Sorting(
        by=by, descending=wanted.startswith("-"), unit_order=tuple(u.unit_id for u in units)
    )


class _Reader:
    """Reads filter by filter and remembers which of them meant something."""

    def __init__(
        self, typed: Mapping[str, str], ward: Ward, today: date, plans: Mapping[str, PlanRow]
    ) -> None:
        self._typed = typed
        self._ward = ward
        self._today = today
        self._plans = plans
        self.given: dict[str, str] = {}

    def filter(self, *, sees_drafts: bool) -> RegisterFilter:
        """Everything the address asks."""
        stages = (*STAGES, "drafted") if sees_drafts else STAGES
        plan, within = self._plan("plan"), self._plan("within")
        version, late = self._number("version"), self._one("late_entry", ("1",))
        return RegisterFilter(
            words=self._words("q"),
            leads=self._units("unit"),
            takes_part=self._units("part"),
            fields=tuple(int(f) for f in self._many("field", [str(f) for f in FIELDS])),
            classes=self._many("class", CLASS_ORDER),
            stages=_stages(self._many("stage", stages)),
            sources=self._many("source", SOURCES),
            natures=self._many("nature", NATURES),
            posts=self._person("person"),
            due_from=self._day("due_from"),
            due_to=self._day("due_to"),
            plan_id=plan.plan_id if plan else None,
            plan_version=version,
            within_plan=_within(within),
            weight=self._decimal("weight"),
            late_entry_over=self._ward.days("late_entry_days", self._today) if late else None,
            extended_from=self._day("extended_from"),
            asks_extension=bool(self._one("asks", ("1",))),
        )

    def _words(self, name: str) -> str:
        words = " ".join(self._typed.get(name, "").split())[:WORDS_MAX]
        self._keep(name, words)
        return words

    def _decimal(self, name: str) -> str:
        """As a task keeps it, with a point; people type a comma."""
        typed = self._typed.get(name, "").strip().replace(",", ".")
        number = typed if _DECIMAL.fullmatch(typed) else ""
        self._keep(name, number)
        return number

    def _many(self, name: str, allowed: Iterable[str]) -> tuple[str, ...]:
        known = set(allowed)
        wanted = self._typed.get(name, "").split(",")
        values = tuple(dict.fromkeys(value for value in wanted if value in known))
        self._keep(name, ",".join(values))
        return values

    def _one(self, name: str, allowed: Iterable[str]) -> str:
        return next(iter(self._many(name, allowed)), "")

    def _units(self, name: str) -> tuple[UUID, ...]:
        by_code = {unit.code.casefold(): unit for unit in self._ward.units.values()}
        wanted = [code.casefold() for code in self._typed.get(name, "").split(",")]
        units = [by_code[code] for code in dict.fromkeys(wanted) if code in by_code]
        self._keep(name, ",".join(unit.code.casefold() for unit in units))
        return tuple(unit.unit_id for unit in units)

    def _person(self, name: str) -> tuple[UUID, ...]:
        try:
            person_id = UUID(self._typed.get(name, ""))
        except ValueError:
            return ()
        held = [term.post_id for term in self._ward.terms if term.person_id == person_id]
        if held:
            self._keep(name, str(person_id))
        return tuple(dict.fromkeys(held))

    def _plan(self, name: str) -> PlanRow | None:
        plan = self._plans.get(self._typed.get(name, ""))
        self._keep(name, plan.code if plan else "")
        return plan

    def _day(self, name: str) -> date | None:
        on = read_day(self._typed.get(name, "").strip())
        self._keep(name, on.isoformat() if on else "")
        return on

    def _number(self, name: str) -> int | None:
        typed = self._typed.get(name, "")
        number = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 5 else None
        self._keep(name, str(number) if number is not None else "")
        return number

    def _keep(self, name: str, value: str) -> None:
        if value:
            self.given[name] = value


def read_day(typed: str) -> date | None:
    """A day of an address: yyyy-mm-dd, or dd/mm/yyyy as people type it."""
    for shape in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(typed, shape).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None


def _within(plan: PlanRow | None) -> tuple[UUID, date, date] | None:
    if plan is None:
        return None
    return (plan.plan_id, plan.period_from or date.min, plan.period_to or date.max)


def _stages(wanted: tuple[str, ...]) -> tuple[str, ...]:
    if not wanted or wanted == ("open",):
        return OPEN_STAGES
    if "all" in wanted:
        return ALL_STAGES
    opened = OPEN_STAGES if "open" in wanted else ()
    return tuple(dict.fromkeys((*opened, *(stage for stage in wanted if stage != "open"))))
