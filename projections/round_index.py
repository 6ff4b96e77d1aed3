"""Which rounds are there, and where does each sheet stand: three totals, level, next limit."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec

from domain.evaluation import events as e
from domain.fact import Recorded
from projections.read_model import Rows, Table


class RoundRow(msgspec.Struct, kw_only=True):
    """One round as it was opened."""

    round_id: UUID
    code: str
    title: str
    from_on: date
    to_on: date
    cut_on: date
    rule_set_id: UUID
    rule_set_version: int
    rule_set_hash: str
    units: tuple[UUID, ...]
    council_posts: tuple[UUID, ...]
    appraiser_posts: tuple[UUID, ...]
    appeal_posts: tuple[UUID, ...] = ()
    opened_at: datetime
    document: str = ""


class SheetRow(msgspec.Struct, kw_only=True):
    """One sheet as it stands; totals are texts of exact decimals, empty while not given."""

    sheet_id: UUID
    round_id: UUID
    round_code: str
    unit_id: UUID
    stage: str = "open"
    version: int = 1
    council_posts: tuple[UUID, ...]
    appraiser_posts: tuple[UUID, ...]
    appeal_posts: tuple[UUID, ...] = ()
    since: date
    """First day of the stage."""
    self_score_by: date
    appraise_by: date
    reply_by: date | None = None
    decide_by: date | None = None
    """Limit of an appeal that nobody has decided yet."""
    appeal_keys: tuple[str, ...] = ()
    appraised_by: tuple[UUID, ...] = ()
    """People who gave a mark, for SD-10."""
    self_total: str = ""
    self_late: bool = False
    appraised_total: str = ""
    """With what an appeal changed."""
    approved_total: str = ""
    reply: str = ""
    ballot: int = 1
    voted: tuple[UUID, ...] = ()
    """Posts that voted in the ballot under way."""
    is_vote_valid: bool | None = None
    in_favour: int | None = None
    entitled: int | None = None
    level: str = ""
    proposed_level: str = ""
    approved_at: datetime | None = None
    published_at: datetime | None = None
    published_total: str = ""
    published_level: str = ""

    @property
    def next_limit_on(self) -> date | None:
        """The last day of what the sheet waits for now, where a limit runs."""
        match self.stage:
            case "open":
                return self.self_score_by
            case "self_scored":
                return self.appraise_by
            case "appraised":
                return self.reply_by
            case "replied":
                return self.decide_by
        return None


ROUNDS = Table("round_index", RoundRow, key=("round_id",), indexes=("(code)",))
SHEETS = Table(
    "sheet_index", SheetRow, key=("sheet_id",), indexes=("(round_id)", "(unit_id)", "(stage)")
)


class RoundIndex:
    """Rounds and sheets for lists and duties; a sheet itself is folded from its stream."""

    name = "round_index"
    version = 1
    tables = (ROUNDS, SHEETS)
    topics = frozenset(
        kind.stored_name
        for kind in (
            e.RoundOpened,
            e.SheetOpened,
            e.SelfScoreSubmitted,
            e.ScoreAppraised,
            e.AppraisalDelivered,
            e.AppraisalAccepted,
            e.ReplyLapsed,
            e.AppealFiled,
            e.AppealDecided,
            e.VoteCast,
            e.VotesCounted,
            e.ScoreApproved,
            e.ScorePublished,
            e.SheetReopened,
            e.DeadlineRecalculated,
        )
    )

    def keys(self, recorded: Recorded) -> Iterable[tuple[Table, tuple[Any, ...]]]:
        """The acts of a round or sheet touch its own row only."""
        is_round = isinstance(recorded.event, e.RoundOpened)
        yield (ROUNDS if is_round else SHEETS), (recorded.originator_id,)

    def apply(self, recorded: Recorded, rows: Rows) -> None:
        """Fold one event."""
        event = recorded.event
        if isinstance(event, e.RoundOpened):
            rows.put(ROUNDS, _round(event, recorded))
            return
        if isinstance(event, e.SheetOpened):
            rows.put(SHEETS, _sheet(event, recorded))
            return
        row: SheetRow | None = rows.get(SHEETS, (recorded.originator_id,))
        if row is None:
            return
        before = row.stage
        _score(row, recorded)
        _reply(row, event)
        _vote(row, event)
        _end(row, recorded)
        if row.stage != before:
            row.since = recorded.meta.happened_on
        rows.put(SHEETS, row)


def _round(event: e.RoundOpened, recorded: Recorded) -> RoundRow:
    document = recorded.meta.document
    return RoundRow(
        round_id=recorded.originator_id,
        code=event.code,
        title=event.title,
        from_on=event.period.from_on,
        to_on=event.period.to_on,
        cut_on=event.period.cut_on,
        rule_set_id=event.rule_set.rule_set_id,
        rule_set_version=event.rule_set.version,
        rule_set_hash=event.rule_set.hash,
        units=event.units,
        council_posts=event.council_posts,
        appraiser_posts=event.appraiser_posts,
        appeal_posts=event.appeal_posts,
        opened_at=recorded.meta.happened_at,
        document=f"{document.number}/{document.notation}" if document is not None else "",
    )


def _sheet(event: e.SheetOpened, recorded: Recorded) -> SheetRow:
    return SheetRow(
        sheet_id=recorded.originator_id,
        round_id=event.round_id,
        round_code=event.round_code,
        unit_id=event.unit_id,
        council_posts=event.council_posts,
        appraiser_posts=event.appraiser_posts,
        appeal_posts=event.appeal_posts,
        since=recorded.meta.happened_on,
        self_score_by=event.self_score_by.last_on,
        appraise_by=event.appraise_by.last_on,
    )


def _score(row: SheetRow, recorded: Recorded) -> None:
    """Self-score and appraisal."""
    event = recorded.event
    match event:
        case e.SelfScoreSubmitted():
            row.stage, row.self_total, row.self_late = "self_scored", event.total, event.late
            row.appraise_by = event.appraise_by.last_on
        case e.ScoreAppraised():
            people = recorded.meta.actor.people
            row.appraised_by = tuple(sorted({*row.appraised_by, *people}))
        case e.AppraisalDelivered():
            row.stage, row.appraised_total = "appraised", event.total
            row.reply_by = event.reply_by.last_on


def _reply(row: SheetRow, event: Any) -> None:
    """What the unit says, and what comes of it."""
    match event:
        case e.AppraisalAccepted():
            row.stage, row.reply = "replied", "accepted"
        case e.ReplyLapsed():
            row.stage, row.reply = "replied", "lapsed"
        case e.AppealFiled():
            row.stage, row.reply = "replied", "appealed"
            row.decide_by, row.appeal_keys = event.decide_by.last_on, event.keys
        case e.AppealDecided():
            row.decide_by, row.appraised_total = None, event.total


def _vote(row: SheetRow, event: Any) -> None:
    """The ballot under way, and its count."""
    match event:
        case e.VoteCast():
            kept = row.voted if event.ballot == row.ballot else ()
            row.stage, row.ballot = "replied", event.ballot
            row.voted = tuple(dict.fromkeys((*kept, event.post_id)))
            row.is_vote_valid = row.in_favour = row.entitled = None
        case e.VotesCounted():
            row.stage, row.is_vote_valid = "voted", event.valid
            row.in_favour, row.entitled = event.in_favour, event.entitled


def _end(row: SheetRow, recorded: Recorded) -> None:
    """Approval, publication, and the version after it."""
    event, at = recorded.event, recorded.meta.happened_at
    match event:
        case e.ScoreApproved():
            row.stage, row.approved_total, row.approved_at = "approved", event.total, at
            row.level, row.proposed_level = event.level, event.proposed_level
        case e.ScorePublished():
            row.stage, row.published_at = "published", at
            row.published_total, row.published_level = event.total, event.level
        case e.SheetReopened():
            _begin_again(row, event)
        case e.DeadlineRecalculated():
            _move(row, event)


def _move(row: SheetRow, event: e.DeadlineRecalculated) -> None:
    last_on = event.after.last_on
    match event.clock:
        case "self_score":
            row.self_score_by = last_on
        case "appraise":
            row.appraise_by = last_on
        case "reply":
            row.reply_by = last_on
        case "appeal":
            row.decide_by = last_on


def _begin_again(row: SheetRow, event: e.SheetReopened) -> None:
    """What was published stays published until the next version is."""
    row.stage = "self_scored" if row.self_total else "open"
    row.version, row.appraise_by = event.version, event.appraise_by.last_on
    row.reply_by = row.decide_by = row.approved_at = None
    row.appeal_keys = row.voted = ()
    row.appraised_total = row.approved_total = row.reply = row.level = row.proposed_level = ""
    row.ballot, row.is_vote_valid, row.in_favour, row.entitled = 1, None, None, None
