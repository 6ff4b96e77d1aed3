"""What commands to rule sets, rounds and sheets are told: formula faults, rules, system values."""

from __future__ import annotations

from typing import Protocol

from msgspec.structs import replace

from domain.evaluation import commands as c
from domain.evaluation.rule_set.state import RuleSet
from domain.evaluation.sheet.state import Sheet
from domain.fact import Command
from domain.figures.commands import PublishedSheet, RecordSelfAssessment
from domain.points import points
from domain.refusal import Refused
from domain.ward import Ward
from projections.database import Pool
from service.evaluation_told import told_of_sheet
from service.ledger import Ledger
from service.rule_sets import adopted
from service.scoring.rule_formulas import faults_of
from service.slices import SHEET
from service.ward_keeper import WardKeeper

WAIT_SECONDS = 5.0


class Waiter(Protocol):
    """Waits until the read models have seen a position."""

    async def wait(self, position: int, timeout: float = 0.5) -> bool:
        """True when they have."""


def drafting(command: c.DraftRuleSet) -> Command:
    """Every formula of the rules is read and checked."""
    return replace(command, faults=faults_of(command.rules))


def adopting(command: c.AdoptRuleSet, state: RuleSet | None) -> Command:
    """The draft is checked again: the quantities may have changed since it was written."""
    draft = state.draft if state is not None else None
    return replace(command, faults=faults_of(draft) if draft is not None else ())


async def opening(command: c.OpenRound, ledger: Ledger) -> Command:
    """The version that is meant, as it was adopted."""
    place = command.rule_set
    return replace(command, known=await adopted(ledger, place.rule_set_id, place.version))


async def scoring(
    command: c.ScoringCommand,
    pool: Pool,
    ledger: Ledger,
    freshness: Waiter,
    ward: Ward,
    state: object,
) -> Command:
    """What the machine says at the last place of the log, over the points given so far."""
    if not isinstance(state, Sheet):
        return replace(command, told=None)
    position = await ledger.max_position()
    if not await freshness.wait(position, timeout=WAIT_SECONDS):
        raise Refused("evaluation.not_caught_up")
    known = await adopted(ledger, state.rule_set.rule_set_id, state.rule_set.version)
    if known is None:
        return replace(command, told=None)
    if isinstance(command, c.ApproveScore):
        # the freeze is proved with the ward of exactly this place
        ward = await WardKeeper(ledger).as_of(position)
    given = points_given(command, state)
    return replace(command, told=await told_of_sheet(pool, ward, state, known, given, position))


async def assessing(command: RecordSelfAssessment, ledger: Ledger) -> Command:
    """What was published of the sheet last, from its own stream."""
    history = await ledger.load(command.sheet_id)
    if not history or not SHEET.holds(history[0].event):
        return replace(command, published=None)
    sheet: Sheet = SHEET.fold(history)
    versions = (*sheet.former, sheet.now)
    last = next((each for each in reversed(versions) if each.published is not None), None)
    known = await adopted(ledger, sheet.rule_set.rule_set_id, sheet.rule_set.version)
    if last is None or last.approval is None or known is None:
        return replace(command, published=None)
    published = PublishedSheet(
        version=last.number,
        total=last.approval.said.total,
        round_code=sheet.round_code,
        unit_id=sheet.unit_id,
        year=sheet.period.to_on.year,
        is_of_ward=known.rules.rates == "ward",
    )
    return replace(command, published=published)


def points_given(command: c.ScoringCommand | None, sheet: Sheet) -> dict[str, str]:
    """Points by key as they would stand after the command; the newest word on each key."""
    own = sheet.self_score.lines if sheet.self_score is not None else ()
    given = {line.key: line.points for line in own}
    given |= sheet.now.points
    match command:
        case c.SubmitSelfScore(lines=lines):
            given = {line.key: line.points for line in lines}
        case c.AppraiseScore(marks=marks) | c.ApproveScore(changes=marks):
            given |= {mark.key: mark.points for mark in marks}
        case c.DecideAppeal(outcomes=outcomes):
            given |= {each.key: each.points for each in outcomes if each.points}
    for text in given.values():
        points(text)  # refused here, because formulas read them next
    return given
