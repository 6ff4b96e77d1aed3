"""Dossiers as pages and files: who reads what, numbers that lead to their lines, past days."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterator
from datetime import datetime

import pypdf
import pytest

from domain.fact import LOCAL
from service.server import EmbeddedServer
from tests.service.inspected_ward import HEAD, LEADER
from tests.web.conftest import Site, Visitor, _database, served
from tests.web.finding_site import CODE, FindingSite, with_a_finding

pytestmark = pytest.mark.slow

STEPS = (datetime(2025, 8, 20, tzinfo=LOCAL), datetime(2025, 10, 6, 9, 0, tzinfo=LOCAL))
LATER = datetime(2025, 10, 17, 9, 0, tzinfo=LOCAL)
UNIT = "/units/pvhcc"
QUERIES = (
    "",
    "?period=2025",
    "?period=2025-10",
    "?period=2025-07-01..2025-09-15",
    "?period=2031",
    "?as_of=05/09/2025&basis=now",
    "?as_of=%231",
    "?page=99999",
)
PAGES = (
    "/units",
    UNIT,
    f"{UNIT}/figures",
    f"{UNIT}/compare?with=vp",
    f"{UNIT}?period=2025-Q3&kind=every",
)
MAIN = re.compile(r"<main.*?</main>", re.DOTALL)
READERS = ("chutich", "pct", "vanphong", "daumoi", "rasoat", "giamdoc")


@pytest.fixture(scope="module")
def autumn(server: EmbeddedServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The invented ward on 06/10/2025."""
    with (
        _database(server, "site_units") as url,
        served(url, tmp_path_factory.mktemp("units"), demo=True) as running,
    ):
        for at in STEPS:
            running.run(running.house.move_clock, at)
        yield running


@pytest.fixture(scope="module")
def chair(autumn: Site) -> Visitor:
    return autumn.visitor().enter("chutich")


def go_on(site: Site) -> None:
    """To a later day; only once, whichever test comes first."""
    if site.house.clock.now() < LATER:
        site.run(site.house.move_clock, LATER)


def main_of(page: str) -> str:
    found = MAIN.search(page)
    assert found is not None
    return found.group()


def plain(page: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def numbers(page: str) -> dict[str, str]:
    """The address behind the first number of every quantity that has one."""
    found = {}
    for row in re.findall(r"<tr><th scope=row.*?</tr>", main_of(page), re.DOTALL):
        code = re.search(r"<span>(K\d+)\.", row)
        href = re.search(r'href="([^"]+#facts)"', row)
        if code and href:
            found[code[1]] = html.unescape(href[1])
    return found


# -- who reads what -------------------------------------------------------------


def test_whole_dossiers_are_for_the_unit_and_those_who_watch(autumn: Site) -> None:
    for login in READERS:
        page = autumn.visitor().enter(login).get(UNIT)
        assert 'id="facts"' in page.text, login
    head = autumn.visitor().enter("truongphong")
    page = head.get(UNIT)
    assert page.status_code == 200
    assert 'id="facts"' not in page.text
    assert "Phần công bố" in page.text
    assert "K5." not in page.text
    assert "/people/" not in main_of(page.text)
    assert 'id="facts"' in head.get("/units/vhxh").text
    for ending in ("csv", "xlsx", "pdf"):
        assert head.get(f"{UNIT}/dossier.{ending}").status_code == 404
    for login in ("quansat", "quantri"):
        assert autumn.visitor().enter(login).get(UNIT).status_code == 404


def test_a_persons_dossier_is_for_that_person_and_those_above(autumn: Site, chair: Visitor) -> None:
    found = re.search(r'href="(/people/[^"?]+)"', chair.get("/units/vhxh").text)
    assert found is not None
    for login, status in (("chutich", 200), ("rasoat", 200), ("truongphong", 200), ("pct", 200),
                          ("vienchuc", 404), ("giamdoc", 404), ("vanthu", 404)):  # fmt: skip
        assert autumn.visitor().enter(login).get(found[1]).status_code == status, login


# -- pages ----------------------------------------------------------------------


def test_units_stand_by_name_and_are_never_ranked_by_default(chair: Visitor) -> None:
    page = chair.get("/units").text
    names = re.findall(r'<th scope=row.*?<a href="[^"]*">([^<]+)</a>', page)
    assert len(names) == 5
    assert names[0].startswith("Phòng Kinh tế")
    assert 'aria-sort="ascending"><a href="/units?sort=-name"' in page
    turned = chair.get("/units?sort=-due").text
    due = re.findall(r'data-label="Đến hạn" class="num"><span>(\d+)', turned)
    assert due == sorted(due, key=int, reverse=True)


@pytest.mark.parametrize("unit", ["/units/pvhcc", "/units/vhxh", "/units/vp"])
def test_every_number_leads_to_lines_that_add_up_to_it(chair: Visitor, unit: str) -> None:
    page = chair.get(unit).text
    found = numbers(page)
    assert {"K1", "K2"} <= set(found)
    for code, href in found.items():
        listed = chair.get(href).text
        assert re.search(rf'<p class="more quiet">[^<]*\b{code}\b', listed), (code, href)
        assert re.search(rf'<p class="more quiet">(?![^<]*\b{code}\b)', listed) is None, code


def test_the_total_stands_between_its_parts_on_page_and_in_files(chair: Visitor) -> None:
    said = plain(chair.get(UNIT).text)
    found = re.search(
        r"Việc được tính: (\d+), gồm: Đã xác minh (\d+) "
        r"Đơn vị tự báo cáo (\d+) Có ý kiến khác (\d+)",
        said,
    )
    assert found is not None, said[:600]
    total, *parts = (int(n) for n in found.groups())
    assert total == sum(parts) > 0
    rows = chair.get(f"{UNIT}/dossier.csv").text
    for name, n in zip(("Đã xác minh", "Đơn vị tự báo cáo", "Có ý kiến khác"), parts, strict=True):
        assert f"{name},{n}\r\n" in rows
    assert f"Tổng số việc,{total}" in rows
    paper = chair.get(f"{UNIT}/dossier.pdf")
    assert paper.content.startswith(b"%PDF")


def test_pages_open_in_both_languages_and_for_any_address(chair: Visitor) -> None:
    for path in ("/units", UNIT, f"{UNIT}/figures", f"{UNIT}/compare?with=vp&with=vhxh"):
        for query in QUERIES:
            glued = query.replace("?", "&") if "?" in path else query
            for language in ("en", "vi"):
                address = f"{path}{glued}{'&' if '?' in path + glued else '?'}lang={language}"
                assert chair.get(address).status_code in (200, 404), address


def test_what_cannot_be_read_is_told(chair: Visitor) -> None:
    said = chair.get(f"{UNIT}?period=2025-12-01..2025-07-01&as_of=31/02/2025&quantity=K99").text
    assert said.count('class="notice notice--warn"') == 3
    assert "Không đọc được kỳ" in said
    assert chair.get("/units/khong-co").status_code == 404
    assert chair.get("/people/khong-co").status_code == 404
    assert "Không có đơn vị: zzz." in chair.get(f"{UNIT}/compare?with=zzz").text


def test_quantities_without_a_source_say_so(chair: Visitor) -> None:
    assert "chưa có nguồn số liệu" in chair.get(f"{UNIT}/figures").text


def test_of_other_units_a_head_compares_published_quantities_only(autumn: Site) -> None:
    page = autumn.visitor().enter("truongphong").get("/units/vhxh/compare?with=pvhcc").text
    assert "chỉ những đại lượng đã công bố" in page
    assert "không công bố" in page
    assert 'href="/units/pvhcc?' not in main_of(page)


# -- past days ------------------------------------------------------------------


def test_a_past_day_is_the_same_whenever_it_is_asked_for(autumn: Site, chair: Visitor) -> None:
    paths = [f"{path}{'&' if '?' in path else '?'}as_of=05/09/2025" for path in PAGES]
    now = main_of(chair.get(UNIT).text)
    before = [main_of(chair.get(path).text) for path in paths]
    files = chair.get(f"{UNIT}/dossier.csv?as_of=05/09/2025").content
    go_on(autumn)
    assert main_of(chair.get(UNIT).text) != now
    assert [main_of(chair.get(path).text) for path in paths] == before
    assert chair.get(f"{UNIT}/dossier.csv?as_of=05/09/2025").content == files


def test_a_place_in_the_log_may_be_asked_for_as_known_now(chair: Visitor) -> None:
    then, now = (chair.get(f"{UNIT}?as_of=%2340&basis={basis}").text for basis in ("then", "now"))
    assert "theo điều đã biết khi đó" in then
    assert "theo điều biết đến nay" not in then
    assert "theo điều biết đến nay" in now
    assert "theo điều đã biết khi đó" not in now
    assert "basis=now" in now


def test_every_page_of_a_printed_dossier_says_its_unit_and_cut(chair: Visitor) -> None:
    paper = chair.get(f"{UNIT}/dossier.pdf?as_of=05/09/2025")
    pages = [
        " ".join(page.extract_text().split())
        for page in pypdf.PdfReader(io.BytesIO(paper.content)).pages
    ]
    assert len(pages) > 1
    for text in pages:
        assert "theo điều đã biết khi đó" in text


def test_acts_are_offered_now_and_never_in_the_past(autumn: Site) -> None:
    go_on(autumn)
    for login, act in (("truongphong", "explain-delay"), ("chutich", "confirm-cause")):
        visitor = autumn.visitor().enter(login)
        page = visitor.get("/units/vhxh?as_of=01/10/2025").text
        assert f"/do/{act}" not in page
    own = autumn.visitor().enter("truongphong").get("/units/vhxh?quantity=K2").text
    assert "/do/explain-delay" in own
    assert "/do/confirm-cause" not in own


# -- secrecy --------------------------------------------------------------------


@pytest.fixture(scope="module")
def story(
    server: EmbeddedServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[FindingSite]:
    folder = tmp_path_factory.mktemp("unit-findings")
    with with_a_finding(server, folder, "site_unit_findings") as made:
        yield made


def dossier_of_found(story: FindingSite, post: str) -> str:
    return story.come(post).get("/units/kthtdt?kind=every&period=2025").text


def test_a_finding_counts_once_the_minutes_are_frozen(story: FindingSite) -> None:
    for post in (LEADER, HEAD, "chu-tich", "dau-moi"):
        assert CODE not in dossier_of_found(story, post), post
    story.freeze()
    for post in (HEAD, "chu-tich"):
        assert CODE in dossier_of_found(story, post), post
