"""The lines of a self-score and of an appraisal as they are typed, read and kept."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

import msgspec

from domain.evaluation.rules import Criterion
from domain.evaluation.values import Mark, SelfLine, SystemLine
from domain.values import Evidence, Link
from service.prepared_forms import PreparedForm
from web.answers import TEXT_MAX, Answers
from web.evaluations.criterion_rows import FileView, LinkView, criterion_address, files_of, links_of
from web.evaluations.sheet_context import SheetContext
from web.evaluations.sheet_forms import points_of
from web.evaluations.words import criterion_name, points_text, rule_of
from web.forms import Form
from web.render import AnyRequest
from web.session import visit_of
from web.stored_files import store_of
from web.tasks.uploads import FILES, FILES_MOST, KEPT, receive_part

_CODE = re.compile(r"[\s,;]+")
CODES_MOST = 20
LABELS = {
    "points": "evaluation.field.points",
    "codes": "evalpage.field.codes",
    "files": "evaluation.field.evidence",
    "why": "evaluation.field.explanation",
    "reason": "evaluation.field.reason",
}
Files = Mapping[int, tuple[Evidence, ...]]


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One key of the form, with what stands beside it."""

    number: int
    key: str
    name: str
    rule: str
    evidence: str
    max: str
    is_automatic: bool
    system: str
    own: str
    href: str
    """Of the page that opens the point."""
    explanation: str = ""
    shown_files: tuple[FileView, ...] = ()
    shown_links: tuple[LinkView, ...] = ()
    kept: tuple[Evidence, ...] = ()
    """Files that are received and not yet recorded."""


def lines_of_form(context: SheetContext, files: Files | None = None) -> list[Line]:
    """Every key that applies, in the order of the rules."""
    criteria = {each.key: each for each in context.view.rules.criteria}
    return [
        _line(number, leaf, criteria[leaf.key], context, (files or {}).get(number, ()))
        for number, leaf in enumerate(context.leaves)
    ]


def _line(
    number: int,
    leaf: SystemLine,
    criterion: Criterion,
    context: SheetContext,
    kept: tuple[Evidence, ...],
) -> Line:
    view, language = context.view, context.language
    own = view.sheet.self_score
    said = next((line for line in own.lines if line.key == leaf.key), None) if own else None
    return Line(
        number=number,
        key=leaf.key,
        name=criterion_name(criterion, language),
        rule=rule_of(criterion, language),
        evidence=criterion.evidence,
        max=points_text(leaf.max, language),
        is_automatic=leaf.points is not None,
        system=points_text(leaf.points, language),
        own=points_text(said.points if said else None, language),
        href=criterion_address(view, leaf.key),
        explanation=said.explanation if said else "",
        shown_files=files_of(view, said.evidence) if said else (),
        shown_links=links_of(said.links, "") if said else (),
        kept=kept,
    )


def answers_of(form: Form, context: SheetContext) -> Answers:
    """Every field of the form with its label."""
    labels = {
        f"{name}_{number}": label
        for number in range(len(context.leaves))
        for name, label in LABELS.items()
    }
    return Answers(form, labels)


# -- files -----------------------------------------------------------------------------


async def received(
    request: AnyRequest, form: Form, context: SheetContext, draft: PreparedForm | None
) -> dict[int, tuple[Evidence, ...]]:
    """Files by line: sent now, kept from before, or of the draft."""
    person_id = visit_of(request).user.person_id if visit_of(request).user else None  # type: ignore[union-attr]
    if person_id is None:
        return {}
    found = {}
    for number in range(len(context.leaves)):
        files = await _of_line(request, form, number, draft, person_id)
        if files:
            found[number] = files
    return found


async def _of_line(
    request: AnyRequest, form: Form, number: int, draft: PreparedForm | None, person_id: UUID
) -> tuple[Evidence, ...]:
    own, kept = f"{FILES}_{number}", form.values(f"{KEPT}_{number}")[:FILES_MOST]
    if not form.files(own) and not kept:
        return ()
    return await receive_part(request, form, own, kept, draft, person_id)


def of_draft(form: Form, context: SheetContext, draft: PreparedForm | None) -> Files:
    """Files that a draft names, by line."""
    if draft is None:
        return {}
    found = {}
    for number in range(len(context.leaves)):
        wanted = set(form.values(f"{KEPT}_{number}"))
        files = tuple(each for each in draft.files if each.sha256 in wanted)
        if files:
            found[number] = files
    return found


async def recorded(request: AnyRequest, files: Files, person_id: UUID) -> None:
    """Files that an act names are kept for ever."""
    hashes = list({each.sha256 for own in files.values() for each in own})
    if hashes:
        await store_of(request).recorded(hashes, person_id)


# -- reading ------------------------------------------------------------------------------


def codes_in(form: Form, number: int) -> tuple[str, ...]:
    """Task codes as they were typed for a line."""
    typed = _CODE.split(form.value(f"codes_{number}").strip())
    return tuple(dict.fromkeys(code.upper() for code in typed if code))[:CODES_MOST]


def read_self_lines(
    answers: Answers, context: SheetContext, files: Files, tasks: Mapping[str, Any]
) -> tuple[SelfLine, ...]:
    """What the unit gives itself; a line without points stands as the machine has it."""
    found = []
    for number, leaf in enumerate(context.leaves):
        given = points_of(answers, f"points_{number}", required=leaf.points is None)
        why = answers.text(f"why_{number}", required=False, most=TEXT_MAX)
        links = _links(answers, number, tasks)
        _refuse_above(answers, number, given, leaf, context)
        if not given:
            continue
        line = SelfLine(
            key=leaf.key,
            points=given,
            evidence=files.get(number, ()),
            links=links,
            explanation=why,
        )
        if not (line.evidence or links or why) and not _is_systems(given, leaf):
            answers.fail(
                f"why_{number}", "evalpage.error.nothing_shown", criterion=_name(leaf, context)
            )
        found.append(line)
    return tuple(found)


def _links(answers: Answers, number: int, tasks: Mapping[str, Any]) -> tuple[Link, ...]:
    found = []
    for code in codes_in(answers.form, number):
        if code in tasks:
            found.append(Link(kind="task", id=str(tasks[code]), why=code))
        else:
            answers.fail(f"codes_{number}", "evalpage.error.code", code=code[:40])
    return tuple(found)


def _refuse_above(
    answers: Answers, number: int, given: str, leaf: SystemLine, context: SheetContext
) -> None:
    if given and Decimal(given) > Decimal(leaf.max):
        most = points_text(leaf.max, context.language)
        answers.fail(f"points_{number}", "evalpage.error.above_max", max=most)


def _is_systems(given: str, leaf: SystemLine) -> bool:
    return leaf.points is not None and Decimal(given) == Decimal(leaf.points)


def _name(leaf: SystemLine, context: SheetContext) -> str:
    return context.key_names.get(leaf.key, leaf.key)


def read_marks(answers: Answers, context: SheetContext) -> tuple[Mark, ...]:
    """Marks that were given; lines left blank wait."""
    found = []
    for number, leaf in enumerate(context.leaves):
        given = points_of(answers, f"points_{number}")
        reason = answers.text(f"reason_{number}", required=False, most=TEXT_MAX)
        _refuse_above(answers, number, given, leaf, context)
        if not given:
            if reason:
                answers.fail(f"points_{number}", "evalpage.error.points_missing")
            continue
        if not reason and _differs(given, leaf, context):
            answers.fail(
                f"reason_{number}", "evalpage.error.reason_missing", criterion=_name(leaf, context)
            )
        found.append(Mark(key=leaf.key, points=given, reason=reason))
    return tuple(found)


def _differs(given: str, leaf: SystemLine, context: SheetContext) -> bool:
    beside = [context.sheet.self_points(leaf.key), leaf.points]
    known = [Decimal(each) for each in beside if each is not None]
    return not known or any(each != Decimal(given) for each in known)


def first_marks(context: SheetContext) -> dict[str, object]:
    """Marks that stand; where unit and machine agree, their points."""
    fields: dict[str, object] = {}
    for number, leaf in enumerate(context.leaves):
        mark = context.sheet.now.marks.get(leaf.key)
        own = context.sheet.self_points(leaf.key)
        if mark is not None:
            fields[f"points_{number}"] = points_text(mark.points, context.language)
            fields[f"reason_{number}"] = mark.reason
        elif own is not None and leaf.points is not None and Decimal(own) == Decimal(leaf.points):
            fields[f"points_{number}"] = points_text(own, context.language)
    return fields
