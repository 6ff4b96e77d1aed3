"""The tree of a sheet: every criterion with its scores, reasons and evidence side by side."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from urllib.parse import quote

import msgspec

from domain.evaluation.rules import Criterion
from domain.evaluation.sheet.state import Version
from domain.values import Evidence, Link
from projections.round_file import KeyLine, lines_of
from service.scoring.score_parts import CriterionScore
from web.evaluations.loading import SheetView
from web.evaluations.words import criterion_name, points_text, rule_of, signed, text_of
from web.tasks.naming import Names

ZERO = Decimal(0)


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
