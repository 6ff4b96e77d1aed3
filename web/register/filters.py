"""The filter bar of the register: what can be chosen, what is on, and lists with a name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

import msgspec

from domain.values import FIELDS
from domain.ward import Ward
from projections.plan_index import PlanRow
from projections.register_filter import ALL_STAGES
from projections.register_order import CLASS_ORDER
from projections.time_class_sql import Days
from projections.vietnamese import person_key, sort_key
from service.reading_marks import SavedFilter
from web.register.asked import ADDRESS, NATURES, SOURCES, Asked, address, read_day
from web.register.lines import field_name, unit_name
from web.texts import Language, say
from web.wording import day

Option = tuple[str, str]
SOON_IN_WORKING_DAYS = 5
HIDDEN = ("part", "within", "late_entry", "extended_from", "asks")
"""Filters without a field of their own: the form carries them along."""


class ActiveFilter(msgspec.Struct, frozen=True):
    """A filter that is on, in words, with the address without it."""

    label: str
    value: str
    href: str


class NamedList(msgspec.Struct, frozen=True):
    """A saved filter; `own` ones can be forgotten."""

    name: str
    href: str
    is_current: bool
    own: bool = False


class FilterWords:
    """The filters in one language, for one day."""

    def __init__(
        self, ward: Ward, days: Days, language: Language, plans: Iterable[PlanRow]
    ) -> None:
        self._ward = ward
        self._days = days
        self._language: Language = language
        self._plans = list(plans)

    def options(self, asked: Asked, *, sees_drafts: bool) -> Mapping[str, list[Option]]:
        """What each field of the form offers; several values at once are offered as they came."""
        offered = {
            "unit": self._units(),
            "field": [(str(f), field_name(f, self._language)) for f in FIELDS],
            "class": [(name, self._class(name)) for name in CLASS_ORDER],
            "stage": self._stages(sees_drafts=sees_drafts),
            "source": [(name, self._say(f"source.{name}")) for name in SOURCES],
            "nature": [(name, self._say(f"nature.{name}")) for name in NATURES],
            "person": self._people(),
            "plan": [(p.code, p.title) for p in self._plans if p.stage == "issued"],
        }
        for name, options in offered.items():
            value = asked.given.get(name, "")
            if value and value not in dict(options):
                options.append((value, self.value(name, value)))
        return offered

    def active(self, asked: Asked) -> list[ActiveFilter]:
        """The filters that are on."""
        return [
            ActiveFilter(
                self._say(f"register.filter.{name}"),
                self.value(name, value),
                asked.address(**{name: None}),
            )
            for name, value in asked.given.items()
        ]

    def value(self, name: str, value: str) -> str:
        """A value in words."""
        return ", ".join(self._one(name, part) for part in value.split(",")) if value else ""

    def named(self, asked: Asked, saved: Iterable[SavedFilter]) -> list[NamedList]:
        """The four that are given, and the reader's own."""
        calendar, today = self._ward.calendar, self._days.today
        soon = calendar.after(today, SOON_IN_WORKING_DAYS)
        given: dict[str, dict[str, str]] = {
            "overdue": {"class": "overdue"},
            "soon": {
                "class": "due_today,due_soon,in_time",
                "due_from": today.isoformat(),
                "due_to": soon.isoformat(),
            },
            "waiting": {"class": "waiting_in_time,waiting_late"},
            "no_deadline": {"class": "no_deadline"},
        }
        lists = [
            NamedList(
                self._say(f"register.saved.{name}", n=SOON_IN_WORKING_DAYS),
                address(ADDRESS, filters),
                filters == asked.given,
            )
            for name, filters in given.items()
        ]
        for each in saved:
            filters = dict(parse_qsl(each.query))
            without_sort = {name: value for name, value in filters.items() if name != "sort"}
            href = f"{ADDRESS}?{urlencode(filters)}"
            lists.append(NamedList(each.name, href, without_sort == asked.given, own=True))
        return lists

    def _one(self, name: str, value: str) -> str:
        match name:
            case "unit" | "part":
                return next(
                    (u.name for u in self._ward.units.values() if u.code.casefold() == value),
                    value,
                )
            case "field":
                return field_name(int(value), self._language)
            case "class":
                return self._class(value)
            case "stage":
                return self._stage(value)
            case "source" | "nature":
                return self._say(f"{name}.{value}")
            case "person":
                person = self._ward.persons.get(UUID(value))
                return person.full_name if person else value
            case "due_from" | "due_to" | "extended_from":
                on = read_day(value)
                return day(on) if on else value
            case "plan" | "within":
                return next((p.title for p in self._plans if p.code == value), value)
            case "late_entry" | "asks":
                return self._say("yes")
            case _:
                return value.replace(".", ",") if name == "weight" else value

    def _units(self) -> list[Option]:
        today = self._days.today
        units = [
            (unit.code.casefold(), unit_name(self._ward, unit.unit_id, today, self._language))
            for unit in self._ward.units.values()
        ]
        return sorted(units, key=lambda option: sort_key(option[1]))

    def _people(self) -> list[Option]:
        today = self._days.today
        held = {term.person_id for term in self._ward.terms if term.in_force(today)}
        people = [(str(p), self._ward.persons[p].full_name) for p in held]
        return sorted(people, key=lambda option: person_key(option[1]))

    def _stages(self, *, sees_drafts: bool) -> list[Option]:
        names = ("all", *(("drafted",) if sees_drafts else ()), *ALL_STAGES)
        return [(name, self._stage(name)) for name in names]

    def _stage(self, name: str) -> str:
        if name in ("open", "all"):
            return self._say(f"register.stage.{name}")
        return self._say(f"stage.{name}")

    def _class(self, name: str) -> str:
        if name in ("suspended", "returned", "withdrawn", "drafted"):
            return self._say(f"stage.{name}")
        return self._say("class.done_late_plain" if name == "done_late" else f"class.{name}")

    def _say(self, key: str, **facts: object) -> str:
        return say(self._language, key, **facts)
