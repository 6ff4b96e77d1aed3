"""Who sees how much of a sheet: scores, votes, or only what was published."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from domain.evaluation.events import AppraisalDelivered, ScoreAppraised
from domain.evaluation.rated import own_units
from domain.fact import Recorded
from domain.values import Value
from domain.ward import Ward
from service.finding_sight import finding_eyes


class SheetParts(Value, frozen=True, kw_only=True):
    """What a reader may look at; totals and stage are for the whole ward once published."""

    scores: bool = False
    """Self-score, marks that were handed over, reasons, evidence, reply and appeal."""
    marks: bool = False
    """Marks as they are being given, before the delivery hands them to the unit."""
    votes: bool = False
    """Who voted how; others see the totals of a count."""
    published: bool = False
    """The part that was published."""

    @property
    def anything(self) -> bool:
        """Whether the sheet is there at all for this reader."""
        return self.scores or self.published


class SheetFacts(Value, frozen=True, kw_only=True):
    """A sheet, as far as it bears on who may know; a row or a state gives them."""

    unit_id: UUID
    appraiser_posts: tuple[UUID, ...]
    council_posts: tuple[UUID, ...]
    appeal_posts: tuple[UUID, ...] = ()
    is_delivered: bool = False
    """The council and who decides appeals read along from the delivery."""
    is_published: bool = False


def sheet_parts(person_id: UUID | None, facts: SheetFacts, ward: Ward, today: date) -> SheetParts:
    """Own unit, appraisers, chair and auditor see the scores; other units what was published.

    An appraiser or member of the council who is of the rated unit sees what the unit sees. Marks
    belong to those who appraise until the act of delivery (decision 0022).
    """
    eyes = finding_eyes(person_id, ward, today)
    posts = set(eyes.posts)
    own = own_units(facts.unit_id, today, ward)
    inside = bool(eyes.roles & {"C", "A"})
    is_own = bool(own & set(eyes.units))
    named = bool(posts & set(facts.appraiser_posts))
    later = bool(posts & {*facts.council_posts, *facts.appeal_posts}) and facts.is_delivered
    return SheetParts(
        scores=inside or named or later or is_own,
        marks=inside or (named and not is_own),
        votes=inside or bool(posts & set(facts.council_posts)),
        published=facts.is_published and eyes.in_ward,
    )


def acts_shown(records: Sequence[Recorded], parts: SheetParts) -> tuple[Recorded, ...]:
    """The acts of a sheet, without marks that nobody has handed over to this reader yet."""
    if parts.marks:
        return tuple(records)
    delivered = [r.originator_version for r in records if isinstance(r.event, AppraisalDelivered)]
    last = max(delivered, default=0)
    return tuple(
        r
        for r in records
        if r.originator_version <= last or not isinstance(r.event, ScoreAppraised)
    )
