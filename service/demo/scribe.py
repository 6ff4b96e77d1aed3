"""Writes the acts of one invented visit, each at its hour, about the right stream."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from domain.calendar import Calendar
from domain.checklist_item import Item
from domain.fact import Command
from domain.ids import derived
from domain.values import Doc
from service.checklist_file import shipped_items
from service.demo.cast import AUTHORITY, HEAD_OF
from service.demo.papers import Paper
from service.demo.script import ActScribe
from service.demo.visits import TEAMS, Flaw, Team, Visit

CHECKLIST_ID = derived("demo-checklist", "cchc-2025")
PROGRAMME_ID = derived("demo-programme", "KT-2025-2")
PERIOD = (date(2025, 7, 1), date(2025, 12, 31))
CHAIR = "chu-tich"
STATEMENT = "Tôi không có quan hệ nào ảnh hưởng đến việc kiểm tra đơn vị."


def paper(number: int, notation: str, on: date, abstract: str) -> Doc:
    """A document of the story."""
    return Doc(
        number=str(number),
        notation=notation,
        issued_on=on,
        issuer=AUTHORITY,
        signer="Chủ tịch Vũ Đình Khải",
        abstract=abstract,
    )


class Scribe(ActScribe):
    """Collects the acts of one visit."""

    def __init__(self, visit: Visit, calendar: Calendar) -> None:
        self.order_key = f"visit/{visit.name}/order"
        super().__init__(f"visit/{visit.name}", seal=self.order_key if visit.is_surprise else "")
        self.visit = visit
        self.calendar = calendar
        self.team: Team = TEAMS[visit.unit]
        self.head = HEAD_OF[visit.unit]
        self.inspection_id = derived("demo-inspection", visit.name)
        """Of an announced one; that of a surprise is known when its seal is."""

    def items(self) -> list[Item]:
        """What is asked of this unit, in the order of the list."""
        visit = self.visit
        handles = visit.unit == "PVHCC"
        return [
            item
            for item in shipped_items()
            if (not visit.fields or item.field in visit.fields)
            and (item.surprise_fit or not visit.is_surprise)
            and (
                item.applies_to == "all"
                or (item.applies_to == "handles_dossiers" and handles)
                or item.applies_to == visit.unit
            )
        ]

    def finding(self, flaw: Flaw) -> UUID:
        """The stream of a finding."""
        return derived("demo-finding", self.visit.name, flaw.item)

    def photos(self, flaw: Flaw) -> tuple[Paper, ...]:
        """A picture for a failed item."""
        return (Paper(f"Anh-{self.visit.name}-{flaw.item}.png"),)

    def at(self, hours: int, minutes: int) -> str:
        """Several visits of one day do not act in the same minute."""
        minutes += hours * 60 + self.visit.number % 10
        return f"{minutes // 60:02d}:{minutes % 60:02d}"

    def of_finding(
        self,
        on: date,
        at: str,
        post: str,
        flaw: Flaw,
        word: str,
        make: Callable[..., Command],
        *,
        reason: str | None = None,
        papers: tuple[Paper, ...] = (),
        **fields: Any,
    ) -> None:
        """One act about a finding."""
        self.write(
            on,
            at,
            post,
            f"{flaw.item}/{word}",
            make(finding_id=self.finding(flaw), **fields),
            reason=reason,
            papers=papers,
        )

    def tell(
        self,
        on: date,
        at: str,
        post: str,
        make: Callable[..., Command],
        *,
        key: str = "",
        reason: str | None = None,
        document: Doc | None = None,
        papers: tuple[Paper, ...] = (),
        **fields: Any,
    ) -> None:
        """One act about the inspection."""
        self.write(
            on,
            at,
            post,
            key or f"{len(self.written)}/{make.__name__}",
            make(inspection_id=self.inspection_id, **fields),
            reason=reason,
            document=document,
            papers=papers,
        )
