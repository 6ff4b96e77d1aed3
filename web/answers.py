"""Typed answers of a form, field by field, with every mistake kept for the error summary."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec

from domain.values import Doc

LINE_MAX = 300
TEXT_MAX = 10_000
EXAMPLE_DATE = "21/11/2025"


class Slip(msgspec.Struct, frozen=True):
    """A mistake in one field: a key of the text tables with its facts."""

    key: str
    facts: Mapping[str, Any] = {}


class Answers:
    """Reads what was typed; a wrong field gives a blank value and a slip, never an exception."""

    def __init__(self, typed: Mapping[str, Sequence[str]]) -> None:
        self.typed = {
            name: [unicodedata.normalize("NFC", value) for value in values]
            for name, values in typed.items()
        }
        self.slips: dict[str, Slip] = {}

    def raw(self, name: str) -> str:
        """What stands in a field, without the blanks around it."""
        values = self.typed.get(name) or [""]
        return values[0].replace("\r\n", "\n").strip()

    def slip(self, name: str, key: str, **facts: Any) -> None:
        """Note a mistake; the first one of a field counts."""
        self.slips.setdefault(name, Slip(key, facts))

    def text(self, name: str, *, required: bool = True, most: int = LINE_MAX) -> str:
        """Words of at most `most` characters."""
        value = self.raw(name)
        if required and not value:
            self.slip(name, "form.required_text", field=name)
        if len(value) > most:
            self.slip(name, "form.too_long", field=name, n=len(value), max=most)
        return value

    def day(self, name: str, *, required: bool = True) -> date | None:
        """A day as dd/MM/yyyy (or as the browser's own date field sends it)."""
        value = self.raw(name)
        if not value:
            if required:
                self.slip(name, "form.date_format", example=EXAMPLE_DATE)
            return None
        found = read_day(value)
        if found is None:
            shaped = value.count("/") == 2 or value.count("-") == 2
            key = "form.date_not_real" if shaped else "form.date_format"
            self.slip(name, key, value=value, example=EXAMPLE_DATE)
        return found

    def must_day(self, name: str) -> date:
        """A required day; a slip leaves a day that is never recorded."""
        return self.day(name) or date.min

    def choice(self, name: str, allowed: Collection[str], *, required: bool = True) -> str:
        """One of the offered values."""
        value = self.raw(name)
        if value in allowed or (not value and not required):
            return value
        self.slip(name, "form.required_choice", field=name)
        return ""

    def many(self, name: str, allowed: Collection[str]) -> tuple[str, ...]:
        """The ticked ones among the offered values."""
        return tuple(v for v in dict.fromkeys(self.typed.get(name, [])) if v in allowed)

    def number(self, name: str, least: int, most: int, *, required: bool = True) -> int | None:
        """A whole number in a range."""
        value = self.raw(name)
        if not value and not required:
            return None
        if value.lstrip("-").isascii() and value.lstrip("-").isdigit() and len(value) < 12:
            found = int(value)
            if least <= found <= most:
                return found
        self.slip(name, "form.number_range", min=least, max=most)
        return None

    def uuid(self, name: str, allowed: Collection[UUID], *, required: bool = True) -> UUID | None:
        """One of the offered things, by its id."""
        try:
            value = UUID(self.raw(name))
        except ValueError:
            value = None
        if value in allowed or (value is None and not required and not self.raw(name)):
            return value
        self.slip(name, "form.required_choice", field=name)
        return None

    def must_uuid(self, name: str, allowed: Collection[UUID]) -> UUID:
        """A required thing; a slip leaves an id that is never recorded."""
        return self.uuid(name, allowed) or UUID(int=0)

    def uuids(self, name: str, allowed: Collection[UUID]) -> tuple[UUID, ...]:
        """The ticked things, by their ids."""
        return tuple(UUID(v) for v in self.many(name, [str(a) for a in allowed]))

    def ticked(self, name: str) -> bool:
        """Whether a box is ticked."""
        return bool(self.raw(name))

    def document(self, *, required: bool) -> Doc | None:
        """The document an act stands on; required ones need number and day."""
        names = ("doc_number", "doc_notation", "doc_on", "doc_issuer", "doc_signer", "doc_abstract")
        if not required and not any(self.raw(name) for name in names):
            return None
        number = self.text("doc_number", most=40)
        on = self.day("doc_on")
        return Doc(
            number=number,
            notation=self.text("doc_notation", required=False, most=60),
            issued_on=on or date.min,
            issuer=self.text("doc_issuer", required=False),
            signer=self.text("doc_signer", required=False),
            abstract=self.text("doc_abstract", required=False, most=TEXT_MAX),
        )


def read_day(text: str) -> date | None:
    """dd/MM/yyyy, d/M/yyyy or yyyy-MM-dd; None for anything else and for days that do not exist."""
    for shape in ("%d/%m/%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(text, shape).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None
