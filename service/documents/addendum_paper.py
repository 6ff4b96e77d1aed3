"""An addendum to frozen minutes (biên bản bổ sung) as a paper: what it corrects, and its words."""

from __future__ import annotations

from collections.abc import Iterator

from domain.fact import Recorded
from domain.inspection import events as e
from domain.inspection.parts import Corrects
from service.documents.inspection_facts import InspectionFacts
from service.documents.naming import cited, notation, short_hour, written_hour
from service.documents.paper import Block, Heading, Paper, Paragraph, Points, Signature

COUNTERSIGNED = {
    "signed": "đã ký xác nhận",
    "silent": "không có ý kiến",
}


def addendum_paper(facts: InspectionFacts, recorded: Recorded) -> Paper:
    """`facts` are of the minutes as they were frozen; the act is the addendum itself."""
    event = recorded.event
    assert isinstance(event, e.AddendumAdded), "only an addendum has this paper"
    return Paper(
        above=facts.ward.authority,
        issuer="Đoàn kiểm tra",
        notation=notation(None, "BB-ĐKT"),
        kind="Biên bản bổ sung",
        abstract=f"Bổ sung lần {event.no} cho biên bản kiểm tra công tác cải cách hành chính tại"
        f" {facts.unit}",
        body=tuple(_body(facts, recorded, event)),
        signatures=_signatures(facts, recorded, event),
        recipients=(f"{facts.unit};", "Đoàn kiểm tra;", "Lưu: VT, ĐKT."),
        draft=True,
        invented=facts.invented,
        check=facts.check(),
    )


def _body(facts: InspectionFacts, recorded: Recorded, event: e.AddendumAdded) -> Iterator[Block]:
    minutes, frozen = cited(facts.entered("minutes")), facts.it.frozen_at
    since = f", khóa hồi {written_hour(frozen)}" if frozen is not None else ""
    yield Paragraph(text=f"Căn cứ Biên bản kiểm tra {minutes}{since}.", italic=True)
    yield Paragraph(
        text=f"Hồi {written_hour(recorded.meta.happened_at)}, trưởng đoàn lập biên bản bổ sung"
        f" lần {event.no}. Biên bản đã khóa giữ nguyên; nội dung dưới đây đứng bên cạnh."
    )
    yield Heading(text="I. Nội dung được bổ sung")
    yield Paragraph(text=_about(facts, event.corrects))
    yield Heading(text="II. Nội dung bổ sung")
    yield Paragraph(text=event.text)
    if event.evidence:
        yield Points(lines=tuple(f"{file.file_name};" for file in event.evidence))
    yield Heading(text="III. Ý kiến của đơn vị được kiểm tra")
    yield Paragraph(text=f"{facts.unit}: {COUNTERSIGNED[event.countersign]}.")


def _about(facts: InspectionFacts, corrects: Corrects) -> str:
    """The item or finding that it speaks of."""
    item = facts.it.item(corrects.id) if corrects.kind == "item" else None
    if item is not None:
        return f"Mục {item.code}. {item.text}"
    if corrects.kind == "finding":
        found = [each for each in facts.findings if str(each.finding_id) == corrects.id]
        if found:
            return f"Phát hiện {found[0].found.code}: {found[0].found.description}"
    return "Toàn bộ biên bản."


def _signatures(
    facts: InspectionFacts, recorded: Recorded, event: e.AddendumAdded
) -> tuple[Signature, ...]:
    signed = f"Đã lập {short_hour(recorded.meta.happened_at)}"
    head = COUNTERSIGNED[event.countersign].capitalize()
    return (
        Signature(capacity=("Đại diện đơn vị được kiểm tra",), note=head),
        Signature(
            capacity=("Trưởng đoàn",),
            note=signed,
            name=facts.names.person(recorded.meta.actor.person_id),
        ),
    )
