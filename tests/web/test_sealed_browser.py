"""Sealed orders and the register in a real browser: accessible, quiet, no sideways scroll."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from service.server import EmbeddedServer
from tests.web.conftest import Site
from tests.web.filling import send
from tests.web.inspection_site import act, visitors
from tests.web.sealed_site import (
    FROM_ON,
    LEADER,
    MEMBER,
    ORDERER,
    SEALED_ON,
    SECRETARY,
    pass_to,
    sealed,
    sealed_site,
)
from tests.web.test_frame_browser import browser, check, step_in, widen

__all__ = ["browser"]
pytestmark = pytest.mark.browser
OWN = "Tôi không có quan hệ nào."


@pytest.fixture(scope="module")
def pages(server: EmbeddedServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """An opened order, one that is still sealed, and a draw."""
    folder = Path(tmp_path_factory.mktemp("sealed-browser"))
    with sealed_site(server, folder, "site_sealed_browser") as site, visitors(site) as enter:
        chair = enter(ORDERER)
        opened = sealed(chair)
        form = chair.get("/sealed/new/draw").text
        answer = send(chair, form, seed_source="VN-Index đóng cửa 03/07/2025")
        draw = answer.headers["location"].split("?")[0]
        pass_to(site, SEALED_ON, "12:31")
        pass_to(site, FROM_ON, "07:30")
        for login in (MEMBER, SECRETARY):
            act(enter(login), opened, "declare")
        act(enter(LEADER), opened, "open", place="Bộ phận một cửa", statement=OWN)
        waiting = sealed(chair, from_on="08/07/2025")
        public = opened.replace("/sealed/", "/seals/")
        yield site, ["/sealed", "/sealed/new", "/sealed/new/draw", waiting, f"{waiting}/do/void",
                     opened, draw, "/seals", f"{public}?check=1", "/my-work"]  # fmt: skip


@pytest.mark.parametrize(("language", "width", "other"), [("vi", 390, 1280), ("en", 1280, 390)])
def test_pages_of_seals_are_accessible(
    browser: Any, pages: Any, language: str, width: int, other: int
) -> None:
    site, addresses = pages
    assert isinstance(site, Site)
    context = browser.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    step_in(page, site, ORDERER)
    said.clear()
    for number, address in enumerate(addresses):
        page.set_viewport_size({"width": width, "height": 900})
        mark = "&" if "?" in address else "?"
        page.goto(f"{site.address}{address}{mark}lang={language}")
        check(page, f"sealed-{number}-{language}-{width}", expected=[], said=said)
        widen(page, other)
    context.close()
