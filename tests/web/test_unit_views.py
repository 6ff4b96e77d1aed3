"""Dossiers without a server: spans, shares that are cut off, the band, sentences of every kind."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from typing import Any
from uuid import UUID

import openpyxl
import pytest

from domain.accountability.fact_line import FactLine, Subject
from domain.accountability.line_kinds import LINE_KINDS
from domain.accountability.quantity import BY_CODE, Effect
from domain.fact import LOCAL
from domain.ward import Term
from tests import stories as s
from web.tasks.naming import Names
from web.texts import LANGUAGES, has, placeholders, table
from web.units.asked import CODES, EVERY, Asked, fits, group_of
from web.units.band import band_of, place_of
from web.units.counts import Parts, figures_behind, parts_of, share, told
from web.units.dossier_file import DossierFile
from web.units.export import csv_of, xlsx_of
from web.units.heads import Heads, head_terms, split_of
from web.units.moment import Moment
from web.units.pages import acts_on
from web.units.span import choices, in_words, read_span, span_before, span_with, spans_within
from web.units.telling import Teller, quantities_of

ON = date(2025, 11, 20)
M, N = s.person("head:PVHCC"), s.person("head:KTHTDT")
WARD = s.ward()
UNIT = WARD.units[s.PVHCC]


def changed_ward() -> Any:
    """The centre's director changes after 15/10/2025."""
    post = s.post("head:PVHCC")
    others = tuple(term for term in WARD.terms if term.post_id != post)
    from_on = s.FOUNDED
    first = Term(post_id=post, person_id=M, from_on=from_on, until_on=date(2025, 10, 15))
    second = Term(post_id=post, person_id=N, from_on=date(2025, 10, 16))
    return WARD.__class__(
        **{name: getattr(WARD, name) for name in WARD.__struct_fields__}
        | {"terms": (*others, first, second)}
    )


CHANGED = changed_ward()


def moment(on: date = ON, typed: str = "") -> Moment:
    at = datetime(on.year, on.month, on.day, 17, 0, tzinfo=LOCAL)
    return Moment(ward=CHANGED, on=on, at=at, typed=typed, words="")


def asked(period: str = "2025-H2", **more: Any) -> Asked:
    span = read_span(period)
    assert span is not None
    return Asked(span=span, moment=moment(), is_default=False, **more)


def line(kind: str, on: date, *effects: tuple[str, str], **more: Any) -> FactLine:
    head = M if on <= date(2025, 10, 15) else N
    return FactLine(
        kind=kind,
        on=on,
        unit_id=s.PVHCC,
        head_person_id=more.pop("head", head),
        subject=more.pop("subject", Subject(kind="task", id=s.TASK, code="PL-2025-0029")),
        effects=tuple(Effect(quantity=q, part=p) for q, p in effects),
        **more,
    )


DUE = (("K1", "due"), ("K2", "due"))
LATE = line(
    "task_done_late",
    date(2025, 10, 10),
    *DUE,
    ("K1", "completed"),
    ("K4", "late"),
    facts={"last_on": "2025-10-10", "submitted_on": "2025-10-13", "days_late": "1"},
    basis="contested",
    own_words="Hệ thống gián đoạn chiều 09 và ngày 10/10.",
)
DONE = line(
    "task_done_on_time",
    date(2025, 10, 20),
    *DUE,
    ("K1", "completed"),
    ("K2", "on_time"),
    facts={"last_on": "2025-10-20", "submitted_on": "2025-10-18"},
)
OPEN = line("task_not_done", date(2025, 10, 31), *DUE, facts={"last_on": "2025-10-31"})
LINES = (LATE, DONE, OPEN)


# -- spans ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["2025", "2025-H2", "2025-Q4", "2025-10", "2025-07-01..2025-09-15"]
)
def test_a_span_is_read_by_its_name(name: str) -> None:
    span = read_span(name)
    assert span is not None
    assert span.name == name
    assert span.from_on <= span.to_on


@pytest.mark.parametrize(
    "typed",
    ["", "2025-H3", "2025-Q0", "2025-13", "1", "25", "٢٠٢٥", "2025-12-01..2025-01-01",
     "2025-02-30..2025-03-01", "1000-01-01..2025-01-01", "2025 ", "0000"],
)  # fmt: skip
def test_nonsense_and_a_span_that_ends_before_it_begins_are_none(typed: str) -> None:
    assert read_span(typed) is None


def test_spans_contain_and_follow_each_other() -> None:
    half = span_with("half", ON)
    assert [x.name for x in spans_within(half)] == ["2025-Q3", "2025-Q4"]
    assert [x.name for x in spans_within(half, "month")][0::5] == ["2025-07", "2025-12"]
    before = span_before(span_with("quarter", date(2025, 1, 5)))
    assert before is not None
    assert before.name == "2024-Q4"
    named = [x.name for x in choices(date(2025, 7, 1), ON)]
    assert named == ["2025", "2025-H2", "2025-Q4", "2025-Q3"]
    assert in_words(half, "vi") == "6 tháng cuối năm 2025"


# -- counts ---------------------------------------------------------------------


def test_a_share_is_cut_off_and_all_is_only_all() -> None:
    assert share("vi", 2, 3) == "66,6%"
    assert share("vi", 1999, 2000) == "99,9%"
    assert share("vi", 2000, 2000) == "100%"
    assert share("en", 5, 6) == "83.3%"
    assert share("vi", 0, 4) == "0,0%"
    assert share("vi", 0, 0) == ""


def test_a_figure_comes_with_its_counts_and_says_when_there_is_none() -> None:
    figures = figures_behind(LINES)
    assert told("K1", figures, "vi").text == "2/3 (66,6%)"
    assert told("K1", figures, "vi").is_small
    nothing = figures_behind(())
    assert told("K2", nothing, "vi").text == "không phát sinh"
    assert told("K3", nothing, "vi").text == "0"
    assert told("K14", nothing, "vi").text == "chưa có nguồn số liệu"
    refused = figures_behind([line("extension_refused", ON, ("K5", "refused"))])
    assert told("K5", refused, "vi").text == "0; 1 không duyệt"


def test_every_quantity_is_said_in_both_languages_whatever_is_missing() -> None:
    for code in CODES:
        quantity = BY_CODE[code]
        every = tuple((code, part.name) for part in quantity.parts)
        for effects in (every, every[:1], every[1:2]):
            figures = figures_behind([line("x", ON, *effects)])
            for language in LANGUAGES:
                assert told(code, figures, language).text
        for part in quantity.parts:
            assert has(f"quantity.{code}.{part.name}")


def test_the_total_is_its_three_parts() -> None:
    assert parts_of(LINES) == Parts(verified=2, claimed=0, contested=1)
    assert parts_of(LINES).total == 3


def test_a_change_of_head_splits_the_tasks_due() -> None:
    split = {each.name: each for each in split_of(LINES, CHANGED, "vi")}
    first, second = CHANGED.persons[M].full_name, CHANGED.persons[N].full_name
    assert (split[first].due, split[first].late) == (1, 1)
    assert (split[second].due, split[second].on_time, split[second].overdue) == (2, 1, 1)


# -- the band -------------------------------------------------------------------


def test_the_band_shows_heads_months_and_the_day() -> None:
    terms = head_terms(CHANGED, UNIT, ON)
    heads = Heads(terms=terms, since=s.FOUNDED)
    band = band_of(LINES, heads, asked(), "/units/pvhcc", "vi")
    assert band is not None
    rows = {row.label: [cell.text for cell in row.cells] for row in band.rows}
    assert rows["Đến hạn, đúng hạn"] == ["–", "–", "–", "1/3", "–", "·"]
    assert rows["Quá hạn chưa hoàn thành"] == ["0", "0", "0", "1", "0", "·"]
    assert "Sáng kiến, khen" in band.silent
    assert [lane.is_vacant for lane in band.lanes] == [False, False]
    assert "đến 15/10" in band.lanes[0].text
    assert band.changes == (place_of(date(2025, 10, 16), asked().span),)
    assert band.today_x == place_of(ON, asked().span)
    assert sum(lane.width for lane in band.lanes) == pytest.approx(710, abs=0.5)


def test_a_vacancy_is_a_lane_and_months_before_the_unit_are_none() -> None:
    only = tuple(x for x in head_terms(CHANGED, UNIT, ON) if x.person_id == N)
    heads = Heads(terms=only, since=s.FOUNDED)
    band = band_of((), heads, asked("2025"), "/units/pvhcc", "vi")
    assert band is not None
    assert [lane.is_vacant for lane in band.lanes] == [True, False]
    assert band.lanes[0].x == place_of(s.FOUNDED, asked("2025").span)


def test_a_month_has_no_band() -> None:
    assert band_of(LINES, Heads(terms=(), since=ON), asked("2025-10"), "/", "vi") is None


# -- lines ----------------------------------------------------------------------


def teller(language: str = "vi", typed: str = "") -> Teller:
    now = moment(typed=typed)
    return Teller(now, Names(CHANGED, language, ON))  # type: ignore[arg-type]


def test_a_line_is_a_sentence_with_a_link_and_the_units_own_words() -> None:
    view = teller().told(LATE)
    assert view.plain == (
        "Hoàn thành quá hạn 1 ngày làm việc nhiệm vụ PL-2025-0029, hạn 10/10/2025, nộp 13/10/2025."
    )
    assert '<a class="nowrap" href="/tasks/PL-2025-0029">' in view.sentence
    assert view.own_words.startswith("Hệ thống")
    assert view.charged == f"Tính cho {CHANGED.persons[M].full_name}."
    assert view.quantities == "K1, K2, K4"
    assert "as_of=2025-10-31" in teller(typed="2025-10-31").told(LATE).href


@pytest.mark.parametrize("kind", LINE_KINDS)
def test_every_kind_of_line_has_a_sentence_that_gets_its_facts(kind: str) -> None:
    for language in LANGUAGES:
        needed = placeholders(table()[f"fact.{kind}"][language]) - {"subject"}
        assert needed <= set(LINE_KINDS[kind]), kind


def test_what_people_wrote_is_never_markup() -> None:
    evil = "<script>x</script>"
    view = teller().told(line("result_sent_back", ON, ("K6", "sent_back"), facts={"defects": evil}))
    assert "<script>" not in view.sentence
    named = Subject(kind="task", id=UUID(int=1), code="", title=evil)
    assert "<script>" not in teller().told(line("other", ON, subject=named)).sentence


def test_a_decision_is_charged_to_the_post_that_took_it() -> None:
    view = teller().told(line("extension_refused", ON, charged_post_id=s.post("vice1")))
    assert CHANGED.persons[s.person("vice1")].full_name in view.charged
    assert "khuyết" in teller().told(line("task_accepted", ON, head=None)).charged


def test_the_unit_explains_delays_and_leaders_judge_what_is_open() -> None:
    both = frozenset({"explain-delay", "confirm-cause"})
    assert acts_on(teller().told(LATE), both) == ["confirm-cause", "explain-delay"]
    assert acts_on(teller().told(OPEN), both) == ["explain-delay"]
    assert acts_on(teller().told(DONE), both) == []
    said = line("delay_explained_subjective", ON, basis="claimed")
    assert acts_on(teller().told(said), both) == ["confirm-cause"]
    assert acts_on(teller().told(said), frozenset()) == []


def test_filters_keep_what_they_say() -> None:
    accepted = line("task_accepted", ON)
    assert not fits(accepted, asked())
    assert fits(accepted, asked(kind=EVERY))
    assert [fits(x, asked(quantity="K4")) for x in LINES] == [True, False, False]
    assert [fits(x, asked(rests="contested")) for x in LINES] == [True, False, False]
    assert [fits(x, asked(head=str(N))) for x in LINES] == [False, True, True]
    finding = Subject(kind="finding", id=UUID(int=2), code="PH-2025-001")
    assert group_of(line("finding_recorded", ON, ("K12", "recorded"), subject=finding)) == (
        "inspections"
    )
    weighed = line("x", ON, ("W", "assigned"), ("K1", "due"))
    assert quantities_of(weighed) == ("K1",)


def test_an_address_keeps_everything_but_what_changes() -> None:
    found = asked(quantity="K2", rests="verified")
    assert found.address("/u", quantity="") == "/u?period=2025-H2&rests=verified"
    assert found.address("/u", page="2").endswith("page=2")


# -- files ----------------------------------------------------------------------


def a_file(*lines: FactLine) -> DossierFile:
    return DossierFile(
        title="=Hồ sơ",
        notes=("Đến hết ngày …",),
        running="",
        quantities=(("K1. Tỷ lệ", "2/3 (66,6%)", "đến hạn"),),
        lines=tuple(teller().told(x) for x in lines),
        parts=parts_of(lines),
        language="vi",
    )


def test_a_file_never_shows_a_total_without_its_parts_nor_runs_a_formula() -> None:
    evil = line("result_sent_back", ON, ("K6", "sent_back"), own_words="=cmd|' /C calc'!A0")
    file = a_file(*LINES, evil)
    rows = list(csv.reader(io.StringIO(csv_of(file).decode("utf-8-sig"))))
    assert rows[0] == ["'=Hồ sơ"]
    at = next(i for i, row in enumerate(rows) if row[:1] == ["Tổng số việc"])
    assert [row[1] for row in rows[at : at + 4]] == ["4", "3", "0", "1"]
    assert "'=cmd|' /C calc'!A0" in rows[-1]
    assert any("Hệ thống gián đoạn" in row[-1] for row in rows if row)
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx_of(file))).worksheets[0]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert all(cell.data_type != "f" for cell in cells)
    assert [cell.value for cell in cells if cell.data_type == "n"][:4] == [4, 3, 0, 1]
