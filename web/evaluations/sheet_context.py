"""What the forms of a sheet may look at, and how an act of it is declared."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from uuid import UUID

import msgspec

from domain.evaluation.council import impartial
from domain.evaluation.sheet.state import Sheet
from domain.evaluation.values import SystemLine
from domain.fact import Actor
from domain.ids import new_id
from domain.values import Evidence
from domain.ward import Ward
from web.act_form import LabelledUnder
from web.evaluations.loading import SheetView
from web.evaluations.words import criterion_names
from web.render import AnyRequest
from web.session import visit_of
from web.tasks.naming import Names
from web.texts import Language
from web.tried_form import TriedForm, declaring


class SheetContext(msgspec.Struct, frozen=True, kw_only=True):
    """The present of a sheet, for whoever asks."""

    view: SheetView
    today: date
    language: Language
    fresh_id: UUID
    """For what an act makes, an appeal for instance."""
    files: tuple[Evidence, ...] = ()
    file_errors: dict[str, str] = {}

    @property
    def sheet(self) -> Sheet:
        """What the sheet remembers."""
        return self.view.sheet

    @property
    def it(self) -> Sheet:
        """The same, by the name that the contexts of all acts share."""
        return self.view.sheet

    @property
    def ward(self) -> Ward:
        """On the day of the page."""
        return self.view.ward

    @property
    def now(self) -> datetime:
        """The moment that everything is asked for."""
        return self.view.file.at

    @property
    def sheet_id(self) -> UUID:
        """The stream."""
        return self.view.file.sheet_id

    @property
    def names(self) -> Names:
        """Words for ids, as of today."""
        return Names(self.view.ward, self.language, self.today)

    @property
    def leaves(self) -> tuple[SystemLine, ...]:
        """Every key that applies, in the order of the rules."""
        return self.view.told.lines

    @property
    def key_names(self) -> dict[str, str]:
        """What people call the criteria."""
        return criterion_names(self.view.rules, self.language)

    @property
    def lead(self) -> UUID | None:
        """Who delivers the appraisal: the first appraiser who is not of the unit."""
        sheet = self.sheet
        apart = impartial(sheet.appraiser_posts, sheet.unit_id, self.today, self.view.ward)
        return next(iter(apart), None)

    @property
    def voters(self) -> tuple[UUID, ...]:
        """Members of the council who may vote and have not."""
        sheet = self.sheet
        voted = {vote.post_id for vote in sheet.now.votes}
        if sheet.stage == "voted":
            voted = set()
        entitled = impartial(sheet.council_posts, sheet.unit_id, self.today, self.view.ward)
        return tuple(post for post in entitled if post not in voted)


def context_of(
    request: AnyRequest,
    view: SheetView,
    files: tuple[Evidence, ...] = (),
    file_errors: dict[str, str] | None = None,
) -> SheetContext:
    """The present, for whoever looks."""
    visit = visit_of(request)
    return SheetContext(
        view=view,
        today=visit.today,
        language=visit.language,
        fresh_id=new_id(visit.now),
        files=files,
        file_errors=file_errors or {},
    )


class SheetForm(TriedForm, frozen=True, kw_only=True):
    """An act of a sheet."""

    anybody: Callable[[SheetContext], Actor] = lambda _context: Actor()
    """Somebody who could, where the rules ask for the own post."""


form = declaring(SheetForm, "evaluation.do")
field = LabelledUnder("evaluation.field").field
