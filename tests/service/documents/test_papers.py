"""Official papers: the words arrive as they are, and the same paper gives the same bytes."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import docx
import msgspec
import pypdf
import pytest

from service.documents.paper import (
    Blank,
    Check,
    Column,
    Heading,
    Paper,
    Paragraph,
    Points,
    Signature,
    Table,
)
from service.documents.pdf import as_pdf
from service.documents.word import as_word

NASTY = 'Ghi "đủ" #let x = 1; *không* $5$ <b>&</b> \\ @tên [1] `mã` 😀'

PAPER = Paper(
    above="Ủy ban nhân dân phường Phù Liễn",
    issuer="Đoàn kiểm tra",
    notation="Số: …/BB-ĐKT",
    kind="Biên bản",
    abstract="Kiểm tra công tác cải cách hành chính tại Trung tâm Phục vụ hành chính công",
    body=(
        Paragraph(text="Căn cứ Quyết định số 12/QĐ-UBND;", italic=True),
        Heading(text="I. Thành phần"),
        Points(lines=("Trưởng đoàn kiểm tra", NASTY)),
        Table(
            columns=(Column(title="Mục", share=1), Column(title="Điểm", align="right")),
            rows=(("3.4. Công khai", "2,5"), (NASTY, "0,25")),
        ),
        Heading(text="II. Ý kiến", level=2),
        Blank(lines=2),
    ),
    signatures=(
        Signature(capacity=("Đại diện đơn vị",), note="Từ chối ký: " + NASTY),
        Signature(capacity=("Trưởng đoàn",), name="Nguyễn Văn Mẫu"),
        Signature(capacity=("Thư ký",)),
    ),
    recipients=("Như trên;", "Lưu: VT, ĐKT."),
    invented="Dữ liệu minh họa",
    check=Check(address="http://127.0.0.1:8000/check/ab", digest="ab" * 32, caption="Mã kiểm tra"),
)


def words_of_pdf(data: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(data)).pages
    # The reader of the test breaks turned and narrow words; only what is said matters here.
    return "".join("".join(page.extract_text().split()) for page in pages)


def tight(text: str) -> str:
    return "".join(text.split())


def words_of_word(data: bytes) -> str:
    document = docx.Document(io.BytesIO(data))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return " ".join([*(p.text for p in document.paragraphs), *cells])


def test_pdf_is_archivable_and_says_the_words() -> None:
    pdf = as_pdf(PAPER)
    assert b"pdfaid:part>2" in pdf
    words = words_of_pdf(pdf)
    for expected in ("BIÊN BẢN", "Độc lập - Tự do - Hạnh phúc", "DỰ THẢO", "Nguyễn Văn Mẫu"):
        assert tight(expected) in words


def test_words_are_never_read_as_markup() -> None:
    words = words_of_pdf(as_pdf(PAPER))
    assert tight("#let x = 1;") in words
    assert tight("*không* $5$ <b>&</b>") in words


def test_word_says_the_same_words() -> None:
    words = words_of_word(as_word(PAPER))
    for expected in ("BIÊN BẢN", NASTY, "Nguyễn Văn Mẫu", "Lưu: VT, ĐKT."):
        assert expected in words


def test_the_same_paper_gives_the_same_bytes() -> None:
    assert as_pdf(PAPER) == as_pdf(PAPER)
    word = as_word(PAPER)
    assert word == as_word(PAPER)
    with zipfile.ZipFile(io.BytesIO(word)) as parts:
        assert {part.date_time for part in parts.infolist()} == {(2000, 1, 1, 0, 0, 0)}


def test_a_signed_paper_is_no_draft() -> None:
    final = msgspec.structs.replace(PAPER, draft=False)
    assert "DỰTHẢO" not in words_of_pdf(as_pdf(final))


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (date(2025, 9, 5), "Phù Liễn, ngày 05 tháng 9 năm 2025"),
        (date(2026, 1, 15), "Phù Liễn, ngày 15 tháng 01 năm 2026"),
        (date(2026, 2, 3), "Phù Liễn, ngày 03 tháng 02 năm 2026"),
        (date(2025, 11, 20), "Phù Liễn, ngày 20 tháng 11 năm 2025"),
        (None, "Phù Liễn, ngày … tháng … năm …"),
    ],
)
def test_place_and_date_are_written_as_the_decree_asks(day: date | None, written: str) -> None:
    paper = msgspec.structs.replace(PAPER, place="Phù Liễn", issued_on=day)
    assert paper.place_and_date == written
    assert written in words_of_word(as_word(paper))
