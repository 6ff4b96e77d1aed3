"""The state table: what an inspection allows at each stage, and what it says instead.

Read a row as the catalogue prints it. `GO` lets the decision go on, `SAME` means that it is already
so (no event), `no` is the shared `wrong_state`, anything else is the refusal.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, get_args

from domain.fact import Moment
from domain.inspection import commands as c
from domain.inspection.scoring import is_unsettled
from domain.inspection.state import Inspection, Stage
from domain.refusal import Refused

GO = ""
SAME = "="
NO = "no"
OVER = "inspection_closed"

STAGES: tuple[Stage, ...] = get_args(Stage)


def _row(cells: str, cancelled: str = OVER) -> Mapping[Stage, str]:
    """Nine cells; `go` is GO, `…` repeats the cell to the left. A cancelled one says it is over."""
    row: dict[Stage, str] = {"cancelled": cancelled}
    left = ""
    for stage, cell in zip(STAGES[:-1], cells.split(), strict=True):
        left = left if cell == "…" else {"go": GO}.get(cell, cell)
        row[stage] = left
    return row


# fmt: off
_DECLARE = _row("go go too_late … … … … … inspection_closed")
_SHIFT = _row("go go already_opened no … … … … inspection_closed")
_VISIT = _row("not_opened … go visit_closed … minutes_frozen … … inspection_closed")
_SIGN = _row("no … … no_minutes go = = = =")

ROWS: Mapping[type[c.InspectionCommand], Mapping[Stage, str]] = {
    c.OrderInspection: _row("= … … … … … … … …", SAME),
    c.OrderFromSeal: _row("= … … … … … … … …", SAME),
    c.DeclareIndependence: _DECLARE,
    c.DeclareConflict: _DECLARE,
    c.ReplaceMember: _row("go … … too_late … minutes_frozen … … inspection_closed"),
    c.AnnounceInspection: _row("go = already_opened no … … … … inspection_closed"),
    c.PostponeInspection: _SHIFT,
    c.CancelInspection: {**_SHIFT, "opened": GO},
    c.SubmitSelfReport: _row(
        "not_announced go too_late … … minutes_frozen no … inspection_closed"
    ),
    c.OpenInspection: _row("go go = … … … … … inspection_closed"),
    c.CheckItem: _VISIT,
    c.SettleItem: _VISIT,
    c.OverruleFigure: _VISIT,
    c.NoteAbsence: _VISIT,
    c.AttachVisitEvidence: _VISIT,
    c.CloseVisit: _row("not_opened … go = … … … … …"),
    c.DrawUpMinutes: _row("not_opened … visit_open go go minutes_frozen … … …"),
    c.GiveUnitOpinion: _row("no … … no_minutes go minutes_frozen … … …"),
    c.SignMinutes: _SIGN,
    c.RefuseSignature: _SIGN,
    c.AddMinutesAddendum: _row("no … … … redraw_instead go … … inspection_closed"),
    c.ReportInspection: _row("no … … … minutes_not_frozen go = already_concluded …"),
    c.ReturnReport: _row("no … … … minutes_not_frozen no go already_concluded …"),
    c.IssueConclusion: _row("no … … … … not_reported go = …"),
    c.PublishConclusion: _row("not_concluded … … … … … … go go"),
    c.EnterDocument: _row("go … … … … … … … …", GO),
    c.CloseInspection: _row("no … … … … not_concluded … go ="),
    c.MoveReportLimit: _row("= … … go go go = … …", SAME),
    c.MoveInspectionClocks: _row("= … … go … … … … =", SAME),
}
# fmt: on

NEEDS: Mapping[type[c.InspectionCommand], Stage] = {
    c.AnnounceInspection: "ordered",
    c.PostponeInspection: "announced",
    c.CancelInspection: "opened",
    c.SubmitSelfReport: "announced",
    c.GiveUnitOpinion: "minutes_drawn",
    c.SignMinutes: "minutes_drawn",
    c.RefuseSignature: "minutes_drawn",
    c.AddMinutesAddendum: "frozen",
    c.ReportInspection: "frozen",
    c.ReturnReport: "reported",
    c.IssueConclusion: "reported",
    c.CloseInspection: "concluded",
}
"""What a command waits for, where the table says `no`."""


def may_go_on(command: c.InspectionCommand, inspection: Inspection, moment: Moment) -> bool:
    """True: decide. False: it is already so. Otherwise refused."""
    kind = type(command)
    cell = ROWS[kind][inspection.stage]
    if cell == "visit_closed" and _comes_in_late(command, inspection, moment):
        return True
    if cell == GO:
        return True
    if cell == SAME:
        return False
    if cell == NO:
        raise Refused("wrong_state", state=inspection.stage, needs=NEEDS[kind])
    raise Refused(f"inspection.{cell}", **facts_of(cell, inspection))


def _comes_in_late(command: c.InspectionCommand, inspection: Inspection, moment: Moment) -> bool:
    """Captured before the visit was closed, or settling what such an entry stirred up."""
    if isinstance(command, c.SettleItem) and is_unsettled(inspection, command.item_key):
        return True
    return was_captured_in_time(inspection, moment)


def was_captured_in_time(inspection: Inspection, moment: Moment) -> bool:
    """By the phone's clock, put right by what it was wrong by, before the visit was closed."""
    closed_at, device = inspection.visit_closed_at, moment.device
    if closed_at is None or device is None:
        return False
    return device.captured_at - timedelta(milliseconds=device.skew_ms) <= closed_at


def facts_of(cell: str, inspection: Inspection) -> dict[str, Any]:
    """What the sentence of a refusal needs: the stage, since when, and the day in question."""
    facts: dict[str, Any] = {"stage": inspection.stage, "at": inspection.stage_since}
    if cell == "too_late":
        facts |= {"visit_on": inspection.visit_on or inspection.from_on}
    elif cell == "minutes_frozen":
        facts |= {"at": inspection.frozen_at}
    elif cell == "visit_closed":
        facts |= {"at": inspection.visit_closed_at}
    return facts
