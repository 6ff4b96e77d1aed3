"""A point opened up: the rule, the formula with its values, and every act with plus and minus."""

from __future__ import annotations

from decimal import Decimal

import msgspec

from projections.round_file import lines_of
from service.scoring.account import Account
from web.evaluations.criterion_rows import FileView, LinkView, files_of, links_of, notes_of
from web.evaluations.loading import SheetView
from web.evaluations.words import (
    criterion_name,
    criterion_names,
    figure_pairs,
    points_text,
    rule_of,
    signed,
    text_of,
    with_values,
)
from web.tasks.naming import Names
from web.units.telling import LineView, Teller

EXTRA = "extra-"
"""Before the key of a bonus or penalty in an address."""
ZERO = Decimal(0)


class Scored(msgspec.Struct, frozen=True, kw_only=True):
    """A criterion, a bonus or a penalty with everything that was said of it."""

    name: str
    rule: str
    way: str
    why_not: str
    max: str
    points: tuple[tuple[str, str], ...]
    """System, self, appraised, approved: name and words."""
    formula: str = ""
    worked: str = ""
    """The formula with its values."""
    figures: tuple[tuple[str, str, str], ...] = ()
    account: Account | None = None
    evidence: str = ""
    notes: tuple[tuple[str, str], ...] = ()
    files: tuple[FileView, ...] = ()
    links: tuple[LinkView, ...] = ()


class AccountRow(msgspec.Struct, frozen=True, kw_only=True):
    """A line with the points it moved."""

    line: LineView
    delta: str
    after: str
    missed: str
    """What it would have brought had it been done as owed."""
    moves: bool
    unit: str = ""
    """Whose line it is, where those of several units are counted."""


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """The account as this reader sees it; hidden lines keep their sum."""

    start: str
    rows: tuple[AccountRow, ...]
    hidden: str
    """Sum of lines that the reader may not know of yet; empty where there are none."""
    hidden_count: int
    resting: int
    """Lines that move nothing and are left out."""
    total: str
    plus: str
    minus: str
    parts: tuple[tuple[str, int], ...]
    """How many lines rest on what."""


def scored(view: SheetView, key: str, names: Names) -> Scored | None:
    """What an address names; None for groups and keys that do not exist."""
    if key.startswith(EXTRA):
        return _extra(view, key.removeprefix(EXTRA), names)
    known = {each.criterion.key: each for each in view.card.criteria}
    score = known.get(key)
    if score is None or score.criterion.way == "group":
        return None
    criterion, language = score.criterion, names.language
    line = next((x for x in lines_of(view.sheet, view.sheet.now) if x.key == key), None)
    entries = criterion_names(view.rules, language)
    said = (
        ("system", score.points if criterion.way == "automatic" else None),
        ("self", line.self_points if line else None),
        ("appraised", _appraised(view, key)),
        ("approved", line.approved if line else None),
    )
    return Scored(
        name=criterion_name(criterion, language),
        rule=rule_of(criterion, language),
        way=criterion.way,
        why_not=names.say(f"evalpage.why_not.{score.why_not}") if score.why_not else "",
        max=points_text(score.max, language),
        points=tuple(
            (names.say(f"evaluation.field.{name}"), points_text(points, language))
            for name, points in said
        ),
        formula=criterion.formula,
        worked=with_values(criterion.formula, score.figures, language) if score.figures else "",
        figures=tuple(figure_pairs(score.figures, language, entries)),
        account=score.account,
        evidence=criterion.evidence,
        notes=tuple(notes_of(line, names)) if line else (),
        files=files_of(view, line.evidence) if line else (),
        links=links_of(line.links, view.past_query) if line else (),
    )


def _appraised(view: SheetView, key: str) -> str | None:
    return view.sheet.now.points.get(key)


def _extra(view: SheetView, key: str, names: Names) -> Scored | None:
    found = next((each for each in view.card.extras if each.extra.key == key), None)
    if found is None:
        return None
    is_bonus = found.points >= 0
    most = view.rules.bonus_max if is_bonus else view.rules.penalty_max
    return Scored(
        name=text_of(found.extra, names.language),
        rule=rule_of(found.extra, names.language),
        way="extra",
        why_not="",
        max=points_text(most, names.language),
        points=((names.say("evaluation.field.system"), signed(found.points, names.language)),),
        formula=found.extra.formula,
        account=found.account,
    )


def account_of(
    found: Scored, seen: set[int], teller: Teller, names: Names, *, every: bool
) -> Shown | None:
    """The running account; without `every` only lines that moved points or missed some."""
    account = found.account
    if account is None:
        return None
    language = names.language
    visible = [each for each in account.lines if id(each.line) in seen]
    hidden = [each for each in account.lines if id(each.line) not in seen]
    shown = [each for each in visible if every or each.delta or each.missed]
    is_of_many = len({each.line.unit_id for each in account.lines}) > 1
    deltas = [each.delta for each in account.lines]
    return Shown(
        start=points_text(account.start, language),
        rows=tuple(
            AccountRow(
                line=teller.told(each.line),
                delta=signed(each.delta, language),
                after=points_text(each.after, language),
                missed=points_text(each.missed, language) if each.missed else "",
                moves=bool(each.delta),
                unit=names.unit(each.line.unit_id) if is_of_many else "",
            )
            for each in shown
        ),
        hidden=signed(sum((each.delta for each in hidden), ZERO), language) if hidden else "",
        hidden_count=len(hidden),
        resting=len(visible) - len(shown),
        total=points_text(account.points, language),
        plus=points_text(sum((d for d in deltas if d > 0), ZERO), language),
        minus=points_text(-sum((d for d in deltas if d < 0), ZERO), language),
        parts=tuple(
            (basis, sum(each.line.basis == basis for each in account.lines))
            for basis in ("verified", "claimed", "contested")
        ),
    )
