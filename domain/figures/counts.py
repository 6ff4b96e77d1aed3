"""What a month of a unit comes to in counts, and which sums cannot be."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal
from uuid import UUID

from domain.ids import derived
from domain.values import Value

FiguresKind = Literal["dossiers", "survey"]
KINDS: tuple[FiguresKind, ...] = ("dossiers", "survey")


def figures_stream(kind: FiguresKind) -> UUID:
    """All imports of one kind are one stream, so that an import is recorded whole or not at all."""
    return derived("figures", kind)


class ImpossibleSum(Value, frozen=True, kw_only=True):
    """Counts that contradict each other: `rule` names the sum, `part` exceeds or misses `whole`."""

    rule: Literal["accounted", "received", "among", "answers", "either"]
    part: int
    whole: int


class DossierCounts(Value, frozen=True, kw_only=True):
    """Procedure dossiers of one field in one month; None is "the source does not say", never 0."""

    field: str = ""
    """Field of the procedures (lĩnh vực), such as land or civil status, as the source writes it."""
    carried_over: int | None = None
    """Open at the end of the month before."""
    received: int = 0
    received_direct: int | None = None
    received_online: int | None = None
    received_postal: int | None = None
    settled_early: int = 0
    settled_on_time: int = 0
    settled_late: int = 0
    open_in_time: int = 0
    open_overdue: int = 0
    awaiting_supplement: int | None = None
    refused: int | None = None
    withdrawn: int | None = None
    apologies: int | None = None
    """Letters of apology for lateness."""
    digitised: int | None = None
    paid_online: int | None = None
    rated: int | None = None
    """How many were rated by those who handed them in."""

    @property
    def taken_in(self) -> int:
        """What there was to do: carried over and received."""
        return (self.carried_over or 0) + self.received

    @property
    def settled(self) -> int:
        """Early, on time and late together."""
        return self.settled_early + self.settled_on_time + self.settled_late

    @property
    def settled_in_time(self) -> int:
        """On time or early."""
        return self.settled_early + self.settled_on_time

    @property
    def open(self) -> int:
        """Still in process at the end of the month, those that wait for papers apart."""
        return self.open_in_time + self.open_overdue

    @property
    def accounted(self) -> int:
        """Whatever became of them."""
        others = (self.awaiting_supplement, self.refused, self.withdrawn)
        return self.settled + self.open + sum(n or 0 for n in others)

    @property
    def unaccounted(self) -> int:
        """Taken in, and the source does not say what became of them."""
        return self.taken_in - self.accounted

    def impossible(self) -> ImpossibleSum | None:
        """The first sum that cannot be."""
        if self.accounted > self.taken_in:
            return ImpossibleSum(rule="accounted", part=self.accounted, whole=self.taken_in)
        ways = (self.received_direct, self.received_online, self.received_postal)
        known = sum(n or 0 for n in ways)
        if known > self.received or (None not in ways and known != self.received):
            return ImpossibleSum(rule="received", part=known, whole=self.received)
        for part in (self.digitised, self.paid_online, self.rated):
            if part is not None and part > self.taken_in:
                return ImpossibleSum(rule="among", part=part, whole=self.taken_in)
        return None


class SurveyCounts(Value, frozen=True, kw_only=True):
    """Answers of one month's satisfaction survey about one unit."""

    answers: int = 0
    satisfied: int = 0
    dissatisfied: int = 0
    late: int | None = None
    """Of those who answered, how many got their result late."""
    dissatisfied_or_late: int | None = None
    """How many were dissatisfied, or late, or both: what decision 766 takes off."""

    @property
    def taken_off(self) -> int | None:
        """Dissatisfied or late; where the source only has both apart, as if nobody were both."""
        if self.dissatisfied_or_late is not None:
            return self.dissatisfied_or_late
        if self.late is None:
            return None
        return min(self.answers, self.dissatisfied + self.late)

    @property
    def good(self) -> int | None:
        """The numerator of decision 766: all answers without those taken off."""
        off = self.taken_off
        return None if off is None else self.answers - off

    def impossible(self) -> ImpossibleSum | None:
        """The first sum that cannot be."""
        said = self.satisfied + self.dissatisfied
        if said > self.answers:
            return ImpossibleSum(rule="answers", part=said, whole=self.answers)
        if (self.late or 0) > self.answers:
            return ImpossibleSum(rule="answers", part=self.late or 0, whole=self.answers)
        either = self.dissatisfied_or_late
        if either is None:
            return None
        least = max(self.dissatisfied, self.late or 0)
        most = self.answers if self.late is None else self.dissatisfied + self.late
        if not least <= either <= min(most, self.answers):
            return ImpossibleSum(rule="either", part=either, whole=min(most, self.answers))
        return None


def negative(counts: DossierCounts | SurveyCounts) -> bool:
    """Whether a count is below zero."""
    numbers = (getattr(counts, name) for name in counts.__struct_fields__)
    return any(isinstance(number, int) and number < 0 for number in numbers)


def sum_of(rows: Iterable[DossierCounts]) -> DossierCounts:
    """All fields of a month, or several months together; the field is left blank.

    What only some of the sources say is not known of the whole.
    """
    return DossierCounts(**_sums(tuple(rows), DossierCounts))


def sum_of_surveys(rows: Iterable[SurveyCounts]) -> SurveyCounts:
    """Several months or units together."""
    listed = tuple(rows)
    off = [row.taken_off for row in listed]
    known = [n for n in off if n is not None]
    sums = _sums(listed, SurveyCounts)
    sums["dissatisfied_or_late"] = sum(known) if len(known) == len(off) else None
    return SurveyCounts(**sums)


def _sums(rows: tuple[Value, ...], kind: type[Value]) -> dict[str, Any]:
    sums: dict[str, Any] = {}
    for name in kind.__struct_fields__:
        if name == "field":
            continue
        values = [getattr(row, name) for row in rows]
        sums[name] = None if None in values else sum(values)
    return sums
