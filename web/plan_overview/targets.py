"""The targets of part II beside what is known: counts with their denominators, never rounded up.

Which measure belongs to a target is read from the words of the target itself; a target whose words
name none of them is shown as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Literal

import msgspec

from domain.figures.counts import DossierCounts, SurveyCounts, sum_of, sum_of_surveys
from domain.figures.indices import indices_in
from domain.plan.events import Target
from domain.reading.wording import flat
from projections.figures_index import FiguresRow, held_figures
from projections.index_register import IndexRow, indices, known_at
from projections.plan_index import PlanRow
from projections.plan_overview import Numbers, groups, overview_of
from projections.register_filter import ALL_STAGES, RegisterFilter
from web.figures.indices import target_words, value_words, verdict_of
from web.figures.words import index_name, share
from web.plan_overview.views import SCOPES
from web.register.past import View
from web.texts import Language, say
from web.wording import number

Verdict = Literal["reached", "missed", "open"]
_SHARE = re.compile(r"(\d{1,3})\s*%")


class Measure(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that a target asks for, and how it stands."""

    label: str
    actual: str
    """In words, with the denominator; says so where nothing is recorded."""
    verdict: Verdict
    """`open` where nothing is known or nothing was asked for in numbers."""
    href: str = ""


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """A target with its measures."""

    target: Target
    measures: tuple[Measure, ...]


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the measures are read from."""

    city: Numbers
    ward: Numbers
    dossiers: tuple[FiguresRow, ...]
    surveys: tuple[FiguresRow, ...]
    indices: tuple[IndexRow, ...]


async def standings(
    pool: Any, plan: PlanRow, targets: Sequence[Target], view: View
) -> list[Standing]:
    """Every target of the plan as of the moment that is shown."""
    if not targets:
        return []
    known = await _known(pool, plan, view)
    language = view.visit.language
    return [
        Standing(target=each, measures=tuple(measures_of(each.text, known, language)))
        for each in targets
    ]


async def _known(pool: Any, plan: PlanRow, view: View) -> Known:
    begins, ends = plan.period_from, plan.period_to
    months = (f"{begins:%Y-%m}" if begins else "0000-00", f"{ends:%Y-%m}" if ends else "9999-99")
    at = view.days.known_at
    year = begins.year if begins else view.visit.today.year
    rows = await indices(pool, year)
    found = [row if at is None else known_at(row, at) for row in rows]
    return Known(
        city=await _numbers(pool, plan, view, "city"),
        ward=await _numbers(pool, plan, view, "ward"),
        dossiers=tuple(await held_figures(pool, "dossiers", months, known_at=at)),
        surveys=tuple(await held_figures(pool, "survey", months, known_at=at)),
        indices=tuple(row for row in found if row is not None),
    )


async def _numbers(pool: Any, plan: PlanRow, view: View, scope: str) -> Numbers:
    if plan.period_from is None or plan.period_to is None:
        return Numbers()
    asked = RegisterFilter(
        stages=ALL_STAGES,
        sources=SCOPES[scope],
        within_plan=(plan.plan_id, plan.period_from, plan.period_to),
    )
    return overview_of(await groups(pool, asked, view.days)).all


def measures_of(text: str, known: Known, language: Language) -> Iterator[Measure]:
    """What the words of a target name, as it stands."""
    plain = flat(text)
    for key in indices_in(text):
        yield _of_index(next((r for r in known.indices if r.index == key), None), key, language)
    if "100%" in plain.replace(" ", "") and "nhiem vu" in plain:
        yield _of_tasks("city", known.city, language)
        yield _of_tasks("ward", known.ward, language)
    if "ho so" in plain and "theo doi" in plain:
        yield _of_tracking(known.dossiers, language)
    if "ho so" in plain and "qua han" in plain:
        yield _of_overdue(known.dossiers, language)
    wanted = _SHARE.search(plain)
    if "hai long" in plain and wanted is not None:
        yield _of_satisfaction(known.surveys, int(wanted[1]), language)


def _of_index(row: IndexRow | None, key: Any, language: Language) -> Measure:
    aimed = target_words(language, row) if row else ""
    found = value_words(language, row.value, row.rank, row.out_of) if row else ""
    verdict: Any = verdict_of(row) if row else "open"
    return Measure(
        label=index_name(language, key),
        actual=say(
            language,
            "target.index",
            found=found or say(language, "figures.no_figure"),
            aimed=aimed or say(language, "index.no_target"),
        ),
        verdict=verdict,
        href="/figures/indices",
    )


def _of_tasks(scope: str, numbers: Numbers, language: Language) -> Measure:
    done = numbers.due_of("done_on_time")
    label = say(language, f"target.tasks.{scope}")
    if not numbers.due:
        return Measure(label=label, actual=say(language, "target.none_due"), verdict="open")
    return Measure(
        label=label,
        actual=say(
            language,
            "target.tasks",
            done=number(language, done),
            due=number(language, numbers.due),
            share=share(language, done, numbers.due),
            rest=number(language, numbers.due - done),
        ),
        verdict="reached" if done == numbers.due else "missed",
    )


def _of_tracking(rows: Sequence[FiguresRow], language: Language) -> Measure:
    label, href = say(language, "target.tracked"), "/figures?kind=dossiers"
    if not rows:
        return _nothing(label, href, language)
    total = _dossiers(rows)
    lost = sum(counts.unaccounted for row in rows for counts in row.dossiers)
    words = say(
        language,
        "target.tracking",
        received=number(language, total.received),
        lost=number(language, lost),
    )
    return Measure(label=label, actual=words, verdict="missed" if lost else "open", href=href)


def _of_overdue(rows: Sequence[FiguresRow], language: Language) -> Measure:
    label, href = say(language, "target.overdue"), "/figures?kind=dossiers"
    if not rows:
        return _nothing(label, href, language)
    total = _dossiers(rows)
    newest = {row.unit_id: row for row in rows}.values()  # the rows come month by month
    words = say(
        language,
        "target.overdue_words",
        late=number(language, total.settled_late),
        settled=number(language, total.settled),
        share=share(language, total.settled_in_time, total.settled),
        open=number(language, _dossiers(newest).open_overdue),
    )
    return Measure(label=label, actual=words, verdict="open", href=href)


def _of_satisfaction(rows: Sequence[FiguresRow], wanted: int, language: Language) -> Measure:
    label, href = say(language, "target.satisfied", wanted=wanted), "/figures?kind=survey"
    if not rows:
        return _nothing(label, href, language)
    total = _surveys(rows)
    words = say(
        language,
        "target.satisfied_words",
        satisfied=number(language, total.satisfied),
        answers=number(language, total.answers),
        share=share(language, total.satisfied, total.answers),
    )
    is_reached = total.satisfied * 100 >= wanted * total.answers
    verdict: Verdict = "reached" if is_reached else "missed"
    return Measure(
        label=label, actual=words, verdict=verdict if total.answers else "open", href=href
    )


def _nothing(label: str, href: str, language: Language) -> Measure:
    nothing = say(language, "figures.no_figure")
    return Measure(label=label, actual=nothing, verdict="open", href=href)


def _dossiers(rows: Iterable[FiguresRow]) -> DossierCounts:
    return sum_of(counts for row in rows for counts in row.dossiers)


def _surveys(rows: Iterable[FiguresRow]) -> SurveyCounts:
    return sum_of_surveys(row.survey for row in rows if row.survey is not None)
