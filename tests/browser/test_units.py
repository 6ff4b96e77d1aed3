"""Dossiers of units in a browser: both widths, both languages, no violation; band and its twin."""

from __future__ import annotations

import pytest

from tests.browser.conftest import OpenScreen
from tests.browser.screen import DESKTOP, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.slow]

UNIT = "/units/pvhcc"
PAGES = (
    "/units",
    UNIT,
    f"{UNIT}?kind=every&page=2",
    f"{UNIT}?as_of=05/10/2025&period=2025",
    f"{UNIT}/figures",
    f"{UNIT}/compare?with=vhxh&with=vp&with=snc&with=kthtdt",
)


@pytest.mark.parametrize("path", PAGES)
def test_pages_of_units_are_sound(demo: str, open_screen: OpenScreen, path: str) -> None:
    screen = open_screen(demo, "chutich")
    glue = "&" if "?" in path else "?"
    screen.open(f"{path}{glue}lang=en")
    screen.check("en", violations_at=(DESKTOP,))
    screen.open(f"{path}{glue}lang=vi")
    screen.check("vi", violations_at=(PHONE,))


def test_the_published_part_and_a_persons_page_are_sound(
    demo: str, open_screen: OpenScreen
) -> None:
    head = open_screen(demo, "truongphong")
    head.open(UNIT)
    head.check()
    head.open("/units/vhxh")
    head.follow("Lương Thị Kim Oanh")
    assert "/people/" in head.page.url
    head.check()


def test_band_on_a_desk_and_its_table_on_a_phone(demo: str, open_screen: OpenScreen) -> None:
    screen = open_screen(demo, "chutich")
    screen.open(UNIT)
    band, twin = screen.page.locator("svg.band"), screen.page.locator(".twin table")
    assert band.is_visible()
    assert not twin.is_visible()
    drawn = band.locator(".amount").all_text_contents()
    width, height = PHONE
    screen.page.set_viewport_size({"width": width, "height": height})
    assert not band.is_visible()
    assert twin.is_visible()
    told = [cell.strip() for cell in twin.locator("td a").all_inner_texts()]
    assert told == drawn
    width, height = DESKTOP
    screen.page.set_viewport_size({"width": width, "height": height})


def test_a_number_opens_its_lines(demo: str, open_screen: OpenScreen) -> None:
    screen = open_screen(demo, "chutich")
    screen.open(UNIT)
    screen.page.locator(".quantities tbody tr").nth(1).locator("a").first.click()
    screen.page.wait_for_load_state()
    assert "quantity=K2" in screen.page.url
    for more in screen.page.locator(".acts .more.quiet").all_inner_texts():
        assert "K2" in more
