"""What the terminal shows while something takes a while."""

from __future__ import annotations

import sys
from typing import TextIO

WIDTH = 30
STEPS_WITHOUT_TERMINAL = 4


class ProgressBar:
    """A bar that is drawn over itself in a terminal, and a few plain lines elsewhere."""

    def __init__(self, out: TextIO | None = None) -> None:
        self._out = out or sys.stdout
        self._shown = (0, -1)
        self._done = 0

    def __call__(self, label: str, done: int, total: int) -> None:
        """Show how much is done; finished when `done` reaches `total`."""
        part = done / total if total else 1.0
        steps = WIDTH if self._out.isatty() else STEPS_WITHOUT_TERMINAL
        reached = (total, int(part * steps))
        again, self._done, before = done < self._done, done, self._shown
        if reached == before and not again:
            return
        self._shown = reached
        if self._out.isatty():
            bar = "█" * reached[1] + "·" * (steps - reached[1])
            end = "\n" if done >= total else ""
            self._out.write(f"\r  {label:<24} {bar} {part:4.0%}{end}")
        else:
            self._out.write(f"  {label} {part:.0%}\n")
        self._out.flush()
