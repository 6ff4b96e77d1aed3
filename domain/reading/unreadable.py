"""The one way the reader says that a file cannot be read at all."""


class Unreadable(Exception):
    """Nothing of the file is taken; the code and the facts say why, and where in the file."""

    def __init__(self, code: str, **facts: str | int) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts: dict[str, str | int] = facts
