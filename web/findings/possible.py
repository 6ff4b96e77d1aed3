"""What can be done next with a finding: by the reader, by others, and what is in the way."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from domain.fact import Actor, Moment
from domain.finding import commands as c
from domain.finding.decide import decide
from domain.refusal import Refused
from domain.values import Doc
from service.access import may
from service.permission_table import ROWS
from web import refusals, wording
from web.findings import acts_of_answer as answering
from web.findings import acts_of_remedy as remedying
from web.findings.act_context import FindingContext, FindingForm
from web.session import Visit
from web.tasks.possible import NotNow, Possibilities, Possible
from web.texts import say
from web.wording import capital

NOTHING = UUID(int=0)
ALL_FORMS: tuple[FindingForm, ...] = (
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
FORMS: dict[str, FindingForm] = {each.slug: each for each in ALL_FORMS}
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
    """Every act is asked about once; rules are asked, never told again here."""
    mine: list[Possible] = []
    later: list[NotNow] = []
    others: list[NotNow] = []
    for each in ALL_FORMS:
        sample = each.sample(context)
        if sample is None:
            continue
        answer = may_ask(each, context, visit)
        is_mine = isinstance(answer, Actor) or answer.code == "document_needed"
        found = tried(sample, context, answer if isinstance(answer, Actor) else Actor())
        title = say(visit.language, f"{each.words}.title")
        if is_mine and found is True:
            mine.append(_possible(each, context, address, title))
        elif is_mine and isinstance(found, Refused) and found.code == "own_work":
            later.append(NotNow(titles=title, why=refusals.sentence(found, visit.language,
                                                                    visit.ward)))  # fmt: skip
        elif found is True and each.slug not in SILENT:
            others.append(NotNow(titles=title, who=_who(each, context), why=""))
    mine.sort(key=lambda act: FIRST.index(act.slug) if act.slug in FIRST else len(FIRST))
    main = mine[0] if mine and mine[0].slug in FIRST else None
    return Possibilities(
        main=main,
        more=tuple(mine[1:] if main else mine),
        later=tuple(later),
        others=tuple(others),
    )


def tried(command: c.FindingCommand, context: FindingContext, actor: Actor) -> Refused | bool:
    """Why the domain would refuse; False when it is already so, True when it would happen."""
    try:
        return bool(decide(command, context.it, moment_of(context, actor), context.ward))
    except Refused as refused:
        return refused


def moment_of(context: FindingContext, actor: Actor) -> Moment:
    """Now, with the grounds that the form will ask for."""
    paper = Doc(number="?", notation="?", issued_on=context.today, issuer=context.ward.authority)
    return Moment(
        now=context.now,
        happened_at=context.now,
        actor=actor,
        command_id=NOTHING,
        reason="?",
        document=paper,
        number=1,
    )


def may_ask(each: FindingForm, context: FindingContext, visit: Visit) -> Actor | Refused:
    """The office in which the visitor would act."""
    person_id = visit.user.person_id if visit.user else None
    return may(each.command, context.it, None, person_id, visit.acting_post, visit.ward, visit.now)


def _possible(each: FindingForm, context: FindingContext, address: str, title: str) -> Possible:
    until = each.limit(context)
    return Possible(
        slug=each.slug,
        href=f"{address}/do/{each.slug}",
        title=title,
        note=_until(until, context) if until is not None else "",
    )


def _until(until: date, context: FindingContext) -> str:
    key = "can.limit.by_past" if until < context.today else "can.limit.by"
    days = context.ward.calendar.working_days(until, context.today)
    return say(context.language, key, date=wording.day(until), days=days)


def _who(each: FindingForm, context: FindingContext) -> str:
    """By name where the finding says so, else by office."""
    it, names = context.it, context.names
    head = context.ward.head_post(it.unit_id)
    known = {
        "TL": it.team.leader_post if it.team else None,
        "H": head.post_id if head else None,
    }
    said = [
        names.holder(known[grant.role])
        if known.get(grant.role) is not None
        else refusals.named([grant.role], context.language, context.ward)
        for grant in ROWS.get(each.command, ())
        if grant.role != "L"
    ]
    return capital("; ".join(dict.fromkeys(said)))
