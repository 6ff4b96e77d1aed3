"""Writes the acts of one unit's sheet, each at its hour, from its self-score to publication."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from domain.calendar import Calendar
from domain.evaluation import commands as c
from domain.evaluation.values import Choice, KeyOutcome, Mark, PublicPart, SelfLine
from domain.ids import derived
from domain.plan.state import Plan
from domain.values import Link
from service.demo.cast import HEAD_OF, POSTS, unit
from service.demo.papers import Paper
from service.demo.scores import ScoredRound, ScoredUnit
from service.demo.scribe import CHAIR, paper
from service.demo.script import ActScribe

BY_ITS_BOOKS = "Chưa có tài liệu riêng; theo sổ theo dõi của đơn vị (minh họa)."
UNIT_OF_POST = {post.key: post.unit for post in POSTS}
VOICE_OF = {"UBND": "VP"}
"""Who speaks for the whole ward."""


class SheetScribe(ActScribe):
    """Collects the acts of one sheet; sheets of one day follow each other, four minutes apart."""

    def __init__(
        self,
        scored: ScoredRound,
        rated: ScoredUnit,
        sheet_id: UUID,
        plan: Plan,
        calendar: Calendar,
    ) -> None:
        self.number = [each.code for each in scored.units].index(rated.code)
        super().__init__(f"round/{scored.code}/{rated.code}", later_by=4 * self.number)
        self.scored = scored
        self.rated = rated
        self.sheet_id = sheet_id
        self.plan = plan
        self.calendar = calendar
        self.head = HEAD_OF[VOICE_OF.get(rated.code, rated.code)]
        self.own = {rated.code, VOICE_OF.get(rated.code, rated.code)}

    def self_scored(self) -> None:
        """Files for some keys, tasks of the plan for one, explanations for the rest."""
        rated = self.rated
        lines = tuple(self._line(key, points) for key, points in rated.own.items())
        files = [f"{key}-{rated.code}-{self.scored.code}-minh-hoa.csv" for key in rated.shown]
        self.write(
            rated.self_scored_on,
            "09:30",
            self.head,
            "self-score",
            c.SubmitSelfScore(sheet_id=self.sheet_id, lines=lines),
            papers=tuple(map(Paper, files)),
        )

    def _line(self, key: str, points: str) -> SelfLine:
        rated = self.rated
        return SelfLine(
            key=key,
            points=points,
            links=self._links() if key == rated.linked else (),
            explanation=self._explanation(key),
        )

    def _explanation(self, key: str) -> str:
        """Needed where nothing is shown."""
        if key in self.rated.shown or key == self.rated.linked:
            return ""
        return self.rated.explained.get(key, BY_ITS_BOOKS)

    def _links(self) -> tuple[Link, ...]:
        """The first two tasks that the plan gives the unit; their codes are known when played."""
        led = [
            line
            for line in self.plan.lines
            if line.lead_id == unit(self.rated.code) and line.kind == "single"
        ]
        ids = [derived("plan-task", self.plan.plan_id, line.ref) for line in led[:2]]
        return tuple(Link(kind="task", id=str(task_id)) for task_id in ids)

    def appraised(self, appraisers: Sequence[str]) -> None:
        """What people judge, with a reason where it is changed; the machine's keys as they are."""
        rated, on = self.rated, self.scored.appraised_on
        leader = next(key for key in appraisers if UNIT_OF_POST[key] not in self.own)
        worker = next(key for key in reversed(appraisers) if UNIT_OF_POST[key] not in self.own)
        marks = tuple(
            Mark(key=key, points=rated.changed[key][0], reason=rated.changed[key][1])
            if key in rated.changed
            else Mark(key=key, points=points)
            for key, points in rated.own.items()
        )
        sheet_id = self.sheet_id
        appraise = c.AppraiseScore(sheet_id=sheet_id, marks=marks)
        self.write(on, "08:40", worker, "appraise", appraise)
        self.write(on, "15:40", leader, "deliver", c.DeliverAppraisal(sheet_id=sheet_id))

    def replied(self) -> None:
        """The unit agrees, appeals, or lets its time go by."""
        rated, scored, sheet_id = self.rated, self.scored, self.sheet_id
        if rated.appeal is None:
            if not rated.is_silent:
                accept = c.AcceptAppraisal(sheet_id=sheet_id)
                self.write(scored.replied_on, "10:10", self.head, "accept", accept)
            return
        appeal_id = derived("demo-appeal", scored.code, rated.code)
        ask = c.FileAppeal(
            sheet_id=sheet_id,
            appeal_id=appeal_id,
            keys=tuple(rated.appeal.outcomes),
            grounds=rated.appeal.grounds,
        )
        files = (Paper(f"kien-nghi-{rated.code}-{scored.code}-minh-hoa.csv"),)
        self.write(scored.replied_on, "14:30", self.head, "appeal", ask, papers=files)
        outcomes = tuple(
            KeyOutcome(key=key, outcome=outcome, points=points, why=why)
            for key, (outcome, points, why) in rated.appeal.outcomes.items()
        )
        decide = c.DecideAppeal(sheet_id=sheet_id, appeal_id=appeal_id, outcomes=outcomes)
        on = rated.appeal.decided_on
        self.write(on, "16:10", CHAIR, "decide", decide)

    def voted(self, council: Sequence[str]) -> None:
        """Everybody but who is of the unit; the last vote has them counted."""
        for key in council:
            if UNIT_OF_POST[key] in self.own:
                continue
            choice: Choice = "against" if key in self.rated.against else "for"
            vote = c.CastVote(sheet_id=self.sheet_id, choice=choice)
            self.write(self.scored.voted_on, "14:00", key, f"vote/{key}", vote)

    def approved(self) -> None:
        """By the chair with a document; then the public part."""
        rated, scored, sheet_id = self.rated, self.scored, self.sheet_id
        approve = c.ApproveScore(sheet_id=sheet_id, level=rated.level, stepped_up=True)
        document = paper(
            scored.approval_number + self.number,
            "QĐ-UBND",
            scored.approved_on,
            f"Kết quả {scored.title[0].lower()}{scored.title[1:]} (minh họa)",
        )
        self.write(
            scored.approved_on,
            "16:20",
            CHAIR,
            "approve",
            approve,
            reason=rated.level_reason,
            document=document,
        )
        if rated.is_published:
            publish = c.PublishScore(
                sheet_id=sheet_id, public_part=PublicPart(note=rated.public_note)
            )
            self.write(scored.published_on, "09:15", CHAIR, "publish", publish)
