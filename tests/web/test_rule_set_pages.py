"""Pages of the rule sets: drafted part by part, tried, compared, read from files, adopted."""

from __future__ import annotations

import html
import io
import uuid

import openpyxl
import pytest

from service.scoring.rule_file import as_json, as_workbook, read_rules
from service.scoring.shipped_rules import shipped
from tests.web import deciding
from tests.web.conftest import Site, Visitor
from tests.web.deciding import DECIDED_BY

ON_TIME = {
    "parent": "1",
    "text": "Hoàn thành đúng hạn",
    "weight": "4",
    "way": "automatic",
    "formula": "4 * k2.share",
    "applies_if": "k2.due > 0",
}


def sent(who: Visitor, path: str, **fields: str) -> tuple[int, str]:
    """Send a form; what it answers, with the page that follows, as people read it."""
    status, text = deciding.sent(who, path, **fields)
    return status, html.unescape(text)


def begun(coordinator: Visitor, code: str, begin: str = "ward-2025") -> str:
    status, text = sent(coordinator, "/rule-sets/new", begin=begin, code=code, name=f"Bộ {code}")
    assert status == 303
    assert f"Soạn bộ tiêu chí: Bộ {code}" in text
    return f"/rule-sets/{code}"


def upload(who: Visitor, address: str, octets: bytes) -> tuple[int, str]:
    answer = who.client.post(
        f"{address}/import",
        data={"_form": who.proof(), "command_id": str(uuid.uuid4())},
        files={"table": ("bo.json", octets)},
    )
    return answer.status_code, answer.text


def hidden(page: str, name: str) -> str:
    return html.unescape(page.partition(f'name="{name}" value="')[2].partition('"')[0])


def events(site: Site) -> int:
    return int(site.sql("SELECT count(*) FROM soviec.journal_events")[0][0])


def test_shipped_rules_are_offered_until_they_are_drafted(coordinator: Visitor) -> None:
    assert "/rule-sets/new?from=nd335-2026-staff" in coordinator.get("/rule-sets").text
    status, _ = sent(
        coordinator, "/rule-sets/new", begin="nd335-2026-staff", code="cong-chuc", name=""
    )
    assert status == 303
    shelf = coordinator.get("/rule-sets").text
    assert "/rule-sets/new?from=nd335-2026-staff" not in shelf
    assert 'href="/rule-sets/cong-chuc"' in shelf
    status, text = sent(
        coordinator, "/rule-sets/new", begin="empty", code="cong-chuc", name="Trùng mã"
    )
    assert (status, "Đã có bộ tiêu chí mã cong-chuc" in text) == (422, True)
    assert "Trùng mã" in text


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        ("4 * k2.ontime", "Dòng 1, cột 5, tại “k2.ontime”: Không có đại lượng “k2.ontime”; "
                          "có phải “k2.on_time”?"),
        ("4 *\n  shar(1, 2)", "Dòng 2, cột 3"),
        ("4 * (k2.share", "Không đọc được công thức từ chỗ này"),
        ("k2.due > 3", "Chỗ này cần một số"),
        ("1+" * 600 + "1", "Công thức dài quá 1000 ký tự"),
        ("x" * 10_001, "công thức dài 10001 ký tự"),
        ("", "Nhập công thức"),
    ],
)  # fmt: skip
def test_a_wrong_formula_comes_back_with_its_place(
    coordinator: Visitor, formula: str, said: str
) -> None:
    address = f"/rule-sets/sai-{abs(hash(formula)) % 10**8}"
    begun(coordinator, address.rpartition("/")[2])
    typed = ON_TIME | {"formula": formula, "text": "Tên đã gõ"}
    status, text = sent(coordinator, f"{address}/do/revise-criterion?key=1.2", **typed)
    assert status == 422
    assert said in text
    assert formula in text.replace("\r\n", "\n")
    assert "Tên đã gõ" in text


@pytest.mark.parametrize("weight", ["-1", "1e2", "abc", "1,234", "NaN", "∞", "1001"])
def test_points_that_are_none_are_refused(coordinator: Visitor, weight: str) -> None:
    address = begun(coordinator, f"diem-{abs(hash(weight)) % 10**8}")
    typed = ON_TIME | {"weight": weight}
    status, text = sent(coordinator, f"{address}/do/revise-criterion?key=1.2", **typed)
    assert status == 422
    assert "Nhập số từ 0 đến 1000" in text
    assert f'value="{weight}"' in text


def test_weights_that_do_not_sum_are_shown_and_not_adopted(
    coordinator: Visitor, chair: Visitor
) -> None:
    address = begun(coordinator, "tong")
    typed = ON_TIME | {"weight": "5", "formula": "5 * k2.share"}
    status, text = sent(coordinator, f"{address}/do/revise-criterion?key=1.2", **typed)
    assert status == 303
    said = "1 Chỉ đạo, điều hành: các mục cộng lại 13 điểm, phải bằng 12."
    assert said in text
    status, text = sent(chair, f"{address}/do/adopt", **DECIDED_BY)
    assert (status, said in text) == (422, True)
    assert "71/QĐ-UBND" in text
    assert sent(coordinator, f"{address}/do/revise-criterion?key=1.2", **ON_TIME)[0] == 303
    assert sent(coordinator, f"{address}/do/adopt", **DECIDED_BY)[0] == 422
    status, text = sent(chair, f"{address}/do/adopt", **DECIDED_BY)
    assert status == 303
    assert "71/QĐ-UBND" in text
    gone = coordinator.get(f"{address}/do/revise-criterion?key=1.2")
    assert gone.headers["location"] == address


def test_a_version_that_overlaps_waits_until_the_older_is_retired(
    coordinator: Visitor, chair: Visitor
) -> None:
    address = begun(coordinator, "gia-han")
    assert sent(chair, f"{address}/do/adopt", **DECIDED_BY)[0] == 303
    status, text = sent(coordinator, f"{address}/do/draft?v=1", version="1")
    assert (status, "phiên bản 1 còn hiệu lực" in text) == (303, True)
    assert sent(chair, f"{address}/do/adopt", **DECIDED_BY)[0] == 422
    assert sent(chair, f"{address}/do/retire?v=1", reason="")[0] == 422
    assert sent(chair, f"{address}/do/retire?v=1", reason="Thay bằng bản sau")[0] == 303
    assert sent(chair, f"{address}/do/adopt", **DECIDED_BY)[0] == 303
    versions = coordinator.get(f"{address}/v/1").text
    assert "đã thôi dùng" in versions, "old versions stay"


def test_parts_are_added_changed_and_dropped(coordinator: Visitor) -> None:
    address = begun(coordinator, "tung-muc")
    gate = {"key": "no_returns", "text": "Không bị trả lại", "caps_at": "good", "is_on": "1"}
    status, text = sent(coordinator, f"{address}/do/revise-gate", formula="k6.returned", **gate)
    assert (status, "Chỗ này cần một điều kiện đúng hoặc sai" in text) == (422, True)
    status, text = sent(
        coordinator, f"{address}/do/revise-gate", formula="k6.returned == 0", **gate
    )
    assert (status, "k6.returned == 0" in text) == (303, True)
    bands = {"from_excellent": "60", "from_good": "70", "from_completed": "50"}
    assert sent(coordinator, f"{address}/do/revise-bands", **bands)[0] == 422
    assert (
        sent(coordinator, f"{address}/do/revise-bands", **bands | {"from_excellent": "85,5"})[0]
        == 303
    )
    status, text = sent(coordinator, f"{address}/do/drop-criterion?key=1")
    assert (status, "Tiêu chí 1.1 không có nhóm 1" in text) == (422, True)
    assert sent(coordinator, f"{address}/do/drop-gate?key=no_returns")[0] == 303
    assert coordinator.get(f"{address}/do/drop-gate?key=no_returns").status_code == 404
    rules = read_rules(coordinator.get(f"{address}/v/1/rules.json").content)
    assert [band.from_points for band in rules.bands] == ["85.5", "70", "50"]
    assert rules.gates == shipped("ward-2025").gates


def test_a_new_criterion_stands_last_in_its_group(coordinator: Visitor) -> None:
    address = begun(coordinator, "them")
    typed = ON_TIME | {"key": "1.9", "weight": "0,5", "text": "Nộp sớm"}
    assert sent(coordinator, f"{address}/do/revise-criterion?parent=1", **typed)[0] == 303
    status, text = sent(coordinator, f"{address}/do/revise-criterion?parent=1", **typed)
    assert (status, "Đã có mục mã 1.9" in text) == (422, True)
    rules = read_rules(coordinator.get(f"{address}/v/1/rules.xlsx").content)
    keys = [each.key for each in rules.criteria]
    assert keys[keys.index("1.9") - 1 : keys.index("1.9") + 2] == ["1.5", "1.9", "2"]


def test_criteria_and_whole_groups_are_moved_among_their_neighbours(coordinator: Visitor) -> None:
    address = begun(coordinator, "chuyen-cho")
    before = shipped("ward-2025").criteria

    def order() -> list[str]:
        rules = read_rules(coordinator.get(f"{address}/v/1/rules.json").content)
        assert sorted(each.key for each in rules.criteria) == sorted(each.key for each in before)
        return [each.key for each in rules.criteria]

    edit = coordinator.get(f"{address}/edit").text
    assert f'href="{address}/do/move-criterion?key=1.2"' in edit
    path = f"{address}/do/move-criterion?key=1.2"
    shown = coordinator.get(path).text
    assert 'value="1.1" checked' in shown, "the form begins with the place it has"
    assert 'value="2.1"' not in shown, "another group is chosen by changing the criterion"
    assert sent(coordinator, path, after="first")[0] == 303
    assert order()[:3] == ["1", "1.2", "1.1"]
    assert sent(coordinator, path, after="1.1")[0] == 303
    assert order() == [each.key for each in before]
    assert sent(coordinator, f"{address}/do/move-criterion?key=1", after="2")[0] == 303
    groups = [key for key in order() if "." not in key]
    assert groups[:3] == ["2", "1", "3"]
    keys = order()
    assert keys[keys.index("1") + 1] == "1.1", "a group takes along what stands below it"
    assert keys.index("1") > max(n for n, key in enumerate(keys) if key.startswith("2."))
    for wrong in ("2.1", "1.2", "x", ""):
        assert sent(coordinator, path, after=wrong)[0] == 422, wrong
    assert coordinator.get(f"{address}/do/move-criterion?key=99").status_code == 404


def test_a_preview_explains_and_stores_nothing(site: Site, coordinator: Visitor) -> None:
    address = begun(coordinator, "tinh-thu")
    before = events(site)
    manual = {
        "parent": "1",
        "text": "Kế hoạch của đơn vị",
        "weight": "9",
        "way": "manual",
        "preview": "1",
    }
    status, text = sent(coordinator, f"{address}/do/revise-criterion?key=1.5", **manual)
    assert status == 200
    assert "Chỉ tính để xem" in text
    assert "Điểm tối đa: 1 → 9" in text
    assert 'value="9"' in text
    page = html.unescape(
        coordinator.get(f"{address}/edit?try=1&entries=full&beside=shipped:nd90-2025-unit").text
    )
    assert "Phòng Văn hóa - Xã hội" in page
    assert "dự thảo không có" in page
    assert "chỉ có trong dự thảo" in page
    wrong = coordinator.get(f"{address}/edit?try=1&from=31/02/2025&to=x&cut=01/01/2099&beside=zz")
    assert wrong.status_code == 422
    assert 'value="31/02/2025"' in wrong.text
    assert events(site) == before


def test_versions_are_compared_field_by_field(coordinator: Visitor, chair: Visitor) -> None:
    address = begun(coordinator, "so-sanh")
    assert sent(chair, f"{address}/do/adopt", **DECIDED_BY)[0] == 303
    assert sent(coordinator, f"{address}/do/draft?v=1", version="1")[0] == 303
    typed = ON_TIME | {"formula": "2 * k2.share + 2"}
    assert sent(coordinator, f"{address}/do/revise-criterion?key=1.2", **typed)[0] == 303
    text = coordinator.get(f"{address}/compare?a=1&b=2").text
    assert "2 * k2.share + 2" in text
    assert "1 phần khác nhau giữa phiên bản 1 và 2" in text
    assert coordinator.get(f"{address}/compare?a=1&b=9").status_code == 404


def test_a_file_is_looked_at_before_it_becomes_the_draft(coordinator: Visitor) -> None:
    address = begun(coordinator, "tu-tep", begin="empty")
    rules = shipped("nd90-2025-unit")
    status, page = upload(coordinator, address, as_workbook(rules))
    assert status == 200
    assert "k1." not in coordinator.get(f"{address}/v/1").text, "nothing is drafted yet"
    answer = coordinator.send(
        f"{address}/import",
        {
            "command_id": hidden(page, "command_id"),
            "seen_version": hidden(page, "seen_version"),
            "kept": hidden(page, "kept"),
            "confirmed": "1",
        },
    )
    assert answer.status_code == 303
    assert read_rules(coordinator.get(f"{address}/v/1/rules.json").content) == rules
    book = coordinator.get(f"{address}/v/1/rules.xlsx").content
    cells = openpyxl.load_workbook(io.BytesIO(book)).worksheets[1].iter_rows()
    assert {cell.data_type for row in cells for cell in row} <= {"s", "n"}, "no formulas of sheets"


def wrong_files() -> dict[str, tuple[bytes, str]]:
    good = as_json(shipped("ward-2025"))
    return {
        "words": (b"hello", "không phải một bộ tiêu chí"),
        "rotten": (b"PK\x03\x04 rotten", "không phải một bộ tiêu chí"),
        "deep": (b"[" * 5000, "không phải một bộ tiêu chí"),
        "large": (b" " * (1 << 20) + b"{}", "Tệp quá lớn"),
        "field": (good.replace(b'"2025-01-01"', b'"2025-13-01"'), "valid_from_on"),
        "twice": (good.replace(b'"key": "1.1"', b'"key": "1.2"'), "có hai lần"),
        "key": (good.replace(b'"key": "1.1"', b'"key": "1/1"'), "“1/1” không dùng được"),
        "points": (good.replace(b'"weight": "4"', b'"weight": "-4"', 1), "“-4” không đọc được"),
        "formula": (good.replace(b"k2.share", b"k2.shar"), "có phải “k2.share”?"),
        "entry": (
            good.replace(b'"evidence":', b'"entry_max": "abc", "evidence":', 1),
            "“abc” không đọc được",
        ),
    }


@pytest.mark.parametrize("case", sorted(wrong_files()))
def test_a_wrong_file_says_why_and_changes_nothing(
    site: Site, coordinator: Visitor, case: str
) -> None:
    octets, said = wrong_files()[case]
    address = begun(coordinator, f"tep-{case}", begin="empty")
    before = events(site)
    status, page = upload(coordinator, address, octets)
    assert status == 422
    assert said in html.unescape(page)
    assert events(site) == before


def test_two_at_once_lose_nothing(coordinator: Visitor) -> None:
    address = begun(coordinator, "hai-nguoi")
    form = f"{address}/do/revise-criterion?key=1.2"
    seen = hidden(coordinator.get(form).text, "seen_version")
    assert sent(coordinator, f"{address}/do/drop-gate?key=none_overdue")[0] == 303
    late = {"command_id": str(uuid.uuid4()), "seen_version": seen}
    answer = coordinator.send(form, ON_TIME | {"text": "Gõ sau"} | late)
    assert answer.status_code == 409
    assert "Gõ sau" in answer.text
    moved = hidden(answer.text, "seen_version")
    again = coordinator.send(form, ON_TIME | {"text": "Gõ sau"} | late | {"seen_version": moved})
    assert again.status_code == 303
    rules = read_rules(coordinator.get(f"{address}/v/1/rules.json").content)
    assert "none_overdue" not in [gate.key for gate in rules.gates]
    assert "Gõ sau" in [each.text for each in rules.criteria]


def test_everybody_reads_and_two_offices_write(site: Site, coordinator: Visitor) -> None:
    address = begun(coordinator, "ai-duoc")
    head = site.visitor().enter("giamdoc")
    assert head.get(f"{address}/v/1").status_code == 200
    assert head.get("/rule-sets").status_code == 200
    for path in ("/rule-sets/new", f"{address}/edit", f"{address}/do/adopt", f"{address}/import"):
        assert head.get(path).status_code == 404
    for number in ("0", "2", "x"):
        assert head.get(f"{address}/v/{number}").status_code == 404
    english = site.visitor().enter("daumoi")
    assert "Names that formulas may use" in english.get(f"{address}/edit?lang=en").text
