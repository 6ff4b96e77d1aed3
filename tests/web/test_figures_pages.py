"""Figures from outside on pages: preview before anything is recorded, provenance, corrections."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator

import httpx
import pytest

from tests.web.conftest import Site, Visitor

HEADS = (
    "Đơn vị;Tháng;Lĩnh vực;Tiếp nhận;Trước hạn;Đúng hạn;Quá hạn;Trong hạn;Đang giải quyết quá hạn"
)
SURVEY = "Đơn vị;Tháng;Số phiếu;Hài lòng;Không hài lòng;Trễ hạn\n"


@pytest.fixture
def keeper(site: Site) -> Iterator[Visitor]:
    came = site.visitor().enter("hoso")
    yield came
    came.client.close()


@pytest.fixture
def coordinator(site: Site) -> Iterator[Visitor]:
    came = site.visitor().enter("daumoi")
    yield came
    came.client.close()


def table(*rows: str) -> str:
    return "\n".join((HEADS, *rows)) + "\n"


def looked_at(
    who: Visitor, text: str, name: str = "so-lieu.csv", kind: str = "dossiers", **more: str
) -> httpx.Response:
    files = {"table": (name, text.encode("utf-8-sig"))}
    known = {"kind": kind, "command_id": str(uuid.uuid4()), **more}
    return who.send("/figures/import", known, files=files)


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    return found[1] if found else ""


def confirmed(who: Visitor, page: str, **more: str) -> httpx.Response:
    names = ("command_id", "seen_version", "kind", "kept", "confirmed")
    return who.send("/figures/import", {name: hidden(page, name) for name in names} | more)


def imported(who: Visitor, text: str, kind: str = "dossiers", **more: str) -> str:
    answer = confirmed(who, looked_at(who, text, kind=kind).text, **more)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def test_a_preview_records_nothing_and_the_confirmed_file_is_kept(keeper: Visitor) -> None:
    seen = looked_at(keeper, table("SNC;07/2025;Văn hóa;41;30;10;0;1;0"), "snc.csv")
    assert seen.status_code == 200
    assert "1 đơn vị × tháng mới" in seen.text
    assert "snc.csv" not in keeper.get("/figures").text, "nothing is recorded by looking"
    answer = confirmed(keeper, seen.text)
    assert answer.status_code == 303
    page = keeper.get(answer.headers["location"]).text
    assert "Đinh Quốc Huy" in page
    assert hidden(seen.text, "kept") in page, "the hash of the file stands on the page"
    address = answer.headers["location"].partition("?")[0]
    file = keeper.get(f"{address}/file")
    assert "SNC;07/2025;Văn hóa;41" in file.text
    assert file.headers["content-disposition"].startswith("attachment")
    assert "40/40 đúng hạn (100,0%)" in keeper.get("/figures").text


def test_a_place_in_the_log_leads_to_its_import(keeper: Visitor) -> None:
    location = imported(keeper, table("SNC;03/2025;x;2;2;0;0;0;0"))
    keeper.get(location)
    address, _, position = location.partition("?seen=")
    led = keeper.get(f"/figures/at/{position}")
    assert (led.status_code, led.headers["location"]) == (303, address)
    for other in ("1", "x", "9" * 30):
        assert keeper.get(f"/figures/at/{other}").status_code == 404


def test_sent_twice_it_is_one_import(keeper: Visitor) -> None:
    seen = looked_at(keeper, table("VHXH;06/2025;x;5;5;0;0;0;0")).text
    first, second = confirmed(keeper, seen), confirmed(keeper, seen)
    assert first.status_code == 303
    assert second.status_code in (303, 422), "the file no longer waits, or it is already so"
    keeper.get(first.headers["location"])
    found = keeper.site.sql(
        "SELECT count(*) FROM soviec_read.figures_index WHERE month = '2025-06'"
    )
    assert found == [(1,)]


def test_every_wrong_row_is_shown_and_nothing_is_recorded(keeper: Visitor) -> None:
    text = table("Sở Y;07/2025;a;1;1;0;0;0;0", "VHXH;07/2025;b;1;1;1;0;0;0")
    seen = looked_at(keeper, text, "sai.csv")
    assert seen.status_code == 422
    assert "2 chỗ phải sửa trong tệp sai.csv" in seen.text
    assert "“Sở Y”" in seen.text
    assert "cộng lại là 2, lớn hơn 1" in seen.text
    assert hidden(seen.text, "confirmed") == ""
    forced = keeper.send(
        "/figures/import",
        {"kind": "dossiers", "kept": hash_of(keeper), "confirmed": "1"},
        files={"table": ("sai.csv", text.encode())},
    )
    assert forced.status_code == 422


def hash_of(who: Visitor) -> str:
    return "0" * 64


def test_a_correction_shows_both_and_needs_a_reason(keeper: Visitor) -> None:
    first = imported(keeper, table("VP;07/2025;Tư pháp;20;18;2;0;0;0")).partition("?")[0]
    seen = looked_at(keeper, table("VP;07/2025;Tư pháp;20;17;2;1;0;0")).text
    assert "1 thay số liệu đã có" in seen
    assert "<s>20/20 đúng hạn (100,0%)</s>" in seen
    refused = confirmed(keeper, seen)
    assert refused.status_code == 422
    assert "Ghi số liệu vào sổ" in refused.text, "the file is kept while the reason is typed"
    answer = confirmed(keeper, refused.text, reason="Một hồ sơ trễ bị đếm nhầm.")
    assert answer.status_code == 303
    second = keeper.get(answer.headers["location"]).text
    assert "Một hồ sơ trễ bị đếm nhầm." in second
    assert first in second, "the import that was replaced is linked"
    assert "đã bị lần nhập sau thay" in keeper.get(first).text
    assert "19/20 đúng hạn (95,0%)" in keeper.get("/figures").text


def test_somebody_elses_import_meanwhile_is_shown_again(site: Site, keeper: Visitor) -> None:
    seen = looked_at(keeper, table("KTHTDT;07/2025;Đất đai;9;9;0;0;0;0")).text
    other = site.visitor().enter("hoso")
    imported(other, table("KTHTDT;07/2025;Đất đai;9;8;0;1;0;0"))
    moved = confirmed(keeper, seen)
    assert moved.status_code == 409
    assert "1 thay số liệu đã có" in moved.text


def test_each_kind_has_its_own_keeper(keeper: Visitor, coordinator: Visitor) -> None:
    survey = SURVEY + "VHXH;07/2025;50;46;2;1\n"
    for who, text, kind in (
        (keeper, survey, "survey"),
        (coordinator, table("VHXH;05/2025;x;1;1;0;0;0;0"), "dossiers"),
    ):
        seen = looked_at(who, text, kind=kind)
        refused = confirmed(who, seen.text)
        assert refused.status_code == 422
        assert "Không thực hiện được" in refused.text or "refusal" in refused.text
    page = coordinator.get(imported(coordinator, survey, kind="survey")).text
    assert "Số liệu khảo sát hài lòng" in page
    listed = coordinator.get("/figures?kind=survey").text
    assert "46/50 hài lòng (92,0%)" in listed
    assert "47 phiếu, 94,0%" in listed, "decision 766: without dissatisfied or late"


@pytest.mark.parametrize(
    ("name", "octets", "said"),
    [
        ("trong.csv", b"", "không có nội dung"),
        ("anh.csv", b"\x89PNG\r\n\x1a\n" + b"x" * 40, "bảng mã"),
        ("hong.xlsx", b"PK\x03\x04 no workbook", "không phải CSV"),
        ("chay.html", b"<script>alert(1)</script>", "không phải CSV"),
        ("la.csv", b"a;b\n1;2\n", "Không tìm thấy dòng tên cột"),
    ],
)
def test_files_that_are_no_table_are_refused_in_words(
    keeper: Visitor, name: str, octets: bytes, said: str
) -> None:
    answer = keeper.send("/figures/import", {"kind": "dossiers"}, files={"table": (name, octets)})
    assert answer.status_code == 422
    assert said in answer.text or "Không đọc được tệp" in answer.text
    assert "<script>alert" not in answer.text


def test_no_file_a_lost_file_and_a_wrong_kind_are_told(keeper: Visitor) -> None:
    assert "Chưa chọn tệp" in keeper.send("/figures/import", {"kind": "dossiers"}).text
    lost = keeper.send("/figures/import", {"kind": "dossiers", "kept": "f" * 64, "confirmed": "1"})
    assert lost.status_code == 422
    assert "Chọn lại tệp" in lost.text
    assert looked_at(keeper, table(), kind="../x").status_code == 422


def test_what_a_file_says_is_never_run(keeper: Visitor) -> None:
    page = looked_at(keeper, table("<b>x</b>;07/2025;<i>y</i>;1;1;0;0;0;0")).text
    assert "<b>x</b>" not in page
    assert "&lt;b&gt;x" in page


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
@pytest.mark.parametrize("kind", ["dossiers", "survey"])
def test_templates_can_be_carried_out(keeper: Visitor, kind: str, ending: str) -> None:
    answer = keeper.get(f"/figures/template/{kind}.{ending}")
    assert answer.status_code == 200
    assert len(answer.content) > 200
    assert keeper.get("/figures/template/other.csv").status_code == 404
    assert keeper.get(f"/figures/template/{kind}.exe").status_code == 404


def test_observers_read_counts_and_no_names(site: Site, keeper: Visitor) -> None:
    location = imported(keeper, table("VHXH;04/2025;x;3;3;0;0;0;0"))
    assert "Đinh Quốc Huy" in keeper.get(location).text
    address = location.partition("?")[0]
    observer = site.visitor().enter("quansat")
    for path in ("/figures", address):
        page = observer.get(path)
        assert page.status_code == 200
        assert "Đinh Quốc Huy" not in page.text
        assert 'href="/rule-sets"' in page.text
        assert 'href="/evaluations"' not in page.text, "rounds are for the ward"
    assert observer.get("/figures/import").status_code == 404
    assert keeper.get(f"/figures/imports/{uuid.uuid4()}").status_code == 404


def record(who: Visitor, slug: str = "record", **more: str) -> httpx.Response:
    said = {"command_id": str(uuid.uuid4()), "year": "2025", "source": "Thông báo", **more}
    return who.send(f"/figures/indices/do/{slug}", said)


def after(who: Visitor, answer: httpx.Response) -> str:
    """The page that a sent form leads to, which has seen what was recorded."""
    assert answer.status_code == 303, answer.text
    return who.get(answer.headers["location"]).text


def test_an_index_is_recorded_beside_its_target_and_corrected(coordinator: Visitor) -> None:
    assert "Chưa so được" in after(
        coordinator, record(coordinator, "aim", index="sipas", rank="10")
    )
    first = record(coordinator, index="sipas", value="88,05", rank="10", out_of="45")
    page = after(coordinator, first)
    assert "88,05 điểm, hạng 10 trên 45" in page
    assert "Đạt" in page
    again = record(coordinator, index="sipas", value="88,05", rank="11", out_of="45")
    assert again.status_code == 422
    assert "SIPAS (chỉ số hài lòng) năm 2025 đã được ghi" in again.text
    mended = record(
        coordinator, index="sipas", value="88,05", rank="11", out_of="45", reason="Đọc nhầm hạng."
    )
    page = after(coordinator, mended)
    assert "Đính chính thành 88,05 điểm, hạng 11 trên 45" in page
    assert "Lý do: Đọc nhầm hạng." in page
    assert "Chưa đạt" in page


def test_the_unit_of_the_plan_records_its_index_and_no_other(site: Site) -> None:
    head = site.visitor().enter("truongphong")  # another unit than the one the plan names
    refused = record(head, index="dcci", rank="3")
    assert refused.status_code == 422
    assert "DCCI" in refused.text


@pytest.mark.parametrize(
    "wrong",
    [
        {"index": "pci", "rank": "1"},
        {"index": "papi"},
        {"index": "papi", "rank": "0"},
        {"index": "papi", "value": "1e3"},
        {"index": "papi", "rank": "9", "out_of": "3"},
        {"index": "papi", "rank": "1", "year": "2099"},
        {"index": "papi", "rank": "1", "source": ""},
    ],
)
def test_what_cannot_be_an_index_is_told(coordinator: Visitor, wrong: dict[str, str]) -> None:
    assert record(coordinator, **wrong).status_code == 422
    assert "hiệu quả quản trị" in coordinator.get("/figures/indices").text


def test_every_page_leads_to_its_neighbours(coordinator: Visitor) -> None:
    for path in ("/figures", "/figures?kind=survey", "/figures/indices"):
        seen = coordinator.get(path).text
        for href in ("/evaluations", "/rule-sets", "/figures/indices"):
            assert f'href="{href}"' in seen, (path, href)


def test_the_pages_speak_english(coordinator: Visitor) -> None:
    for path in ("/figures", "/figures?kind=survey", "/figures/indices", "/figures/import"):
        assert "Figures" in coordinator.get(path, params={"lang": "en"}, follow_redirects=True).text
    coordinator.get("/figures", params={"lang": "vi"}, follow_redirects=True)
