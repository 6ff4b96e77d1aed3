"""The one way a start is refused: a sentence in both languages and an exit code."""

from __future__ import annotations


class CannotStart(Exception):
    """The program cannot start; `vi` and `en` say why and what to do."""

    def __init__(self, vi: str, en: str) -> None:
        super().__init__(f"{vi}\n{en}")
        self.vi = vi
        self.en = en
