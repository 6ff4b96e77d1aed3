"""The chair approves and thereby freezes, publishes, or opens the sheet again as a new version."""

from __future__ import annotations

from collections.abc import Iterable

from domain import due as dues
from domain.evaluation import commands as c
from domain.evaluation import events as e
from domain.evaluation.sheet.decide.scoring import refuse_doubles, refuse_points, told_of
from domain.evaluation.sheet.state import Sheet
from domain.evaluation.totals import band_of, proposed_level, total
from domain.evaluation.values import Mark, Told
from domain.fact import Elsewhere, Event, Moment
from domain.grounds import need_document, need_reason
from domain.refusal import Refused
from domain.ward import Ward

Decided = list[Event | Elsewhere]


def approve(command: c.ApproveScore, sheet: Sheet, moment: Moment, ward: Ward) -> Decided:
    """Points, level and what they rest on, in one act; the machine only proposed the level."""
    need_document(moment)
    if not command.stepped_up:
        raise Refused("evaluation.step_up_missing")
    told = told_of(command)
    _refuse_moved(command, sheet, told)
    _refuse_changes(command.changes, told)
    points = {**sheet.now.points, **{mark.key: mark.points for mark in command.changes}}
    reached = total(told, points)
    proposal = proposed_level(told.rules, reached, told.gates)
    if command.level != proposal and not (moment.reason or "").strip():
        raise Refused("evaluation.level_without_reason", level=command.level, proposed=proposal)
    return [
        e.ScoreApproved(
            version=sheet.version,
            total=reached,
            points=points,
            changes=command.changes,
            level=command.level,
            proposed_level=proposal,
            level_by_points=band_of(told.rules, reached),
            gates=told.gates,
        ),
        e.Frozen(
            version=sheet.version,
            position=told.position,
            rule_set_hash=told.rule_set_hash,
            inputs_hash=told.inputs_hash,
        ),
    ]


def _refuse_moved(command: c.ApproveScore, sheet: Sheet, told: Told) -> None:
    if command.seen_inputs not in ("", told.inputs_hash):
        raise Refused(
            "evaluation.inputs_moved", seen=command.seen_inputs[:12], now=told.inputs_hash[:12]
        )
    if sheet.rule_set.hash != told.rule_set_hash:
        raise Refused(
            "evaluation.rules_moved", was=sheet.rule_set.hash[:12], now=told.rule_set_hash[:12]
        )


def _refuse_changes(changes: Iterable[Mark], told: Told) -> None:
    listed = tuple(changes)
    refuse_doubles(mark.key for mark in listed)
    for mark in listed:
        refuse_points(mark.key, mark.points, told)
        if not mark.reason.strip():
            raise Refused("evaluation.reason_needed", key=mark.key)


def publish(command: c.PublishScore, sheet: Sheet, moment: Moment, ward: Ward) -> Decided:
    """Total and level as approved, with the lines only where it was so decided."""
    approval = sheet.now.approval
    assert approval is not None, "the state table lets only an approved sheet through"
    return [
        e.ScorePublished(
            version=sheet.version,
            public_part=command.public_part,
            total=approval.said.total,
            level=approval.said.level,
        )
    ]


def reopen(command: c.ReopenSheet, sheet: Sheet, moment: Moment, ward: Ward) -> Decided:
    """By decision; what was approved stays as the version it was."""
    need_reason(moment)
    need_document(moment)
    return [
        e.SheetReopened(
            version=sheet.version + 1,
            appraise_by=dues.working_days_from(
                moment.happened_on, sheet.limits.appraise_days, ward.calendar
            ),
        )
    ]
