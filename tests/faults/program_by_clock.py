"""The program under a clock that a file moves: for the case of the jumping clock and nothing else.

Run as `python -m tests.faults.program_by_clock`; the file's name is in FAULTS_CLOCK and its text
says how many seconds the clock is off. The product itself knows no such setting.
"""

from __future__ import annotations

import os
import sys
from datetime import datetime, timedelta
from pathlib import Path

import service.clock

OFF = Path(os.environ["FAULTS_CLOCK"])


class FileClock(service.clock.SystemClock):
    """The real time, and so much."""

    def now(self) -> datetime:
        """The instant, in UTC."""
        return super().now() + timedelta(seconds=float(OFF.read_text(encoding="ascii")))


if __name__ == "__main__":
    # before anything else has taken the name from there
    service.clock.SystemClock = FileClock  # type: ignore[misc]
    from service.__main__ import main

    sys.exit(main(["run"]))
