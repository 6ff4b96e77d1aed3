"""Who may be named for a team, and who may not by which rule."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

import msgspec

from domain.refusal import Refused
from domain.team_independence import LEADERS, Span, refuse_partial_team
from domain.ward import Post, Ward
from web import refusals
from web.inspections.act_context import seats
from web.tasks.naming import Names


class Barred(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who cannot be on this team, with the rule."""

    who: str
    why: str


class Candidates(msgspec.Struct, frozen=True, kw_only=True):
    """Posts that may lead, posts that may be named otherwise, and those that may not."""

    leaders: tuple[Post, ...]
    others: tuple[Post, ...]
    barred: tuple[Barred, ...]


def candidates(unit_id: UUID, span: Span, ward: Ward, names: Names) -> Candidates:
    """Every seat is tried; the rules are asked, never told again here."""
    posts = seats(ward, names.on)
    chair = next((post.post_id for post in posts if post.rank in LEADERS), None)
    leaders, others, barred = [], [], []
    for post in posts:
        refused = _refusal(unit_id, chair or post.post_id, (post.post_id,), span, ward)
        if refused is None:
            others.append(post)
            if _refusal(unit_id, post.post_id, (), span, ward) is None:
                leaders.append(post)
        else:
            why = refusals.sentence(refused, names.language, ward)
            barred.append(Barred(who=names.holder(post.post_id), why=why))
    return Candidates(leaders=tuple(leaders), others=tuple(others), barred=tuple(barred))


def _refusal(
    unit_id: UUID, leader: UUID, others: Iterable[UUID], span: Span, ward: Ward
) -> Refused | None:
    try:
        refuse_partial_team(unit_id, leader, others, span, ward)
    except Refused as refused:
        return refused
    return None


def span_of(period_from: date, on: date, to_on: date) -> Span:
    """The inspected period and the visit, as far as people are concerned."""
    return Span(period_from=period_from, on=on, to_on=to_on)
