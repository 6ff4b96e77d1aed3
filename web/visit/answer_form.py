"""The fields of an answer, of a finding and of an absence, read one by one."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Protocol, cast, get_args
from uuid import UUID

from domain.finding.values import Severity, remedy_days
from domain.ids import derived
from domain.inspection.commands import NoteAbsence
from domain.inspection.parts import AnswerKind, Sample
from domain.points import points, written
from domain.values import Value
from domain.ward import Post, Ward
from projections.inspection_items import ItemLine
from web.forms import Form
from web.visit.loading import OpenedVisit
from web.visit.proposing import proposed, rule_of

ANSWERS: tuple[AnswerKind, ...] = get_args(AnswerKind)
SEVERITIES: tuple[Severity, ...] = ("advice", "shortcoming", "serious", "breach_sign")
"""Of a failed item; praise is no failure."""
COUNT_MOST = 10_000
PROPOSAL_MOST = 2_000


class FindingWords(Value, frozen=True, kw_only=True):
    """What a new finding says beside the words of the answer."""

    severity: Severity
    responsible_post: UUID | None = None
    proposal: str = ""
    proposed_on: date | None = None


class AnswerAsked(Value, frozen=True, kw_only=True):
    """An answer ready to be recorded."""

    answer: AnswerKind
    points: str
    note: str
    sample: Sample | None = None
    finding_id: UUID | None = None
    words: FindingWords | None = None
    """Of a finding to be opened; None when there is one already or nothing failed."""


class CameHow(Protocol):
    """The hour that an entry came with."""

    @property
    def happened_at(self) -> datetime | None:
        """When it happened, if not now."""


def read_answer(form: Form, opened: OpenedVisit, line: ItemLine) -> AnswerAsked | None:
    """None after noting what has to be corrected."""
    answer = cast(AnswerKind | None, form.choice("answer", "visit.field.answer", ANSWERS))
    failed = answer == "not_met"
    note = form.passage("note", "visit.field.note", required=failed)
    sample = _sample(form)
    given = _points(form, line, answer, sample)
    known = opened.finding_of(line.item.item_key)
    finding_id = known.finding_id if known else None
    words = None
    if failed and known is None:
        typed = form.id("finding_id", "visit.field.finding")
        # the phone's own number never reaches a finding of another place
        finding_id = derived("visit-finding", opened.file.inspection_id, line.item.item_key, typed)
        words = _words(form, opened)
    if not form.is_sound or answer is None:
        return None
    return AnswerAsked(
        answer=answer,
        points=given,
        note=note,
        sample=sample,
        finding_id=finding_id if failed else None,
        words=words,
    )


def _sample(form: Form) -> Sample | None:
    sampled = form.whole("sampled", "visit.field.sampled", least=1, most=COUNT_MOST, required=False)
    if sampled is None:
        return None
    conforming = form.whole("conforming", "visit.field.conforming", least=0, most=sampled)
    return None if conforming is None else Sample(sampled=sampled, conforming=conforming)


def _points(form: Form, line: ItemLine, answer: AnswerKind | None, sample: Sample | None) -> str:
    """Typed, or else by the item's rule; a computed figure is never typed."""
    if answer == "not_applicable" or not form.has("points"):
        return ""
    value = form.decimal("points", "visit.field.points", least=0, most=1000, required=False)
    cases = form.whole("cases", "visit.field.cases", least=0, most=COUNT_MOST, required=False)
    if value is None and answer == "not_met":
        value = proposed(line.item, cases, sample)
    if value is None:
        return ""
    if value > points(line.item.max_points):
        form.fail("points", "visit.error.points_above", max=_shown(line.item.max_points))
        return ""
    if value != value.quantize(Decimal("0.01")) and rule_of(line.item).kind != "share":
        form.fail("points", "visit.error.points_digits")
        return ""
    return written(value)


def _shown(value: str) -> str:
    return value.replace(".", ",")


def _words(form: Form, opened: OpenedVisit) -> FindingWords | None:
    severity = form.choice("severity", "visit.field.severity", SEVERITIES)
    post = form.id(
        "responsible_post",
        "visit.field.responsible_post",
        {post.post_id for post in posts_of_unit(opened.ward, opened.it.unit_id)},
        required=False,
    )
    proposal = form.passage("proposal", "visit.field.proposal", required=False, most=PROPOSAL_MOST)
    proposed_on = form.day("proposed_on", "visit.field.proposed_on", required=False)
    if severity is None:
        return None
    found = cast(Severity, severity)
    # a severity without a limit (advice) carries no last day
    limited = remedy_days(found, opened.it.limits) is not None
    return FindingWords(
        severity=found,
        responsible_post=post,
        proposal=proposal,
        proposed_on=proposed_on if limited else None,
    )


def posts_of_unit(ward: Ward, unit_id: UUID) -> list[Post]:
    """Posts that exist, the head first."""
    found = [p for p in ward.posts.values() if p.unit_id == unit_id and p.ended_on is None]
    return sorted(found, key=lambda post: (post.rank != "head", post.title))


def read_absence(
    form: Form, opened: OpenedVisit, ward: Ward, came: CameHow, now: datetime
) -> tuple[NoteAbsence, str | None] | None:
    """Who was not there, when, and the reason if there is one."""
    among = {post.post_id for post in posts_of_unit(ward, opened.it.unit_id)}
    post_id = form.id("absent_post", "visit.field.absent_post", among)
    justified = form.ticked("justified")
    reason = form.passage("reason", "visit.field.reason", required=justified, most=2000)
    if not form.is_sound or post_id is None:
        return None
    command = NoteAbsence(
        inspection_id=opened.file.inspection_id,
        post_id=post_id,
        at=came.happened_at or now,
        justified=justified,
    )
    return command, reason or None
