"""What the forms of an inspection may look at, and how an act of it is declared."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, cast
from uuid import UUID

import msgspec

from domain.finding.memory import OVER
from domain.inspection.parts import FindingFact
from domain.inspection.state import Inspection
from domain.ward import Post, Ward
from projections.finding_query import FindingLine, Wanted, lines
from projections.inspection_file import InspectionFile
from service.briefing import fact_of
from service.roles import OUTSIDE, roles_of_post
from web.act_form import LabelledUnder, Option, options
from web.house import house_of
from web.inspections.loading import Opened
from web.render import AnyRequest
from web.session import visit_of
from web.tasks.naming import Names
from web.texts import Language
from web.tried_form import TriedForm, declaring


class InspectionContext(msgspec.Struct, frozen=True, kw_only=True):
    """The present of an inspection, with its findings and the posts of whoever asks."""

    file: InspectionFile
    ward: Ward
    today: date
    language: Language
    own_posts: tuple[UUID, ...] = ()
    findings: tuple[FindingLine, ...] = ()

    @property
    def it(self) -> Inspection:
        """What the inspection remembers."""
        return self.file.inspection

    @property
    def inspection_id(self) -> UUID:
        """The stream."""
        return self.file.inspection_id

    @property
    def now(self) -> datetime:
        """The moment that everything is asked for."""
        return self.file.at

    @property
    def names(self) -> Names:
        """Words for ids, as of today."""
        return Names(self.ward, self.language, self.today)

    @property
    def my_place(self) -> UUID | None:
        """The post in which the asker belongs to the team."""
        return next((post for post in self.it.team if post in self.own_posts), None)

    @property
    def waiting(self) -> tuple[FindingLine, ...]:
        """Findings whose life goes on."""
        return tuple(line for line in self.findings if line.stage not in OVER)

    @property
    def facts(self) -> tuple[FindingFact, ...]:
        """The same for the domain, which is asked beforehand what it would say."""
        return tuple(fact_of(line) for line in self.findings)


async def context_of(request: AnyRequest, found: Opened) -> InspectionContext:
    """The present, for whoever looks."""
    visit, house = visit_of(request), cast(Any, house_of(request))
    wanted = Wanted(inspection_id=found.file.inspection_id)
    return InspectionContext(
        file=found.file,
        ward=visit.ward,
        today=visit.today,
        language=visit.language,
        own_posts=tuple(post.post_id for post in visit.posts),
        findings=tuple(await lines(house.pool, wanted)),
    )


form = declaring(TriedForm, "inspection.do", backdates=True)
asked = LabelledUnder("inspection.field")
field, day_field = asked.field, asked.day_field


def seats(ward: Ward, on: date) -> tuple[Post, ...]:
    """Posts that somebody holds today, leaders first, then by unit; who watches works nowhere."""
    held = [
        post
        for post in ward.posts.values()
        if ward.holder(post.post_id, on) is not None and not roles_of_post(post, on) & OUTSIDE
    ]
    ranks = ("chair", "vice_chair", "head", "deputy", "officer", "clerk")
    return tuple(
        sorted(
            held,
            key=lambda post: (
                post.rank not in ranks[:2],
                ward.units[post.unit_id].name_on(on),
                ranks.index(post.rank),
                post.title,
            ),
        )
    )


def post_options(posts: Iterable[Post], names: Names) -> tuple[Option, ...]:
    """Posts with who holds them."""
    return options((post.post_id, names.holder(post.post_id)) for post in posts)


def ids_of(choices: Iterable[Option]) -> list[UUID]:
    """What may be chosen."""
    return [UUID(option.value) for option in choices]
