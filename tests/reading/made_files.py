"""Small files of every kind, made at test time."""

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

import docx
import openpyxl
from docx.document import Document

from domain.reading.document import Block, NeutralDocument
from domain.reading.draft import PlanDraft
from domain.reading.reader import recognise
from service.reading.open_plan import read_plan_file

HERE = Path(__file__).parent
WARD_DATA = HERE.parents[1] / "service" / "ward_data"
SEED = WARD_DATA / "ke-hoach-cchc-phu-lien-2025.txt"
APPENDIX = WARD_DATA / "appendix.csv"
HEADER = ("STT", "Lĩnh vực", "Nhiệm vụ", "Sản phẩm", "Chủ trì", "Phối hợp", "Thời hạn")
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(200)


def plan_named(name: str) -> PlanDraft:
    return read_plan_file(HERE / "plans" / f"{name}.txt")


def read_lines(*lines: str) -> PlanDraft:
    blocks = tuple(Block(text=line, line=number) for number, line in enumerate(lines, 1))
    return recognise(NeutralDocument(kind="txt", blocks=blocks))


def one_task(sentence: str) -> PlanDraft:
    """A plan of the second half of 2025 with a single task."""
    return read_lines(
        "KẾ HOẠCH",
        "Công tác 6 tháng cuối năm 2025",
        "I. NHIỆM VỤ",
        "1. Việc chung",
        "a) " + sentence,
    )


def csv_of(*rows: Sequence[str], header: Sequence[str] = HEADER) -> bytes:
    return "\n".join(";".join(row) for row in (header, *rows)).encode()


def docx_bytes(file: Document) -> bytes:
    buffer = io.BytesIO()
    file.save(buffer)
    return buffer.getvalue()


def empty_docx() -> Document:
    return docx.Document()


def xlsx_of(*rows: Sequence[object]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Phụ lục"
    for row in rows:
        sheet.append(list(row))
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def zip_of(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def pdf_of(*pages: Sequence[str], picture_on: int | None = None) -> bytes:
    """A PDF written by hand: one font whose codes are Unicode, one line under another."""
    kids = " ".join(f"{10 + 2 * at} 0 R" for at in range(len(pages)))
    cmap = (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap "
        b"1 begincodespacerange <0000> <FFFF> endcodespacerange "
        b"1 beginbfrange <0000> <FFFF> <0000> endbfrange endcmap end end"
    )
    objects: dict[int, bytes] = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: f"<< /Type /Pages /Count {len(pages)} /Kids [{kids}] >>".encode(),
        3: b"<< /Type /Font /Subtype /Type0 /BaseFont /F /Encoding /Identity-H "
        b"/DescendantFonts [4 0 R] /ToUnicode 5 0 R >>",
        4: b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /F /DW 500 /CIDSystemInfo "
        b"<< /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
        5: _stream(cmap),
        6: _stream(b"\x00", "/Type /XObject /Subtype /Image /Width 1 /Height 1 "
                   "/ColorSpace /DeviceGray /BitsPerComponent 8"),
    }  # fmt: skip
    for at, lines in enumerate(pages):
        picture = "/XObject << /I 6 0 R >>" if picture_on == at + 1 else ""
        objects[10 + 2 * at] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents {11 + 2 * at} 0 R "
            f"/Resources << /Font << /F 3 0 R >> {picture} >> >>"
        ).encode()
        shown = "".join(
            f"1 0 0 1 50 {780 - 14 * row} Tm <{line.encode('utf-16-be').hex()}> Tj\n"
            for row, line in enumerate(lines)
        )
        objects[11 + 2 * at] = _stream(f"BT /F 11 Tf\n{shown}ET".encode())
    return _assembled(objects)


def _stream(data: bytes, extra: str = "") -> bytes:
    head = f"<< /Length {len(data)} {extra} >>\nstream\n".encode()
    return head + data + b"\nendstream"


def _assembled(objects: dict[int, bytes]) -> bytes:
    body = b"%PDF-1.4\n"
    places: dict[int, int] = {}
    for number, data in objects.items():
        places[number] = len(body)
        body += f"{number} 0 obj\n".encode() + data + b"\nendobj\n"
    start = len(body)
    last = max(objects) + 1
    table = [b"0000000000 65535 f \n"]
    table += [
        f"{places[n]:010d} 00000 n \n".encode() if n in places else b"0000000000 00000 f \n"
        for n in range(1, last)
    ]
    tail = f"trailer << /Size {last} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF".encode()
    return body + f"xref\n0 {last}\n".encode() + b"".join(table) + tail
