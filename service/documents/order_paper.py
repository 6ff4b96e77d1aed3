"""The decision that sets up an inspection team (quyết định thành lập đoàn) as a paper."""

from __future__ import annotations

from collections.abc import Iterator

from domain.inspection import events as e
from service.documents.inspection_facts import FIELDS, KINDS, InspectionFacts
from service.documents.naming import DOTS, cited, notation, place_of, short_day, two_lines, ward_of
from service.documents.paper import Block, Heading, Paper, Paragraph, Points, Signature
from service.documents.visit_results import ended

RIGHTS = (
    "Đoàn kiểm tra được yêu cầu đơn vị cung cấp hồ sơ, số liệu, giải trình; có trách nhiệm giữ bí"
    " mật nội dung chưa kết luận và chịu trách nhiệm về kết quả kiểm tra."
)


def order_paper(facts: InspectionFacts) -> Paper:
    """As it was ordered; a member who was replaced later stands in the act of replacement."""
    act = facts.last(e.Ordered)
    assert act is not None, "an inspection begins with an order"
    document = facts.document("order")
    return Paper(
        above="",
        issuer=two_lines(facts.ward.authority),
        notation=notation(document, "QĐ-UBND"),
        place=place_of(facts.ward.authority),
        issued_on=document.issued_on if document is not None else None,
        kind="Quyết định",
        abstract=f"Về việc thành lập Đoàn kiểm tra công tác cải cách hành chính tại {facts.unit}",
        body=tuple(_body(facts, act[0])),
        signatures=(
            Signature(
                capacity=facts.names.signing(act[1].actor),
                name=facts.names.person(act[1].actor.person_id),
            ),
        ),
        recipients=(f"{facts.unit};", "Các thành viên Đoàn kiểm tra;", "Lưu: VT."),
        draft=facts.entered("order") is None,
        invented=facts.invented,
    )


def _body(facts: InspectionFacts, order: e.Ordered) -> Iterator[Block]:
    names = facts.names
    yield Heading(text=f"CHỦ TỊCH {facts.ward.authority.upper()}", centred=True)
    if facts.programme is not None:
        number = cited(facts.programme.document) if facts.programme.document else DOTS
        code = facts.programme.code
        yield Paragraph(text=f"Căn cứ Chương trình kiểm tra {code} {number};", italic=True)
    ward = ward_of(facts.ward.authority)
    yield Paragraph(text=f"Căn cứ nhiệm vụ cải cách hành chính của {ward}.", italic=True)
    yield Heading(text="QUYẾT ĐỊNH:", centred=True)
    yield Paragraph(
        text=f"Điều 1. Thành lập Đoàn kiểm tra {KINDS[order.kind]} công tác cải cách hành chính"
        f" tại {facts.unit}, gồm:"
    )
    yield Points(
        lines=(
            f"{names.in_office(order.leader_post)}: trưởng đoàn;",
            f"{names.in_office(order.secretary_post)}: thư ký;",
            *(f"{names.in_office(post)}: thành viên;" for post in order.member_posts),
        )
    )
    yield Paragraph(text=f"Điều 2. Nội dung, thời gian và nhiệm vụ. {_contents(order)}")
    yield Paragraph(
        text=f"Kỳ được kiểm tra: từ ngày {short_day(order.period_from)} đến ngày"
        f" {short_day(order.period_to)}. Thời gian kiểm tra: từ ngày {short_day(order.from_on)}"
        f" đến ngày {short_day(order.to_on)}."
    )
    yield Paragraph(text=ended(order.rights) if order.rights else RIGHTS)
    yield Paragraph(
        text="Điều 3. Quyết định có hiệu lực từ ngày ký. Các thành viên Đoàn kiểm tra, thủ trưởng"
        f" {facts.unit} và các đơn vị có liên quan thi hành Quyết định này./."
    )


def _contents(order: e.Ordered) -> str:
    if order.contents:
        return ended(order.contents)
    fields = sorted({item.field for item in order.items})
    told = "; ".join(FIELDS.get(field, str(field)) for field in fields)
    return f"Kiểm tra {len(order.items)} mục của danh mục thuộc các lĩnh vực: {told}."
