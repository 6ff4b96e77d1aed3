"""What can be wrong with a formula, and where: when it is written, and when it is worked out."""

from __future__ import annotations

from typing import Any

FAULTS = (
    "empty",
    "too_long",
    "too_deep",
    "not_understood",
    "not_allowed",
    "unknown_name",
    "unknown_function",
    "wrong_type",
    "wrong_count",
    "number_too_long",
    "divides_by_zero",
)


class FormulaError(Exception):
    """A formula that may not be kept: one of FAULTS with facts, at a line and a column from 1."""

    def __init__(self, code: str, line: int = 1, column: int = 1, **facts: Any) -> None:
        super().__init__(code, line, column, facts)
        self.code = code
        self.line = line
        self.column = column
        self.facts = facts


class NothingToJudge(Exception):
    """A sound formula met a gap in the figures: `no_value`, `no_entry` or `division_by_zero`."""

    def __init__(self, code: str, line: int, column: int, name: str = "") -> None:
        super().__init__(code, line, column, name)
        self.code = code
        self.line = line
        self.column = column
        self.name = name
