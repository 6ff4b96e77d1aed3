"""Which texts a spreadsheet would run as a formula, wherever a table is carried out."""

from __future__ import annotations

FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
"""Also in wide letters, which some programs read as narrow ones."""
CELL_BREAKS = ("\t", "\r", "\n")
"""Some programs drop these and run what follows."""


def is_formula(text: str) -> bool:
    """Whether a spreadsheet might run it."""
    return text.startswith(CELL_BREAKS) or text.lstrip().startswith(FORMULA_STARTS)
