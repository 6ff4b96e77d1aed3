"""K11: the score of an inspection, once its minutes are frozen, as the conclusion left it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from domain.accountability.line_writer import LineWriter, effect
from domain.accountability.marks import Mark, Words


@dataclass
class InspectionLife:
    """An inspection folded from its marks up to the cut."""

    words: Words
    unit_id: UUID
    opened: Mark | None = None
    drawn: Mark | None = None
    frozen: Mark | None = None
    concluded: Mark | None = None
    opinion: str = ""
    is_refused: bool = False
    """The head did not sign."""


def inspection_lines(marks: Sequence[Mark], to: LineWriter) -> None:
    """Nothing is said of an inspection before it was opened at the unit's door."""
    life = _life(marks)
    if life is None:
        return
    to.called(life.words.code, "")
    if life.opened is not None and to.counts_on(life.opened.on):
        facts = {"kind": life.words.kind}
        to.write("inspection_opened", life.opened.on, life.unit_id, mark=life.opened, facts=facts)
    if life.frozen is not None and life.drawn is not None and to.counts_on(life.frozen.on):
        _write_score(life, life.frozen, life.concluded or life.drawn, to)


def _life(marks: Sequence[Mark]) -> InspectionLife | None:
    life: InspectionLife | None = None
    for mark in marks:
        if mark.words is not None and mark.about is not None:
            life = InspectionLife(words=mark.words, unit_id=mark.about)
        elif life is not None:
            _step(life, mark)
    return life


def _step(life: InspectionLife, mark: Mark) -> None:
    match mark.name:
        case "inspection.opened":
            life.opened = mark
        case "inspection.minutes_drawn_up":
            life.drawn, life.is_refused = mark, False
        case "inspection.unit_opinion_given":
            life.opinion = mark.text
        case "inspection.minutes_signed":
            life.is_refused = life.is_refused and mark.word != "head"
            life.frozen = mark if mark.counts else life.frozen
        case "inspection.signature_refused":
            life.is_refused = True
            life.opinion = life.opinion or mark.text
            life.frozen = mark if mark.counts else life.frozen
        case "inspection.conclusion_issued":
            life.concluded = mark


def _write_score(life: InspectionLife, frozen: Mark, scored: Mark, to: LineWriter) -> None:
    reached, applicable, scaled = scored.word.split("/")
    effects = [effect("K11", "inspections")]
    if scaled:
        points = int(Decimal(scaled) * 100)
        effects += [effect("K11", "mean_score", points), effect("K11", "last_score", points)]
    to.write(
        "inspection_scored",
        frozen.on,
        life.unit_id,
        *effects,
        mark=scored,
        facts={"reached": reached, "applicable": applicable, "scaled": scaled},
        basis="contested" if life.is_refused else "verified",
        own_words=life.opinion,
    )
