"""From the order to the door: announced beforehand, or sealed until the team stands there."""

from __future__ import annotations

from datetime import timedelta

from domain.checklist_item import ChecklistPlace
from domain.ids import unit_id
from domain.inspection import commands as c
from domain.inspection.parts import ProgrammePlace
from domain.inspection.parts import SelfLine as Line
from domain.seal import commands as s
from service.demo.cast import post_id
from service.demo.scribe import CHAIR, CHECKLIST_ID, PERIOD, PROGRAMME_ID, STATEMENT, Scribe, paper


def announced(w: Scribe) -> None:
    """Ordered, declared, announced, reported on by the unit itself, opened."""
    visit, after = w.visit, w.calendar.after
    words = c.OrderWords(
        kind="scheduled",
        unit_id=unit_id(visit.unit),
        leader_post=post_id(w.team.leader),
        secretary_post=post_id(w.team.secretary),
        member_posts=tuple(map(post_id, w.team.members)),
        contents="Việc thực hiện nhiệm vụ cải cách hành chính",
        fields=visit.fields,
        period_from=PERIOD[0],
        period_to=after(visit.ordered_on, 0),
        from_on=visit.on,
        to_on=visit.on + timedelta(days=1),
        trigger="programme",
        programme=ProgrammePlace(programme_id=PROGRAMME_ID, round=visit.round or 1),
    )
    w.tell(
        visit.ordered_on,
        w.at(9, 0),
        CHAIR,
        c.OrderInspection,
        words=words,
        checklist=ChecklistPlace(checklist_id=CHECKLIST_ID, version=0),
        key="order",
        document=paper(visit.number, "QĐ-UBND", visit.ordered_on, "Thành lập đoàn kiểm tra"),
    )
    for post in w.team.all:
        w.tell(
            after(visit.ordered_on, 1),
            w.at(8, 10),
            post,
            c.DeclareIndependence,
            post_id=post_id(post),
            statement=STATEMENT,
        )
    told_on = after(visit.ordered_on, 2)
    w.tell(
        told_on,
        w.at(10, 0),
        w.team.secretary,
        c.AnnounceInspection,
        outline="Báo cáo kết quả cải cách hành chính và bảng tự chấm theo danh mục.",
        visit_on=visit.on,
        document=paper(visit.number, "TB-ĐKT", told_on, "Lịch kiểm tra"),
    )
    w.tell(
        w.calendar.before(visit.on, 3),
        "16:20",
        w.head,
        c.SubmitSelfReport,
        lines=tuple(
            Line(item_key=item.item_key, points=item.max_points)
            for item in w.items()
            if item.source != "DATA"
        ),
        text="Đơn vị tự chấm theo danh mục, tài liệu kiểm chứng lưu tại đơn vị.",
    )
    w.tell(
        visit.on,
        "08:00",
        w.team.leader,
        c.OpenInspection,
        place="Trụ sở đơn vị",
        received_by_post=post_id(w.head),
    )


def sealed(w: Scribe) -> None:
    """Sealed, declared when the members may know, opened at the door."""
    visit = w.visit
    assert visit.window is not None, "a surprise has a window"
    w.write(
        visit.ordered_on,
        "10:15",
        CHAIR,
        "order",
        s.SealOrder(
            unit_id=unit_id(visit.unit),
            leader_post=post_id(w.team.leader),
            secretary_post=post_id(w.team.secretary),
            member_posts=tuple(map(post_id, w.team.members)),
            checklist=ChecklistPlace(checklist_id=CHECKLIST_ID, version=0),
            fields=visit.fields,
            contents="Kỷ luật công vụ và việc giải quyết thủ tục hành chính",
            period_from=PERIOD[0],
            period_to=visit.ordered_on,
            from_on=visit.window[0],
            to_on=visit.window[1],
            trigger="anomaly",
        ),
        document=paper(visit.number, "QĐ-UBND", visit.ordered_on, "Kiểm tra đột xuất"),
    )
    for post in (w.team.secretary, *w.team.members):
        w.write(
            visit.on,
            "07:05",
            post,
            f"declare-{post}",
            s.SealDeclaration(seal_id=s.NOWHERE, statement=STATEMENT),
            seal=w.order_key,
        )
    w.write(
        visit.on,
        "08:05",
        w.team.leader,
        "open",
        s.OpenSealedOrder(
            seal_id=s.NOWHERE,
            place="Nơi làm việc của đơn vị",
            received_by_post=post_id(w.head),
            statement=STATEMENT,
        ),
        seal=w.order_key,
    )
    w.tell(
        visit.on,
        "08:12",
        w.team.secretary,
        c.EnterDocument,
        paper="order",
        document=paper(visit.number, "QĐ-UBND", visit.ordered_on, "Kiểm tra đột xuất"),
    )
