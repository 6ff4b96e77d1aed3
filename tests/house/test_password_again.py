"""A page that asks for the password again tells password managers whose it is."""

from __future__ import annotations

from pathlib import Path

import pytest

WEB = Path(__file__).parents[2] / "web"
ASKS = 'autocomplete="current-password"'
NAMES = ("whose_password(user)", 'autocomplete="username"')
PAGES = [path for path in sorted(WEB.rglob("*.html")) if ASKS in path.read_text("utf-8")]


def test_there_are_such_pages() -> None:
    assert {"sign.html", "tokens.html", "new_password.html"} <= {path.name for path in PAGES}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_name_stands_before_the_password(page: Path) -> None:
    before = page.read_text("utf-8").partition(ASKS)[0]
    assert any(name in before for name in NAMES)
