"""Words that look like markup were recorded; every page that shows them shows them as words."""

from __future__ import annotations

import html
import re

import pytest

from tests.hostile.attack import Attack
from tests.hostile.crawl import Found, walk
from tests.hostile.ground import Ground
from tests.hostile.words import TAG

FOREIGN = re.compile(rf"<\s*/?{TAG}|<script>hostile", re.IGNORECASE)


def test_much_of_it_was_accepted(marked: Attack, found: Found) -> None:
    taken = [address for (address, status), _ in marked.statuses.items() if status == 303]
    assert len(taken) > len(found) // 3, marked.statuses
    marked.settle()


@pytest.mark.parametrize("login", ["vanphong", "chutich", "truongphong", "rasoat", "quantri"])
def test_no_page_takes_it_for_markup(ground: Ground, marked: Attack, login: str) -> None:
    shown = 0
    wrong = []
    for page in walk(ground, login):
        shown += TAG in html.unescape(page.text)
        if (
            FOREIGN.search(page.text)
            or TAG in page.read.tags
            or "onhostile" in page.read.attributes
        ):
            wrong.append(page.address)
        if "&amp;lt;" + TAG in page.text or "&amp;#34;&gt;&lt;" in page.text:
            wrong.append(f"{page.address}: escaped twice")
        if page.status >= 500:
            wrong.append(f"{page.address}: {page.status}")
    assert wrong == []
    # the others' posts may have gone under in what was sent before
    assert shown > 3 or login not in ("vanphong", "chutich")
