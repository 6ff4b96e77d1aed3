"""What-if: scores of a round under other rules, at another cut, or with facts gone otherwise."""

from __future__ import annotations

from litestar import Controller

from web.what_if import pages

CONTROLLERS: list[type[Controller]] = [*pages.CONTROLLERS]
