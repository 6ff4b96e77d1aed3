"""What can be done next with a finding: by the reader, by others, and what is in the way."""

from __future__ import annotations

from domain.finding.decide import decide
from web.findings import acts_of_answer as answering
from web.findings import acts_of_remedy as remedying
from web.findings.act_context import FindingContext
from web.possible_acts import (
    ActsOfThing,
    Possibilities,
    held,
    possibilities_of,
    who_may,
)
from web.session import Visit
from web.tried_form import TriedForm

ALL_FORMS: tuple[TriedForm, ...] = (
    answering.ACKNOWLEDGE,
    answering.ANSWER,
    answering.REQUEST_TIME,
    answering.GRANT_TIME,
    answering.REFUSE_TIME,
    answering.ACCEPT,
    answering.REJECT,
    remedying.PLAN,
    remedying.NOTE_FOLLOW_UP,
    remedying.VERIFY,
    remedying.RETURN,
    remedying.REOPEN,
    remedying.HAND_OVER,
    answering.DISCUSS,
    answering.DROP,
    answering.ADDENDUM,
)
FORMS: dict[str, TriedForm] = {each.slug: each for each in ALL_FORMS}
"""By the word that stands in their address, `/findings/{code}/do/{slug}`."""

FIRST = (
    "acknowledge",
    "answer",
    "grant-more-time",
    "accept-explanation",
    "hand-over",
    "plan-remediation",
    "note-follow-up",
    "verify",
)
"""Acts that carry a finding on; the first that is possible is the page's button."""
SILENT = frozenset(
    {
        "request-more-time",
        "refuse-more-time",
        "reject-explanation",
        "return-remediation",
        "reopen",
        "discuss",
        "drop",
        "add-addendum",
    }
)
"""Acts that nobody waits for; they are not listed as somebody else's."""


def possibilities(context: FindingContext, visit: Visit, address: str) -> Possibilities:
    """Of this finding, for the reader."""
    return possibilities_of(ACTS, context, visit, address)


def _who(form: TriedForm, context: FindingContext) -> str:
    """The team's leader and the head stand in the finding; the law's clerk is never named."""
    it = context.it
    head = context.ward.head_post(it.unit_id)
    posts = {
        "TL": it.team.leader_post if it.team else None,
        "H": head.post_id if head else None,
    }
    return who_may(form, context, held(posts), without=frozenset({"L"}))


ACTS = ActsOfThing(
    forms=ALL_FORMS,
    decide=decide,
    who=_who,
    first=FIRST,
    silent=SILENT,
    in_the_way=frozenset({"own_work"}),
)
