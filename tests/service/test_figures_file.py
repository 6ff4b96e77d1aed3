"""Tables of figures: read by their headings, every mistake told by row, nothing guessed."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest

from domain.figures.counts import FiguresKind
from domain.reading.unreadable import Unreadable
from domain.refusal import Refused
from domain.ward import Ward
from service.demo.figures import figures_acts
from service.figures_columns import COLUMNS, nearest
from service.figures_file import FiguresDraft, month_of, read_figures
from tests import stories as s
from tests.inspection_story import ward
from web.figures.templates import rows_of

TODAY = date(2025, 11, 20)
HEADS = (
    "Đơn vị;Tháng;Lĩnh vực;Tiếp nhận;Trước hạn;Đúng hạn;Quá hạn;Trong hạn;Đang giải quyết quá hạn"
)


def read(*lines: str, kind: FiguresKind = "dossiers") -> tuple[FiguresDraft, tuple[Refused, ...]]:
    return read_figures(kind, "\n".join(lines).encode("utf-8-sig"), ward(), TODAY)


def codes(wrong: tuple[Refused, ...]) -> list[tuple[object, str]]:
    return [(each.facts.get("row"), each.code.removeprefix("figures.")) for each in wrong]


def test_a_table_is_read_by_its_headings() -> None:
    draft, wrong = read(
        "# Số liệu tháng 10;;;;;;;;",
        HEADS,
        "VHXH;10/2025;Bảo trợ;1.040;900;130;4;5;1",
        "",
        "pvhcc;Tháng 9/2025;;7;7;0;0;0;0",
        "Tổng cộng;;;1047;907;130;4;5;1",
    )
    assert wrong == ()
    assert [(row.row, row.unit_id, row.month) for row in draft.dossiers] == [
        (3, s.VHXH, "2025-10"),
        (5, s.PVHCC, "2025-09"),
    ]
    counts = draft.dossiers[0].counts
    assert (counts.received, counts.settled_in_time, counts.field) == (1040, 1030, "Bảo trợ")
    assert counts.carried_over is None, "a column that is not there says nothing"
    assert draft.sums == (6,)


def test_every_wrong_row_is_told_at_once() -> None:
    _, wrong = read(
        HEADS,
        "Sở Y;10/2025;;1;1;0;0;0;0",
        "VHX;10/2025;;1;1;0;0;0;0",
        "VHXH;13/2025;;1;1;0;0;0;0",
        "VHXH;12/2025;;1;1;0;0;0;0",
        "VHXH;10/2025;a;1,5;1;0;0;0;",
        "VHXH;10/2025;b;1;1;1;0;0;0",
        "VHXH;09/2025;c;1;1;0;0;0;0",
        "VHXH;09/2025;C;2;2;0;0;0;0",
    )
    assert codes(wrong) == [
        (2, "wrong_unit"),
        (3, "wrong_unit_like"),
        (4, "wrong_month"),
        (5, "wrong_month"),
        (6, "not_a_count"),
        (6, "count_missing"),
        (7, "impossible_sum"),
        (9, "duplicate_rows"),
    ]


@pytest.mark.parametrize(
    ("heads", "found"),
    [
        (HEADS.replace("Tiếp nhận", "Tiếp nhậm"), ["unknown_heading_like", "heading_missing"]),
        (HEADS + ";Màu xe", ["unknown_heading"]),
        (HEADS + ";Tổng tiếp nhận", ["heading_twice"]),
        (HEADS.replace("Đơn vị;", ""), ["heading_missing"]),
        ("a;b;c", ["no_headings"]),
    ],
)
def test_headings_are_never_guessed(heads: str, found: list[str]) -> None:
    draft, wrong = read(heads, "VHXH;10/2025;;1;1;0;0;0;0")
    assert [code for _, code in codes(wrong)] == found
    assert draft.rows == ()


def test_the_nearest_known_heading_is_named() -> None:
    assert nearest("survey", "Số phiêu") == "Số phiếu"
    assert nearest("survey", "Biển số xe") == ""


@pytest.mark.parametrize(
    ("said", "month"),
    [
        ("2025-09", "2025-09"),
        ("9/2025", "2025-09"),
        ("Tháng 09/2025", "2025-09"),
        ("T9/2025", "2025-09"),
        ("01/09/2025", "2025-09"),
        ("tháng 9 năm 2025", "2025-09"),
        ("2025-9-30", "2025-09"),
        ("13/2025", None),
        ("00/2025", None),
        ("quý 3/2025", None),
        ("", None),
        ("٩/2025", None),
    ],
)
def test_months_are_read_as_people_write_them(said: str, month: str | None) -> None:
    assert month_of(said) == month


def workbook(*rows: tuple[object, ...], more: bool = False) -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    if more:
        book.create_sheet("Khác").append(["x"])
    book.save(out)
    return out.getvalue()


SURVEY_HEADS = ("Đơn vị", "Tháng", "Số phiếu", "Hài lòng", "Không hài lòng", "Trễ hạn")


def test_a_workbook_is_read_with_its_dates_and_numbers() -> None:
    octets = workbook(SURVEY_HEADS, ("VHXH", date(2025, 10, 1), 100, 95.0, 2, None))
    draft, wrong = read_figures("survey", octets, ward(), TODAY)
    assert wrong == ()
    (row,) = draft.surveys
    assert (row.month, row.counts.answers, row.counts.satisfied) == ("2025-10", 100, 95)
    assert row.counts.late is None


def test_a_formula_is_told_unless_it_is_a_sum() -> None:
    octets = workbook(
        SURVEY_HEADS, ("VHXH", "10/2025", "=50+50", 95, 2, 0), ("Tổng", None, "=C2", 95, 2, 0)
    )
    _, wrong = read_figures("survey", octets, ward(), TODAY)
    assert codes(wrong) == [(2, "formula")]


@pytest.mark.parametrize(
    ("octets", "code"),
    [
        (b"", "empty"),
        (b"PK\x03\x04 no archive", "damaged"),
        ("Đơn vị;Tháng".encode("utf-16-le"), "not_text"),
        ("Đơn vị".encode("cp1258", "replace"), "not_utf8"),
        (workbook(SURVEY_HEADS, more=True), "several_sheets"),
    ],
)
def test_what_is_no_table_is_said(octets: bytes, code: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_figures("survey", octets, ward(), TODAY)
    assert refused.value.code == code


@pytest.mark.parametrize("kind", ["dossiers", "survey"])
def test_the_template_has_every_needed_heading_and_nothing_to_import(kind: FiguresKind) -> None:
    text = "\n".join(";".join(map(str, row)) for row in rows_of(kind, "vi"))
    draft, wrong = read_figures(kind, text.encode(), ward(), TODAY)
    assert (draft.rows, codes(wrong)) == ((), [(None, "no_rows")])
    assert all(column.names[0] in text for column in COLUMNS[kind] if column.is_needed)


def test_the_files_of_the_demo_say_what_its_acts_say() -> None:
    plain = ward()
    for act in figures_acts(plain.calendar):
        if act.papers:
            _same(act, plain)


def _same(act: object, plain: Ward) -> None:
    command, paper = act.command, act.papers[0]  # type: ignore[attr-defined]
    named = {
        "Trung tâm phục vụ hành chính công phường": "PVHCC",
        "Phòng Văn hóa - Xã hội": "VHXH",
        "Phòng Kinh tế, Hạ tầng và Đô thị": "KTHTDT",
    }
    text = paper.octets().decode("utf-8-sig")
    for name, code in named.items():
        text = text.replace(name, code)
    draft, wrong = read_figures(command.kind, text.encode(), plain, date(2026, 2, 1))
    assert wrong == ()
    assert (draft.dossiers, draft.surveys) == (command.dossiers, command.surveys)
