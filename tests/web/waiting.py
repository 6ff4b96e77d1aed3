"""What a test waits for before it looks: the log of a request is written after its answer left."""

from __future__ import annotations

import asyncio

from tests.web.conftest import Site


def until_lines_are_written(site: Site) -> None:
    """The line follows the answer within the same turn of the loop, so one more turn is enough."""
    site.run(asyncio.sleep, 0)
