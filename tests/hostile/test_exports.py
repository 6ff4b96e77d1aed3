"""Files for spreadsheets: whatever was typed, no cell of theirs is ever run."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from typing import Any

import httpx
import openpyxl
import pytest

from tests.hostile.ground import Ground
from tests.hostile.words import FORMULAS, MARKUP
from tests.web.conftest import Visitor
from tests.web.deciding import DECIDED_BY, sent
from tests.web.filling import Sheet, send

RUN = re.compile(r"^\s*[=+\-@＝＋－＠]")
"""How a cell begins that a spreadsheet would run, also in wide letters and behind blanks."""


@pytest.fixture(scope="module")
def filled(ground: Ground) -> Ground:
    """Tasks whose words are formulas, in every column that holds typed words."""
    keeper = ground.visitors["vanphong"]
    publish_checklist(ground)
    for text in (*FORMULAS, MARKUP):
        page = send(
            keeper, keeper.get("/tasks/new").text, go="next", text=text, field="4", product=text
        ).text
        page = send(keeper, page, go="next", lead=Sheet(page).chosen("lead", "Phòng Văn hóa")).text
        page = send(keeper, page, go="next", deadline_kind="fixed", deadline_on="30/09/2025").text
        answer = send(keeper, page, go="assign", doc_number="91", doc_on="02/07/2025")
        assert answer.status_code == 303, answer.text
        found = enter_finding(ground.visitors["daumoi"], text)
        assert found.status_code == 303, found.text
    last = ground.site.sql("SELECT max(notification_id) FROM soviec.journal_events")[0][0]
    assert ground.site.run(ground.site.house.freshness.wait, last, 30)
    return ground


def publish_checklist(ground: Ground) -> None:
    """Findings name an item of one."""
    begun = {"code": "tep", "title": "Danh mục", "total": "100", "begin": "shipped"}
    assert sent(ground.visitors["daumoi"], "/checklists/new", **begun)[0] == 303
    chair = ground.visitors["chutich"]
    assert sent(chair, "/checklists/tep/do/publish", **DECIDED_BY)[0] == 303


def enter_finding(keeper: Visitor, text: str) -> httpx.Response:
    """Of an older paper, with typed words wherever there is room for them."""
    page = keeper.get("/findings/do/enter-earlier").text
    return send(
        keeper,
        page,
        unit=Sheet(page).chosen("unit", "Phòng Văn hóa"),
        item="cchc-5.2",
        description=text,
        recorded_on="20/04/2025",
        doc_number="12",
        doc_notation="KL-UBND",
        doc_abstract=text,
        doc_on="25/04/2025",
    )


READERS = {"/tasks": "vanphong", "/findings": "daumoi", "/my-work": "truongphong"}
"""Who finds the typed words in which list; a list that is not named here fails the test."""


def files(ground: Ground, suffix: str) -> list[httpx.Response]:
    """Each list as a file, for a reader who has something in it.

    Pages' files; those of the API come from the same writers and need a token.
    """
    stems = [route.removesuffix(suffix) for route in addresses(ground, suffix)]
    assert set(stems) == set(READERS)
    return [
        ground.visitors[READERS[stem]].get(f"{stem}{suffix}", params={"state": "all"})
        for stem in stems
    ]


def addresses(ground: Ground, suffix: str) -> list[str]:
    """Of lists, without a thing's own address."""
    return [
        route.path
        for route in ground.site.app.routes
        if route.path.endswith(suffix)
        and "{" not in route.path
        and not route.path.startswith("/api/")
    ]


def test_no_cell_of_a_csv_is_run(filled: Ground) -> None:
    for answer in files(filled, ".csv"):
        assert answer.headers["content-type"].startswith("text/csv")
        rows = list(csv.reader(io.StringIO(answer.text.lstrip("\ufeff"))))
        texts = [cell for row in rows for cell in row if not cell.lstrip("-").isdigit()]
        assert any("HYPERLINK" in cell for cell in texts)
        assert [cell for cell in texts if RUN.match(cell)] == []


def test_no_cell_of_a_workbook_is_run(filled: Ground) -> None:
    for answer in files(filled, ".xlsx"):
        octets = answer.content
        book = openpyxl.load_workbook(io.BytesIO(octets))
        cells = [cell for sheet in book for row in sheet for cell in row if cell.value is not None]
        assert any("HYPERLINK" in str(cell.value) for cell in cells)
        assert [cell.value for cell in cells if cell.data_type == "f"] == []
        assert [cell.value for cell in cells if cell.hyperlink] == []
        with zipfile.ZipFile(io.BytesIO(octets)) as parts:
            sheets = [name for name in parts.namelist() if name.startswith("xl/worksheets/sheet")]
            assert all(b"<f>" not in parts.read(name) for name in sheets)


def test_names_of_exported_files_are_plain(filled: Ground) -> None:
    for address in (*addresses(filled, ".csv"), *addresses(filled, ".xlsx")):
        told: Any = filled.visitors["vanphong"].get(f"{address}?q=%0d%0aX-Evil:1").headers
        assert "x-evil" not in told
        assert re.fullmatch(r"[\x20-\x7e]+", told["content-disposition"])
