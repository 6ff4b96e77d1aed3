"""What the page of a sheet shows: criteria with every score side by side, gates, clocks, votes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

import msgspec

from domain.accountability.fact_line import FactLine
from domain.evaluation.council import impartial
from domain.evaluation.rules import Gate
from domain.evaluation.sheet.state import Version
from domain.evaluation.values import GateResult
from web import wording
from web.evaluations.criterion_rows import FileView, files_of
from web.evaluations.loading import SheetView
from web.evaluations.words import (
    criterion_names,
    figure_pairs,
    points_text,
    rule_of,
    text_of,
)
from web.tasks.naming import Names
from web.wording import capital

STEP_OF = {
    "open": "self_score",
    "self_scored": "appraisal",
    "appraised": "reply",
    "replied": "vote",
    "voted": "approval",
    "approved": "publication",
}
CLOCK_OF_STEP = {"self_score": "self_score", "appraisal": "appraise", "reply": "reply"}


class StepView(msgspec.Struct, frozen=True, kw_only=True):
    """One bar; the present one says until when."""

    label: str
    state: str
    """past, now or to_come"""
    note: str = ""


class GateRow(msgspec.Struct, frozen=True, kw_only=True):
    """A condition with the counts it was judged by."""

    name: str
    rule: str
    state: str
    is_failing: bool
    caps_at: str
    figures: tuple[tuple[str, str], ...]
    lines: tuple[FactLine, ...]


class ClockView(msgspec.Struct, frozen=True, kw_only=True):
    """A limit as a row."""

    name: str
    days: str
    last_on: date
    state: str
    tag: str


class VoteRow(msgspec.Struct, frozen=True, kw_only=True):
    """A member of the council and what became of the vote."""

    who: str
    said: str


# -- head ------------------------------------------------------------------------------


def steps_of(view: SheetView, names: Names) -> list[StepView]:
    """The bar of the version under way."""
    present = STEP_OF.get(view.sheet.stage)
    limits = {clock.name: clock.last_on for clock in view.file.clocks}
    found = []
    for step in view.file.steps:
        state = "past" if step.at is not None else "to_come"
        note = ""
        if step.name == present:
            state = "now"
            last_on = limits.get(CLOCK_OF_STEP.get(step.name, ""))  # type: ignore[call-overload]
            note = names.say("evalpage.by", date=wording.short_day(last_on)) if last_on else ""
        label = names.say(f"evalpage.step.{step.name}")
        found.append(StepView(label=label, state=state, note=note))
    return found


def clocks_of(view: SheetView, names: Names) -> list[ClockView]:
    """Every limit, and whether it was kept."""
    tags = {"runs": "in", "overdue": "late"}
    return [
        ClockView(
            name=names.say(f"org.limit.{clock.name}_days"),
            days=names.say("evalpage.clock_days", n=clock.days),
            last_on=clock.last_on,
            state=names.say(
                f"evalpage.clock.{clock.state}",
                date=wording.day(clock.done_on) if clock.done_on else "–",
                days=clock.days_late,
            ),
            tag=tags.get(clock.state, ""),
        )
        for clock in view.file.clocks
    ]


# -- gates, votes, appeal -------------------------------------------------------------------


def gates_of(view: SheetView, names: Names) -> list[GateRow]:
    """Every condition that is on, with its counts and the facts that break it."""
    by_key = {each.key: each for each in view.rules.gates}
    deciding = {each.gate.key: each.deciding for each in view.card.gates}
    return [
        _gate(result, by_key[result.gate], deciding.get(result.gate, ()), view, names)
        for result in view.standing.gates
        if result.gate in by_key
    ]


def _gate(
    result: GateResult,
    gate: Gate,
    lines: tuple[FactLine, ...],
    view: SheetView,
    names: Names,
) -> GateRow:
    state = {True: "met", False: "not_met", None: "nothing"}[result.met]
    entries = criterion_names(view.rules, names.language)
    return GateRow(
        name=capital(text_of(gate, names.language)),
        rule=rule_of(gate, names.language),
        state=names.say(f"evalpage.gate.{state}"),
        is_failing=result.met is False,
        caps_at=names.say(f"evaluation.level.{result.caps_at}"),
        figures=tuple(
            (words, value)
            for _, words, value in figure_pairs(result.facts, names.language, entries)
        ),
        lines=lines if result.met is False else (),
    )


def votes_of(view: SheetView, names: Names) -> list[VoteRow]:
    """Members who are entitled, with what they said, for those who may know."""
    now = view.sheet.now
    said = {vote.post_id: vote.choice for vote in now.votes}
    entitled = impartial(view.sheet.council_posts, view.sheet.unit_id, view.file.today, view.ward)
    return [
        VoteRow(who=names.holder(post), said=_vote_words(post, post in entitled, said, names))
        for post in view.sheet.council_posts
    ]


def _vote_words(post: UUID, is_entitled: bool, said: Mapping[UUID, str], names: Names) -> str:
    if not is_entitled:
        return names.say("evalpage.vote.not_entitled")
    if post not in said:
        return names.say("evalpage.vote.not_yet")
    return names.say(f"evaluation.choice.{said[post]}")


class AppealView(msgspec.Struct, frozen=True, kw_only=True):
    """The appeal as a case."""

    keys: tuple[str, ...]
    grounds: str
    filed_at: datetime
    decide_by: date
    decided_at: datetime | None
    outcomes: tuple[tuple[str, str, str], ...]
    files: tuple[FileView, ...]


def appeal_of(view: SheetView, version: Version, names: Names) -> AppealView | None:
    """What the unit does not accept, and what came of it."""
    appeal = version.appeal
    if appeal is None:
        return None
    known = criterion_names(view.rules, names.language)
    return AppealView(
        keys=tuple(known.get(key, key) for key in appeal.keys),
        grounds=appeal.grounds,
        filed_at=appeal.filed_at,
        decide_by=appeal.decide_by.last_on,
        decided_at=appeal.decided_at,
        outcomes=tuple(
            (
                known.get(each.key, each.key),
                names.say(f"evaluation.outcome.{each.outcome}")
                + (f", {points_text(each.points, names.language)}" if each.points else ""),
                each.why,
            )
            for each in appeal.outcomes
        ),
        files=files_of(view, appeal.evidence),
    )
