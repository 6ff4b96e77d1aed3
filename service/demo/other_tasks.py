"""Duties that did not come from the plan: from the city, the chair, a dialogue, a citizen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import UUID

import msgspec

from domain.calendar import Calendar
from domain.ids import derived
from domain.task import commands as c
from domain.task.events import Content
from domain.values import Fixed, Nature, Source
from service.demo import courses as go
from service.demo.cast import unit
from service.demo.script import Act, Writer


class Extra(msgspec.Struct, frozen=True):
    """One such duty and how it goes; `how=None` leaves it as it was assigned."""

    number: int
    source: Source
    unit: str
    field: int
    text: str
    product: str
    assigned_on: date
    due_on: date
    how: Callable[[Writer, go.Part], None] | None = None
    nature: Nature = "regular"
    by: str = "chu-tich"


def _late(w: Writer, part: go.Part) -> None:
    go.done(w, part, late=2)


def _accepted_only(w: Writer, part: go.Part) -> None:
    go.take_on(w, part)


def _waiting_for_extension(w: Writer, part: go.Part) -> None:
    go.take_on(w, part)
    w.act(
        date(2025, 11, 19),
        "10:25",
        part.head,
        c.RequestExtension,
        request_id=w.id("extension"),
        to_on=w.after(part.due_on, 5),
        reason="Thành phố lùi thời điểm chốt số liệu sang tuần sau.",
    )
    w.act(
        w.before(part.due_on, 0),
        "11:00",
        part.reviewer,
        c.ApproveExtension,
        request_id=w.id("extension"),
    )
    go.hand_in(w, part, w.after(part.due_on, 4))
    go.sign_off(w, part, w.after(part.due_on, 6))


EXTRAS = (
    Extra(
        1,
        "city",
        "KTHTDT",
        6,
        "Báo cáo tình hình giải ngân vốn đầu tư công chín tháng năm 2025",
        "Báo cáo gửi thành phố",
        date(2025, 9, 15),
        date(2025, 9, 30),
        go.done,
        nature="urgent",
    ),
    Extra(
        2,
        "city",
        "VP",
        1,
        "Rà soát nhiệm vụ thành phố giao còn chậm, báo cáo nguyên nhân và trách nhiệm",
        "Báo cáo rà soát kèm danh mục",
        date(2025, 10, 6),
        date(2025, 10, 17),
        _late,
    ),
    Extra(
        3,
        "feedback",
        "PVHCC",
        3,
        "Xử lý phản ánh về thái độ tiếp công dân tại quầy số 3",
        "Văn bản trả lời",
        date(2025, 10, 20),
        date(2025, 10, 31),
        go.done,
    ),
    Extra(
        4,
        "ward",
        "VHXH",
        7,
        "Tổng hợp số liệu dịch vụ công trực tuyến phục vụ họp giao ban tháng 11",
        "Bảng tổng hợp",
        date(2025, 11, 12),
        date(2025, 11, 24),
        _waiting_for_extension,
    ),
    Extra(
        5,
        "dialogue",
        "PVHCC",
        3,
        "Bố trí quầy hỗ trợ doanh nghiệp nộp hồ sơ trực tuyến",
        "Quầy hỗ trợ hoạt động; báo cáo kết quả",
        date(2025, 11, 19),
        date(2025, 12, 5),
        None,
    ),
    Extra(
        6,
        "dialogue",
        "KTHTDT",
        1,
        "Trả lời kiến nghị của doanh nghiệp về vỉa hè đường Trường Chinh",
        "Văn bản trả lời doanh nghiệp",
        date(2025, 10, 13),
        date(2025, 11, 21),
        _accepted_only,
    ),
    Extra(
        7,
        "ward",
        "SNC",
        7,
        "Đăng loạt bài về mô hình một cửa thân thiện",
        "Năm tin, bài đã đăng",
        date(2025, 11, 10),
        date(2025, 11, 20),
        _accepted_only,
        by="pct-nguyet",
    ),
)


def other_tasks(calendar: Calendar) -> list[Act]:
    """Assignment and course of each."""
    acts: list[Act] = []
    for extra in EXTRAS:
        acts.extend(_acts(extra, calendar))
    return acts


def _acts(extra: Extra, calendar: Calendar) -> list[Act]:
    task_id: UUID = derived("demo-task", extra.number)
    part = go.Part(
        stt=60 + extra.number,
        unit=extra.unit,
        field=extra.field,
        product=extra.product,
        assigned_on=extra.assigned_on,
        due_on=extra.due_on,
    )
    w = Writer(f"extra-{extra.number}", task_id, calendar)
    w.act(
        extra.assigned_on,
        "15:30",
        extra.by,
        c.AssignTask,
        content=Content(
            text=extra.text,
            field=extra.field,
            product=extra.product,
            lead_id=unit(extra.unit),
            deadline=Fixed(on=extra.due_on),
            source=extra.source,
            nature=extra.nature,
        ),
        document=go.order(str(70 + extra.number), extra.assigned_on, extra.text[:200]),
    )
    if extra.how is not None:
        extra.how(w, part)
    return w.acts
