"""The state table of a sheet: what each command comes to in each stage of its version."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from domain.evaluation import commands as c
from domain.evaluation.sheet.state import STAGES, Sheet, Stage
from domain.fact import Moment
from domain.refusal import Refused

GO = "go"
SAME = "="
NO = "no"

WAY_OUT = "ReopenSheet"
"""What is still possible once an evaluation is frozen."""


def _row(cells: str) -> dict[Stage, str]:
    """One cell per stage; `…` repeats the cell before it."""
    said: list[str] = []
    for cell in cells.split():
        said.append(said[-1] if cell == "…" else cell)
    return dict(zip(STAGES, said, strict=True))


# fmt: off
_APPRAISE = _row("no_self_score go delivered … … frozen …")
_REPLY = _row("no … go = too_late_vote_taken frozen …")
_VOTE = _row("no … reply_open go = frozen …")

ROWS: Mapping[type[c.SheetCommand], Mapping[Stage, str]] = {
    c.SubmitSelfScore: _row("go = already_appraised … … frozen …"),
    c.AppraiseScore: _APPRAISE,
    c.DeliverAppraisal: _APPRAISE,
    c.AcceptAppraisal: _REPLY,
    c.FileAppeal: _REPLY,
    c.LapseReply: _row("no … go = … … …"),
    c.DecideAppeal: _row("no … no_appeal go = frozen …"),
    c.CastVote: _VOTE,
    c.CountVotes: _VOTE,
    c.ApproveScore: _row("no … … not_voted go = …"),
    c.PublishScore: _row("no … … … not_approved go ="),
    c.ReopenSheet: _row("no … … … … go …"),
    c.MoveSheetClocks: _row("go … … … = … …"),
}
# fmt: on

FURTHER = (
    "already_self_scored",
    "appeal_pending",
    "already_replied",
    "appeal_decided",
    "vote_not_valid",
)
"""Refusals that hang on more than the stage."""

NEEDS: Mapping[type[c.SheetCommand], Stage] = {
    c.AcceptAppraisal: "appraised",
    c.FileAppeal: "appraised",
    c.LapseReply: "appraised",
    c.DecideAppeal: "replied",
    c.CastVote: "replied",
    c.CountVotes: "replied",
    c.ApproveScore: "voted",
    c.PublishScore: "approved",
    c.ReopenSheet: "approved",
}
"""The stage that a wrong one is told to wait for."""


def may_go_on(command: c.SheetCommand, sheet: Sheet, moment: Moment) -> bool:
    """True: decide. False: it is already so. Otherwise refused."""
    cell = _cell(command, sheet, moment)
    if cell == GO:
        return True
    if cell == SAME:
        return False
    if cell == NO:
        raise Refused("wrong_state", state=sheet.stage, needs=NEEDS[type(command)])
    raise Refused(f"evaluation.{cell}", **_facts(cell, sheet))


def _cell(command: c.SheetCommand, sheet: Sheet, moment: Moment) -> str:
    """The table, and the cells that hang on more than the stage."""
    cell = ROWS[type(command)][sheet.stage]
    now = sheet.now
    match command:
        case c.AppraiseScore() | c.DeliverAppraisal() if sheet.stage == "open":
            over = moment.happened_on > sheet.self_score_by.last_on
            return GO if over else cell
        case c.SubmitSelfScore() if sheet.stage == "self_scored":
            return SAME if _is_that_self_score(command, sheet) else "already_self_scored"
        case c.AcceptAppraisal() if sheet.stage == "replied" and now.pending_appeal is not None:
            return "appeal_pending"
        case c.FileAppeal() if sheet.stage == "replied":
            return _appeal_again(command, sheet)
        case c.DecideAppeal() if sheet.stage == "replied":
            return _decide_again(command, sheet)
        case c.CastVote() | c.CountVotes() if sheet.stage == "replied":
            return GO if now.pending_appeal is None else "appeal_pending"
        case c.CastVote() | c.ReopenSheet() if sheet.stage == "voted":
            return GO if now.count is not None and not now.count.valid else cell
        case c.ApproveScore() if sheet.stage == "voted":
            return GO if now.count is not None and now.count.valid else "vote_not_valid"
        case c.ApproveScore() if cell == SAME and now.approval is not None:
            return SAME if now.approval.said.level == command.level else "frozen"
    return cell


def _is_that_self_score(command: c.SubmitSelfScore, sheet: Sheet) -> bool:
    stands = {line.key: line for line in sheet.self_score.lines} if sheet.self_score else {}
    return all(stands.get(line.key) == line for line in command.lines)


def _appeal_again(command: c.FileAppeal, sheet: Sheet) -> str:
    appeal = sheet.now.appeal
    if appeal is not None and appeal.appeal_id == command.appeal_id:
        return SAME
    return "appeal_pending" if sheet.now.pending_appeal is not None else "already_replied"


def _decide_again(command: c.DecideAppeal, sheet: Sheet) -> str:
    appeal = sheet.now.appeal
    if appeal is None or appeal.appeal_id != command.appeal_id:
        return "no_appeal"
    if appeal.decided_at is None:
        return GO
    return SAME if appeal.outcomes == command.outcomes else "appeal_decided"


def _facts(cell: str, sheet: Sheet) -> dict[str, Any]:
    now = sheet.now
    match cell:
        case "frozen":
            approval = now.approval
            frozen = sheet.frozen[-1] if sheet.frozen else None
            return {
                "frozen_at": approval.at if approval is not None else None,
                "version": sheet.version,
                "position": frozen.position if frozen is not None else None,
                "way_out": WAY_OUT,
            }
        case "no_self_score":
            return {"limit_on": sheet.self_score_by.last_on}
        case "delivered" | "already_appraised":
            return {"at": now.delivered_at}
        case "reply_open":
            return {"until_on": now.reply_by.last_on if now.reply_by else None}
        case "appeal_pending":
            appeal = now.pending_appeal
            return {"decide_by": appeal.decide_by.last_on if appeal else None}
        case "already_replied" | "appeal_decided" | "already_self_scored":
            return {"at": sheet.stage_since}
        case "vote_not_valid" if now.count is not None:
            return {"in_favour": now.count.in_favour, "entitled": now.count.entitled}
    return {}
