"""Rule sets as files: what ships is sound, files come back as they went, mistakes have a place."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from decimal import Decimal

import msgspec
import openpyxl
import pytest

from domain.evaluation.rule_set.soundness import refuse_unsound, refuse_weights
from domain.evaluation.rules import Criterion, Rules
from service.scoring.hashes import rules_hash
from service.scoring.rule_diff import compare_rules
from service.scoring.rule_file import UnreadableRules, as_json, as_workbook, read_rules
from service.scoring.rule_formulas import faults_of
from service.scoring.shipped_rules import shipped, shipped_rules

EACH = pytest.mark.parametrize("slug", [each.slug for each in shipped_rules()])
BEST_LAST = "completed, good, excellent"
WEIGHTS = [12, 8, 22, 6, 10, 7, 15, 20]


@EACH
def test_what_ships_is_sound_in_both_languages_and_names_its_source(slug: str) -> None:
    rules = shipped(slug)
    refuse_unsound(rules)
    refuse_weights(rules)
    assert faults_of(rules) == ()
    assert rules.name
    assert rules.name_en
    assert rules.source
    for each in (*rules.criteria, *rules.gates, *rules.extras):
        assert each.text
        assert each.text_en
        if not (isinstance(each, Criterion) and each.way == "group"):
            assert each.rule_vi
            assert each.rule_en
    assert all(each.evidence for each in rules.criteria if each.way == "manual")


def test_the_wards_own_set_weighs_its_eight_fields() -> None:
    rules = shipped("ward-2025")
    fields = [each for each in rules.criteria if not each.parent]
    assert [Decimal(each.weight) for each in fields] == WEIGHTS
    assert (rules.bonus_max, rules.penalty_max, rules.confidence) == ("3", "5", "proposed")


@pytest.mark.parametrize(
    ("slug", "on"),
    [
        ("nd90-2025-unit", date(2025, 12, 31)),
        ("nd335-2026-unit", date(2026, 1, 1)),
        ("nd335-2026-head", date(2026, 12, 31)),
    ],
)
def test_a_rule_set_holds_in_its_year(slug: str, on: date) -> None:
    rules = shipped(slug)
    assert rules.valid_from_on <= on <= (rules.valid_until_on or date.max)
    assert (rules.valid_from_on.year, rules.valid_from_on.day) == (on.year, 1)


@EACH
def test_a_file_comes_back_as_it_went(slug: str) -> None:
    rules = shipped(slug)
    for data in (as_json(rules), as_workbook(rules)):
        assert read_rules(data) == rules
        assert rules_hash(read_rules(data)) == rules_hash(rules)


def test_the_same_rules_give_the_same_bytes() -> None:
    data = as_workbook(shipped("ward-2025"))
    assert data == as_workbook(shipped("ward-2025"))
    # not the hour of writing
    assert b"2025-01-01T00:00:00Z" in zipfile.ZipFile(io.BytesIO(data)).read("docProps/core.xml")


def _workbook(sheet: str, cell: str, value: object) -> bytes:
    """The ward's set with one cell otherwise."""
    book = openpyxl.load_workbook(io.BytesIO(as_workbook(shipped("ward-2025"))))
    book[sheet][cell] = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_numbers_and_days_of_a_spreadsheet_are_read_as_people_type_them() -> None:
    assert read_rules(_workbook("criteria", "E3", 3.5)).criteria[1].weight == "3.5"
    assert read_rules(_workbook("criteria", "E3", "3,5")).criteria[1].weight == "3.5"
    days = read_rules(_workbook("rules", "B8", date(2025, 7, 1)))
    assert days.valid_from_on == date(2025, 7, 1)


@pytest.mark.parametrize(
    ("data", "code", "place"),
    [
        (b"", "not_rules", ("", 0, 1, "")),
        (b"\xff\xfe", "not_rules", ("", 0, 0, "")),
        (b'{"name": "x",\n "criteria": [,]}', "not_rules", ("", 0, 2, "")),
        (b'{"name": 5}', "value_wrong", ("", 0, 0, "name")),
        (b"[" * 5000, "value_wrong", ("", 0, 0, "")),
        (b"PK\x03\x04 no zip", "not_rules", ("", 0, 0, "")),
        (b" " * (2 << 20), "too_large", ("", 0, 0, "")),
        (_workbook("criteria", "F4", "guess"), "value_wrong", ("criteria", 4, 0, "way")),
        (_workbook("criteria", "A1", "code"), "column_unknown", ("criteria", 1, 0, "code")),
        (_workbook("criteria", "G5", "=1+1"), "value_wrong", ("criteria", 5, 0, "G5")),
        (_workbook("rules", "A3", "Tên"), "column_unknown", ("rules", 3, 0, "Tên")),
    ],
)
def test_a_mistake_has_a_place(data: bytes, code: str, place: tuple[str, int, int, str]) -> None:
    with pytest.raises(UnreadableRules) as told:
        read_rules(data)
    found = told.value
    assert (found.code, (found.sheet, found.row, found.line, found.column)) == (code, place)


def test_a_formula_that_cannot_be_worked_out_is_told_by_its_key() -> None:
    rules = shipped("nd335-2026-head")
    tasks = msgspec.structs.replace(rules.criteria[1], formula="70 *\n  k2.ontime")
    faults = faults_of(msgspec.structs.replace(rules, criteria=(rules.criteria[0], tasks)))
    assert [(each.key, each.line, each.column, each.said) for each in faults] == [
        ("tasks", 2, 3, "unknown_name")
    ]


def test_two_versions_are_compared_field_by_field() -> None:
    before = shipped("ward-2025")
    heavier = msgspec.structs.replace(before.criteria[1], weight="5")
    new = Criterion(key="1.9", text="Mới", weight="0", way="manual")
    after = msgspec.structs.replace(
        before,
        bonus_max="2",
        criteria=(before.criteria[0], heavier, *before.criteria[3:], new),
        bands=before.bands[::-1],
    )
    assert [
        (each.part, each.key, each.how, each.field, each.before, each.after)
        for each in compare_rules(before, after)
    ] == [
        ("rules", "", "changed", "bonus_max", "3", "2"),
        ("criterion", "1.1", "changed", "weight", "4", "5"),
        ("criterion", "1.2", "removed", "", "Hoàn thành đúng hạn", ""),
        ("criterion", "1.9", "added", "", "", "Mới"),
        (
            "band",
            "",
            "changed",
            "order",
            "excellent, good, completed",
            "completed, good, excellent",
        ),
    ]
    assert compare_rules(before, before) == ()


def test_a_rule_set_of_other_rules_reads_as_removed_and_added() -> None:
    found = compare_rules(shipped("nd90-2025-unit"), shipped("nd335-2026-unit"))
    assert ("beyond", "removed") in [(each.key, each.how) for each in found]
    assert isinstance(shipped("nd335-2026-unit"), Rules)
