"""The names a formula may use: parts of the quantities, their shares, and what people enter."""

from __future__ import annotations

from collections.abc import Collection
from difflib import get_close_matches
from typing import NamedTuple

from domain.accountability.quantity import BY_CODE

SHARE = "share"
ENTERED = "given"
"""`given.<key>` is what was entered for the manual criterion of that key."""
FUNCTIONS = ("share", "percent", "min", "max", "has")


class Name(NamedTuple):
    """A part of a quantity (`K2`, `due`) or an entry (`given`, key of its criterion)."""

    quantity: str
    part: str

    def __str__(self) -> str:
        return f"{self.quantity.lower()}.{self.part}"


def quantity_parts(code: str) -> tuple[str, ...]:
    """Parts of a quantity as formulas call them, with its share where it is one."""
    quantity = BY_CODE[code]
    parts = tuple(part.name for part in quantity.parts)
    return (*parts, SHARE) if quantity.denominator else parts


def share_of(code: str) -> tuple[Name, Name]:
    """What a share divides by what."""
    quantity = BY_CODE[code]
    return Name(code, quantity.numerator), Name(code, quantity.denominator)


def spoken_quantities() -> dict[str, str]:
    """Quantities as formulas call them (`k1`, `w`), with their codes."""
    return {code.lower(): code for code in BY_CODE}


def all_names(entries: Collection[str] = ()) -> tuple[str, ...]:
    """Everything that can be named, for lists beside an editor and for the nearest name."""
    parts = (
        f"{spoken}.{part}"
        for spoken, code in spoken_quantities().items()
        for part in quantity_parts(code)
    )
    return (*parts, *(f"{ENTERED}.{key}" for key in sorted(entries)))


def nearest(said: str, among: Collection[str]) -> str:
    """The known name that looks most like what was written; nothing where none does."""
    return next(iter(get_close_matches(said, among, n=1, cutoff=0.5)), "")
