"""How one task may go: done on time or late, extended, returned, sent back, urged, suspended."""

from __future__ import annotations

from datetime import date

import msgspec
from msgspec.structs import replace

from domain.task import commands as c
from domain.task.events import Content
from domain.values import Doc, Fixed, Quality
from service.demo.cast import DOER_OF, HEAD_OF, REVIEWER_OF_FIELD, post_id, unit
from service.demo.papers import Paper
from service.demo.script import Writer
from service.demo.wording import (
    DEFECTS,
    DELAYS,
    PROGRESS,
    QUESTIONS,
    pick,
    result_text,
)


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """A task as the story sees it."""

    stt: int
    unit: str
    field: int
    product: str
    assigned_on: date
    due_on: date
    content: Content | None = None
    """What it asks for, where the story words it anew."""

    @property
    def head(self) -> str:
        """The post that decides for the unit."""
        return HEAD_OF[self.unit]

    @property
    def doer(self) -> str:
        """The officer who does the work."""
        return DOER_OF[self.unit]

    @property
    def reviewer(self) -> str:
        """The vice-chair in charge of the field."""
        return REVIEWER_OF_FIELD[self.field]

    @property
    def follower(self) -> str:
        """Who urges: the coordinator, or the office where the coordinator's own unit leads."""
        return "chanh-vp" if self.unit == "VHXH" else "dau-moi"


def report(part: Part, on: date) -> Doc:
    """The unit's own report, as a document with number and day."""
    return Doc(
        number=str(40 + part.stt),
        notation=f"BC-{part.unit}",
        issued_on=on,
        issuer=part.unit,
        abstract=f"Báo cáo kết quả: {part.product}"[:290],
    )


def take_on(w: Writer, part: Part, days: int = 1) -> None:
    """The head accepts and hands the work to an officer."""
    on = w.after(part.assigned_on, days)
    w.act(on, "09:02", part.head, c.AcceptTask)
    w.act(
        w.after(on, 1),
        "10:15",
        part.head,
        c.AllocateTask,
        to_post_id=post_id(part.doer),
        share=100,
        work="Tham mưu, tổng hợp, dự thảo sản phẩm",
    )


def progress(w: Writer, part: Part, on: date, percent: int) -> None:
    """The officer says how far it is."""
    w.act(
        on,
        "15:40",
        part.doer,
        c.ReportProgress,
        text=pick(PROGRESS, f"{w.name}{percent}").format(percent=percent),
        percent=percent,
        papers=(Paper(f"Anh-{w.name}-{percent}.png"),) if part.stt % 3 == 1 else (),
    )


def hand_in(w: Writer, part: Part, on: date, word: str = "1", at: str = "16:10") -> None:
    """The head submits the product with its report."""
    w.act(
        on,
        at,
        part.head,
        c.SubmitResult,
        submission_id=w.id(f"submission-{word}"),
        documents=(report(part, on),),
        text=result_text(part.product),
        papers=(Paper(f"So-lieu-{w.name}-lan-{word}.csv"),) if part.stt % 2 else (),
    )


def sign_off(
    w: Writer, part: Part, on: date, word: str = "1", quality: Quality = "met", remark: str = ""
) -> None:
    """The vice-chair in charge gives the verdict."""
    w.act(
        on,
        "14:05",
        part.reviewer,
        c.ConfirmCompletion,
        submission_id=w.id(f"submission-{word}"),
        quality=quality,
        remark=remark,
    )


def done(w: Writer, part: Part, *, late: int = 0, early: int = 1, quality: Quality = "met") -> None:
    """Worked on, submitted `early` working days before or `late` after the last day, confirmed."""
    take_on(w, part)
    handed = w.after(part.due_on, late) if late else w.before(part.due_on, early)
    middle = w.before(part.due_on, 8)
    if w.after(part.assigned_on, 3) < middle < handed:
        progress(w, part, middle, 60)
    if late:
        explain(w, part, w.after(part.due_on, 1))
    hand_in(w, part, handed)
    remark = "Còn thiếu phụ lục số liệu, bổ sung khi lưu hồ sơ." if quality != "met" else ""
    sign_off(w, part, w.after(handed, 2), quality=quality, remark=remark)


def silent(w: Writer, part: Part, *, early: int = 1) -> None:
    """Nobody accepts; silence does. The work is done all the same."""
    hand_in(w, part, w.before(part.due_on, early))
    sign_off(w, part, w.after(w.before(part.due_on, early), 3))


def with_cooperation(w: Writer, part: Part, other: str, *, answer_late: int = 0) -> None:
    """Another unit is asked and answers, in time or late."""
    take_on(w, part)
    asked = w.before(part.due_on, 14)
    reply_by = w.after(asked, 3)
    w.act(
        asked,
        "09:20",
        part.head,
        c.RequestCooperation,
        request_id=w.id("request"),
        unit_id=unit(other),
        question=pick(QUESTIONS, w.name),
        reply_on=reply_by,
    )
    w.act(
        w.after(reply_by, answer_late),
        "09:30",
        HEAD_OF[other],
        c.AnswerCooperation,
        request_id=w.id("request"),
        answer="Gửi kèm số liệu và danh sách theo đề nghị; đầu mối: chuyên viên của đơn vị.",
    )
    hand_in(w, part, w.before(part.due_on, 1))
    sign_off(w, part, w.after(part.due_on, 1))


def extended(
    w: Writer, part: Part, *, days: int, approved_late: bool = False, finish: bool = True
) -> None:
    """More time is asked for before the deadline and granted, in time or too late to count."""
    take_on(w, part)
    to_on = w.after(part.due_on, days)
    asked = w.before(part.due_on, 3)
    progress(w, part, w.before(part.due_on, 7), 40)
    w.act(
        asked,
        "14:05",
        part.head,
        c.RequestExtension,
        request_id=w.id("extension"),
        to_on=to_on,
        reason="Hai đơn vị dời lịch làm việc do họp Hội đồng nhân dân phường.",
    )
    decided = w.after(part.due_on, 1) if approved_late else w.before(part.due_on, 1)
    w.act(decided, "10:41", part.reviewer, c.ApproveExtension, request_id=w.id("extension"))
    if finish:
        hand_in(w, part, w.before(to_on, 1))
        sign_off(w, part, w.after(to_on, 1))


def explain(w: Writer, part: Part, on: date) -> None:
    """The head says why it is late."""
    w.act(
        on,
        "08:50",
        part.head,
        c.ExplainDelay,
        cause="subjective",
        text=pick(DELAYS, w.name),
        remedy="Bố trí thêm một công chức, hoàn thành trong tuần.",
    )


def sent_back(w: Writer, part: Part, *, again_late: int) -> None:
    """The first submission is not good enough; the second counts."""
    take_on(w, part)
    hand_in(w, part, w.before(part.due_on, 1))
    back = w.after(part.due_on, 2)
    w.act(
        back,
        "09:10",
        part.reviewer,
        c.SendBackResult,
        submission_id=w.id("submission-1"),
        defects=pick(DEFECTS, w.name),
    )
    again = w.after(part.due_on, again_late)
    hand_in(w, part, again, "2")
    sign_off(w, part, w.after(again, 2), "2")


def reopened(w: Writer, part: Part, *, to_on: date) -> None:
    """Confirmed, then opened again by decision, done a second time."""
    done(w, part)
    again = w.after(part.due_on, 6)
    w.act(
        again,
        "15:00",
        part.reviewer,
        c.ReopenTask,
        deadline=Fixed(on=to_on),
        reason="Bổ sung tiêu chí theo hướng dẫn mới của thành phố.",
    )
    hand_in(w, part, w.before(to_on, 1), "2")
    sign_off(w, part, w.after(to_on, 1), "2")


def overdue(
    w: Writer, part: Part, *, urged: int, explained: bool, finally_after: int | None
) -> None:
    """Not done in time; letters go out, an explanation may come; in the end it is handed in."""
    take_on(w, part)
    progress(w, part, w.before(part.due_on, 4), 45)
    for step, days in ((1, 3), (2, 8), (3, 13))[:urged]:
        on = w.after(part.due_on, days)
        w.act(
            on,
            "09:10",
            part.follower,
            c.UrgeTask,
            step=step,
            document=Doc(
                number=str(44 + step + part.stt),
                notation="UBND-VP",
                issued_on=on,
                issuer="UBND phường",
                signer="Chánh Văn phòng Phan Huy Trác",
                abstract=f"Đôn đốc lần {step}",
            ),
        )
    if explained:
        explain(w, part, w.after(part.due_on, 4))
    if finally_after is not None:
        handed = w.after(part.due_on, finally_after)
        hand_in(w, part, handed)
        sign_off(w, part, w.after(handed, 2), quality="met_with_defects", remark="Chậm so với hạn.")


def returned(w: Writer, part: Part, *, early: int) -> None:
    """The head gives it back as unclear; the leader words it anew and assigns it again."""
    w.act(
        w.after(part.assigned_on, 1),
        "10:30",
        part.head,
        c.ReturnTask,
        why="unclear",
        text="Chưa rõ đơn vị nào quản trị trang Fanpage và Zalo của phường.",
    )
    again = w.after(part.assigned_on, 3)
    assert part.content is not None, "a task that is assigned again is worded anew"
    w.act(
        again,
        "09:15",
        part.reviewer,
        c.AssignTask,
        content=replace(
            part.content,
            text=f"{part.content.text}; Trung tâm sự nghiệp công quản trị cả hai trang",
        ),
        document=order("52", again, "Giao lại nhiệm vụ sau khi làm rõ nội dung"),
    )
    take_on(w, replace(part, assigned_on=again))
    hand_in(w, part, w.before(part.due_on, early))
    sign_off(w, part, w.after(part.due_on, 1))


def order(number: str, on: date, abstract: str) -> Doc:
    """A deciding document of the ward."""
    return Doc(
        number=number,
        notation="UBND-VP",
        issued_on=on,
        issuer="UBND phường Phù Liễn",
        signer="Chủ tịch Vũ Đình Khải",
        abstract=abstract,
    )


def suspended(w: Writer, part: Part, *, from_on: date, resume_on: date) -> None:
    """The clock stands still by decision until guidance comes."""
    take_on(w, part)
    w.act(
        from_on,
        "10:00",
        part.reviewer,
        c.SuspendTask,
        reason="Chờ hướng dẫn của Sở Tài chính về cơ chế tự chủ sau sắp xếp đơn vị.",
    )
    w.act(resume_on, "08:30", part.reviewer, c.ResumeTask)
    hand_in(w, part, w.after(resume_on, 5))
    sign_off(w, part, w.after(resume_on, 7))


def obstacle(w: Writer, part: Part, *, reported: date, directed: int | None) -> None:
    """The unit meets an obstacle and asks for direction."""
    take_on(w, part)
    w.act(
        reported,
        "10:20",
        part.head,
        c.ReportObstacle,
        obstacle_id=w.id("obstacle"),
        obstacle="Thiếu máy quét để số hóa hồ sơ tại Bộ phận Một cửa.",
        proposal="Đề nghị điều chuyển tạm 01 máy quét của Văn phòng.",
        wants="direction",
    )
    if directed is not None:
        w.act(
            w.after(reported, directed),
            "16:00",
            part.reviewer,
            c.GiveDirection,
            obstacle_id=w.id("obstacle"),
            decision_text="Đồng ý điều chuyển; Văn phòng bàn giao máy trong 02 ngày làm việc.",
        )
    hand_in(w, part, w.before(part.due_on, 1))
    sign_off(w, part, w.after(part.due_on, 2))
