"""Lists as files through the API: the same filters and rows, nothing that a sheet would run."""

from __future__ import annotations

import csv
import io

import openpyxl

from tests.api.conftest import As
from tests.api.test_acting import assigned
from tests.api.test_checklists import begun


def test_the_register_as_a_file_with_its_filters(program: As) -> None:
    chair = program("chutich")
    task = assigned(program, text="=1+1 xuất tệp", field=4)
    params = {"field": "4", "q": "xuat tep", "seen": task["position"]}
    listed = chair.get("/tasks", params=params).json()["items"]
    answer = chair.get("/tasks/export.csv", params=params)
    assert answer.headers["content-type"].startswith("text/csv")
    rows = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert len(rows[1:]) >= len(listed) == 1
    assert rows[1][1] == "'=1+1 xuất tệp"
    book = chair.get("/tasks/export.xlsx", params=params)
    sheet = openpyxl.load_workbook(io.BytesIO(book.content)).active
    assert sheet is not None
    assert sheet.cell(2, 2).value == "=1+1 xuất tệp"
    assert sheet.cell(2, 2).data_type == "s"


def test_a_wrong_filter_is_told_and_no_file_is_made(program: As) -> None:
    chair = program("chutich")
    for params in ({"colour": "red"}, {"unit": "khong-co"}, {"as_of": "hôm qua"}, {"field": "9"}):
        assert chair.get("/tasks/export.csv", params=params).status_code == 422, params
    assert program("quantri").get("/tasks/export.csv").status_code == 404
    past = chair.get("/tasks/export.csv", params={"as_of": "2025-07-01"})
    assert past.status_code == 200


def test_a_checklist_as_a_file(program: As) -> None:
    office, address = begun(program, "thu-tep")
    table = office.get(f"{address}/versions/1/table.csv")
    assert len(list(csv.reader(io.StringIO(table.text.removeprefix("\ufeff"))))) == 45
    assert office.get(f"{address}/versions/1/table.xlsx").content[:2] == b"PK"
    assert office.get(f"{address}/versions/7/table.csv").status_code == 404


def test_findings_and_my_work_as_files(program: As) -> None:
    chair = program("chutich")
    assigned(program, text="=2+2 việc của tôi", field=4)
    for ending, begins in (("csv", "\ufeff".encode()), ("xlsx", b"PK")):
        for path in ("/findings/export", "/my-work/export"):
            answer = chair.get(f"{path}.{ending}")
            assert answer.status_code == 200, answer.text
            assert answer.content.startswith(begins), path
    head = chair.get("/findings/export.csv").text.removeprefix("\ufeff").splitlines()[0]
    assert head.startswith("Mã,Phát hiện,Mục kiểm tra")
    for wrong in ({"colour": "red"}, {"state": "khong-co"}, {"as_of": "hôm qua"}):
        assert chair.get("/findings/export.csv", params=wrong).status_code == 422, wrong
    assert chair.get("/my-work/export.csv", params={"as_of": "2025-07-01"}).status_code == 200
    for path in ("/findings/export.xlsx", "/my-work/export.csv"):
        assert program("quantri").get(path).status_code == 404, path
