"""How Python is set for a server: an event loop in C, rare collections, quick turns of threads."""

from __future__ import annotations

import asyncio
import gc
import sys

COLLECT_AFTER = (20_000, 20, 50)
"""Objects and rounds; with the defaults a tenth of the time goes into looking for cycles."""
TURN_SECONDS = 0.001
"""For so long the feed's thread may keep the pages waiting; five times as long is the default."""


def begin() -> None:
    """Once all modules are loaded: what stands now stays and need not be looked through again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECT_AFTER)
    sys.setswitchinterval(TURN_SECONDS)


def event_loop() -> asyncio.AbstractEventLoop:
    """The faster loop where it exists."""
    if sys.platform == "win32":
        return asyncio.new_event_loop()
    import uvloop

    return uvloop.new_event_loop()
