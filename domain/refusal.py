"""The one way the domain says no: a stable code with facts, never a sentence for people."""

from __future__ import annotations

from typing import Any


class Refused(Exception):
    """A command that a rule does not allow.

    `code` is `slice.snake_case` (or bare for the shared refusals, e.g. `not_allowed`);
    `facts` are what a sentence needs: ids, dates, names of rules. Words live in `web/texts/`.
    """

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts

    def __repr__(self) -> str:
        return f"Refused({self.code!r}, {self.facts!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Refused) and (self.code, self.facts) == (other.code, other.facts)

    __hash__ = Exception.__hash__
