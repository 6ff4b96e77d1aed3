"""The demo's day is turned forward by its administrator, and time does what it does."""

from __future__ import annotations

from datetime import date

import pytest

from tests.web.conftest import Site


def test_the_day_moves_forward_only_and_only_by_the_administrator(moving_site: Site) -> None:
    someone = moving_site.visitor().enter("chutich")
    assert someone.send("/demo/day", {"to": "next"}).status_code == 404
    administrator = moving_site.visitor().enter("quantri")
    assert administrator.send("/demo/day", {"to": "next"}).status_code == 303
    assert moving_site.house.clock.today() == date(2025, 7, 3)
    assert "03/07/2025" in administrator.get("/demo").text
    back = administrator.send("/demo/day", {"to": "day", "day": "01/07/2025"})
    assert back.status_code == 422
    assert moving_site.house.clock.today() == date(2025, 7, 3)
    friday = administrator.send("/demo/day", {"to": "day", "day": "04/07/2025"})
    assert friday.status_code == 303
    administrator.send("/demo/day", {"to": "next_working"})
    assert moving_site.house.clock.today() == date(2025, 7, 7)  # over the weekend


@pytest.mark.parametrize("typed", ["31/11/2025", "", "mai"])
def test_a_wrong_day_is_told_beside_the_field(site: Site, typed: str) -> None:
    administrator = site.visitor().enter("quantri")
    answer = administrator.send("/demo/day", {"to": "day", "day": typed})
    assert answer.status_code == 422
    assert 'href="#day"' in answer.text


def test_an_unknown_role_cannot_be_entered(site: Site) -> None:
    visitor = site.visitor()
    assert visitor.send("/demo", {"login": "nobody"}).status_code == 422
    assert "soviec_session" not in visitor.client.cookies
