"""The team's report to the chair (báo cáo kết quả kiểm tra) as a paper."""

from __future__ import annotations

from collections.abc import Iterator

from domain.fact import local_date
from domain.inspection import events as e
from domain.inspection import scoring
from domain.inspection.parts import Outcome
from service.documents.inspection_facts import FIELDS, KINDS, FoundFacts, InspectionFacts
from service.documents.naming import (
    DOTS,
    cited,
    notation,
    place_of,
    short_day,
    written_points,
)
from service.documents.paper import (
    Block,
    Column,
    Heading,
    Paper,
    Paragraph,
    Points,
    Signature,
    Table,
)
from service.documents.visit_results import ended, finding_words

CAUSES = {"objective": "khách quan", "subjective": "chủ quan"}
OUTCOMES: dict[Outcome, str] = {
    "upheld": "giữ nguyên",
    "softened": "giảm mức",
    "dropped": "không kết luận",
}
STANCES = {
    "accept": "chấp nhận",
    "accept_in_part": "chấp nhận một phần",
    "contest": "không đồng ý",
    "other_way": "đề nghị cách khác",
}
BY_FIELD = (
    Column(title="Lĩnh vực", share=8),
    Column(title="Điểm đạt", share=2, align="right"),
    Column(title="Tối đa áp dụng", share=3, align="right"),
    Column(title="Quy đổi", share=2, align="right"),
)
DASH = "–"


def report_paper(facts: InspectionFacts) -> Paper | None:
    """None before the leader has reported."""
    act = facts.last(e.Reported)
    if act is None or facts.it.reported_at is None:
        return None
    document = facts.entered("report")
    return Paper(
        above=facts.ward.authority,
        issuer="Đoàn kiểm tra",
        notation=notation(document, "BC-ĐKT"),
        place=place_of(facts.ward.authority),
        issued_on=document.issued_on if document is not None else None,
        kind="Báo cáo",
        abstract=f"Kết quả kiểm tra công tác cải cách hành chính tại {facts.unit}",
        addressees=(f"Chủ tịch {facts.ward.authority}",),
        body=tuple(_body(facts, act[0])),
        signatures=(
            Signature(capacity=("Trưởng đoàn",), name=facts.names.person(act[1].actor.person_id)),
        ),
        recipients=("Như trên;", "Lưu: VT, ĐKT."),
        draft=document is None,
        invented=facts.invented,
    )


def _body(facts: InspectionFacts, report: e.Reported) -> Iterator[Block]:
    yield Heading(text="I. Công tác chỉ đạo, điều hành")
    yield from _conduct(facts)
    yield Heading(text="II. Kết quả theo từng lĩnh vực")
    yield by_field(facts)
    yield Heading(text="III. Đánh giá chung")
    yield Paragraph(text=report.summary)
    yield from _shortcomings(facts)
    yield Heading(text="IV. Nhiệm vụ thời gian tới")
    yield from _tasks(facts)
    yield Heading(text="V. Kiến nghị, đề xuất")
    yield from _proposals(facts, report)


def _conduct(facts: InspectionFacts) -> Iterator[Block]:
    it = facts.it
    lines = [
        f"Thực hiện Quyết định {cited(facts.document('order'))}, đoàn kiểm tra đã kiểm tra"
        f" {KINDS[it.kind]} tại {facts.unit}."
    ]
    if it.opened_at is not None:
        opened = short_day(local_date(it.opened_at))
        closed = short_day(local_date(it.visit_closed_at)) if it.visit_closed_at else DOTS
        lines.append(f"Thời gian kiểm tra tại đơn vị: từ ngày {opened} đến ngày {closed}.")
    if it.kind != "surprise":
        own = (
            "đã gửi báo cáo tự chấm" if it.self_report is not None else "không gửi báo cáo tự chấm"
        )
        lines.append(f"Đơn vị {own}{' (gửi muộn)' if it.self_report_late else ''}.")
    head = it.signature("head")
    if head is not None:
        lines.append(
            "Đại diện đơn vị không ký biên bản; lý do ghi trong biên bản."
            if head.refused
            else "Biên bản kiểm tra đã được các bên ký."
        )
    yield Points(lines=tuple(lines))


def by_field(facts: InspectionFacts) -> Table:
    """Points by field with their total."""
    lines = [
        (FIELDS.get(n, str(n)), score) for n, score in scoring.score_by_field(facts.it).items()
    ]
    lines.append(("Tổng", facts.it.concluded_score or scoring.score(facts.it)))
    rows = tuple(
        (name, *(written_points(x) or DASH for x in (s.reached, s.applicable, s.scaled)))
        for name, s in lines
    )
    return Table(columns=BY_FIELD, rows=rows)


def _shortcomings(facts: InspectionFacts) -> Iterator[Block]:
    for place, each in enumerate(facts.findings, 1):
        yield Paragraph(text=f"{place}. {finding_words(facts, each)}{cause_and_answer(each)}")
    if not facts.findings:
        yield Paragraph(text="Đoàn kiểm tra không ghi nhận phát hiện nào.")


def cause_and_answer(each: FoundFacts) -> str:
    """The cause as the team saw it, and what the unit said to it."""
    told = ""
    if each.found.cause is not None:
        told += f" Nguyên nhân {CAUSES[each.found.cause]}."
    if each.now.explanations:
        told += f" Đơn vị: {STANCES[each.now.explanations[-1].stance]}."
    elif each.now.is_silent:
        told += " Đơn vị không giải trình."
    return told


def _tasks(facts: InspectionFacts) -> Iterator[Block]:
    lines = []
    for each in facts.findings:
        due = each.found.proposed_due
        by = f"; hạn {short_day(due.last_on)}" if due is not None else ""
        work = each.found.proposal.rstrip(". ") or "khắc phục nội dung đã nêu"
        if each.found.proposal or due is not None:
            lines.append(ended(f"{each.found.code}: {work}{by}"))
    if lines:
        yield Points(lines=tuple(lines))
    else:
        yield Paragraph(text="Duy trì các kết quả đã đạt được.")


def _proposals(facts: InspectionFacts, report: e.Reported) -> Iterator[Block]:
    codes = {each.finding_id: each.found.code for each in facts.findings}
    lines = [
        ended(
            f"{codes.get(each.finding_id, DOTS)}: {OUTCOMES[each.outcome]}"
            + (f", vì {each.why}" if each.why else "")
        )
        for each in report.proposals
    ]
    if lines:
        yield Points(lines=tuple(lines))
    yield Paragraph(
        text=f"Đoàn kiểm tra báo cáo Chủ tịch {facts.ward.authority} xem xét, kết luận./."
    )
