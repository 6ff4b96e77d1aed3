"""Stories told to a founded ward over a real database."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.service.founded_ward import Told, founded


@pytest.fixture
def tell(database_url: str, tmp_path: Path) -> Callable[[Told], None]:
    """Run a story in a founded ward."""

    def run(story: Told) -> None:
        async def told() -> None:
            async with founded(database_url, tmp_path) as ward:
                await story(ward)

        asyncio.run(told())

    return run
