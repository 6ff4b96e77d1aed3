"""What cannot be read is refused with its reason and place, and nothing of it is taken."""

import io

import pypdf
import pytest

from domain.reading.unreadable import Unreadable
from service.reading.file_kind import SIZE_LIMIT
from service.reading.open_plan import read_plan_bytes, read_plan_file
from tests.reading.made_files import (
    PICTURE,
    SEED,
    docx_bytes,
    empty_docx,
    pdf_of,
    xlsx_of,
    zip_of,
)

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
_LOCKED = _OLE + "EncryptedPackage".encode("utf-16-le")
_BOMB = zip_of({"[Content_Types].xml": b"<x/>", "word/document.xml": b" " * 30_000_000})
_ENTITY = zip_of({"word/document.xml": b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'})


def _locked_pdf() -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf_of(["KẾ HOẠCH"])))
    writer.encrypt("bí mật", algorithm="RC4-128")
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def _refusal(name: str, data: bytes) -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        read_plan_bytes(name, data)
    return caught.value


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.docx", PICTURE, "not_what_it_says"),
        ("a.txt", PICTURE, "not_what_it_says"),
        ("a.pdf", "chữ".encode(), "not_what_it_says"),
        ("a.txt", pdf_of(["KẾ HOẠCH"]), "not_what_it_says"),
        ("a.docx", xlsx_of(("a",)), "not_what_it_says"),
        ("a.xlsx", docx_bytes(empty_docx()), "not_what_it_says"),
        ("a.xlsx", zip_of({"x.txt": b"x"}), "not_what_it_says"),
        ("a.odt", b"x", "unknown_kind"),
        ("a", b"x", "unknown_kind"),
        ("a.txt", b"", "empty"),
        ("a.csv", b"\xef\xbb\xbf \r\n", "empty"),
        ("a.docx", docx_bytes(empty_docx()), "empty"),
        ("a.docx", _LOCKED, "password"),
        ("a.xlsx", _LOCKED, "password"),
        ("a.pdf", _locked_pdf(), "password"),
        ("a.docx", _OLE, "old_office_format"),
        ("a.docx", _BOMB, "zip_bomb"),
        ("a.docx", _ENTITY, "unsafe_xml"),
        ("a.docx", b"PK\x03\x04" + b"x" * 90, "damaged"),
        ("a.xlsx", zip_of({"xl/workbook.xml": b"<x"}), "damaged"),
        ("a.docx", zip_of({"word/document.xml": b"<x"}), "damaged"),
        ("a.pdf", b"%PDF-1.4\nhollow", "damaged"),
        ("a.txt", b"KE\x00HOACH", "not_text"),
        ("a.txt", b" " * SIZE_LIMIT + b"x", "too_large"),
        ("a.txt", b"chu \n" * 90_000 * 6, "too_many_lines"),
        ("a.txt", b"chu " * 600_000, "too_much_text"),
        ("a.txt", "Một lá thư bình thường.\n".encode(), "no_plan_structure"),
    ],
)
def test_refused(name: str, data: bytes, code: str) -> None:
    assert _refusal(name, data).code == code


def test_a_scan_names_its_page() -> None:
    error = _refusal("a.pdf", pdf_of(["KẾ HOẠCH công tác"], [], picture_on=2))
    assert (error.code, error.facts) == ("no_text_layer", {"page": 2})


def test_too_large_is_refused_before_reading(tmp_path) -> None:  # type: ignore[no-untyped-def]
    big = tmp_path / "a.pdf"
    with big.open("wb") as file:
        file.truncate(50 * 1024 * 1024)
    with pytest.raises(Unreadable) as caught:
        read_plan_file(big)
    assert caught.value.facts == {"megabytes": 50, "limit": 25}


_TCVN3 = "KÕ ho¹ch c¶i c¸ch hµnh chÝnh ph­êng Phï LiÔn, nhiÖm vô ®­îc giao, ®¬n vÞ chñ tr×\n"
_VNI = "Keá hoaïch caûi caùch haønh chính phöôøng, nhieäm vuï ñöôïc giao, ñôn vò chuû trì\n"


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        (SEED.read_bytes()[:4000].decode("utf-8", "ignore").encode().decode("latin-1"), "latin1"),
        (SEED.read_bytes().decode().encode().decode("cp1252", "ignore"), "latin1"),
        ("Kế hoạch\n" + _TCVN3 * 3, "tcvn3"),
        (_VNI * 3, "vni"),
        ("KẾ HO\ufffdCH\n", "lost_letters"),
    ],
)
def test_mojibake_names_its_cause_and_line(text: str, cause: str) -> None:
    error = _refusal("a.txt", text.encode())
    assert (error.code, error.facts["cause"]) == ("mojibake", cause)
    assert int(error.facts["line"]) >= 1


def test_other_encodings_name_the_line() -> None:
    error = _refusal("a.txt", b"KE HOACH\nc\xb6i c\xb8ch\n")
    assert (error.code, error.facts) == ("not_utf8", {"line": 2})


def test_bytes_of_any_kind_only_ever_raise_unreadable() -> None:
    whole = {"docx": docx_bytes(empty_docx()), "xlsx": xlsx_of(("a", "b")), "pdf": pdf_of(["chữ"])}
    for kind, data in whole.items():
        for cut in range(8, len(data), max(1, len(data) // 60)):
            with pytest.raises(Unreadable):
                read_plan_bytes(f"a.{kind}", data[:cut])
