"""Lives of invented tasks, event by event, for journals that are large enough to measure on."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import msgspec

from domain.fact import Actor, Event, Meta, Recorded
from domain.task import events as t
from domain.values import Due, Evidence, Fixed, PlanPlace
from service.demo.cast import (
    DOER_OF,
    HEAD_OF,
    REVIEWER_OF_FIELD,
    WORKING_UNITS,
    holder_on,
    post_id,
    unit,
)

REPORTS = 12
"""With them a finished task comes to twenty acts."""
WORDS = (
    "Rà soát thủ tục hành chính thuộc thẩm quyền",
    "Công khai kết quả giải quyết hồ sơ trên cổng thông tin",
    "Tập huấn kỹ năng số cho cán bộ, công chức",
    "Khảo sát mức độ hài lòng của người dân",
    "Số hóa hồ sơ còn hiệu lực",
    "Kiểm tra công vụ đột xuất tại bộ phận một cửa",
    "Báo cáo kết quả thực hiện nhiệm vụ cải cách hành chính",
)


class Course(msgspec.Struct, frozen=True, kw_only=True):
    """How one task goes."""

    number: int
    code: str
    assigned_at: datetime
    last_on: date
    ends: str
    """accepted, submitted or filed."""
    plan: PlanPlace | None


def acts_of(course: Course, chance: random.Random) -> Iterator[Recorded]:
    """The stream of one task."""
    task_id = UUID(int=chance.getrandbits(128), version=4)
    return _Life(course, task_id, chance).written()


class _Life:
    def __init__(self, course: Course, task_id: UUID, chance: random.Random) -> None:
        code = WORKING_UNITS[course.number % len(WORKING_UNITS)]
        self._course = course
        self._id = task_id
        self._chance = chance
        self._unit = unit(code)
        self._asked = unit(WORKING_UNITS[(course.number + 1) % len(WORKING_UNITS)])
        self._field = 1 + course.number % 7
        self._head = _actor(HEAD_OF[code], self._unit)
        self._doer = _actor(DOER_OF[code], self._unit)
        self._leader = _actor(REVIEWER_OF_FIELD[self._field], unit("UBND"))
        self._other = _actor(HEAD_OF[WORKING_UNITS[(course.number + 1) % 5]], self._asked)
        self._at = course.assigned_at
        self._version = 0

    def written(self) -> Iterator[Recorded]:
        """Acts with their envelopes, in order."""
        for actor, event in self._acts():
            self._version += 1
            yield Recorded(
                originator_id=self._id,
                originator_version=self._version,
                event=event,
                meta=self._envelope(actor),
            )
            self._at += timedelta(hours=self._chance.randrange(3, 30))

    def _acts(self) -> Iterator[tuple[Actor, Event]]:
        yield self._leader, self._assigned()
        yield self._head, t.Accepted()
        yield self._head, t.Allocated(to_post_id=_post(self._doer))
        request_id = self._new_id()
        yield self._head, t.CooperationRequested(
            request_id=request_id, unit_id=self._asked, question="Đề nghị cung cấp số liệu",
            reply_by=self._due(),
        )  # fmt: skip
        yield self._other, t.CooperationAnswered(request_id=request_id, answer="Đã gửi số liệu")
        for n in range(REPORTS):
            percent = min(95, 5 + 8 * n)
            yield self._doer, t.ProgressReported(text=f"Đã làm xong phần {n + 1}", percent=percent)
        if self._course.ends in ("submitted", "filed"):
            yield from self._ending()

    def _ending(self) -> Iterator[tuple[Actor, Event]]:
        submission_id, submitted_at = self._new_id(), self._at
        yield self._head, t.ResultSubmitted(
            submission_id=submission_id, spell=1, text="Đã hoàn thành, có báo cáo kèm theo",
            products=(self._evidence(),), review_by=self._course.last_on + timedelta(days=5),
        )  # fmt: skip
        if self._course.ends == "filed":
            late = max(0, (submitted_at.date() - self._course.last_on).days)
            yield self._leader, t.CompletionConfirmed(
                submission_id=submission_id, submitted_at=submitted_at,
                last_on=self._course.last_on, days_late=late,
                schedule="late" if late else "on_time", quality="met",
            )  # fmt: skip
            yield self._doer, t.Filed(file_code=f"HS-{self._course.number}", retention="10 năm")

    def _assigned(self) -> t.Assigned:
        words = WORDS[self._course.number % len(WORDS)]
        return t.Assigned(
            code=self._course.code,
            round=1,
            content=t.Content(
                text=f"{words} (việc {self._course.number})",
                field=self._field,
                product="Báo cáo",
                lead_id=self._unit,
                cooperating=(self._asked,),
                deadline=Fixed(on=self._course.last_on),
                source="plan" if self._course.plan else "ward",
                plan=self._course.plan,
                reviewer_post_id=_post(self._leader),
            ),
            head_post_id=_post(self._head),
            due=self._due(),
            authority_post_id=_post(self._leader),
            acceptance_limit_on=(self._course.assigned_at + timedelta(days=3)).date(),
        )

    def _due(self) -> Due:
        on = self._course.last_on
        return Due(nominal_on=on, last_on=on, calendar_version=1, rule="fixed")

    def _evidence(self) -> Evidence:
        return Evidence(
            sha256=self._chance.randbytes(32).hex(),
            bytes=48_000,
            media_type="application/pdf",
            file_name="bao-cao.pdf",
            received_at=self._at,
        )

    def _envelope(self, actor: Actor) -> Meta:
        return Meta(
            event_id=self._new_id(),
            happened_at=self._at,
            recorded_at=self._at,
            actor=actor,
            command_id=self._new_id(),
            salt=self._chance.randbytes(16),
        )

    def _new_id(self) -> UUID:
        return UUID(int=self._chance.getrandbits(128), version=4)


def _actor(post: str, unit_id: UUID) -> Actor:
    person = holder_on(post, datetime(2025, 7, 1, tzinfo=UTC).date())
    return Actor(person_id=person, post_id=post_id(post), unit_id=unit_id)


def _post(actor: Actor) -> UUID:
    assert actor.post_id is not None, "everybody here acts in a post"
    return actor.post_id
