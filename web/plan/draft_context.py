"""What a form of a plan may look at."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import msgspec

from domain.plan.events import Line
from domain.ward import Ward
from projections.plan_file import PlanFile
from web.texts import Language

NOBODY = UUID(int=0)


class DraftContext(msgspec.Struct, frozen=True, kw_only=True):
    """The plan as it stands, the organisation, the day, and who is asking from where."""

    file: PlanFile
    ward: Ward
    today: date
    query: dict[str, str] = {}
    own_units: tuple[UUID, ...] = ()
    """Units that the person heads or acts for today."""
    new_id: UUID = NOBODY
    """A fresh id for what the command makes."""
    open_tasks: int = 0
    language: Language = "vi"

    @property
    def plan_id(self) -> UUID:
        """The plan the form speaks of."""
        return self.file.plan.plan_id

    @property
    def asked_line(self) -> Line | None:
        """The line that the address names."""
        found = self.file.line(self.query.get("ref", ""))
        return found.line if found else None
