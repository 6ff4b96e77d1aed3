"""The minutes of an inspection (biên bản kiểm tra) as a paper, from what is recorded of it."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from domain.fact import Meta
from domain.inspection import events as e
from domain.inspection.parts import SignRole
from service.documents.inspection_facts import (
    KINDS,
    InspectionFacts,
)
from service.documents.naming import (
    DOTS,
    cited,
    notation,
    short_day,
    short_hour,
    written_hour,
)
from service.documents.paper import (
    Blank,
    Block,
    Heading,
    Paper,
    Paragraph,
    Points,
    Signature,
)
from service.documents.visit_results import demands, ended, findings, results

OPINION_LINES = 4
HASH_SHOWN = 16
METHODS = {"password": "mật khẩu", "passkey": "khóa truy cập"}
SIGNERS: dict[SignRole, str] = {
    "head": "Đại diện đơn vị được kiểm tra",
    "leader": "Trưởng đoàn",
    "secretary": "Thư ký",
}


def minutes_paper(facts: InspectionFacts) -> Paper:
    """A draft until all have signed or refused and the number has been entered."""
    entered = facts.entered("minutes")
    return Paper(
        above=facts.ward.authority,
        issuer="Đoàn kiểm tra",
        notation=notation(entered, "BB-ĐKT"),
        kind="Biên bản",
        abstract=f"Kiểm tra công tác cải cách hành chính tại {facts.unit}",
        body=tuple(_body(facts)),
        signatures=tuple(_signature(facts, role) for role in SIGNERS),
        recipients=(f"{facts.unit};", "Đoàn kiểm tra;", "Lưu: VT, ĐKT."),
        draft=entered is None or facts.it.frozen_at is None,
        invented=facts.invented,
        check=facts.check(),
    )


def _body(facts: InspectionFacts) -> Iterator[Block]:
    yield from _grounds(facts)
    yield Heading(text="I. Thành phần")
    yield from _present(facts)
    yield Heading(text="II. Nội dung")
    yield from _opening(facts)
    yield Heading(text="2. Kết quả kiểm tra", level=2)
    yield from results(facts)
    yield Heading(text="3. Phát hiện của đoàn", level=2)
    yield from findings(facts)
    yield Heading(text="4. Yêu cầu, kiến nghị của đoàn", level=2)
    yield from demands(facts)
    yield Heading(text="III. Ý kiến của đơn vị được kiểm tra")
    yield from _opinion(facts)
    yield Heading(text="IV. Kết thúc")
    yield from _closing(facts)


# -- grounds, time and place, who was there ------------------------------------------


def _grounds(facts: InspectionFacts) -> Iterator[Block]:
    it = facts.it
    lines = [f"Quyết định {cited(facts.document('order'))} về việc thành lập đoàn kiểm tra"]
    if facts.programme is not None:
        programme = facts.programme
        number = f" {cited(programme.document)}" if programme.document is not None else ""
        lines.append(f"Chương trình kiểm tra {programme.code}{number}")
    for line in lines:
        end = "." if line is lines[-1] else ";"
        yield Paragraph(text=f"Căn cứ {line}{end}", italic=True)
    begun = written_hour(it.opened_at) if it.opened_at is not None else DOTS
    place = it.place or f"trụ sở {facts.unit}"
    yield Paragraph(
        text=f"Hồi {begun}, tại {place}, đoàn kiểm tra tiến hành kiểm tra {KINDS[it.kind]} công tác"
        f" cải cách hành chính đối với {facts.unit}; kỳ được kiểm tra từ ngày"
        f" {short_day(it.period_from)} đến ngày {short_day(it.period_to)}."
    )


def _present(facts: InspectionFacts) -> Iterator[Block]:
    it, names = facts.it, facts.names
    yield Heading(text="1. Đoàn kiểm tra", level=2)
    yield Points(
        lines=(
            f"{names.in_office(it.leader_post)}: trưởng đoàn, chủ trì;",
            f"{names.in_office(it.secretary_post)}: thư ký;",
            *(f"{names.in_office(post)}: thành viên;" for post in it.member_posts),
        )
    )
    yield Heading(text="2. Đơn vị được kiểm tra", level=2)
    why = f" (thủ trưởng vắng mặt: {it.absent_head_reason})" if it.absent_head_reason else ""
    lines = [f"{names.in_office(it.received_by_post)}: tiếp đoàn{why};"]
    for absence in it.absences:
        about = "có lý do" if absence.justified else "không có lý do"
        reason = f": {absence.reason}" if absence.reason else ""
        at = short_hour(absence.at)
        lines.append(f"Vắng mặt lúc {at}: {names.office(absence.post_id)}, {about}{reason};")
    yield Points(lines=tuple(lines))
    witness = _witness(facts)
    if witness:
        yield Heading(text="3. Người chứng kiến", level=2)
        yield Points(lines=(f"{witness};",))


def _witness(facts: InspectionFacts) -> str:
    refused = _refusal(facts)
    if refused is None:
        return ""
    event = refused[0]
    if event.witness_post is not None:
        return facts.names.in_office(event.witness_post)
    return f"người chứng kiến ngoài cơ quan, phiếu {event.witness_ref}"


def _opening(facts: InspectionFacts) -> Iterator[Block]:
    yield Heading(text="1. Công bố quyết định", level=2)
    opened = facts.last(e.Opened)
    told = opened[0].declared_order if opened is not None else ""
    order = cited(facts.document("order"))
    yield Paragraph(text=f"Trưởng đoàn công bố Quyết định {order}. {told}".rstrip())


# -- opinion, closing, signatures ----------------------------------------------------------


def _opinion(facts: InspectionFacts) -> Iterator[Block]:
    if facts.it.opinion is not None:
        yield Paragraph(text=facts.it.opinion)
    elif facts.it.frozen_at is not None:
        yield Paragraph(text="Đơn vị không ghi ý kiến vào biên bản.")
    else:
        yield Blank(lines=OPINION_LINES)


def _closing(facts: InspectionFacts) -> Iterator[Block]:
    closed_at = facts.it.visit_closed_at
    at = written_hour(closed_at) if closed_at is not None else DOTS
    drawn = facts.last(e.MinutesDrawnUp)
    copies = f"{drawn[0].copies:02d}" if drawn is not None else DOTS
    pages = f"{drawn[0].pages:02d}" if drawn is not None else DOTS
    yield Paragraph(text=f"Việc kiểm tra tại chỗ kết thúc hồi {at}.")
    refused = _refusal(facts)
    told = (
        f"Biên bản được lập thành {copies} bản, mỗi bản {pages} trang, đọc cho những người có tên"
        " trên cùng nghe"
    )
    if refused is None:
        yield Paragraph(text=f"{told}, thống nhất nội dung và cùng ký.")
        return
    reason = ended(refused[1].reason or DOTS)
    yield Paragraph(
        text=f"{told}. Đại diện {facts.unit} không ký biên bản với lý do: {reason}"
        f" Người chứng kiến: {_witness(facts)}."
    )


def _refusal(facts: InspectionFacts) -> tuple[e.SignatureRefused, Meta] | None:
    """The head's refusal, while it stands."""
    known = facts.it.signature("head")
    return facts.last(e.SignatureRefused) if known is not None and known.refused else None


def _signature(facts: InspectionFacts, role: SignRole) -> Signature:
    capacity = SIGNERS[role]
    known = facts.it.signature(role)
    if known is None:
        name = facts.names.holder(_expected(facts, role)) if role != "head" else ""
        return Signature(capacity=(capacity,), name="" if name == DOTS else name)
    refused = _refusal(facts)
    if known.refused and refused is not None:
        note = f"Không ký, {short_hour(known.at)}. Lý do: {refused[1].reason or DOTS}"
        return Signature(capacity=(capacity,), note=f"{note}\nChứng kiến: {_witness(facts)}")
    for recorded in reversed(facts.records):
        event = recorded.event
        if isinstance(event, e.MinutesSigned) and event.role == role:
            how = METHODS[event.method]
            note = f"Đã ký {short_hour(known.at)}, xác thực lại bằng {how}"
            shown = event.content_hash[:HASH_SHOWN]
            lines = (capacity, facts.names.title(event.post_id)) if role == "head" else (capacity,)
            return Signature(
                capacity=lines,
                note=f"{note}, mã băm {shown}…",
                name=facts.names.person(recorded.meta.actor.person_id),
            )
    return Signature(capacity=(capacity,))


def _expected(facts: InspectionFacts, role: SignRole) -> UUID:
    return facts.it.leader_post if role == "leader" else facts.it.secretary_post
