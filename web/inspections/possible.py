"""What can be done next with an inspection: by the reader, by others, and what is in the way."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from domain.fact import Actor, Moment
from domain.inspection import commands as c
from domain.inspection.decide import decide
from domain.refusal import Refused
from domain.values import Doc
from service.access import may
from service.permission_table import ROWS
from web import refusals, wording
from web.inspections.act_context import InspectionContext, InspectionForm
from web.inspections.acts_of_end import END_FORMS, OWN_PAGES
from web.inspections.acts_of_order import ORDER_FORMS
from web.session import Visit
from web.tasks.possible import NotNow, Possibilities, Possible
from web.texts import say
from web.wording import capital

NOTHING = UUID(int=0)
FORMS: dict[str, InspectionForm] = {form.slug: form for form in (*ORDER_FORMS, *END_FORMS)}
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
    """Every act is asked about once; rules are asked, never told again here."""
    mine: list[Possible] = []
    later: list[NotNow] = []
    others: list[NotNow] = []
    for each in (*ORDER_FORMS, *OWN_PAGES, *END_FORMS):
        sample = each.sample(context)
        if sample is None:
            continue
        answer = _may(each, context, visit)
        is_mine = isinstance(answer, Actor) or answer.code == "document_needed"
        actor = answer if isinstance(answer, Actor) else _anybody(sample)
        found = tried(sample, context, actor)
        title = say(visit.language, f"{each.words}.title")
        if is_mine and found is True:
            mine.append(_possible(each, context, address, title))
        elif isinstance(found, Refused) and found.code in IN_THE_WAY:
            why = refusals.sentence(found, visit.language, visit.ward)
            if is_mine:
                later.append(NotNow(titles=title, why=why))
            elif each.slug not in SILENT:
                others.append(NotNow(titles=title, who=_who(each, context), why=why))
        elif found is True and each.slug not in SILENT:
            others.append(NotNow(titles=title, who=_who(each, context)))
    return _in_order(mine, later, others)


def _in_order(mine: list[Possible], later: list[NotNow], others: list[NotNow]) -> Possibilities:
    mine.sort(key=lambda act: FIRST.index(act.slug) if act.slug in FIRST else len(FIRST))
    main = mine[0] if mine and mine[0].slug in FIRST else None
    return Possibilities(
        main=main,
        more=tuple(mine[1:] if main else mine),
        later=tuple(later),
        others=tuple(others),
    )


def tried(command: c.InspectionCommand, context: InspectionContext, actor: Actor) -> Refused | bool:
    """Why the domain would refuse; False when it is already so, True when it would happen."""
    now: datetime = context.now
    paper = Doc(number="?", notation="?", issued_on=context.today, issuer=context.ward.authority)
    moment = Moment(
        now=now,
        happened_at=now,
        actor=actor,
        command_id=NOTHING,
        reason="?",
        document=paper,
        number=1,
    )
    try:
        return bool(decide(command, context.it, moment, context.ward))
    except Refused as refused:
        return refused


def _may(each: InspectionForm, context: InspectionContext, visit: Visit) -> Actor | Refused:
    person_id = visit.user.person_id if visit.user else None
    return may(each.command, context.it, None, person_id, visit.acting_post, visit.ward, visit.now)


def _anybody(sample: c.InspectionCommand) -> Actor:
    """Rules that ask for the own post are asked for the post the sample speaks of."""
    return Actor(post_id=getattr(sample, "post_id", None))


def _possible(
    each: InspectionForm, context: InspectionContext, address: str, title: str
) -> Possible:
    until = each.limit(context)
    return Possible(
        slug=each.slug,
        href=f"{address}{each.href}" if each.href else f"{address}/do/{each.slug}",
        title=title,
        note=_until(until, context) if until is not None else "",
    )


def _until(until: date, context: InspectionContext) -> str:
    key = "can.limit.by_past" if until < context.today else "can.limit.by"
    days = context.ward.calendar.working_days(until, context.today)
    return say(context.language, key, date=wording.day(until), days=days)


def _who(each: InspectionForm, context: InspectionContext) -> str:
    """By name where the inspection says so, else by office."""
    it, names = context.it, context.names
    if each.slug == "declare-independence":
        return capital("; ".join(names.holder(post) for post in it.undeclared))
    if each.slug == "sign":
        return capital(_signers(context))
    head = context.ward.head_post(it.unit_id)
    known = {
        "TL": it.leader_post,
        "TS": it.secretary_post,
        "OR": it.orderer_post,
        "H": head.post_id if head else None,
    }
    said = [
        names.holder(known[grant.role])
        if known.get(grant.role) is not None
        else refusals.named([grant.role], context.language, context.ward)
        for grant in ROWS.get(each.command, ())
    ]
    return capital("; ".join(dict.fromkeys(said)))


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
