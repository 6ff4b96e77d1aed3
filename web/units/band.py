"""The year band: months across, kinds of facts down, heads above; a drawing and its table twin."""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

import msgspec

from domain.accountability.fact_line import FactLine
from domain.accountability.quantity import Figures
from web import wording
from web.texts import Language, say
from web.units.asked import Asked
from web.units.counts import FROM_OUTSIDE, amount_of, figures_behind, not_done, shown
from web.units.heads import Heads, HeadTerm, within
from web.units.span import Span, spans_within

LABELS = 170
WIDTH = 880
TOP, ROW = 60, 34
INSET = 6
LETTER = 6.6
"""About as wide is a letter of the drawing, in its own units."""


class Row(msgspec.Struct, frozen=True):
    """One kind: the quantity behind it, the counted parts, and of how many."""

    key: str
    quantity: str
    parts: tuple[str, ...]
    of: str = ""
    tone: str = "off"


ROWS: tuple[Row, ...] = (
    Row("on_time", "K2", ("on_time",), "due", "done"),
    Row("late", "K4", ("late",), tone="late"),
    Row("overdue", "K1", (), tone="late"),
    Row("granted", "K5", ("extensions",)),
    Row("refused", "K5", ("refused",)),
    Row("urged", "K7", ("urgings",), tone="soon"),
    Row("cooperation", "K8", ("in_time",), "asked", "in"),
    Row("reports", "K10", ("in_time",), "owed", "in"),
    Row("scores", "K11", ("mean_score",), tone="in"),
    Row("found", "K12", ("recorded",), tone="soon"),
    Row("fixed", "K12", ("closed_in_time", "late"), tone="done"),
    Row("feedback", "K13", ("in_time",), "due", "in"),
    Row("merits", "K16", ("proposed", "piloted", "recognised"), tone="done"),
)
PUBLISHED = frozenset({"on_time", "late", "overdue"})
"""Rows that whoever reads the register could count for himself."""


class Cell(msgspec.Struct, frozen=True, kw_only=True):
    """A month of a kind; `mark` is its place in the drawing."""

    text: str
    href: str = ""
    tone: str = ""
    x: float = 0
    width: float = 0
    y: int = 0

    @property
    def middle(self) -> float:
        """Where its number stands."""
        return self.x + self.width / 2


class Lane(msgspec.Struct, frozen=True, kw_only=True):
    """A head in office, or a vacancy, above the months."""

    x: float
    width: float
    text: str
    is_vacant: bool


class BandRow(msgspec.Struct, frozen=True, kw_only=True):
    """A kind with its months."""

    label: str
    y: int
    cells: tuple[Cell, ...]


class Band(msgspec.Struct, frozen=True, kw_only=True):
    """Everything of the drawing and of the table that says the same."""

    months: tuple[tuple[str, str, float], ...]
    """Short and long name, and the middle of the column."""
    lanes: tuple[Lane, ...]
    rows: tuple[BandRow, ...]
    changes: tuple[float, ...]
    """Where one head follows another."""
    today_x: float | None
    today_words: str
    heads_words: str
    silent: tuple[str, ...]
    """Kinds of which nothing has ever been entered."""
    height: int


def band_of(
    lines: Sequence[FactLine],
    heads: Heads,
    asked: Asked,
    path: str,
    language: Language,
    *,
    only: frozenset[str] | None = None,
) -> Band | None:
    """The band of a period; a period without whole months has none."""
    months = spans_within(asked.span, "month")
    if not 1 < len(months) <= 12:
        return None
    by_month = [[x for x in lines if month.holds(x.on)] for month in months]
    wanted = [row for row in ROWS if only is None or row.key in only]
    silent = [row for row in wanted if row.quantity in FROM_OUTSIDE and not _any(row, by_month)]
    shown_rows = [row for row in wanted if row not in silent]
    width = (WIDTH - LABELS) / len(months)
    rows = []
    for place, row in enumerate(shown_rows):
        y = TOP + place * ROW
        cells = tuple(
            _cell(row, inside, month, asked, path, language, (LABELS + at * width, width, y))
            for at, (inside, month) in enumerate(zip(by_month, months, strict=True))
        )
        rows.append(BandRow(label=say(language, f"band.{row.key}"), y=y, cells=cells))
    held = within(heads.terms, asked.span)
    since = max(heads.since, asked.span.from_on)
    on = asked.moment.on
    return Band(
        months=tuple(_month(month, at, width, language) for at, month in enumerate(months)),
        lanes=_lanes(held, since, asked.span, on, language),
        rows=tuple(rows),
        changes=tuple(
            place_of(each.term.from_on, asked.span) for each in held if each.term.from_on > since
        ),
        today_x=place_of(on, asked.span) if asked.span.holds(on) else None,
        today_words=say(
            language,
            "band.on_day" if asked.moment.typed else "band.today",
            date=wording.short_day(on),
        ),
        heads_words=_heads_words(held, asked.span, on, language),
        silent=tuple(say(language, f"band.{row.key}") for row in silent),
        height=TOP + len(rows) * ROW + 26,
    )


def _any(row: Row, by_month: Iterable[Sequence[FactLine]]) -> bool:
    effects = (e for lines in by_month for line in lines for e in line.effects)
    return any(effect.quantity == row.quantity for effect in effects)


def _month(month: Span, at: int, width: float, language: Language) -> tuple[str, str, float]:
    number = month.from_on.month
    long = say(language, "band.month" if width > 70 else "band.month_short", n=number)
    return say(language, "band.month_short", n=number), long, LABELS + (at + 0.5) * width


def _cell(
    row: Row,
    lines: Sequence[FactLine],
    month: Span,
    asked: Asked,
    path: str,
    language: Language,
    place: tuple[float, float, int],
) -> Cell:
    if month.from_on > asked.moment.on:
        return Cell(text="·")
    figures = figures_behind(lines)
    text, is_there = _text(row, lines, figures, language)
    x, width, y = place
    if not is_there:
        return Cell(text=text, x=x, width=width, y=y)
    changes = {"period": month.name, "quantity": row.quantity, "kind": "", "rests": ""}
    return Cell(
        text=text,
        href=asked.address(path, **changes) + "#facts",
        tone=_tone(row, figures),
        x=x + INSET,
        width=width - 2 * INSET,
        y=y + 5,
    )


def _text(
    row: Row, lines: Sequence[FactLine], figures: Figures, language: Language
) -> tuple[str, bool]:
    if row.key == "scores":
        score = figures["K11"]["mean_score"]
        return ("–", False) if score is None else (shown(language, score), True)
    counted = sum(amount_of(figures, row.quantity, part) for part in row.parts)
    if row.key == "overdue":
        counted = not_done(lines)
    if not row.of:
        return str(counted), counted > 0
    whole = amount_of(figures, row.quantity, row.of)
    return (f"{counted}/{whole}", True) if whole else ("–", False)


def _tone(row: Row, figures: Figures) -> str:
    if not row.of:
        return row.tone
    counted = amount_of(figures, row.quantity, row.parts[0])
    is_all = counted == amount_of(figures, row.quantity, row.of)
    return row.tone if is_all else "late" if row.key == "on_time" else "soon"


def place_of(on: date, span: Span) -> float:
    """Where a day lies: months are equally wide, days of a month as well."""
    months = spans_within(span, "month")
    width = (WIDTH - LABELS) / len(months)
    at = (on.year - span.from_on.year) * 12 + on.month - span.from_on.month
    in_month = (on.day - 1) / calendar.monthrange(on.year, on.month)[1]
    return round(LABELS + (at + in_month) * width, 1)


def _lanes(
    held: Sequence[HeadTerm], since: date, span: Span, on: date, language: Language
) -> tuple[Lane, ...]:
    """Heads in their order and what lay vacant between them; overlapping terms share."""
    found: list[Lane] = []
    free_from = since
    last_day = min(span.to_on, on)
    for each in held:
        begins = max(each.term.from_on, free_from)
        ends = min(each.term.until_on or span.to_on, span.to_on)
        if ends < begins:
            continue
        if begins > free_from:
            found.append(_vacancy(free_from, begins, span, language))
        x = place_of(begins, span)
        to_x = _end_of(ends, span)
        found.append(
            Lane(x=x, width=round(to_x - x, 1), text=_lane_text(each, span, to_x - x, language),
                 is_vacant=False)
        )  # fmt: skip
        free_from = ends + timedelta(days=1)
    if free_from <= last_day:
        found.append(_vacancy(free_from, last_day + timedelta(days=1), span, language))
    return tuple(found)


def _end_of(on: date, span: Span) -> float:
    following = on + timedelta(days=1)
    return float(WIDTH) if following > span.to_on else place_of(following, span)


def _vacancy(from_on: date, until: date, span: Span, language: Language) -> Lane:
    x = place_of(from_on, span)
    to_x = _end_of(until - timedelta(days=1), span)
    text = say(language, "band.vacant")
    return Lane(
        x=x,
        width=round(to_x - x, 1),
        text=text if len(text) * LETTER < to_x - x else "",
        is_vacant=True,
    )


def _lane_text(each: HeadTerm, span: Span, width: float, language: Language) -> str:
    """As much of title, name and days as there is room for."""
    begins = each.term.from_on > span.from_on
    until = each.term.until_on
    ends = until is not None and until < span.to_on
    days = ""
    if ends and until is not None:
        days = say(language, "band.until", date=wording.short_day(until))
    elif begins:
        days = say(language, "band.since", date=wording.short_day(each.term.from_on))
    comma = f", {days}" if days else ""
    for text in (f"{each.post.title} {each.name}{comma}", f"{each.name}{comma}", each.name):
        if len(text) * LETTER + 12 < width:
            return text
    return ""


def _heads_words(held: Sequence[HeadTerm], span: Span, on: date, language: Language) -> str:
    """The lanes in words, for the table."""
    told = []
    for each in held:
        last = each.until(min(span.to_on, on) + timedelta(days=1))
        days = wording.short_day(max(each.term.from_on, span.from_on))
        if last is not None:
            told.append(
                say(language, "band.head_from_to", name=each.name, from_on=days,
                    to_on=wording.short_day(last))
            )  # fmt: skip
        else:
            told.append(say(language, "band.head_from", name=each.name, from_on=days))
    return "; ".join(told)
