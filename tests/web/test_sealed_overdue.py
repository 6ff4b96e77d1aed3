"""A sealed order that nobody opened: the duty to open it, the public list, and its publication."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from service.server import EmbeddedServer
from tests.web.conftest import Site
from tests.web.inspection_site import Enter, act, visitors
from tests.web.sealed_site import (
    FROM_ON,
    LEADER,
    MEMBER,
    ORDERER,
    SECRETARY,
    UNIT_NAME,
    pass_to,
    sealed,
    sealed_site,
    words,
)

OTHERS = ("truongphong", "rasoat", "vanphong", "quantri")
TO_OPEN = f"Mở niêm phong, kiểm tra {UNIT_NAME}"
TO_PUBLISH = "Công bố mục niêm phong quá hạn"


@pytest.fixture(scope="module")
def own_site(server: EmbeddedServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = Path(tmp_path_factory.mktemp("overdue"))
    with sealed_site(server, folder, "site_overdue") as running:
        yield running


@pytest.fixture(scope="module")
def enter(own_site: Site) -> Iterator[Enter]:
    with visitors(own_site) as entering:
        yield entering


@pytest.fixture(scope="module")
def ref(enter: Enter) -> str:
    return sealed(enter(ORDERER))


def work(enter: Enter, login: str) -> str:
    return words(enter(login).get("/my-work"))


def test_to_open_is_a_duty_of_the_leader_from_the_first_day(
    ref: str, own_site: Site, enter: Enter
) -> None:
    pass_to(own_site, date(2025, 7, 4), "08:00")
    assert TO_OPEN not in work(enter, LEADER), "not before the window"
    pass_to(own_site, FROM_ON, "07:30")
    assert TO_OPEN in work(enter, LEADER)
    for login in (ORDERER, SECRETARY, MEMBER, *OTHERS):
        assert TO_OPEN not in work(enter, login), login
    pass_to(own_site, date(2025, 7, 14), "08:00")
    assert TO_OPEN not in work(enter, LEADER), "the window is over"


def test_at_the_end_of_its_life_everybody_sees_that_it_was_not_opened(
    ref: str, own_site: Site, enter: Enter
) -> None:
    pass_to(own_site, date(2025, 9, 1), "08:00")
    assert "Không có mục nào quá hạn" in words(own_site.visitor().get("/seals"))
    pass_to(own_site, date(2025, 9, 3), "08:00")
    stranger = words(own_site.visitor().get("/seals"))
    assert "Quá hạn, chưa mở và chưa hủy: 1" in stranger, "fillers were published by the clock"
    assert UNIT_NAME not in stranger
    for login in (ORDERER, LEADER):
        assert TO_PUBLISH in work(enter, login), login
    for login in (SECRETARY, MEMBER, *OTHERS):
        assert TO_PUBLISH not in work(enter, login), login
        assert enter(login).get(f"{ref}/do/publish").status_code == 404, login


def test_published_it_is_overdue_no_more(ref: str, own_site: Site, enter: Enter) -> None:
    act(enter(ORDERER), ref, "publish")
    pass_to(own_site, date(2025, 9, 3), "13:00")
    stranger = words(own_site.visitor().get("/seals"))
    assert "Không có mục nào quá hạn" in stranger
    entry = words(own_site.visitor().get(f"/seals/{ref.rsplit('/', 1)[1]}"))
    assert UNIT_NAME in entry
    for login in (ORDERER, LEADER):
        assert TO_PUBLISH not in work(enter, login), login
