"""Forms read field by field: every mistake is told at once, and what was typed is kept."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from litestar import Request
from litestar.datastructures import UploadFile

from domain.fact import LOCAL
from domain.plain_text import has_no_text, only_text
from service.sound_command import FIRST_YEAR, LAST_YEAR
from web import wording
from web.sent_form import sent_form
from web.session import visit_of
from web.texts import Language, say

TEXT_MAX = 500
PASSAGE_MAX = 10_000
EXAMPLE_DAY = "21/11/2025"

_DAY = re.compile(r"(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})", re.ASCII)
_ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_HOUR = re.compile(r"(\d{1,2})\s*[:hg]\s*(\d{2})?", re.ASCII | re.IGNORECASE)
_DIGITS = re.compile(r"-?\d{1,15}", re.ASCII)
_DECIMAL = re.compile(r"-?\d{1,12}(?:[.,]\d{1,6})?", re.ASCII)


class Form:
    """What was typed, and what is wrong with it.

    Each reading method returns the value, or None (for text: "") after noting a mistake.
    """

    def __init__(
        self,
        language: Language,
        typed: Mapping[str, list[str]] | None = None,
        files: Mapping[str, list[UploadFile]] | None = None,
    ) -> None:
        self._language = language
        typed = typed or {}
        self._typed = {n: [only_text(value) for value in values] for n, values in typed.items()}
        self._not_text = {n for n, values in typed.items() if any(map(has_no_text, values))}
        self._files = dict(files or {})
        self.errors: dict[str, str] = {}
        """Sentences by field, in the order they were found."""

    @property
    def is_sound(self) -> bool:
        """Whether nothing is wrong so far."""
        return not self.errors

    # -- for the page that shows it again ------------------------------------

    def value(self, name: str) -> str:
        """What stands in a field."""
        return next(iter(self._typed.get(name, ())), "")

    def values(self, name: str) -> list[str]:
        """What is chosen among boxes of the same name."""
        return self._typed.get(name, [])

    def has(self, name: str) -> bool:
        """Whether a field was sent at all."""
        return name in self._typed

    def kept(self) -> list[tuple[str, str]]:
        """Every text that was typed, by field; the frame's own fields apart."""
        return [
            (name, value)
            for name, values in self._typed.items()
            if not name.startswith("_")
            for value in values
        ]

    def fail(self, name: str, key: str, **facts: object) -> None:
        """Note a mistake of a field by the key of its sentence; the first one stays."""
        self.errors.setdefault(name, say(self._language, key, **facts))

    # -- reading -------------------------------------------------------------

    def text(self, name: str, label: str, *, required: bool = True, most: int = TEXT_MAX) -> str:
        """One line: composed letters, single spaces."""
        return self._read(name, label, " ".join(self._clean(name).split()), required, most)

    def passage(
        self, name: str, label: str, *, required: bool = True, most: int = PASSAGE_MAX
    ) -> str:
        """Several lines, as they were typed."""
        lines = self._clean(name).replace("\r\n", "\n").replace("\r", "\n").split("\n")
        whole = "\n".join(line.rstrip() for line in lines).strip()
        return self._read(name, label, whole, required, most)

    def password(self, name: str, label: str, *, most: int = 200) -> str:
        """As typed; never shown again."""
        secret = self._clean(name)
        self._typed.pop(name, None)
        if not secret:
            self.fail(name, "form.required_text", field=self._label(label))
        if len(secret) > most:
            self.fail(name, "form.too_long", field=self._label(label), n=len(secret), max=most)
        return secret

    def choice(
        self, name: str, label: str, among: Container[str], *, required: bool = True
    ) -> str | None:
        """One of the offered values."""
        chosen = self.value(name)
        if not chosen and not required:
            return None
        if chosen not in among:
            self.fail(name, "form.required_choice", field=self._label(label))
            return None
        return chosen

    def choices(
        self, name: str, label: str, among: Container[str], *, required: bool = False
    ) -> list[str]:
        """Any of the offered values."""
        chosen = [value for value in self.values(name) if value]
        if any(value not in among for value in chosen) or (required and not chosen):
            self.fail(name, "form.required_choice", field=self._label(label))
            return []
        return list(dict.fromkeys(chosen))

    def ticked(self, name: str) -> bool:
        """Whether a box is ticked."""
        return self.value(name) != ""

    def id(
        self, name: str, label: str, among: Container[UUID] | None = None, *, required: bool = True
    ) -> UUID | None:
        """An id chosen from a list."""
        chosen = self.value(name)
        if not chosen and not required:
            return None
        try:
            found = UUID(chosen)
        except ValueError:
            found = None
        if found is None or (among is not None and found not in among):
            self.fail(name, "form.required_choice", field=self._label(label))
            return None
        return found

    def whole(
        self, name: str, label: str, *, least: int, most: int, required: bool = True
    ) -> int | None:
        """A whole number within limits."""
        typed = self._clean(name).strip()
        if not typed and not required:
            return None
        number = int(typed) if _DIGITS.fullmatch(typed) else None
        if number is None or not least <= number <= most:
            self.fail(name, "form.number_range", min=least, max=most)
            return None
        return number

    def decimal(
        self, name: str, label: str, *, least: int, most: int, required: bool = True
    ) -> Decimal | None:
        """A number with a decimal comma (a point is understood)."""
        typed = self._clean(name).strip()
        if not typed and not required:
            return None
        number = Decimal(typed.replace(",", ".")) if _DECIMAL.fullmatch(typed) else None
        if number is None or not least <= number <= most:
            self.fail(name, "form.number_range", min=least, max=most)
            return None
        return number

    def day(
        self,
        name: str,
        label: str,
        *,
        required: bool = True,
        earliest: date | None = None,
        latest: date | None = None,
    ) -> date | None:
        """dd/mm/yyyy; the browser's own yyyy-mm-dd is understood as well."""
        typed = self._clean(name).strip()
        if not typed:
            if required:
                self.fail(name, "form.required_text", field=self._label(label))
            return None
        found = self._day(name, typed)
        if found is not None and earliest is not None and found < earliest:
            self.fail(name, "form.date_past", **{"from": wording.day(earliest)})
            return None
        if found is not None and latest is not None and found > latest:
            self.fail(name, "form.date_late", until=wording.day(latest))
            return None
        return found

    def moment(
        self, day_name: str, hour_name: str, label: str, *, required: bool = False
    ) -> datetime | None:
        """A local day and hour from two fields; with the hour empty, the start of that day."""
        on = self.day(day_name, label, required=required or bool(self.value(hour_name).strip()))
        at = self._hour(hour_name)
        if on is None or at is None:
            return None
        return datetime.combine(on, at, tzinfo=LOCAL)

    def files(self, name: str) -> list[UploadFile]:
        """Files that were sent; a file field left empty sends a nameless one."""
        return [file for file in self._files.get(name, []) if file.filename]

    # -- parts ---------------------------------------------------------------

    def _clean(self, name: str) -> str:
        if name in self._not_text:
            self.fail(name, "form.not_text")
        return self.value(name)

    def _read(self, name: str, label: str, value: str, required: bool, most: int) -> str:
        if required and not value:
            self.fail(name, "form.required_text", field=self._label(label))
        if len(value) > most:
            self.fail(name, "form.too_long", field=self._label(label), n=len(value), max=most)
        return value

    def _day(self, name: str, typed: str) -> date | None:
        parts = _DAY.fullmatch(typed)
        reversed_parts = _ISO_DAY.fullmatch(typed)
        if parts is not None:
            year, month, day = int(parts[3]), int(parts[2]), int(parts[1])
        elif reversed_parts is not None:
            year, month, day = (int(part) for part in reversed_parts.groups())
        else:
            self.fail(name, "form.date_format", example=EXAMPLE_DAY)
            return None
        try:
            found = date(year, month, day)
        except ValueError:
            self.fail(name, "form.date_not_real", value=typed)
            return None
        if not FIRST_YEAR <= year <= LAST_YEAR:
            self.fail(name, "form.date_years", first=FIRST_YEAR, last=LAST_YEAR)
            return None
        return found

    def _hour(self, name: str) -> time | None:
        typed = self._clean(name).strip()
        if not typed:
            return time()
        parts = _HOUR.fullmatch(typed)
        try:
            if parts is None:
                raise ValueError(typed)
            return time(int(parts[1]), int(parts[2] or 0))
        except ValueError:
            self.fail(name, "form.hour_format")
            return None

    def _label(self, key: str) -> str:
        """Labels stand inside a sentence here, so they begin small, abbreviations apart."""
        label = say(self._language, key)
        return label if label[:2].isupper() else label[:1].lower() + label[1:]


async def read_form(request: Request[Any, Any, Any]) -> Form:
    """What the browser sent, ready to be read field by field."""
    sent = await sent_form(request)
    typed: dict[str, list[str]] = {}
    files: dict[str, list[UploadFile]] = {}
    for name, value in sent.multi_items():
        if isinstance(value, UploadFile):
            files.setdefault(name, []).append(value)
        else:
            typed.setdefault(name, []).append(str(value))
    return Form(visit_of(request).language, typed, files)


def filled(request: Request[Any, Any, Any], /, **values: object) -> Form:
    """A form shown for the first time, with what is already known in its fields."""
    typed = {name: _shown(value) for name, value in values.items() if value is not None}
    return Form(visit_of(request).language, typed)


def _shown(value: object) -> list[str]:
    if isinstance(value, (list, tuple, frozenset, set)):
        return [str(each) for each in value]
    if isinstance(value, date):
        return [wording.day(value)]
    return [str(value)]


def asked(request: Request[Any, Any, Any], name: str, most: int = TEXT_MAX) -> str:
    """A word of the address's query, cleaned; too long a one is cut."""
    typed = only_text(request.query_params.get(name, ""))
    return " ".join(typed.split())[:most]
