"""Reading forms: every mistake at once, what was typed kept, nothing wrong let through."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from domain.fact import LOCAL
from domain.refusal import Refused
from domain.ward import Ward
from web import refusals, texts, wording
from web.forms import Form

LABEL = "account.login"


def typed(**fields: str) -> Form:
    return Form("vi", {name: [value] for name, value in fields.items()})


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("21/11/2025", date(2025, 11, 21)),
        (" 1/7/2025 ", date(2025, 7, 1)),
        ("21-11-2025", date(2025, 11, 21)),
        ("21.11.2025", date(2025, 11, 21)),
        ("2025-11-21", date(2025, 11, 21)),
        ("29/02/2024", date(2024, 2, 29)),
    ],
)
def test_days_are_read_as_people_write_them(text: str, found: date) -> None:
    form = typed(on=text)
    assert form.day("on", LABEL) == found
    assert form.is_sound


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("31/11/2025", "31/11/2025 không phải ngày có thật"),
        ("29/02/2025", "29/02/2025 không phải ngày có thật"),
        ("11/21/2025", "11/21/2025 không phải ngày có thật"),
        ("2025-02-30", "2025-02-30 không phải ngày có thật"),
        ("00/00/0000", "00/00/0000 không phải ngày có thật"),
        ("mai", "Nhập ngày theo dạng ngày/tháng/năm, ví dụ 21/11/2025"),
        ("1/7/25", "Nhập ngày theo dạng ngày/tháng/năm, ví dụ 21/11/2025"),
        ("٢١/11/2025", "Nhập ngày theo dạng ngày/tháng/năm, ví dụ 21/11/2025"),
        ("", "Nhập tên đăng nhập"),
    ],
)
def test_days_that_do_not_exist_are_told(text: str, sentence: str) -> None:
    form = typed(on=text)
    assert form.day("on", LABEL) is None
    assert form.errors == {"on": sentence}
    assert form.value("on") == text


def test_days_outside_their_limits_are_told() -> None:
    form = typed(early="19/11/2025", late="01/01/2027")
    form.day("early", LABEL, earliest=date(2025, 11, 20))
    form.day("late", LABEL, latest=date(2026, 12, 31))
    assert "20/11/2025" in form.errors["early"]
    assert "31/12/2026" in form.errors["late"]


def test_a_moment_needs_its_day() -> None:
    form = typed(on="20/11/2025", at="7h40")
    assert form.moment("on", "at", LABEL) == datetime(2025, 11, 20, 7, 40, tzinfo=LOCAL)
    form = typed(on="", at="14:30")
    assert form.moment("on", "at", LABEL) is None
    assert set(form.errors) == {"on"}
    form = typed(on="20/11/2025", at="25:00")
    assert form.moment("on", "at", LABEL) is None
    assert set(form.errors) == {"at"}


def test_all_mistakes_are_told_at_once_and_everything_is_kept() -> None:
    form = typed(name="", on="x", n="12,5", kind="other")
    form.text("name", LABEL)
    form.day("on", LABEL)
    form.whole("n", LABEL, least=1, most=9)
    form.choice("kind", LABEL, {"a"})
    assert list(form.errors) == ["name", "on", "n", "kind"]
    assert form.kept() == [("name", ""), ("on", "x"), ("n", "12,5"), ("kind", "other")]


def test_letters_are_composed_and_lines_kept() -> None:
    form = typed(line="  Hải   Phòng ", many="một\r\nhai  \r\n")
    assert form.text("line", LABEL) == "Hải Phòng"
    assert form.passage("many", LABEL) == "một\nhai"


def test_what_is_no_text_is_refused() -> None:
    form = typed(line="a\x00b")
    assert form.text("line", LABEL) == "ab"
    assert "line" in form.errors


def test_length_has_a_limit() -> None:
    form = typed(line="x" * 11)
    form.text("line", LABEL, most=10)
    assert "11" in form.errors["line"]


def test_passwords_are_not_kept() -> None:
    form = typed(password="bí mật của tôi")
    assert form.password("password", LABEL) == "bí mật của tôi"
    assert form.kept() == []


def test_numbers_take_the_decimal_comma() -> None:
    assert typed(n="12,5").decimal("n", LABEL, least=0, most=100) == Decimal("12.5")
    form = typed(n="1e9")
    assert form.decimal("n", LABEL, least=0, most=100) is None


# -- words -------------------------------------------------------------------


def test_every_sentence_takes_the_same_facts_in_both_languages() -> None:
    differ = [
        key
        for key, row in texts.table().items()
        if texts.placeholders(row["vi"]) != texts.placeholders(row["en"])
    ]
    assert differ == []


def test_every_key_that_a_template_names_stands_in_a_table(project: Path) -> None:
    named = re.compile(r"""\bt\(["']([\w.-]+)["']\s*[,)]""")
    missing = [
        f"{template.relative_to(project)}: {key}"
        for template in (project / "web").rglob("*.html")
        for key in named.findall(template.read_text(encoding="utf-8"))
        if not texts.has(key)
    ]
    assert missing == []


def test_a_blank_or_doubled_text_stops_the_start() -> None:
    with pytest.raises(texts.BadTable, match="twice"):
        texts.merge([("a.csv", "key,vi,en\ntwice,x,y\ntwice,x,y\n")])
    with pytest.raises(texts.BadTable, match="blank"):
        texts.merge([("a.csv", "key,vi,en\nblank,x,\n")])


def test_a_key_that_does_not_exist_is_a_slip() -> None:
    with pytest.raises(texts.MissingText):
        texts.say("vi", "no.such.key")


def test_numbers_and_dates_are_written_as_in_vietnam() -> None:
    noon = datetime(2025, 11, 20, 17, 41, tzinfo=LOCAL)
    assert wording.stamp(noon) == "20/11/2025, 17:41"
    assert wording.full_day("vi", noon) == "thứ\u00a0Năm\u00a020/11/2025"
    assert wording.full_day("en", noon) == "Thursday\u00a020/11/2025"
    assert wording.number("vi", 1234567) == "1.234.567"
    assert wording.number("vi", 25.5) == "25,5"
    assert wording.percent("vi", 1, 0) == "–"
    assert wording.size("vi", 2_340_000) == "2,3\u00a0MB"


def test_a_refusal_is_a_sentence_even_without_its_facts() -> None:
    refused = Refused("not_allowed", needs=["C", "V"])
    said = refusals.sentence(refused, "vi", Ward())
    assert "Chủ tịch UBND phường, Phó Chủ tịch UBND phường" in said
    unheard = refusals.sentence(Refused("slice.unheard_of"), "en", Ward())
    assert "slice.unheard_of" in unheard
    on = refusals.sentence(Refused("in_the_future", happened_at=date(2025, 11, 20)), "vi", Ward())
    assert "20/11/2025" in on


@pytest.mark.parametrize("typed", ["01/01/0001", "31/12/9999", "9999-12-31", "31/12/1899"])
def test_days_at_the_ends_of_the_calendar_are_slips(typed: str) -> None:
    form = Form("vi", {"on": [typed]})
    assert form.day("on", "form.day") is None
    assert "1900" in form.errors["on"]


@pytest.mark.parametrize("typed", ["a\x00b", "a\u202eb", "a\ud800b", "a\x9bb", "\ufeffab"])
def test_signs_that_are_no_text_are_told_and_gone_wherever_they_are_read(typed: str) -> None:
    form = Form("vi", {"a": [typed]})
    assert form.value("a") == form.kept()[0][1] == "ab"
    form.text("a", "form.day")
    assert form.errors["a"] == "Có ký tự không phải chữ, đã bỏ đi; xem lại rồi gửi"
