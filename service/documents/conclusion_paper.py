"""The notice of conclusion (thông báo kết luận kiểm tra) as a paper."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from domain.inspection import events as e
from domain.inspection.parts import FindingOutcome
from service.documents.inspection_facts import KINDS, SEVERITIES, FoundFacts, InspectionFacts
from service.documents.naming import (
    cited,
    notation,
    place_of,
    short_day,
    two_lines,
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
from service.documents.report_paper import OUTCOMES, by_field, cause_and_answer
from service.documents.visit_results import ended, finding_words

REMEDIES = (
    Column(title="Việc", share=7),
    Column(title="Đơn vị", share=4),
    Column(title="Thời hạn", share=3, align="center"),
    Column(title="Minh chứng", share=4),
)
PROOF = "Báo cáo kết quả khắc phục kèm tài liệu"


def conclusion_paper(facts: InspectionFacts) -> Paper | None:
    """None before the conclusion was issued."""
    act = facts.last(e.ConclusionIssued)
    if act is None:
        return None
    document = facts.document("conclusion")
    return Paper(
        above="",
        issuer=two_lines(facts.ward.authority),
        notation=notation(document, "TB-UBND"),
        place=place_of(facts.ward.authority),
        issued_on=document.issued_on if document is not None else None,
        kind="Thông báo",
        abstract=f"Kết luận kiểm tra công tác cải cách hành chính tại {facts.unit}",
        body=tuple(_body(facts, act[0])),
        signatures=(
            Signature(
                capacity=facts.names.signing(act[1].actor),
                name=facts.names.person(act[1].actor.person_id),
            ),
        ),
        recipients=(f"{facts.unit};", "Đoàn kiểm tra;", "Lưu: VT."),
        draft=facts.entered("conclusion") is None,
        invented=facts.invented,
    )


def _body(facts: InspectionFacts, conclusion: e.ConclusionIssued) -> Iterator[Block]:
    said = {outcome.finding_id: outcome for outcome in conclusion.outcomes}
    minutes = facts.entered("minutes")
    number = f" {cited(minutes)}" if minutes is not None else ""
    order = cited(facts.document("order"))
    yield Paragraph(text=f"Căn cứ Quyết định {order};", italic=True)
    yield Paragraph(text=f"Căn cứ Biên bản kiểm tra{number};", italic=True)
    yield Paragraph(text="Xét báo cáo của trưởng đoàn kiểm tra.", italic=True)
    yield Paragraph(
        text=f"{facts.ward.authority} thông báo kết luận kiểm tra {KINDS[facts.it.kind]} công tác"
        f" cải cách hành chính tại {facts.unit} như sau:"
    )
    yield Heading(text="I. Kết quả kiểm tra")
    yield by_field(facts)
    score = conclusion.score
    if score.scaled:
        yield Paragraph(text=f"Điểm quy đổi: {written_points(score.scaled)} trên 100 điểm.")
    yield Heading(text="II. Tồn tại, hạn chế và nguyên nhân")
    kept = [each for each in facts.findings if _stays(said.get(each.finding_id))]
    for place, each in enumerate(kept, 1):
        yield Paragraph(text=f"{place}. {finding_words(facts, each)}{cause_and_answer(each)}")
    if not kept:
        yield Paragraph(text="Không có tồn tại, hạn chế phải kết luận.")
    yield Heading(text="III. Kết luận, trách nhiệm")
    yield from _judged(facts, said)
    yield Heading(text="IV. Yêu cầu khắc phục")
    yield from _remedies(facts, kept, said)
    yield Heading(text="V. Tổ chức thực hiện")
    plan_by = short_day(conclusion.remedy_plan_by.last_on)
    yield Paragraph(
        text=f"Thủ trưởng {facts.unit} lập kế hoạch khắc phục chậm nhất ngày {plan_by}, báo cáo kết"
        " quả theo thời hạn nêu trên. Đoàn kiểm tra theo dõi, xác nhận việc khắc phục./."
    )


def _stays(outcome: FindingOutcome | None) -> bool:
    return outcome is not None and outcome.outcome != "dropped"


def _judged(facts: InspectionFacts, said: dict[UUID, FindingOutcome]) -> Iterator[Block]:
    lines = []
    for each in facts.findings:
        outcome = said.get(each.finding_id)
        if outcome is None:
            continue
        why = f", vì {outcome.why}" if outcome.why else ""
        level = SEVERITIES[outcome.severity]
        lines.append(ended(f"{each.found.code}: {OUTCOMES[outcome.outcome]}, mức {level}{why}"))
    if lines:
        yield Points(lines=tuple(lines))
    yield Paragraph(
        text=f"Tập thể {facts.unit} và thủ trưởng đơn vị chịu trách nhiệm về các nội dung được kết"
        " luận thuộc phạm vi phụ trách."
        if lines
        else "Không có nội dung phải xem xét trách nhiệm."
    )


def _remedies(
    facts: InspectionFacts, kept: list[FoundFacts], said: dict[UUID, FindingOutcome]
) -> Iterator[Block]:
    rows = []
    for each in kept:
        due = said[each.finding_id].remedy_due
        if due is not None:
            work = each.found.proposal or "Khắc phục nội dung đã nêu"
            unit = facts.names.unit(each.found.responsible.unit_id)
            rows.append((f"{each.found.code}: {work}", unit, short_day(due.last_on), PROOF))
    if rows:
        yield Table(columns=REMEDIES, rows=tuple(rows))
    else:
        yield Paragraph(text="Không có việc phải khắc phục.")
