"""What can be done next with an inspection: by the reader, by others, and what is in the way."""

from __future__ import annotations

from domain.fact import Actor
from domain.inspection import commands as c
from domain.inspection.decide import decide
from web.inspections.act_context import InspectionContext
from web.inspections.acts_of_end import END_FORMS, OWN_PAGES
from web.inspections.acts_of_order import ORDER_FORMS
from web.possible_acts import (
    ActsOfThing,
    Possibilities,
    held,
    possibilities_of,
    who_may,
)
from web.session import Visit
from web.tried_form import TriedForm
from web.wording import capital

FORMS: dict[str, TriedForm] = {form.slug: form for form in (*ORDER_FORMS, *END_FORMS)}
"""By the word that stands in their address, `/inspections/{code}/do/{slug}`."""

FIRST = (
    "declare-independence",
    "announce",
    "submit-self-report",
    "open",
    "visit",
    "draw-up-minutes",
    "give-opinion",
    "sign",
    "report",
    "conclude",
    "close",
)
"""Acts that carry an inspection on; the first that is possible is the page's button."""
SILENT = frozenset(
    {
        "add-addendum",
        "enter-document",
        "declare-conflict",
        "replace-member",
        "postpone",
        "cancel",
        "refuse-signature",
        "publish",
        "return-report",
    }
)
"""Acts that nobody waits for; they are not listed as somebody else's."""
IN_THE_WAY = frozenset(
    {
        "inspection.members_not_declared",
        "inspection.notice_too_short",
        "inspection.not_within_dates",
        "inspection.not_announced",
        "inspection.visit_incomplete",
        "inspection.findings_unanswered",
        "inspection.findings_open",
        "inspection.hash_moved",
    }
)
"""Refusals that say what has to happen first; the others only say that it is not the time."""


def possibilities(context: InspectionContext, visit: Visit, address: str) -> Possibilities:
    """Of this inspection, for the reader."""
    return possibilities_of(ACTS, context, visit, address)


def _somebody(_form: TriedForm, _context: InspectionContext, sample: c.InspectionCommand) -> Actor:
    """Rules that ask for the own post are asked for the post the sample speaks of."""
    return Actor(post_id=getattr(sample, "post_id", None))


def _who(form: TriedForm, context: InspectionContext) -> str:
    """By name where the inspection says so, else by office."""
    it = context.it
    if form.slug == "declare-independence":
        return capital("; ".join(context.names.holder(post) for post in it.undeclared))
    if form.slug == "sign":
        return capital(_signers(context))
    head = context.ward.head_post(it.unit_id)
    posts = {
        "TL": it.leader_post,
        "TS": it.secretary_post,
        "OR": it.orderer_post,
        "H": head.post_id if head else None,
    }
    return who_may(form, context, held(posts))


def _signers(context: InspectionContext) -> str:
    """Who has not signed yet."""
    it, names = context.it, context.names
    head = context.ward.head_post(it.unit_id)
    posts = {
        "leader": it.leader_post,
        "secretary": it.secretary_post,
        "head": head.post_id if head else it.received_by_post,
    }
    return "; ".join(names.holder(posts[role]) for role in it.unsigned)


ACTS = ActsOfThing(
    forms=(*ORDER_FORMS, *OWN_PAGES, *END_FORMS),
    decide=decide,
    who=_who,
    first=FIRST,
    silent=SILENT,
    in_the_way=IN_THE_WAY,
    somebody=_somebody,
    tells_others_why=True,
)
