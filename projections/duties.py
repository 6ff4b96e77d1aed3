"""What a task asks of whom: one row per thing that waits, gone as soon as it is done.

Whether the reader is that holder today (own post, deputyship, delegation) is asked at page time,
because offices change hands without the task noticing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any, Literal
from uuid import UUID

import msgspec

from domain.fact import local_date
from domain.task.memory import Task
from domain.task.parts import Urging
from domain.task.periods import first_day_of, last_day_of, next_period, period_of
from domain.values import Conditional, NoDeadline, Standing
from projections.read_model import Table

DutyKind = Literal[
    "assign",
    "accept",
    "reassign",
    "decide_extension",
    "direct",
    "review",
    "confirm_cause",
    "sign_urging",
    "look_again",
    "decide_condition",
    "answer_cooperation",
    "explain",
    "submit",
    "work",
    "report_period",
]
HolderRole = Literal["head", "authority", "reviewer", "follow_up", "post"]
List = Literal["decide", "do"]

LIST_OF: dict[DutyKind, List] = {
    "assign": "decide",
    "accept": "decide",
    "reassign": "decide",
    "decide_extension": "decide",
    "direct": "decide",
    "review": "decide",
    "confirm_cause": "decide",
    "sign_urging": "decide",
    "look_again": "decide",
    "decide_condition": "decide",
    "answer_cooperation": "do",
    "explain": "do",
    "submit": "do",
    "work": "do",
    "report_period": "do",
}


class DutyRow(msgspec.Struct, kw_only=True):
    """One thing that waits for one holder."""

    task_id: UUID
    key: str
    """Kind and, where a task can ask the same thing twice, what tells the two apart."""
    kind: DutyKind
    sub: str = ""
    holder_role: HolderRole
    holder_unit: UUID | None = None
    holder_post: UUID | None = None
    asker_unit: UUID | None = None
    """The unit that waits for it, if one does."""
    follow_up_waits: bool = False
    """The follow-up office waits for it."""
    since: date
    limit_on: date | None = None
    """Last day of this duty itself; the task's own last day stands in the register."""
    visible_from: date | None = None
    known_from: int = 0
    """Place in the log since which it waits like this."""


DUTIES = Table(
    "work_duties",
    DutyRow,
    key=("task_id", "key"),
    indexes=(
        "(holder_unit) WHERE holder_unit IS NOT NULL",
        "(holder_post) WHERE holder_post IS NOT NULL",
        "(holder_role, kind)",
        "(asker_unit) WHERE asker_unit IS NOT NULL",
    ),
)

OUTRANKS: dict[DutyKind, DutyKind] = {"submit": "explain"}
"""What is not asked for on its own while the other waits in the same task."""
REPORT_AHEAD = timedelta(days=14)
"""A standing duty is reported at the end of its period; before that it waits for nobody."""
NO_OWN_WORK = ("group", "series")
"""Parents: their children carry the duties."""


def duties_of(task_id: UUID, task: Task) -> list[DutyRow]:
    """Everything that waits in a task now."""
    waits = _Waiting(task_id, task)
    if task.stage == "drafted":
        return [waits.for_authority("assign", since=local_date(task.stage_since))]
    if not task.is_open or task.kind in NO_OWN_WORK:
        return []
    return [
        *waits.by_stage(),
        *waits.by_request(),
        *waits.by_delay(),
        *waits.by_calendar(),
    ]


def foremost(duties: Iterable[DutyRow]) -> list[DutyRow]:
    """Whoever has to explain a delay is asked for that first, not for the result beside it."""
    known = list(duties)
    there = {(duty.task_id, duty.kind) for duty in known}
    return [d for d in known if (d.task_id, OUTRANKS.get(d.kind)) not in there]


def letters_signed(task: Task) -> int:
    """The step that the urging letters have come to for the due in force; a new due begins anew."""
    decided = task.counted_from
    sent = [u.step for u in task.urgings if decided is None or u.at >= decided.decided_at]
    return max(sent, default=0)


def unanswered_letter(task: Task) -> Urging | None:
    """The newest urging letter, while neither explanation nor result has come since."""
    if not task.urgings or task.stage not in ("assigned", "accepted"):
        return None
    letter = task.urgings[-1]
    answers = [*(e.at for e in task.explanations), *(s.at for s in task.submissions)]
    return letter if all(at < letter.at for at in answers) else None


class _Waiting:
    """Reads one task for what it waits for."""

    def __init__(self, task_id: UUID, task: Task) -> None:
        self._id = task_id
        self._task = task

    def for_authority(self, kind: DutyKind, **facts: Any) -> DutyRow:
        """Something that whoever assigned the task has to decide."""
        return self._row(kind, "authority", holder_post=self._task.authority_post_id, **facts)

    def _for_head(self, kind: DutyKind, **facts: Any) -> DutyRow:
        return self._row(kind, "head", holder_unit=self._task.lead_id, **facts)

    def _row(self, kind: DutyKind, role: HolderRole, sub: str = "", **facts: Any) -> DutyRow:
        key = f"{kind}:{sub}" if sub else kind
        return DutyRow(task_id=self._id, key=key, kind=kind, sub=sub, holder_role=role, **facts)

    def by_stage(self) -> Iterator[DutyRow]:
        """What the stage itself asks for."""
        task = self._task
        since = local_date(task.stage_since)
        match task.stage:
            case "assigned":
                yield self._for_head("accept", since=since, limit_on=task.acceptance_limit_on)
            case "returned":
                yield self.for_authority("reassign", since=since)
            case "submitted":
                yield self._review()
            case "accepted" if task.kind != "standing" and not task.waits_for_trigger:
                limit = task.newest_due.last_on if task.newest_due else None
                yield self._for_head("submit", since=since, limit_on=limit)
                for post_id in task.allocated_posts:
                    yield self._row(
                        "work",
                        "post",
                        str(post_id),
                        holder_post=post_id,
                        since=next(a.on for a in task.allocations if a.to_post_id == post_id),
                        limit_on=limit,
                    )

    def by_request(self) -> Iterator[DutyRow]:
        """Questions somebody put: more time, a direction, cooperation."""
        task = self._task
        if task.request is not None:
            yield self.for_authority(
                "decide_extension",
                since=local_date(task.request.at),
                limit_on=task.request.decide_by,
                asker_unit=task.lead_id,
            )
        for obstacle in task.obstacles:
            if obstacle.directed_at is None:
                yield self.for_authority(
                    "direct",
                    sub=str(obstacle.obstacle_id),
                    since=local_date(obstacle.at),
                    limit_on=obstacle.direction_by,
                    asker_unit=task.lead_id,
                )
        for asked in task.cooperation:
            if asked.outcome == "open":
                yield self._row(
                    "answer_cooperation",
                    "head",
                    str(asked.request_id),
                    holder_unit=asked.unit_id,
                    asker_unit=task.lead_id,
                    since=asked.asked_on,
                    limit_on=asked.reply_by.last_on,
                )

    def by_delay(self) -> Iterator[DutyRow]:
        """The ladder: letters to sign, explanations owed, causes to confirm."""
        task = self._task
        signed = max((urging.step for urging in task.urgings), default=0)
        prepared = [
            told
            for told in task.told
            if told.event == "task.urging_prepared" and int(told.rule) > signed
        ]
        if prepared and task.stage in ("assigned", "accepted"):
            letter_to_sign = prepared[-1]
            yield self._row(
                "sign_urging", "follow_up", letter_to_sign.rule, since=letter_to_sign.for_on
            )
        letter = unanswered_letter(task)
        if letter is not None:
            yield self._for_head(
                "explain",
                sub=str(letter.step),
                since=local_date(letter.at),
                limit_on=letter.reply_by.last_on,
                follow_up_waits=True,
            )
        for said in task.explanations:
            if said.cause == "objective" and said.outcome == "open":
                yield self.for_authority(
                    "confirm_cause",
                    sub=str(said.event_id),
                    since=local_date(said.at),
                    asker_unit=task.lead_id,
                )

    def by_calendar(self) -> Iterator[DutyRow]:
        """Duties that come up on a day of their own."""
        task, deadline = self._task, self._task.content.deadline
        if task.stage not in ("assigned", "accepted"):
            return
        since = task.assigned_on or local_date(task.stage_since)
        if isinstance(deadline, NoDeadline) and task.due is None:
            day = deadline.follow_up_on
            yield self._row("look_again", "follow_up", since=since, limit_on=day, visible_from=day)
        if isinstance(deadline, Conditional) and task.waits_for_trigger and deadline.latest_on:
            yield self.for_authority(
                "decide_condition",
                since=since,
                limit_on=deadline.latest_on,
                visible_from=deadline.latest_on,
            )
        if isinstance(deadline, Standing) and task.stage == "accepted":
            period = period_of(deadline.report_every, since)
            while period in task.periods_reported:
                period = next_period(period)
            yield self._for_head(
                "report_period",
                sub=period,
                since=max(since, first_day_of(period)),
                limit_on=last_day_of(period),
                visible_from=last_day_of(period) - REPORT_AHEAD,
            )

    def _review(self) -> DutyRow:
        task = self._task
        submission = task.submission
        named = task.reviewer_post_id
        return self._row(
            "review",
            "reviewer" if named else "authority",
            holder_post=named or task.authority_post_id,
            asker_unit=task.lead_id,
            since=submission.on if submission else local_date(task.stage_since),
            limit_on=submission.review_by if submission else None,
        )
