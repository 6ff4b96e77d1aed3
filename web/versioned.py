"""What is published in numbered versions and has perhaps an open draft, behind an address."""

from __future__ import annotations

from typing import Generic, TypeVar

import msgspec
from litestar.exceptions import NotFoundException

from domain.checklist.state import Checklist
from domain.evaluation.rule_set.state import RuleSet
from domain.fact import Recorded

State = TypeVar("State", Checklist, RuleSet)
Edition = TypeVar("Edition")
"""One version as pages show it, or the draft under its coming number."""


class Versioned(msgspec.Struct, Generic[State, Edition], frozen=True, kw_only=True):
    """It was found; its acts are at hand."""

    state: State
    records: list[Recorded]

    @property
    def version(self) -> int:
        """The last event a form may have seen."""
        return self.records[-1].originator_version

    @property
    def numbers(self) -> list[int]:
        """Every version that can be looked at, the draft last."""
        known = [version.number for version in self.state.versions]
        return [*known, self.state.next_number] if self.state.draft is not None else known

    def find_edition(self, number: int) -> Edition | None:
        """None if there is no such one."""
        raise NotImplementedError

    def edition(self, number: int | None) -> Edition:
        """By its number; raises NotFoundException."""
        found = self.find_edition(number) if number else None
        if found is None:
            raise NotFoundException
        return found

    def compared(self, earlier: int | None, later: int | None) -> tuple[Edition, Edition]:
        """Two versions by the numbers asked for, else the newest and the one before it."""
        last = later or max(self.numbers, default=0)
        return self.edition(earlier or max(last - 1, 1)), self.edition(last)
