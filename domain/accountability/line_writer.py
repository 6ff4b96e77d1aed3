"""Writes the lines of one record: fills in the subject, the head in office and the act behind."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from domain.accountability.fact_line import Basis, FactLine, Period, Subject
from domain.accountability.marks import Mark, Record
from domain.accountability.quantity import Effect
from domain.ward import Ward


def effect(quantity: str, part: str, amount: int = 1) -> Effect:
    """What a line adds to a part of a quantity."""
    return Effect(quantity=quantity, part=part, amount=amount)


class LineWriter:
    """One record, one period; the lines come out in the order they are written."""

    def __init__(self, record: Record, period: Period, ward: Ward) -> None:
        self.record = record
        self.period = period
        self.ward = ward
        self.subject = Subject(kind=record.kind, id=record.id)
        self.lines: list[FactLine] = []

    def called(self, code: str, title: str) -> None:
        """The words by which the record is known at the cut."""
        self.subject = Subject(kind=self.record.kind, id=self.record.id, code=code, title=title)

    def counts_on(self, day: date) -> bool:
        """Whether a day lies in the period and not behind the cut."""
        return self.period.from_on <= day <= min(self.period.to_on, self.period.cut_on)

    def head_on(self, unit_id: UUID, on: date) -> UUID | None:
        """Who was in office as head of a unit on a day."""
        term = self.ward.head_of(unit_id, on)
        return term.person_id if term else None

    def write(
        self,
        kind: str,
        on: date,
        unit_id: UUID | None,
        *effects: Effect,
        mark: Mark | None = None,
        facts: Mapping[str, object] | None = None,
        basis: Basis = "verified",
        own_words: str = "",
        charged_post_id: UUID | None = None,
    ) -> None:
        """Write a line; nothing is charged where no unit answers."""
        if unit_id is None:
            return
        self.lines.append(
            FactLine(
                kind=kind,
                on=on,
                unit_id=unit_id,
                head_person_id=self.head_on(unit_id, on),
                charged_post_id=charged_post_id,
                subject=self.subject,
                act=self.record.place_of(mark) if mark else None,
                facts={name: _plain(fact) for name, fact in (facts or {}).items()},
                basis=basis,
                own_words=own_words,
                effects=effects,
            )
        )


def _plain(fact: object) -> str:
    return fact.isoformat() if isinstance(fact, date) else str(fact)
