"""One definition per act: its fields, what they become, and the words around them by rule.

The words of an act `area.slug` stand in the text tables under `area.slug.title`, `.intro`,
`.button`; those of a field under its label key. One template draws every form from this.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import Any, Literal

import msgspec

from domain.fact import Command
from domain.values import Doc
from web.answers import Answers
from web.forms import Form

Kind = Literal["line", "area", "day", "choice", "radio", "many", "number", "tick", "file", "hidden"]
Need = Literal["no", "may", "must"]
HAPPENED_ON, HAPPENED_HOUR = "happened_on", "happened_hour"
EARLIER = "actform.earlier"
"""The group of what is asked only of something that happened before today."""


class Option(msgspec.Struct, frozen=True, kw_only=True):
    """One value that may be chosen; `label` is ready text unless `key` names a text."""

    value: str
    label: str = ""
    key: str = ""


class Field(msgspec.Struct, frozen=True, kw_only=True):
    """One question of a form."""

    name: str
    kind: Kind = "line"
    label: str
    """Key of the text table."""
    hint: str = ""
    required: bool = True
    options: tuple[Option, ...] = ()
    value: str = ""
    values: tuple[str, ...] = ()
    rows: int = 4
    group: str = ""
    """Fields of one group stand together under the group's heading key."""
    when: str = ""
    """`name=value` of the answers that bring it up; without them it is neither shown nor read."""


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What a form came to: commands in order, and the envelope's words."""

    commands: tuple[Command, ...]
    reason: str | None = None
    document: Doc | None = None
    happened_at: datetime | None = None


class ActForm(msgspec.Struct, frozen=True, kw_only=True):
    """An act that people can ask for on a page."""

    area: str
    slug: str
    command: type[Command]
    """For the question whether this office may ask for it."""
    fields: Callable[[Any], Iterable[Field]]
    build: Callable[[Answers, Any], Command | Sequence[Command]]
    reason: Need = "no"
    document: Need = "no"
    signed: bool = False
    """The document has to name who signed it."""
    main: bool = False
    """The page's own main act; shown as a button and not as a link."""
    backdates: bool = False
    """May be entered after it happened: asks when it did, and for the paper that proves it."""

    @property
    def words(self) -> str:
        """Prefix of this act's texts."""
        return f"{self.area}.{self.slug.replace('-', '_')}"

    def all_fields(self, context: Any) -> tuple[Field, ...]:
        """The act's own questions, then reason and document."""
        return (
            *self.fields(context),
            *_reason_fields(self.reason),
            *document_fields(self.document, signed=self.signed),
            *(self._proof_fields() if self.backdates else ()),
        )

    def read(self, answers: Answers, context: Any) -> Asked | None:
        """Commands and envelope; None when something has to be corrected."""
        built = self.build(answers, context)
        commands = (built,) if isinstance(built, Command) else tuple(built)
        reason = None
        if self.reason != "no":
            reason = answers.text("reason", required=self.reason == "must", most=2000) or None
        document = None
        if self.document != "no" or self.backdates:
            document = answers.document(required=self.document == "must", signed=self.signed)
        happened = happened_at(answers.form) if self.backdates else None
        if not answers.form.is_sound:
            return None
        return Asked(commands=commands, reason=reason, document=document, happened_at=happened)

    def _proof_fields(self) -> Iterable[Field]:
        """The document that an earlier day needs, where the act asks for none by itself."""
        if self.document == "no":
            for each in document_fields("may"):
                yield msgspec.structs.replace(each, group=EARLIER)


def happened_at(form: Form) -> datetime | None:
    """When it happened; a past day needs its hour, so that the order of acts stays true."""
    on, hour = form.value(HAPPENED_ON).strip(), form.value(HAPPENED_HOUR).strip()
    if on and not hour:
        form.fail(HAPPENED_HOUR, "task.error.hour_needed")
        return None
    return form.moment(HAPPENED_ON, HAPPENED_HOUR, "task.field.happened")


class LabelledUnder(msgspec.Struct, frozen=True):
    """Makes questions whose labels stand in the text tables under `prefix.name`."""

    prefix: str

    def field(self, name: str, kind: Kind = "line", *, value: str = "", **more: Any) -> Field:
        """A question labelled by its own name, unless another label is given."""
        more.setdefault("label", f"{self.prefix}.{name}")
        return Field(name=name, kind=kind, value=value, **more)

    def day_field(self, name: str, on: date | None = None, **more: Any) -> Field:
        """A day, perhaps proposed."""
        return self.field(name, "day", value=day_text(on), **more)


def no_fields(context: Any) -> Iterable[Field]:
    """An act that asks nothing of its own."""
    return ()


def options(pairs: Iterable[tuple[object, str]]) -> tuple[Option, ...]:
    """Options with ready labels."""
    return tuple(Option(value=str(value), label=label) for value, label in pairs)


def worded(prefix: str, values: Iterable[object]) -> tuple[Option, ...]:
    """Options whose labels stand in the text tables under `prefix.value`."""
    return tuple(Option(value=str(value), key=f"{prefix}.{value}") for value in values)


def is_short(field: Field) -> bool:
    """Whether a field may stand beside others on a wide screen."""
    return field.kind in ("line", "day", "number", "choice", "hidden")


def day_text(day: date | None) -> str:
    """A day as it is typed."""
    return "" if day is None else f"{day:%d/%m/%Y}"


def _reason_fields(need: Need) -> tuple[Field, ...]:
    if need == "no":
        return ()
    return (
        Field(
            name="reason",
            kind="area",
            label="actform.reason",
            hint="actform.reason_hint",
            required=need == "must",
            rows=3,
        ),
    )


def document_fields(need: Need, *, signed: bool = False) -> tuple[Field, ...]:
    """Number, notation, day, issuer, signer and subject of a document."""
    if need == "no":
        return ()
    must = need == "must"
    group = "actform.document" if must else "actform.document_if_any"
    return (
        Field(name="doc_number", label="actform.doc_number", required=must, group=group),
        Field(name="doc_notation", label="actform.doc_notation", required=False, group=group),
        Field(name="doc_on", kind="day", label="actform.doc_on", required=must, group=group),
        Field(name="doc_issuer", label="actform.doc_issuer", required=False, group=group),
        Field(name="doc_signer", label="actform.doc_signer", required=signed, group=group),
        Field(name="doc_abstract", label="actform.doc_abstract", required=False, group=group),
    )
