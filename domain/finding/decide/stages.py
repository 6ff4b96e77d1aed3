"""The state table: what a finding allows at each stage, and what it says instead.

Read a row as the catalogue prints it. `go` lets the decision go on, `=` means that it is already so
(no event), `no` is the wrong stage, anything else is the refusal.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from domain.finding import commands as c
from domain.finding.memory import Finding, Stage
from domain.refusal import Refused

GO = "go"
SAME = "="
NO = "no"

STAGES: tuple[Stage, ...] = (
    "recorded",
    "delivered",
    "acknowledged",
    "explained",
    "assessed",
    "upheld",
    "remedy_reported",
    "verified",
    "closed",
    "dropped",
    "handed_over",
)


def _row(cells: str) -> Mapping[Stage, str]:
    """Nine cells: the eighth is for verified and closed, the ninth for dropped and handed over."""
    said: list[str] = []
    for cell in cells.split():
        said.append(said[-1] if cell == "…" else cell)
    *single, over, gone = said
    return dict(zip(STAGES, (*single, over, over, gone, gone), strict=True))


# fmt: off
_GRANT = _row("no go go already_explained no … … … …")
_ASSESS = _row("no no nothing_explained go = already_concluded … … finding_gone")

ROWS: Mapping[type[c.FindingCommand], Mapping[Stage, str]] = {
    c.DropFinding: _row("go minutes_frozen … … … conclude_instead … … ="),
    c.DiscussFinding: _row("go minutes_frozen no … … … … … …"),
    c.DeliverFinding: _row("go = … … … … … … ="),
    c.AcknowledgeFinding: _row("not_delivered go = … … … … … finding_gone"),
    c.LapseAcknowledgement: _row("no go = … … … … … no"),
    c.SubmitExplanation: _row(
        "not_delivered go go already_explained go already_concluded … … finding_gone"
    ),
    c.RequestMoreTime: _GRANT,
    c.GrantMoreTime: _GRANT,
    c.RefuseMoreTime: _GRANT,
    c.LapseExplanation: _row("no no go = = no … … …"),
    c.AcceptExplanation: _ASSESS,
    c.RejectExplanation: _ASSESS,
    c.ConcludeFinding: _row("no not_assessed … … go = = = ="),
    c.PlanRemediation: _row("no … … … not_concluded go go closed finding_gone"),
    c.ReportRemediation: _row("no … … … … go = closed no"),
    c.VerifyRemediation: _row("no … … … … nothing_reported go = no"),
    c.ReturnRemediation: _row("no … … … … nothing_reported go = no"),
    c.CloseFinding: _row("no … … … … … … go ="),
    c.ReopenFinding: _row("no … … … … … … go finding_gone"),
    c.HandOverFinding: _row("minutes_first go … … … … … finding_gone ="),
    c.PlaceFollowUp: _row("= … … … … go = = ="),
    c.NoteFollowUp: _row("no … … … not_concluded go go closed finding_gone"),
    c.MoveFindingClocks: _row("= go go go = go go = ="),
    c.AddAddendum: _row("minutes_first go … … … … … … finding_gone"),
}
# fmt: on

NEEDS: Mapping[type[c.FindingCommand], str] = {
    c.DiscussFinding: "recorded",
    c.LapseAcknowledgement: "delivered",
    c.LapseExplanation: "acknowledged",
    c.ReportRemediation: "upheld",
    c.VerifyRemediation: "remedy_reported",
    c.ReturnRemediation: "remedy_reported",
    c.ReopenFinding: "closed",
    c.ConcludeFinding: "assessed",
    c.CloseFinding: "verified",
}
"""The stage that a wrong one is told to wait for; else the one in which the answer is awaited."""


def may_go_on(command: c.FindingCommand, finding: Finding) -> bool:
    """True: decide. False: it is already so. Otherwise refused."""
    cell = _cell(command, finding)
    if cell == GO:
        return True
    if cell == SAME:
        return False
    if cell == NO:
        needs = NEEDS.get(type(command), "acknowledged")
        raise Refused("wrong_state", state=finding.stage, needs=needs)
    raise Refused(f"finding.{cell}", **_facts(finding))


def _cell(command: c.FindingCommand, finding: Finding) -> str:
    if type(command) not in ROWS:
        return SAME  # a beginning of what has begun
    cell = ROWS[type(command)][finding.stage]
    if isinstance(command, c.DropFinding) and finding.is_earlier and finding.stage == "closed":
        return GO  # a paper that was entered wrongly
    if isinstance(command, c.SubmitExplanation) and finding.stage == "assessed":
        return GO if finding.is_silent else "already_explained"
    waits = finding.stage in ("delivered", "acknowledged")
    if isinstance(command, c.ConcludeFinding) and finding.is_praise and waits:
        return GO  # praise waits for no answer
    if isinstance(command, c.CloseFinding) and finding.stage == "closed":
        return SAME
    return cell


def _facts(finding: Finding) -> dict[str, Any]:
    return {"finding": finding.code, "stage": finding.stage, "at": finding.stage_since}
