"""What a sheet is and where it stands: folded from its own stream, for any moment.

The page, the page of a past day and every step of a replay call the same function with more or
fewer of the acts (`projections.task_past` cuts them). Names, words of criteria and rights are the
page's matter.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Literal, cast
from uuid import UUID

from domain.evaluation import events as e
from domain.evaluation.sheet.evolving import evolve
from domain.evaluation.sheet.state import Sheet, Version
from domain.evaluation.values import KeyOutcome
from domain.fact import Recorded, local_date
from domain.values import Due, Evidence, Link, Value
from domain.ward import Ward
from projections.limit_clock import LimitClock, limit_clock

StepName = Literal["self_score", "appraisal", "reply", "vote", "approval", "publication"]
ClockName = Literal["self_score", "appraise", "reply", "appeal"]


class Step(Value, frozen=True, kw_only=True):
    """One step of the bar."""

    name: StepName
    at: datetime | None = None


class SheetClock(LimitClock, frozen=True, kw_only=True):
    """A limit of a sheet."""

    name: ClockName


class KeyLine(Value, frozen=True, kw_only=True):
    """One key with everything that was ever said of it in this version, side by side."""

    key: str
    self_points: str | None = None
    evidence: tuple[Evidence, ...] = ()
    links: tuple[Link, ...] = ()
    explanation: str = ""
    system_at_self: str | None = None
    """The machine's value when the unit scored itself."""
    appraised: str | None = None
    system_at_appraisal: str | None = None
    reason: str = ""
    by_post: UUID | None = None
    decided: KeyOutcome | None = None
    """What an appeal came to for it."""
    approved: str | None = None
    approval_reason: str = ""


class SheetFile(Value, frozen=True, kw_only=True):
    """A sheet at a moment."""

    sheet_id: UUID
    sheet: Sheet
    records: tuple[Recorded, ...]
    version: int
    """How many acts the stream has, also where not all of them are shown."""
    at: datetime
    steps: tuple[Step, ...]
    clocks: tuple[SheetClock, ...]
    lines: tuple[KeyLine, ...]

    @property
    def today(self) -> date:
        """The local day that everything is counted for."""
        return local_date(self.at)


def sheet_file(
    records: Sequence[Recorded], ward: Ward, at: datetime, version: int | None = None
) -> SheetFile:
    """The file of a sheet after these acts, as it stands at a moment.

    `version` is that of the stream where the reader may not know of its last acts: what he asks
    for is still asked over everything that happened.
    """
    sheet = remembered(records)
    return SheetFile(
        sheet_id=records[0].originator_id,
        sheet=sheet,
        records=tuple(records),
        version=version or records[-1].originator_version,
        at=at,
        steps=_steps(sheet),
        clocks=_clocks(sheet, ward, local_date(at)),
        lines=lines_of(sheet, sheet.now),
    )


def remembered(records: Sequence[Recorded]) -> Sheet:
    """What the domain itself remembers after these acts."""
    sheet: Sheet | None = None
    for recorded in records:
        sheet = evolve(sheet, cast(e.SheetEvent, recorded.event), recorded.meta)
    assert sheet is not None, "a sheet begins with its round"
    return sheet


def lines_of(sheet: Sheet, version: Version) -> tuple[KeyLine, ...]:
    """Every key of a version, the one under way or a former one, in the order it was scored."""
    own = {line.key: line for line in sheet.self_score.lines} if sheet.self_score else {}
    system = sheet.self_score.system if sheet.self_score else {}
    outcomes = {each.key: each for each in version.appeal.outcomes} if version.appeal else {}
    said = version.approval.said if version.approval is not None else None
    approved = said.points if said is not None else {}
    reasons = {mark.key: mark.reason for mark in said.changes} if said is not None else {}
    found = []
    for key in dict.fromkeys((*own, *version.marks, *approved)):
        line, mark = own.get(key), version.marks.get(key)
        found.append(
            KeyLine(
                key=key,
                self_points=line.points if line else None,
                evidence=line.evidence if line else (),
                links=line.links if line else (),
                explanation=line.explanation if line else "",
                system_at_self=system.get(key),
                appraised=mark.points if mark else None,
                system_at_appraisal=mark.system_value if mark else None,
                reason=mark.reason if mark else "",
                by_post=mark.by_post if mark else None,
                decided=outcomes.get(key),
                approved=approved.get(key),
                approval_reason=reasons.get(key, ""),
            )
        )
    return tuple(found)


def _steps(sheet: Sheet) -> tuple[Step, ...]:
    now = sheet.now
    is_over = now.count is not None and now.count.valid
    done: dict[StepName, datetime | None] = {
        "self_score": sheet.self_score.at if sheet.self_score else None,
        "appraisal": now.delivered_at,
        "reply": now.replied_at,
        "vote": now.counted_at if is_over else None,
        "approval": now.approval.at if now.approval else None,
        "publication": now.published_at,
    }
    return tuple(Step(name=name, at=at) for name, at in done.items())


def _clocks(sheet: Sheet, ward: Ward, today: date) -> tuple[SheetClock, ...]:
    now, limits = sheet.now, sheet.limits
    self_at = sheet.self_score.at if sheet.self_score else None
    runs: list[tuple[ClockName, int, Due | None, datetime | None]] = [
        ("appraise", limits.appraise_days, now.appraise_by, now.delivered_at),
        ("reply", limits.reply_days, now.reply_by, now.replied_at),
    ]
    if not sheet.former:
        runs.insert(0, ("self_score", limits.self_score_days, sheet.self_score_by, self_at))
    if now.appeal is not None:
        appeal = now.appeal
        runs.append(("appeal", limits.appeal_days, appeal.decide_by, appeal.decided_at))
    return tuple(
        limit_clock(SheetClock, days, due.last_on, done, ward, today, name=name)
        for name, days, due, done in runs
        if due is not None
    )
