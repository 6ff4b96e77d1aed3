"""K14 and K15: monthly counts from outside, as the newest import that is known says them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from msgspec.structs import replace

from domain.accountability.line_writer import LineWriter, effect
from domain.accountability.marks import Mark, Words, bare
from domain.fact import Recorded
from domain.figures.events import FiguresImported
from domain.ids import derived


def figures_subject(event: FiguresImported) -> UUID:
    """All months of one kind of counts of one unit are one record."""
    return derived("figures-of", event.kind, event.unit_id)


def figures_mark(recorded: Recorded) -> Mark:
    """The counts stand on the last day of their month, whenever they were imported."""
    event = recorded.event
    assert isinstance(event, FiguresImported), "the only topic"
    mark = bare(
        recorded,
        words=Words(code=event.month, kind=event.kind),
        about=event.unit_id,
        numbers=_numbers(event),
    )
    return replace(mark, on=_last_day(event.month), noted_on=None)


def _numbers(event: FiguresImported) -> tuple[int, ...]:
    survey, total = event.survey, event.total
    if survey is None:
        return total.settled_in_time, total.settled, total.open_overdue
    # decision 766 takes off who was dissatisfied or late; where the source is silent about
    # lateness, the share of the satisfied is all that can be said
    good = survey.satisfied if survey.good is None else survey.good
    return good, survey.answers


def _last_day(month: str) -> date:
    first = date.fromisoformat(f"{month}-01")
    return (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def figures_lines(marks: Sequence[Mark], to: LineWriter) -> None:
    """One line a month; what is still open and overdue is that of the newest month."""
    newest = {mark.on: mark for mark in marks if to.counts_on(mark.on)}
    for on in sorted(newest):
        mark = newest[on]
        assert mark.words is not None, "counts are of a month"
        to.called(mark.words.code, "")
        if mark.words.kind == "survey":
            _write_survey(mark, to)
        else:
            _write_dossiers(mark, to, is_newest=on == max(newest))


def _write_survey(mark: Mark, to: LineWriter) -> None:
    satisfied, answers = mark.numbers
    to.write(
        "survey_imported",
        mark.on,
        mark.about,
        effect("K14", "satisfied", satisfied),
        effect("K14", "answers", answers),
        mark=mark,
        facts={"month": mark.words.code if mark.words else "", "satisfied": satisfied}
        | {"answers": answers},
    )


def _write_dossiers(mark: Mark, to: LineWriter, *, is_newest: bool) -> None:
    in_time, settled, overdue = mark.numbers
    effects = [effect("K15", "in_time", in_time), effect("K15", "settled", settled)]
    if is_newest:
        effects.append(effect("K15", "overdue_open", overdue))
    to.write(
        "dossiers_imported",
        mark.on,
        mark.about,
        *effects,
        mark=mark,
        facts={
            "month": mark.words.code if mark.words else "",
            "in_time": in_time,
            "settled": settled,
            "overdue_open": overdue,
        },
    )
