"""Where the minutes stand: who does what next, and what became of each signature."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import msgspec

from domain.inspection import commands as c
from domain.inspection import events as e
from domain.inspection.parts import SignRole
from domain.inspection.state import SIGNERS, Inspection
from web.act_pages import allowed
from web.minutes.loading import Shown
from web.render import AnyRequest
from web.session import Visit, visit_of
from web.tasks.naming import Names

StepState = Literal["waits", "open", "done", "refused", "stale"]


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the way from the visit to frozen minutes."""

    name: str
    who: str
    state: StepState
    at: datetime | None = None
    href: str = ""
    """Of the act, where the visitor may do it now."""
    other_href: str = ""
    """Of the refusal to sign."""


def next_role(it: Inspection) -> SignRole | None:
    """Signatures come in order: leader, secretary, head."""
    return next((role for role in SIGNERS if it.signature(role) is None), None)


def steps_of(request: AnyRequest, shown: Shown) -> tuple[Step, ...]:
    """Drawn up, opinion, three signatures."""
    names = names_of(request, shown)
    return (
        _drawing(request, shown, names),
        _opinion(request, shown, names),
        *(_signing(request, shown, names, role) for role in SIGNERS),
    )


def names_of(request: AnyRequest, shown: Shown) -> Names:
    """Words for ids, as of today."""
    visit = visit_of(request)
    return Names(visit.ward, visit.language, visit.today)


def _drawing(request: AnyRequest, shown: Shown, names: Names) -> Step:
    it = shown.it
    state: StepState = "waits"
    if it.minutes is not None:
        state = "done" if shown.is_current or it.frozen_at is not None else "stale"
    elif it.stage == "visit_closed":
        state = "open"
    may = it.stage in ("visit_closed", "minutes_drawn") and state != "done"
    return Step(
        name="draw_up",
        who=names.holder(it.secretary_post),
        state=state,
        at=it.minutes.drawn_at if it.minutes is not None else None,
        href=_href(request, shown, "draw-up", c.DrawUpMinutes) if may else "",
    )


def _opinion(request: AnyRequest, shown: Shown, names: Names) -> Step:
    it = shown.it
    given = shown.facts.last(e.UnitOpinionGiven)
    state: StepState = "done" if it.opinion is not None else "waits"
    is_open = it.stage == "minutes_drawn"
    if is_open and it.opinion is None:
        state = "open"
    return Step(
        name="opinion",
        who=names.unit(it.unit_id),
        state=state,
        at=given[1].happened_at if given is not None else None,
        href=_href(request, shown, "opinion", c.GiveUnitOpinion) if is_open else "",
    )


def _signing(request: AnyRequest, shown: Shown, names: Names, role: SignRole) -> Step:
    it = shown.it
    known = it.signature(role)
    post = {"leader": it.leader_post, "secretary": it.secretary_post}.get(role)
    who = names.unit(it.unit_id) if post is None else names.holder(post)
    if known is not None:
        state: StepState = "refused" if known.refused else "done"
        return Step(name=f"sign_{role}", who=who, state=state, at=known.at)
    is_next = it.stage == "minutes_drawn" and next_role(it) == role and shown.is_current
    href = other = ""
    if is_next and signs_as(visit_of(request), it) == role:
        href = _href(request, shown, f"sign/{role}", c.SignMinutes)
    if is_next and role == "head":
        other = _href(request, shown, "refusal", c.RefuseSignature)
    return Step(
        name=f"sign_{role}",
        who=who,
        state="open" if is_next else "waits",
        href=href,
        other_href=other,
    )


def signs_as(visit: Visit, it: Inspection) -> SignRole:
    """As whom this visitor would sign; whether he may at all is asked of the table of access."""
    posts = {visit.acting_post} if visit.acting_post else {post.post_id for post in visit.posts}
    if it.leader_post in posts:
        return "leader"
    return "secretary" if it.secretary_post in posts else "head"


def _href(request: AnyRequest, shown: Shown, slug: str, command: type[c.InspectionCommand]) -> str:
    return f"{shown.address}/{slug}" if allowed(request, command, shown.it) else ""
