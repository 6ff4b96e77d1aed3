"""A missing Chromium leaves browser tests out, but never where they are demanded."""

from __future__ import annotations

import pytest

from tests.browser.program import demanded_chromium

NOWHERE = {"PATH": "/nowhere"}


def test_without_a_browser_the_tests_are_left_out() -> None:
    with pytest.raises(pytest.skip.Exception, match="install it"):
        demanded_chromium(NOWHERE)


def test_where_they_are_demanded_they_fail() -> None:
    with pytest.raises(pytest.fail.Exception, match="required"):
        demanded_chromium({**NOWHERE, "BROWSER_TESTS": "required"})
