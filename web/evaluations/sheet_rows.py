"""What the page of a sheet shows: criteria with every score side by side, gates, clocks, votes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from urllib.parse import quote
from uuid import UUID

import msgspec

from domain.accountability.fact_line import FactLine
from domain.evaluation.council import impartial
from domain.evaluation.rules import Criterion, Gate
from domain.evaluation.sheet.state import Version
from domain.evaluation.values import GateResult
from domain.values import Evidence, Link
from projections.round_file import KeyLine, lines_of
from service.scoring.score_parts import CriterionScore
from web import wording
from web.evaluations.loading import SheetView
from web.evaluations.words import (
    criterion_name,
    criterion_names,
    figure_pairs,
    points_text,
    rule_of,
    signed,
    text_of,
)
from web.tasks.naming import Names
from web.wording import capital

ZERO = Decimal(0)
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


class FileView(msgspec.Struct, frozen=True, kw_only=True):
    """A file of evidence."""

    name: str
    href: str
    sha256: str


class LinkView(msgspec.Struct, frozen=True, kw_only=True):
    """A task or another thing that was named as evidence."""

    code: str
    href: str


class CriterionRow(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the tree; points are ready words."""

    name: str
    key: str
    href: str
    depth: int
    is_group: bool
    applies: bool
    why_not: str
    max: str
    system: str
    own: str
    appraised: str
    approved: str
    notes: tuple[tuple[str, str], ...] = ()
    files: tuple[FileView, ...] = ()
    links: tuple[LinkView, ...] = ()


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


# -- criteria ----------------------------------------------------------------------------


def criteria_of(
    view: SheetView, names: Names, version: Version | None = None
) -> list[CriterionRow]:
    """The tree of the rules in its order; groups sum what stands below them."""
    shown = version or view.sheet.now
    lines = {each.key: each for each in lines_of(view.sheet, shown)}
    return [_row(view, each, lines, names) for each in view.card.criteria]


def _row(
    view: SheetView, score: CriterionScore, lines: dict[str, KeyLine], names: Names
) -> CriterionRow:
    criterion, language = score.criterion, names.language
    is_group = criterion.way == "group"
    own, appraised, approved = _points(view, criterion, lines)
    line = lines.get(criterion.key)
    return CriterionRow(
        name=criterion_name(criterion, language),
        key=criterion.key,
        href="" if is_group else criterion_address(view, criterion.key) + view.past_query,
        depth=_depth(criterion, view),
        is_group=is_group,
        applies=score.applies,
        why_not=names.say(f"evalpage.why_not.{score.why_not}") if score.why_not else "",
        max=points_text(score.max, language),
        system=points_text(_system(score, view), language),
        own=points_text(own, language),
        appraised=points_text(appraised, language),
        approved=points_text(approved, language),
        notes=tuple(notes_of(line, names)) if line is not None else (),
        files=files_of(view, line.evidence) if line is not None else (),
        links=links_of(line.links, view.past_query) if line is not None else (),
    )


def criterion_address(view: SheetView, key: str) -> str:
    """Of the page that opens a point."""
    return f"{view.address}/{quote(key, safe='')}"


def _system(score: CriterionScore, view: SheetView) -> Decimal | None:
    """What the machine counted; of a group what it counted below."""
    if score.criterion.way == "automatic":
        return score.points
    if score.criterion.way == "manual":
        return None
    below = [
        each.points
        for each in view.card.criteria
        if each.criterion.way == "automatic"
        and each.points is not None
        and score.criterion.key in _above(each.criterion, view)
    ]
    return sum(below, ZERO) if below else None


def _points(
    view: SheetView, criterion: Criterion, lines: dict[str, KeyLine]
) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    if criterion.way != "group":
        line = lines.get(criterion.key)
        return (None, None, None) if line is None else _said(line)
    counted = [
        _said(lines[each.criterion.key])
        for each in view.card.criteria
        if each.criterion.key in lines
        and not each.is_entry
        and criterion.key in _above(each.criterion, view)
    ]
    own, appraised, approved = (
        [said[place] for said in counted if said[place] is not None] for place in range(3)
    )
    return _sum(own), _sum(appraised), _sum(approved)


def _said(line: KeyLine) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    """Self, appraised with what an appeal changed, approved."""
    decided = line.decided.points if line.decided is not None else ""
    return (
        _decimal(line.self_points),
        _decimal(decided or line.appraised),
        _decimal(line.approved),
    )


def _decimal(text: str | None) -> Decimal | None:
    return Decimal(text) if text else None


def _sum(points: Iterable[Decimal | None]) -> Decimal | None:
    known = [each for each in points if each is not None]
    return sum(known, ZERO) if known else None


def _above(criterion: Criterion, view: SheetView) -> list[str]:
    parents = {each.key: each.parent for each in view.rules.criteria}
    found: list[str] = []
    key = criterion.parent
    while key:
        found.append(key)
        key = parents.get(key, "")
    return found


def _depth(criterion: Criterion, view: SheetView) -> int:
    return len(_above(criterion, view))


def notes_of(line: KeyLine, names: Names) -> Iterable[tuple[str, str]]:
    """Every reason that was given on the way, with what it changed."""
    language = names.language
    if line.explanation:
        yield names.say("evalpage.explained"), line.explanation
    if line.reason:
        change = (
            f"{points_text(line.self_points, language)} → {points_text(line.appraised, language)}"
        )
        yield names.say("evalpage.reason_of_appraisal", change=change), line.reason
    if line.decided is not None:
        outcome = names.say(f"evaluation.outcome.{line.decided.outcome}")
        if line.decided.points:
            before, after = (
                points_text(each, language) for each in (line.appraised, line.decided.points)
            )
            outcome = f"{outcome}, {before} → {after}"
        yield names.say("evalpage.reason_of_appeal", outcome=outcome), line.decided.why
    if line.approval_reason:
        yield names.say("evalpage.reason_of_approval"), line.approval_reason
    moved = line.system_at_appraisal or line.system_at_self
    if moved and line.system_at_self and moved != line.system_at_self:
        then = points_text(line.system_at_self, language)
        yield names.say("evalpage.system_then"), then


def files_of(view: SheetView, files: Iterable[Evidence]) -> tuple[FileView, ...]:
    """Files with the address they are sent from."""
    return tuple(
        FileView(
            name=each.file_name,
            href=f"{view.address}/files/{each.sha256}",
            sha256=each.sha256,
        )
        for each in files
    )


def links_of(links: Iterable[Link], query: str) -> tuple[LinkView, ...]:
    """Tasks that were named as evidence."""
    return tuple(
        LinkView(code=each.why or each.id, href=f"/tasks/{quote(each.why or each.id)}{query}")
        for each in links
        if each.kind == "task"
    )


class ExtraRow(msgspec.Struct, frozen=True, kw_only=True):
    """A bonus or a penalty."""

    name: str
    rule: str
    points: str
    href: str


def extras_of(view: SheetView, names: Names) -> list[ExtraRow]:
    """Every bonus and penalty before the bounds."""
    return [
        ExtraRow(
            name=text_of(each.extra, names.language),
            rule=rule_of(each.extra, names.language),
            points=signed(each.points, names.language),
            href=criterion_address(view, f"extra-{each.extra.key}") + view.past_query,
        )
        for each in view.card.extras
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
