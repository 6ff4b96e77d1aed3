"""The table of quantities: the period beside its own past, each number with the list behind it."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from domain.accountability.fact_line import FactLine
from domain.accountability.quantity import Figures
from web.render import AnyRequest
from web.texts import Language, say
from web.units.asked import CODES, Asked
from web.units.counts import Told, contested_in, figures_behind, told
from web.units.loading import Opened, lines_of
from web.units.sight import PUBLISHED
from web.units.span import Span, in_words, span_before, spans_within

AT_CUT = frozenset({"K3", "K17"})
"""Counted at the end of the cut day, whatever the period."""


class Column(msgspec.Struct, frozen=True, kw_only=True):
    """A span with the lines in it."""

    span: Span
    label: str
    lines: tuple[FactLine, ...]
    figures: Figures


class Cell(msgspec.Struct, frozen=True, kw_only=True):
    """A quantity in a span; without an address there is nothing to list."""

    label: str
    told: Told
    href: str = ""
    contested: int = 0


class QuantityRow(msgspec.Struct, frozen=True, kw_only=True):
    """A quantity with its name, what it is counted of, and its cells."""

    code: str
    name: str
    of: str
    cells: tuple[Cell, ...]


async def columns_of(request: AnyRequest, opened: Opened) -> tuple[Column, ...]:
    """The whole period, its newest part, and the part before: the unit beside its own past."""
    language = opened.visit.language
    columns = [column(opened.asked.span, opened.lines, language)]
    for span in compared_spans(opened.asked):
        columns.append(await column_then(request, opened, span))
    return tuple(columns)


async def column_then(request: AnyRequest, opened: Opened, span: Span) -> Column:
    """Another span of the unit; what is counted at the cut, for a span that is over at its end."""
    unit_id, moment = opened.unit.unit_id, opened.moment
    lines = await lines_of(request, unit_id, span, moment)
    if span.to_on >= moment.on:
        return column(span, lines, opened.visit.language)
    at_end = msgspec.structs.replace(moment, on=span.to_on)
    ended = await lines_of(request, unit_id, span, at_end)
    kept = [line for line in lines if not is_at_cut(line)]
    kept += [line for line in ended if is_at_cut(line)]
    return column(span, kept, opened.visit.language)


def is_at_cut(line: FactLine) -> bool:
    """It tells how things stand at the cut, and nothing that happened in the period."""
    return any(
        effect.quantity in AT_CUT or effect.part == "open_past_due" for effect in line.effects
    )


def column(span: Span, lines: Sequence[FactLine], language: Language) -> Column:
    """A span with what its lines add up to."""
    return Column(
        span=span,
        label=in_words(span, language),
        lines=tuple(lines),
        figures=figures_behind(lines),
    )


def compared_spans(asked: Asked) -> tuple[Span, ...]:
    """The newest part that has begun and the one before it; of a month, the month before."""
    begun = [span for span in spans_within(asked.span) if span.from_on <= asked.moment.on]
    newest = begun[-1] if begun else None
    before = span_before(newest or asked.span)
    return tuple(span for span in (newest, before) if span is not None)


def rows_of(
    columns: Sequence[Column], asked: Asked, path: str, language: Language, *, is_whole: bool
) -> tuple[QuantityRow, ...]:
    """Every quantity the reader may see; numbers lead to their lines where he may read these."""
    codes = CODES if is_whole else PUBLISHED
    return tuple(
        QuantityRow(
            code=code,
            name=name_of(code, language),
            of=say(language, f"quantity.{code}.of"),
            cells=tuple(
                _cell(code, each, asked, path, language, is_whole=is_whole) for each in columns
            ),
        )
        for code in codes
    )


def name_of(code: str, language: Language) -> str:
    """`K1. Tỷ lệ hoàn thành`."""
    return f"{code}. {say(language, f'quantity.{code}.name')}"


def _cell(
    code: str, each: Column, asked: Asked, path: str, language: Language, *, is_whole: bool
) -> Cell:
    said = told(code, each.figures, language)
    href = ""
    if is_whole and said.is_there:
        href = list_address(asked, path, each.span, code)
    if code in AT_CUT and each.span.to_on < asked.moment.on and each.span != asked.span:
        href = _at_end(asked, path, each.span, code) if href else ""
    return Cell(label=each.label, told=said, href=href, contested=contested_in(each.lines, code))


def _at_end(asked: Asked, path: str, span: Span, code: str) -> str:
    """The lines of another cut; as known at a past place in the log there is no such address."""
    if asked.moment.known_at is not None:
        return ""
    changes = {"period": span.name, "quantity": code, "as_of": span.to_on.isoformat()}
    return asked.address(path, **changes, basis="now", kind="", rests="") + "#facts"


def list_address(asked: Asked, path: str, span: Span, code: str) -> str:
    """The lines behind a number."""
    changes = {"period": span.name, "quantity": code, "kind": "", "rests": ""}
    return asked.address(path, **changes) + "#facts"
