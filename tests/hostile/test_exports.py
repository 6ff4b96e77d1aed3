"""Files for spreadsheets: whatever was typed, no cell of theirs is ever run."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from typing import Any

import openpyxl
import pytest

from tests.hostile.ground import Ground
from tests.hostile.words import FORMULAS, MARKUP
from tests.web.filling import Sheet, send

RUN = re.compile(r"^\s*[=+\-@＝＋－＠]")
"""How a cell begins that a spreadsheet would run, also in wide letters and behind blanks."""


@pytest.fixture(scope="module")
def filled(ground: Ground) -> Ground:
    """Tasks whose words are formulas, in every column that holds typed words."""
    keeper = ground.visitors["vanphong"]
    for text in (*FORMULAS, MARKUP):
        page = send(
            keeper, keeper.get("/tasks/new").text, go="next", text=text, field="4", product=text
        ).text
        page = send(keeper, page, go="next", lead=Sheet(page).chosen("lead", "Phòng Văn hóa")).text
        page = send(keeper, page, go="next", deadline_kind="fixed", deadline_on="30/09/2025").text
        answer = send(keeper, page, go="assign", doc_number="91", doc_on="02/07/2025")
        assert answer.status_code == 303, answer.text
    last = ground.site.sql("SELECT max(notification_id) FROM soviec.journal_events")[0][0]
    assert ground.site.run(ground.site.house.freshness.wait, last, 30)
    return ground


def addresses(ground: Ground, suffix: str) -> list[str]:
    """Pages' files; those of the API come from the same writers and need a token."""
    return [
        route.path
        for route in ground.site.app.routes
        if route.path.endswith(suffix)
        and "{" not in route.path
        and not route.path.startswith("/api/")
    ]


def test_no_cell_of_a_csv_is_run(filled: Ground) -> None:
    found = addresses(filled, ".csv")
    assert found
    for address in found:
        answer = filled.visitors["vanphong"].get(address)
        assert answer.headers["content-type"].startswith("text/csv")
        rows = list(csv.reader(io.StringIO(answer.text.lstrip("\ufeff"))))
        texts = [cell for row in rows for cell in row if not cell.lstrip("-").isdigit()]
        assert any("HYPERLINK" in cell for cell in texts)
        assert [cell for cell in texts if RUN.match(cell)] == []


def test_no_cell_of_a_workbook_is_run(filled: Ground) -> None:
    found = addresses(filled, ".xlsx")
    assert found
    for address in found:
        octets = filled.visitors["vanphong"].get(address).content
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
