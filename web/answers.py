"""The answers of one act's form: read through `web.forms`, labelled by the act's own fields."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from uuid import UUID

from domain.values import Doc
from web.forms import Form

LINE_MAX = 300
TEXT_MAX = 10_000
NO_DAY = date.min
"""Stands for a day that was not given; a form with a mistake is never sent to the desk."""
NOTHING = UUID(int=0)


class Answers:
    """A wrong answer gives a blank value and a mistake in the form, never an exception."""

    def __init__(self, form: Form, labels: Mapping[str, str]) -> None:
        self.form = form
        self._labels = labels

    def _label(self, name: str) -> str:
        return self._labels[name]

    def raw(self, name: str) -> str:
        """What stands in a field, without the blanks around it."""
        return self.form.value(name).strip()

    def fail(self, name: str, key: str, **facts: object) -> None:
        """Note a mistake that only the act knows."""
        self.form.fail(name, key, **facts)

    def text(self, name: str, *, required: bool = True, most: int = LINE_MAX) -> str:
        """Words; more than a line may hold several lines."""
        read = self.form.text if most <= LINE_MAX else self.form.passage
        return read(name, self._label(name), required=required, most=most)

    def day(self, name: str, *, required: bool = True) -> date | None:
        """A day as dd/MM/yyyy."""
        return self.form.day(name, self._label(name), required=required)

    def must_day(self, name: str) -> date:
        """A required day."""
        return self.day(name) or NO_DAY

    def choice(self, name: str, allowed: Collection[str], *, required: bool = True) -> str:
        """One of the offered values, or nothing."""
        return self.form.choice(name, self._label(name), allowed, required=required) or ""

    def many(
        self, name: str, allowed: Collection[str], *, required: bool = False
    ) -> tuple[str, ...]:
        """The ticked ones among the offered values."""
        if name not in self._labels:
            return ()
        return tuple(self.form.choices(name, self._label(name), allowed, required=required))

    def number(self, name: str, least: int, most: int, *, required: bool = True) -> int | None:
        """A whole number in a range."""
        return self.form.whole(name, self._label(name), least=least, most=most, required=required)

    def uuid(self, name: str, allowed: Collection[UUID], *, required: bool = True) -> UUID | None:
        """One of the offered things, by its id."""
        return self.form.id(name, self._label(name), allowed, required=required)

    def must_uuid(self, name: str, allowed: Collection[UUID]) -> UUID:
        """A required thing."""
        return self.uuid(name, allowed) or NOTHING

    def uuids(
        self, name: str, allowed: Collection[UUID], *, required: bool = False
    ) -> tuple[UUID, ...]:
        """The ticked things, by their ids."""
        chosen = self.many(name, [str(a) for a in allowed], required=required)
        return tuple(UUID(value) for value in chosen)

    def ticked(self, name: str) -> bool:
        """Whether a box is ticked."""
        return self.form.ticked(name)

    def document(self, *, required: bool, signed: bool = False) -> Doc | None:
        """The document an act stands on; once one part is given, number and day are needed."""
        names = ("doc_number", "doc_notation", "doc_on", "doc_issuer", "doc_signer", "doc_abstract")
        if not required and not any(self.raw(name) for name in names):
            return None
        return Doc(
            number=self.text("doc_number", most=40),
            notation=self.text("doc_notation", required=False, most=60),
            issued_on=self.must_day("doc_on"),
            issuer=self.text("doc_issuer", required=False),
            signer=self.text("doc_signer", required=signed),
            abstract=self.text("doc_abstract", required=False, most=LINE_MAX),
        )
