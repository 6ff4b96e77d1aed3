"""K12: findings from shortcoming up: recorded, repeated, remedied in time or late, open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from domain.accountability.fact_line import Basis
from domain.accountability.line_writer import LineWriter, effect
from domain.accountability.marks import Mark, Words
from domain.finding.memory import OBJECTING
from domain.finding.values import LIGHTER
from domain.values import Due

COUNTED = frozenset(LIGHTER[LIGHTER.index("shortcoming") :])


@dataclass
class Closing:
    """The end of a spell, and the reopening that undid it."""

    mark: Mark
    due: Due | None
    reopened: Mark | None = None


@dataclass
class FindingLife:
    """A finding folded from its marks up to the cut."""

    words: Words
    unit_id: UUID
    recorded: Mark
    severity: str
    explained: list[Mark] = field(default_factory=list)
    due: Due | None = None
    reported: Mark | None = None
    """A remedy that waits for its verifier."""
    closings: list[Closing] = field(default_factory=list)
    is_open: bool = True

    @property
    def recorded_on(self) -> date:
        """One from paper bears the day of the paper."""
        return self.recorded.to_on or self.recorded.on

    @property
    def is_counted(self) -> bool:
        """Heavy enough for K12, as it was concluded, else as it was found."""
        return self.severity in COUNTED

    @property
    def said(self) -> Mark | None:
        """The explanation that counts: the last one in time, else the last late one."""
        said = [mark for mark in self.explained if mark.on_time] or self.explained
        return said[-1] if said else None

    @property
    def basis(self) -> Basis:
        """Objected to by the unit, at least in part."""
        objects = self.said is not None and self.said.word in OBJECTING
        return "contested" if objects else "verified"

    @property
    def own_words(self) -> str:
        """What the unit said."""
        return self.said.text if self.said is not None else ""


def finding_lines(marks: Sequence[Mark], to: LineWriter) -> None:
    """Every line that a finding gives in the period."""
    life = finding_life(marks)
    if life is None:
        return
    to.called(life.words.code, life.words.title)
    if to.counts_on(life.recorded_on):
        _write_recorded(life, to)
    _write_closings(life, to)
    _write_open(life, to)
    for mark in marks:
        kind = ANSWERS.get(mark.name)
        if kind is not None and to.counts_on(mark.on):
            _write_answer(kind, life, mark, to)


def finding_life(marks: Sequence[Mark]) -> FindingLife | None:
    """None before it was recorded."""
    life: FindingLife | None = None
    for mark in marks:
        if mark.words is not None and mark.about is not None:
            life = FindingLife(
                words=mark.words,
                unit_id=mark.about,
                recorded=mark,
                severity=mark.words.kind,
                is_open=mark.name == "finding.recorded",
            )
        elif life is not None:
            _step(life, mark)
    return life


def _step(life: FindingLife, mark: Mark) -> None:
    match mark.name:
        case "finding.explanation_submitted":
            life.explained.append(mark)
        case "finding.dropped":
            life.severity, life.is_open = "dropped", False
        case "finding.handed_over":
            life.is_open = False
        case "finding.concluded":
            life.severity, life.due = mark.word, mark.due
            life.is_open = mark.word in COUNTED
        case _:
            _remedy(life, mark)


def _remedy(life: FindingLife, mark: Mark) -> None:
    match mark.name:
        case "finding.remediation_reported":
            life.reported = mark
        case "finding.remediation_returned":
            life.reported = None
            life.due = mark.due if mark.moves_due else life.due
        case "finding.deadline_recalculated":
            life.due = mark.due if life.due == mark.former else life.due
        case "finding.closed":
            life.is_open = False
            life.closings.append(Closing(mark=mark, due=life.due))
        case "finding.reopened":
            life.is_open, life.reported, life.due = True, None, mark.due
            if life.closings:
                life.closings[-1].reopened = mark


def _write_recorded(life: FindingLife, to: LineWriter) -> None:
    effects, is_repeated = [], life.is_counted and life.recorded.days > 0
    if life.is_counted:
        effects.append(effect("K12", "recorded"))
    if is_repeated:
        effects.append(effect("K12", "repeated"))
    kind = "finding_repeated" if is_repeated else "finding_recorded"
    if life.severity == "commendation":
        kind = "finding_praise"
    elif life.severity == "dropped":
        kind = "finding_dropped"
    to.write(
        kind,
        life.recorded_on,
        life.unit_id,
        *effects,
        mark=life.recorded,
        facts={"severity": life.severity, "item": life.words.item},
        basis=life.basis,
        own_words=life.own_words,
    )


def _write_closings(life: FindingLife, to: LineWriter) -> None:
    """A finding is counted once: by its last end in the period, unless that was undone in it."""
    closed = [closing for closing in life.closings if to.counts_on(closing.mark.on)]
    for closing in closed:
        undone = closing.reopened is not None and to.counts_on(closing.reopened.on)
        is_counted = life.is_counted and closing is closed[-1] and not undone
        _write_closed(life, closing, to, is_counted=is_counted)


def _write_closed(life: FindingLife, closing: Closing, to: LineWriter, *, is_counted: bool) -> None:
    mark, due = closing.mark, closing.due
    part = "closed_in_time" if mark.on_time else "late"
    # T12: what became late is charged to whoever was in office on the last day
    on = mark.on if mark.on_time or due is None else due.last_on
    facts: dict[str, object] = {"severity": life.severity, "closed_on": mark.on}
    if due is not None:
        facts["last_on"] = due.last_on
    to.write(
        "finding_closed_in_time" if mark.on_time else "finding_closed_late",
        on,
        life.unit_id,
        *([effect("K12", part)] if is_counted else []),
        mark=mark,
        facts=facts,
        basis=life.basis,
        own_words=life.own_words,
    )


def _write_open(life: FindingLife, to: LineWriter) -> None:
    """Open past the date at the cut; a remedy reported in time waits for the verifier only."""
    due, cut = life.due, to.period.cut_on
    if not (life.is_open and life.is_counted) or due is None or due.last_on > cut:
        return
    if life.reported is not None and life.reported.on <= due.last_on:
        return
    to.write(
        "finding_open_past_due",
        cut,
        life.unit_id,
        effect("K12", "open_past_due"),
        facts={
            "severity": life.severity,
            "last_on": due.last_on,
            "days": to.ward.calendar.working_days(due.last_on, cut),
        },
        basis=life.basis,
        own_words=life.own_words,
    )


ANSWERS = {
    "finding.acknowledged": "finding_acknowledged",
    "finding.acknowledgement_lapsed": "finding_not_acknowledged",
    "finding.explanation_submitted": "finding_explained",
    "finding.explanation_lapsed": "finding_not_explained",
    "finding.remediation_reported": "remedy_reported",
    "finding.remediation_verified": "remedy_verified",
    "finding.remediation_returned": "remedy_returned",
    "finding.reopened": "finding_reopened",
    "finding.handed_over": "finding_handed_over",
}
"""Acts that change no figure and still belong to the past."""


def _write_answer(kind: str, life: FindingLife, mark: Mark, to: LineWriter) -> None:
    told = mark.name in ("finding.explanation_submitted", "finding.remediation_reported")
    is_explained = mark.name == "finding.explanation_submitted"
    to.write(
        kind,
        mark.on,
        life.unit_id,
        mark=mark,
        facts={"stance": mark.word} if is_explained else {},
        basis="claimed" if told else "verified",
        own_words=mark.text if is_explained else "",
    )
