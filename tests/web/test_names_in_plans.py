"""A name read in a plan: which units are proposed for it, and how it becomes a new one."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

import pytest

from service.named_units import words_of
from service.server import EmbeddedServer
from tests.web.conftest import Site, _database, served
from tests.web.plan_site import DOCUMENT, PLAN, act, as_role, done, upload, words
from web.plan.likeness import likeness

VPHD = "Văn phòng Hội đồng nhân dân và Ủy ban nhân dân phường"
KTHTDT = "Phòng Kinh tế, Hạ tầng và Đô thị"


@pytest.fixture(scope="module")
def ward(server: EmbeddedServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demo before any plan was read."""
    with (
        _database(server, "site_names") as url,
        served(url, tmp_path_factory.mktemp("names"), demo=True) as running,
    ):
        yield running


@pytest.mark.parametrize(
    ("read", "unit"),
    [
        ("Phòng VH-XH", "Phòng Văn hóa - Xã hội"),
        ("Phòng Kinh tế", KTHTDT),
        ("Trung tâm Phục vụ hành chánh công", "Trung tâm phục vụ hành chính công phường"),
        ("VP HĐND&UBND", VPHD),
        ("Văn phòng phường", VPHD),
        ("Trung tâm dịch vụ sự nghiệp công", "Trung tâm sự nghiệp công phường"),
    ],
)
def test_what_looks_like_a_unit_is_proposed(read: str, unit: str) -> None:
    assert likeness(read, unit) > 0


@pytest.mark.parametrize(
    ("read", "unit"),
    [
        ("Trung tâm sự nghiệp công phường", "Trung tâm phục vụ hành chính công phường"),
        ("Trạm Y tế phường", "Trung tâm sự nghiệp công phường"),
        ("Công an phường", "Trung tâm sự nghiệp công phường"),
        ("Ủy ban nhân dân phường", VPHD),
        ("Phòng Nội vụ", "Phòng Văn hóa - Xã hội"),
        ("Ban Chỉ huy quân sự phường", "Ủy ban MTTQ Việt Nam phường và các tổ chức thành viên"),
        ("Đoàn Thanh niên", KTHTDT),
    ],
)
def test_what_does_not_is_not(read: str, unit: str) -> None:
    assert likeness(read, unit) == 0


def test_names_are_compared_by_exact_words() -> None:
    assert words_of("PHÒNG VĂN HÓA – XÃ HỘI") == words_of("Phòng Văn hoá - Xã hội")
    assert words_of("Trạm Y tế") != words_of("Trạm Y tế phường")


def test_a_unit_added_from_the_review_is_bound_and_leads_back(ward: Site) -> None:
    office = as_role(ward, "vanphong")
    draft = done(upload(office, "/plan/read", "ke-hoach.txt", PLAN.encode()))
    link = re.search(r'href="(/org/do/found-unit\?[^"]+)"', office.get(draft).text)
    assert link is not None
    form = html.unescape(link[1])
    # named otherwise than the plan writes it: the plan's words become another name of the unit
    answer = act(office, form, name="Trạm Y tế phường Thử", code="TYT", **DOCUMENT)
    assert done(answer) == draft
    review = words(office.get(draft))
    assert "Tên đơn vị chưa nhận ra" not in review
    assert "Trạm Y tế phường Thử" in review
    assert "Trạm Y tế phường" in words(office.get("/org/units/tyt"))


def test_a_problem_is_settled_by_what_it_says_and_not_by_its_number(ward: Site) -> None:
    office = as_role(ward, "vanphong")
    text = PLAN.replace("2025", "2026") + "(Có phụ lục danh mục nhiệm vụ kèm theo)\n"
    draft = done(upload(office, "/plan/read", "co-phu-luc.txt", text.encode()))
    seen = words(office.get(f"{draft}/do/settle-problem"))
    assert "nhắc đến phụ lục" in seen
    assert "Vấn đề số" not in seen
