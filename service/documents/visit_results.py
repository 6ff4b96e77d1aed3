"""What a visit came to, as blocks of a paper: points by field, findings, demands with last days."""

from __future__ import annotations

from collections.abc import Iterator

from domain.checklist_item import Item
from domain.inspection import events as e
from domain.inspection import scoring
from service.documents.inspection_facts import FIELDS, SEVERITIES, FoundFacts, InspectionFacts
from service.documents.naming import short_day, written_points
from service.documents.paper import Block, Column, Heading, Paragraph, Table

NOT_MET, NOT_APPLICABLE, NOTHING = "Không đạt", "Không áp dụng", "–"
RESULTS = (
    Column(title="Mục", share=5, align="center"),
    Column(title="Nội dung", share=22),
    Column(title="Tối đa", share=6, align="right"),
    Column(title="Tự chấm", share=7, align="right"),
    Column(title="Đoàn chấm", share=7, align="right"),
    Column(title="Minh chứng", share=8, align="right"),
    Column(title="Ghi chú", share=17),
)
DEMANDS = (
    Column(title="Số", share=2, align="center"),
    Column(title="Yêu cầu, kiến nghị", share=12),
    Column(title="Phát hiện", share=5),
    Column(title="Thời hạn", share=4, align="center"),
)


def results(facts: InspectionFacts) -> Iterator[Block]:
    by_field = scoring.score_by_field(facts.it)
    for place, (field, score) in enumerate(by_field.items(), 1):
        items = [item for item in facts.it.items if item.field == field]
        yield Heading(text=f"2.{place}. {FIELDS.get(field, str(field))}", level=2)
        yield Paragraph(text=_told(facts, items))
        yield Table(columns=RESULTS, rows=tuple(_row(facts, item) for item in items))
        yield Paragraph(text=f"Điểm của lĩnh vực: {_of(score.reached, score.applicable)} điểm.")
    total = scoring.score(facts.it)
    scaled = f"; quy đổi {written_points(total.scaled)} trên 100 điểm" if total.scaled else ""
    yield Paragraph(text=f"Tổng điểm: {_of(total.reached, total.applicable)} điểm{scaled}.")


def _of(reached: str, most: str) -> str:
    return f"{written_points(reached)} trên {written_points(most)}"


def _told(facts: InspectionFacts, items: list[Item]) -> str:
    """Strengths and shortcomings of a field, by item."""
    counts = facts.counts()
    said: dict[str, list[str]] = {"met": [], "not_met": [], "not_applicable": []}
    for item in items:
        counted = counts.get(item.item_key)
        if counted is not None and counted.answer is not None:
            said[counted.answer.answer].append(item.code)
    parts = [
        f"{label}: {', '.join(codes)}"
        for label, codes in (
            ("Ưu điểm, mục đạt", said["met"]),
            ("Tồn tại, mục không đạt", said["not_met"]),
            ("Mục không áp dụng", said["not_applicable"]),
        )
        if codes
    ]
    return f"{'. '.join(parts)}." if parts else "Chưa có mục nào được chấm."


def _row(facts: InspectionFacts, item: Item) -> tuple[str, ...]:
    counted = facts.counts().get(item.item_key)
    own = {line.item_key: line.points for line in facts.it.self_report or ()}
    files = sum(1 for _ in _files(facts, item.item_key))
    points = NOTHING
    if counted is not None and counted.applies:
        points = written_points(counted.points)
    return (
        item.code,
        item.text,
        written_points(item.max_points),
        written_points(own.get(item.item_key, "")) or NOTHING,
        points,
        str(files),
        _note(facts, item, counted),
    )


def _note(facts: InspectionFacts, item: Item, counted: scoring.Counted | None) -> str:
    if counted is None:
        return "Chưa chấm"
    parts = []
    answer = counted.answer
    if answer is not None and answer.answer != "met":
        parts.append(NOT_MET if answer.answer == "not_met" else NOT_APPLICABLE)
    if answer is not None:
        parts.append(_said_with(facts, str(answer.answer_id)))
    for kind, words in ((e.ItemSettled, "Trưởng đoàn chọn"), (e.FigureOverruled, "Chấm lại")):
        reason = _reason(facts, kind, item.item_key)
        if reason:
            parts.append(f"{words}: {reason}")
    return ". ".join(part.rstrip(".") for part in parts if part)


def _said_with(facts: InspectionFacts, answer_id: str) -> str:
    """The note of an answer."""
    events = (r.event for r in facts.records if isinstance(r.event, e.ItemChecked))
    return next((x.note for x in events if str(x.answer_id) == answer_id), "")


def _reason(
    facts: InspectionFacts, kind: type[e.ItemSettled | e.FigureOverruled], item_key: str
) -> str:
    for recorded in reversed(facts.records):
        event = recorded.event
        if isinstance(event, kind) and event.item_key == item_key:
            return recorded.meta.reason or ""
    return ""


def _files(facts: InspectionFacts, item_key: str) -> set[str]:
    """Hashes of the files that were given for an item, each once."""
    found: set[str] = set()
    for recorded in facts.records:
        event = recorded.event
        if isinstance(event, e.ItemChecked) and event.item_key == item_key:
            found |= {file.sha256 for file in event.evidence}
        elif isinstance(event, e.EvidenceAttached) and event.item_key == item_key:
            found.add(event.evidence.sha256)
    return found


def findings(facts: InspectionFacts) -> Iterator[Block]:
    if not facts.findings:
        yield Paragraph(text="Đoàn kiểm tra không ghi nhận phát hiện nào.")
    for place, each in enumerate(facts.findings, 1):
        yield Paragraph(text=f"{place}. {finding_words(facts, each)}")


def finding_words(facts: InspectionFacts, each: FoundFacts) -> str:
    """One finding as the team found it."""
    found, names = each.found, facts.names
    marks = [f"mục {found.item_code}" if found.item_code else "", SEVERITIES[found.severity]]
    if found.repeat_of:
        marks.append("tái diễn")
    told = f"{found.code} ({', '.join(mark for mark in marks if mark)}): {ended(found.description)}"
    if found.basis:
        told += f" Căn cứ: {ended(found.basis)}"
    whose = found.responsible
    if whose.post_id is not None:
        told += f" Trách nhiệm: {names.unit(whose.unit_id)}, {names.office(whose.post_id)}."
    else:
        told += f" Trách nhiệm: {names.unit(whose.unit_id)}."
    if found.evidence:
        told += f" Minh chứng: {len(found.evidence)} tệp."
    return told


def ended(text: str) -> str:
    """With a full stop, whatever was typed."""
    text = text.strip()
    return text if text.endswith((".", "!", "?", ";")) else f"{text}."


def demands(facts: InspectionFacts) -> Iterator[Block]:
    asked = [each for each in facts.findings if each.found.proposal or each.found.proposed_due]
    if not asked:
        yield Paragraph(text="Đoàn kiểm tra không có yêu cầu, kiến nghị.")
        return
    rows = []
    for place, each in enumerate(asked, 1):
        due = each.found.proposed_due
        rows.append(
            (
                str(place),
                each.found.proposal or "Khắc phục nội dung đã nêu",
                each.found.code,
                short_day(due.last_on) if due is not None else NOTHING,
            )
        )
    yield Table(columns=DEMANDS, rows=tuple(rows))
