"""Word, workbook and PDF files give the same reading as the text they hold."""

from datetime import date

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from domain.reading.paragraphs import Paragraph, mend
from service.reading.open_plan import read_plan_bytes, read_plan_file
from service.reading.text_file import text_document
from tests.reading.made_files import HEADER, SEED, docx_bytes, empty_docx, pdf_of, plan_named


def _paragraphs(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]


def test_docx_with_soft_breaks_reads_as_the_seed() -> None:
    file = empty_docx()
    for part in mend(text_document(SEED.read_bytes()).blocks):
        assert isinstance(part, Paragraph)
        words = part.text.split(" ")
        run = file.add_paragraph(" ".join(words[:12])).add_run()
        if words[12:]:
            run.add_break()
            run.add_text(" ".join(words[12:]))
    draft, seed = read_plan_bytes("b.docx", docx_bytes(file)), read_plan_file(SEED)
    assert [(t.ref, t.text, t.lead) for t in draft.tasks] == [
        (t.ref, t.text, t.lead) for t in seed.tasks
    ]
    assert [(d.ref, d.text) for d in draft.duties] == [(d.ref, d.text) for d in seed.duties]
    assert len(draft.targets) == 5


def test_docx_headings_automatic_numbers_and_table() -> None:
    file = empty_docx()
    file.add_paragraph("KẾ HOẠCH")
    file.add_paragraph("Công tác dân vận phường Hải An năm 2025")
    file.add_heading("Nhiệm vụ, giải pháp", 1)
    file.add_heading("Cải cách thể chế", 2)
    _numbered(file, ["Rà soát văn bản trước ngày 30/9/2025.", "Công bố danh mục văn bản."])
    file.add_heading("Phân công trách nhiệm", 1)
    file.add_paragraph("1. Phòng A:")
    file.add_paragraph("Theo dõi việc thực hiện.", style="List Bullet")
    file.add_paragraph("PHỤ LỤC")
    table = file.add_table(rows=0, cols=7)
    rows = (HEADER, ("1", "Dân vận", "Gặp gỡ dân", "Biên bản", "Phòng A", "", "Thường xuyên"))
    for values in rows:
        for cell, value in zip(table.add_row().cells, values, strict=True):
            cell.text = value
    draft = read_plan_bytes("b.docx", docx_bytes(file))
    assert [(task.text, task.field_no, task.kind) for task in draft.tasks] == [
        ("Rà soát văn bản trước ngày 30/9/2025.", 2, "single"),
        ("Công bố danh mục văn bản.", 2, "single"),
        ("Gặp gỡ dân", 8, "standing"),
    ]
    assert draft.tasks[0].ref.endswith("a")
    assert draft.tasks[1].ref.endswith("b")
    assert draft.tasks[2].lead == "Phòng A"
    assert [(duty.unit_key, duty.text) for duty in draft.duties] == [
        ("Phòng A", "Theo dõi việc thực hiện.")
    ]


def _numbered(file: object, texts: list[str]) -> None:
    """A list lettered a), b) by the word processor, not in the text."""
    part = file.part.numbering_part.element  # type: ignore[attr-defined]
    shape = (
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        '<w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1)"/></w:lvl></w:abstractNum>'
    )
    part.insert(0, parse_xml(shape))
    part.append(
        parse_xml(f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="77"/></w:num>')
    )
    for text in texts:
        paragraph = file.add_paragraph(text)  # type: ignore[attr-defined]
        properties = paragraph._p.get_or_add_pPr()
        properties.append(
            parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="0"/><w:numId w:val="77"/></w:numPr>')
        )


def test_pdf_text_layer_reads_as_the_seed() -> None:
    lines = _paragraphs(SEED.read_text(encoding="utf-8"))
    pages = [[*lines[at : at + 40], str(at // 40 + 1)] for at in range(0, len(lines), 40)]
    draft = read_plan_bytes("ke-hoach.pdf", pdf_of(*pages))
    seed = read_plan_file(SEED)
    assert [(t.ref, t.text, t.lead) for t in draft.tasks] == [
        (t.ref, t.text, t.lead) for t in seed.tasks
    ]
    assert [(d.ref, d.text) for d in draft.duties] == [(d.ref, d.text) for d in seed.duties]
    assert draft.tasks[0].page == 2


def test_running_heads_of_a_pdf_are_dropped() -> None:
    body = _paragraphs((SEED.parent / SEED.name).read_text(encoding="utf-8"))
    pages = [
        ["KẾ HOẠCH CÔNG TÁC", *body[at : at + 30], f"Trang {at}/9"] for at in range(0, 120, 30)
    ]
    draft = read_plan_bytes("b.pdf", pdf_of(*pages))
    assert not any("KẾ HOẠCH CÔNG TÁC" in task.text for task in draft.tasks)
    assert draft.tasks


def test_empty_page_of_a_pdf_is_no_scan() -> None:
    text = ["KẾ HOẠCH", "I. NHIỆM VỤ", "1. Việc chung", "a) Lập sổ trước ngày 30/9/2025."]
    draft = read_plan_bytes("b.pdf", pdf_of(text, []))
    assert draft.tasks[0].deadline.on == date(2025, 9, 30)


def test_form_feeds_are_pages() -> None:
    text = "KẾ HOẠCH\nI. NHIỆM VỤ\n1. Việc chung\n\fa) Lập sổ.\n"
    draft = read_plan_bytes("b.txt", text.encode())
    assert (draft.tasks[0].page, draft.tasks[0].source_line) == (2, 4)


def test_decomposed_letters_are_composed() -> None:
    import unicodedata

    plain = plan_named("phuong-hai-an")
    text = (SEED.parents[2] / "tests/reading/plans/phuong-hai-an.txt").read_text(encoding="utf-8")
    draft = read_plan_bytes("b.txt", unicodedata.normalize("NFD", text).encode())
    assert draft.tasks == plain.tasks
