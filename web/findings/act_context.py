"""What the forms of a finding may look at, and how an act of it is declared."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec

from domain.finding.commands import FindingCommand
from domain.finding.memory import Finding
from domain.inspection_limits import Limits
from domain.values import Evidence
from domain.ward import Ward
from projections.finding_file import FindingFile
from web.act_form import ActForm, Field, Need, day_text
from web.findings.loading import Opened
from web.render import AnyRequest
from web.session import visit_of
from web.tasks.naming import Names
from web.texts import Language

AREA = "finding.do"


class FindingContext(msgspec.Struct, frozen=True, kw_only=True):
    """The present of a finding, and files that came with the form."""

    file: FindingFile
    ward: Ward
    today: date
    language: Language
    files: tuple[Evidence, ...] = ()
    file_errors: Mapping[str, str] = {}

    @property
    def it(self) -> Finding:
        """What the finding remembers."""
        return self.file.finding

    @property
    def finding_id(self) -> UUID:
        """The stream."""
        return self.file.finding_id

    @property
    def now(self) -> datetime:
        """The moment that everything is asked for."""
        return self.file.at

    @property
    def names(self) -> Names:
        """Words for ids, as of today."""
        return Names(self.ward, self.language, self.today)

    @property
    def limits(self) -> Limits | None:
        """As they applied when the inspection was ordered."""
        return self.it.limits


def context_of(request: AnyRequest, found: Opened, **more: Any) -> FindingContext:
    """The present, for whoever looks."""
    visit = visit_of(request)
    return FindingContext(
        file=found.file, ward=visit.ward, today=visit.today, language=visit.language, **more
    )


class FindingForm(ActForm, frozen=True, kw_only=True):
    """An act of a finding, with the plainest command of its kind to try beforehand."""

    sample: Callable[[FindingContext], FindingCommand | None]
    """None: there is nothing to ask at this moment."""
    limit: Callable[[FindingContext], date | None] = lambda _context: None
    takes_files: bool = False


def form(
    slug: str,
    command: type[FindingCommand],
    fields: Any,
    build: Any,
    sample: Any,
    *,
    reason: Need = "no",
    document: Need = "no",
    backdates: bool = True,
    **more: Any,
) -> FindingForm:
    """An act of a finding."""
    return FindingForm(
        area=AREA,
        slug=slug,
        command=command,
        fields=fields,
        build=build,
        sample=sample,
        reason=reason,
        document=document,
        backdates=backdates,
        **more,
    )


def no_fields(context: FindingContext) -> Iterable[Field]:
    """An act that asks nothing of its own."""
    return ()


def field(name: str, kind: Any = "line", *, value: str = "", **more: Any) -> Field:
    """A question labelled by its own name."""
    more.setdefault("label", f"finding.ask.{name}")
    return Field(name=name, kind=kind, value=value, **more)


def day_field(name: str, on: date | None = None, **more: Any) -> Field:
    """A day, perhaps proposed."""
    return field(name, "day", value=day_text(on), **more)
