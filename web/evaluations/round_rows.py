"""The scoreboard: one row per unit with three totals side by side, and on what the points rest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import msgspec

from domain.evaluation.rules import LEVELS, Level
from domain.evaluation.totals import extras
from projections.round_file import SheetClock
from service.scoring.score_parts import BASES
from web import wording
from web.evaluations.loading import RoundView, SheetView
from web.evaluations.words import joined, points_text, signed, text_of
from web.tasks.naming import Names

OPEN_CLOCKS = ("runs", "overdue")
BAR_WIDTH = 470
"""Of the longest bar, in the units of the drawing."""
ROW_HEIGHT = 34
ZERO = Decimal(0)


class Segment(msgspec.Struct, frozen=True, kw_only=True):
    """A part of a bar."""

    basis: str
    amount: str
    x: float
    width: float


class UnitRow(msgspec.Struct, frozen=True, kw_only=True):
    """A unit as the scoreboard shows it."""

    name: str
    href: str
    stage: str
    limit: str
    is_late: bool
    system_total: str
    self_total: str
    appraised_total: str
    approved_total: str
    level: str
    is_proposed: bool
    held_by: str
    bonus: str
    penalty: str
    gates: str
    due: str
    rests: str
    """Points on verified, claimed and contested facts."""
    rank: str
    is_public_only: bool


class Bar(msgspec.Struct, frozen=True, kw_only=True):
    """How many points rest on what, drawn and in numbers."""

    name: str
    y: int
    segments: tuple[Segment, ...]
    amounts: tuple[str, ...]
    judged: str


def rows_of(view: RoundView, names: Names) -> list[UnitRow]:
    """In the order of the round; ranks only once every unit is approved."""
    ranks = _ranks(view)
    return [
        _public_row(sheet, names, ranks.get(number, ""))
        if not sheet.parts.scores
        else _row(sheet, names, ranks.get(number, ""))
        for number, sheet in enumerate(view.sheets)
    ]


def _row(view: SheetView, names: Names, rank: str) -> UnitRow:
    sheet, standing = view.sheet, view.standing
    now, language = sheet.now, names.language
    said = now.approval.said if now.approval is not None else None
    clock = open_clock(view)
    bonus, penalty = bonus_and_penalty(view)
    level: Level = said.level if said is not None else standing.level
    return UnitRow(
        name=names.unit(view.unit.unit_id),
        href=view.address + view.past_query,
        stage=names.say(f"evaluation.stage.{sheet.stage}"),
        limit=limit_words(clock, view.file.today, names) if clock is not None else "",
        is_late=clock is not None and clock.state == "overdue",
        system_total=points_text(view.card.total, language),
        self_total=points_text(sheet.self_score.total if sheet.self_score else None, language),
        appraised_total=points_text(now.total, language),
        approved_total=points_text(said.total if said else None, language),
        level=names.say(f"evaluation.level.{level}"),
        is_proposed=said is None,
        held_by=joined(text_of(gate, language) for gate in standing.held_by),
        bonus=signed(bonus, language),
        penalty=signed(penalty, language),
        gates=gates_words(view, names),
        due=due_words(view),
        rests=rests_words(view, names),
        rank=rank,
        is_public_only=False,
    )


def _public_row(view: SheetView, names: Names, rank: str) -> UnitRow:
    """What was published, and nothing of a version under way.

    The count of tasks is told to everybody in the ward by the register anyway.
    """
    version, language = view.published, names.language
    assert version is not None, "only a published sheet is shown like this"
    assert version.approval is not None, "published after the approval"
    said, own = version.approval.said, view.sheet.self_score
    return UnitRow(
        name=names.unit(view.unit.unit_id),
        href=view.address + view.past_query,
        stage=names.say("evaluation.stage.published"),
        limit="",
        is_late=False,
        system_total="–",
        self_total=points_text(own.total if own else None, language),
        appraised_total=points_text(version.total, language),
        approved_total=points_text(said.total, language),
        level=names.say(f"evaluation.level.{said.level}"),
        is_proposed=False,
        held_by="",
        bonus="–",
        penalty="–",
        gates="–",
        due=due_words(view),
        rests=rests_words(view, names),
        rank=rank,
        is_public_only=True,
    )


def approved_total(view: SheetView) -> Decimal | None:
    """What stands approved for this reader; nothing while nobody decided."""
    version = view.sheet.now if view.parts.scores else view.published
    approval = version.approval if version is not None else None
    return Decimal(approval.said.total) if approval is not None else None


def _ranks(view: RoundView) -> dict[int, str]:
    """Place and count, `2/5`, once nobody of the round is left without an approved score."""
    totals = [approved_total(sheet) for sheet in view.sheets]
    if None in totals or len(totals) < len(view.row.units):
        return {}
    known = [total for total in totals if total is not None]
    return {
        number: f"{1 + sum(other > total for other in known)}/{len(known)}"
        for number, total in enumerate(known)
    }


def without_approval(view: RoundView) -> int:
    """How many units the ranking waits for."""
    return len(view.row.units) - sum(approved_total(sheet) is not None for sheet in view.sheets)


def levels_counted(view: RoundView, names: Names) -> list[tuple[str, int]]:
    """How many units have which approved level, best first."""
    versions = [each.sheet.now if each.parts.scores else each.published for each in view.sheets]
    counted = Counter(
        version.approval.said.level
        for version in versions
        if version is not None and version.approval is not None
    )
    return [(names.say(f"evaluation.level.{level}"), counted[level]) for level in LEVELS]


def bonus_and_penalty(view: SheetView) -> tuple[Decimal, Decimal]:
    """Both as they count, held within the bounds of the rule set."""
    gained = [each for each in view.told.extras if Decimal(each.points) > 0]
    lost = [each for each in view.told.extras if Decimal(each.points) < 0]
    return extras(view.rules, gained), extras(view.rules, lost)


def gates_words(view: SheetView, names: Names) -> str:
    """How many conditions are met, or which are not."""
    gates = view.standing.gates
    if not gates:
        return names.say("evalpage.no_gates")
    failing = {gate.gate for gate in gates if gate.met is False}
    met = sum(gate.met is True for gate in gates)
    judged = sum(gate.met is not None for gate in gates)
    if not failing:
        return names.say("evalpage.gates_met", met=met, n=judged)
    words = [text_of(each, names.language) for each in view.rules.gates if each.key in failing]
    return names.say("evalpage.gates_not_met", which=joined(words))


def due_words(view: SheetView) -> str:
    """Tasks on time and due in the period: the count beside every place."""
    counted = {"on_time": 0, "due": 0}
    for line in view.lines:
        for effect in line.effects:
            if effect.quantity == "K2" and effect.part in counted:
                counted[effect.part] += effect.amount
    return f"{counted['on_time']}/{counted['due']}"


def rests_words(view: SheetView, names: Names) -> str:
    """The three parts that no total goes without."""
    return " / ".join(
        points_text(view.card.resting.get(basis, ZERO), names.language) for basis in BASES
    )


def open_clock(view: SheetView) -> SheetClock | None:
    """The limit that runs now."""
    if view.sheet.stage in ("voted", "approved", "published"):
        return None
    running = [clock for clock in view.file.clocks if clock.state in OPEN_CLOCKS]
    wanted = {
        "open": "self_score",
        "self_scored": "appraise",
        "appraised": "reply",
        "replied": "appeal",
    }[view.sheet.stage]
    return next((clock for clock in running if clock.name == wanted), None)


def limit_words(clock: SheetClock, today: date, names: Names) -> str:
    """Until when, and how far away."""
    days = names.ward.calendar.working_days(today, clock.last_on)
    left = names.say("due.today") if clock.last_on == today else names.say("due.left", days=days)
    if clock.state == "overdue":
        left = names.say("due.late", days=clock.days_late)
    return names.say("evalpage.limit", date=wording.day(clock.last_on), left=left)


# -- the bars ----------------------------------------------------------------------


def bars_of(sheets: Sequence[SheetView], names: Names) -> list[Bar]:
    """Points moved by verified, claimed and contested lines; those of people apart."""
    most = max((sum(each.card.resting.values(), ZERO) for each in sheets), default=ZERO)
    return [_bar(each, most, number, names) for number, each in enumerate(sheets)]


def _bar(view: SheetView, most: Decimal, number: int, names: Names) -> Bar:
    resting = view.card.resting
    segments: list[Segment] = []
    x = 0.0
    for basis in BASES:
        amount = resting.get(basis, ZERO)
        width = float(amount / most) * BAR_WIDTH if most else 0.0
        if amount:
            words = points_text(amount, names.language)
            segments.append(
                Segment(basis=basis, amount=words, x=round(x, 1), width=round(width, 1))
            )
        x += width
    return Bar(
        name=names.unit(view.unit.unit_id),
        y=8 + number * ROW_HEIGHT,
        segments=tuple(segments),
        amounts=tuple(points_text(resting.get(basis, ZERO), names.language) for basis in BASES),
        judged=points_text(_judged(view), names.language),
    )


def _judged(view: SheetView) -> Decimal:
    """Points that people gave for what is not counted by the machine."""
    return sum(
        (
            each.points
            for each in view.card.criteria
            if each.criterion.way == "manual" and each.points is not None and not each.is_entry
        ),
        ZERO,
    )
