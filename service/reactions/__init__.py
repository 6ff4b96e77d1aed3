"""What follows from what: when this happened, ask for that. A table of contents."""

from __future__ import annotations

from service.reactions import (
    assign_what_was_issued,
    carry_an_amendment,
    conclude_a_group,
    count_votes,
    fan_out_a_group,
    findings,
    move_duties_to_successor,
    open_occurrence_child,
    recalculate_deadlines,
    recognise_named_units,
    withdraw_children,
)
from service.reactions.runner import Reaction

REACTIONS: tuple[Reaction, ...] = (
    assign_what_was_issued.REACTION,
    carry_an_amendment.REACTION,
    fan_out_a_group.REACTION,
    open_occurrence_child.REACTION,
    conclude_a_group.REACTION,
    withdraw_children.REACTION,
    move_duties_to_successor.REACTION,
    recalculate_deadlines.REACTION,
    recognise_named_units.REACTION,
    findings.DELIVER,
    findings.MOVE_REPORT,
    findings.CONCLUDE,
    findings.MAKE_REMEDY,
    findings.TELL_FINDING,
    findings.SETTLE_TASK,
    count_votes.REACTION,
)
