"""Scoreboard and sheet as files: identity on every page, three parts, the same bytes again."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import docx
import httpx
import openpyxl
import pypdf
import pytest

from service.server import EmbeddedServer
from tests.web.approved_site import ApprovedSite, with_an_approved_round
from tests.web.evaluation_site import CHAIR, HEAD, ROUND, UNIT
from tests.web.inspection_site import words
from web.evaluation_files.content import EvaluationFile, Identity, Part
from web.evaluation_files.writing import WRITERS, xlsx_of

ENDINGS = ("xlsx", "pdf", "docx")
BOARD, SHEET = f"{ROUND}/paper/scoreboard", f"{UNIT}/paper/sheet"


@pytest.fixture(scope="module")
def story(
    server: EmbeddedServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ApprovedSite]:
    folder: Path = tmp_path_factory.mktemp("papers")
    with with_an_approved_round(server, folder, "site_papers") as made:
        yield made


def position(story: ApprovedSite) -> int:
    story.settled()
    found: int = story.site.sql("SELECT max(notification_id) FROM soviec.journal_events")[0][0]
    return found


def got(story: ApprovedSite, address: str, post: str = CHAIR) -> bytes:
    answer: httpx.Response = story.come(post).get(address)
    assert answer.status_code == 200, answer.text[:500]
    return answer.content


def cells(octets: bytes) -> list[list[object]]:
    book = openpyxl.load_workbook(io.BytesIO(octets))
    return [[cell.value for cell in row] for sheet in book for row in sheet.iter_rows()]


def row_of(rows: list[list[object]], name: str) -> list[object]:
    return next(row for row in rows if str(row[0]).startswith(name) and row[1])


def test_files_are_the_same_again_and_after_later_acts(story: ApprovedSite) -> None:
    """First of all, because what follows changes what is known."""
    place = position(story)
    first = {
        (address, ending): got(story, f"{address}.{ending}")
        for address in (BOARD, SHEET)
        for ending in ENDINGS
    }
    for (address, ending), octets in first.items():
        assert got(story, f"{address}.{ending}") == octets, (address, ending)
    story.approved()
    assert position(story) > place
    for (address, ending), octets in first.items():
        again = got(story, f"{address}.{ending}?as_of=%23{place}")
        assert again == octets, (address, ending)
        assert got(story, f"{address}.{ending}") != octets


def test_every_page_says_which_rules_which_cut_and_which_place(story: ApprovedSite) -> None:
    place = position(story)
    for address in (BOARD, SHEET):
        pdf = pypdf.PdfReader(io.BytesIO(got(story, f"{address}.pdf?as_of=%23{place}")))
        for page in pdf.pages:
            foot = " ".join(page.extract_text().split())
            assert f"chốt 30/11/2025, vị trí sổ {place}" in foot
            assert "phiên bản 1, mã băm" in foot
            assert "minh họa" in foot or "hư cấu" in foot or "giả lập" in foot, foot[-300:]
        word = docx.Document(io.BytesIO(got(story, f"{address}.docx?as_of=%23{place}")))
        said = " ".join(p.text for p in word.sections[0].footer.paragraphs)
        assert f"vị trí sổ {place}" in said
        book = openpyxl.load_workbook(io.BytesIO(got(story, f"{address}.xlsx?as_of=%23{place}")))
        for sheet in book:
            assert f"#{place}" in str(sheet.oddHeader.left.text)
            assert len(str(sheet.oddFooter.left.text)) == 64
            above = " ".join(str(sheet.cell(row, 1).value) for row in range(1, 8))
            assert "phiên bản 1" in above
            assert f"vị trí {place}" in above


def test_a_file_says_and_keeps_as_known_then_or_as_known_now(story: ApprovedSite) -> None:
    for address in (BOARD, SHEET):
        then = cells(got(story, f"{address}.xlsx?as_of=2025-12-11"))
        now = cells(got(story, f"{address}.xlsx?as_of=2025-12-11&basis=now"))
        assert "theo điều đã biết khi đó" in str(then[:8])
        assert f"vị trí {position(story)}, như vào 11/12/2025, theo điều biết đến nay" in str(now)
        pdf = pypdf.PdfReader(io.BytesIO(got(story, f"{address}.pdf?as_of=2025-12-11&basis=now")))
        assert "theo điều biết đến nay" in " ".join(pdf.pages[-1].extract_text().split())


def test_three_scores_and_three_parts_stand_beside_each_other(story: ApprovedSite) -> None:
    rows = cells(got(story, f"{BOARD}.xlsx"))
    own = row_of(rows, "Phòng Kinh tế")
    name, self_total, appraised, approved, parts, level, rank = own[:7]
    assert all(isinstance(each, int | float) for each in (self_total, appraised, approved)), name
    assert appraised == approved
    assert str(parts).count(" / ") == 2
    assert str(rank).endswith("/2")
    assert level
    sheet = cells(got(story, f"{SHEET}.xlsx"))
    assert str(row_of(sheet, "Điểm dựa trên")[1]).count(" / ") == 2
    moved = sum(
        Decimal(str(row[4]))
        for row in sheet
        if str(row[0]).startswith("8.2") and len(row) == 5 and isinstance(row[4], int | float)
    )
    system = next(r[2] for r in sheet if str(r[0]).startswith("8.2") and len(r) == 6)
    assert moved == Decimal(str(system).replace(",", "."))


def test_no_text_is_run_by_a_spreadsheet() -> None:
    trap = '=HYPERLINK("http://x")'
    file = EvaluationFile(
        kind="Bảng", title=trap, authority="UBND phường",
        identity=Identity(rules=trap + "&A" * 200, version=1, hash="0" * 64, document="", cut="",
                          position=1, basis=""),
        running=trap, notes=(trap,), invented=trap,
        parts=(Part(title="a/b" * 20, columns=(trap, "+1"), shares=(1, 1),
                    rows=((trap, "@x"), ("-1", Decimal("1.50")))),),
    )  # fmt: skip
    octets = xlsx_of(file, "vi")
    with zipfile.ZipFile(io.BytesIO(octets)) as parts:
        inside = parts.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in inside
    assert "<hyperlink" not in inside
    assert 1.5 in [cell for row in cells(octets) for cell in row]
    for _, write in WRITERS.values():
        assert write(file, "vi") == write(file, "vi")


def test_who_may_not_see_gets_no_file(story: ApprovedSite) -> None:
    for ending in ENDINGS:
        assert story.come("cv-vhxh").get(f"{BOARD}.{ending}").status_code == 404
        assert story.come("cv-vhxh").get(f"{SHEET}.{ending}").status_code == 404
    assert story.come(HEAD).get(f"{SHEET}.pdf").status_code == 200
    for nothing in (f"{BOARD}.exe", f"{BOARD}", f"{ROUND}/paper/x.pdf", f"{SHEET}.pdf%00",
                    f"{BOARD}.pdf?as_of=%231"):  # fmt: skip
        assert story.come(CHAIR).get(nothing).status_code == 404, nothing


def test_the_scoreboard_draws_the_ranking_and_tells_it_in_a_table(story: ApprovedSite) -> None:
    seen = story.come(CHAIR).get(ROUND)
    assert "Xếp thứ tự" in words(seen)
    assert "Phân bố mức xếp loại" in words(seen)
    assert seen.text.count('<svg class="chart"') == 2
    assert "style=" not in seen.text.split("<main")[1]
    assert f'href="{BOARD}.xlsx"' in seen.text
    assert f'href="{ROUND}/what-if"' in seen.text
