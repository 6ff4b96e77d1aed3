"""What the forms of a finding may look at, and how an act of it is declared."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec

from domain.finding.memory import Finding
from domain.inspection_limits import Limits
from domain.values import Evidence
from domain.ward import Ward
from projections.finding_file import FindingFile
from web.act_form import LabelledUnder
from web.findings.loading import Opened
from web.render import AnyRequest
from web.session import visit_of
from web.tasks.naming import Names
from web.texts import Language
from web.tried_form import TriedForm, declaring


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


form = declaring(TriedForm, "finding.do", backdates=True)
asked = LabelledUnder("finding.ask")
field, day_field = asked.field, asked.day_field
