"""What can be done next with a sheet: by the reader, by others, and what is in the way."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from domain.evaluation.commands import PublishScore, SheetCommand
from domain.evaluation.sheet.decide import decide
from domain.fact import Actor, Moment
from domain.refusal import Refused
from domain.values import Doc
from service.access import may
from service.permission_table import ROWS
from web import refusals, wording
from web.act_pages import allowed
from web.evaluations.loading import RoundView
from web.evaluations.sheet_context import SheetContext, SheetForm
from web.evaluations.sheet_forms import APPRAISE, APPROVE, GENERIC, SELF_SCORE
from web.render import AnyRequest
from web.session import Visit, visit_of
from web.tasks.possible import NotNow, Possibilities, Possible
from web.texts import say
from web.wording import capital

NOTHING = UUID(int=0)
ALL: tuple[SheetForm, ...] = (SELF_SCORE, APPRAISE, *GENERIC[:6], APPROVE, *GENERIC[6:])
FIRST = (
    "self-score",
    "appraise",
    "deliver",
    "accept-appraisal",
    "decide-appeal",
    "vote",
    "approve",
    "publish",
)
"""Acts that carry a sheet on; the first that is possible is the page's button."""
SILENT = frozenset({"count", "reopen", "appeal", "publish"})
"""Acts that nobody waits for; they are not listed as somebody else's."""
IN_THE_WAY = frozenset(
    {
        "own_unit",
        "own_work",
        "evaluation.no_self_score",
        "evaluation.keys_unappraised",
        "evaluation.system_moved",
        "evaluation.reply_open",
        "evaluation.appeal_pending",
        "evaluation.vote_not_valid",
        "evaluation.not_the_lead",
    }
)
"""Refusals that say what has to happen first; the others only say that it is not the time."""


def possibilities(context: SheetContext, visit: Visit) -> Possibilities:
    """Every act is asked about once; rules are asked, never told again here."""
    mine: list[Possible] = []
    later: list[NotNow] = []
    others: list[NotNow] = []
    for each in ALL:
        sample = each.sample(context)
        if sample is None:
            continue
        answer = _may(each, context, visit)
        is_mine = isinstance(answer, Actor) or answer.code == "document_needed"
        actor = answer if isinstance(answer, Actor) else each.anybody(context)
        found = tried(sample, context, actor)
        title = say(visit.language, f"{each.words}.title")
        if is_mine and found is True:
            mine.append(_possible(each, context, title))
        elif is_mine and isinstance(found, Refused) and found.code in IN_THE_WAY:
            why = refusals.sentence(found, visit.language, visit.ward)
            later.append(NotNow(titles=title, why=why))
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


def tried(command: SheetCommand, context: SheetContext, actor: Actor) -> Refused | bool:
    """Why the domain would refuse; False when it is already so, True when it would happen."""
    now = context.view.file.at
    paper = Doc(
        number="?", notation="?", issued_on=context.today, issuer=context.view.ward.authority
    )
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
        return bool(decide(command, context.sheet, moment, context.view.ward))
    except Refused as refused:
        return refused


def _may(each: SheetForm, context: SheetContext, visit: Visit) -> Actor | Refused:
    person_id = visit.user.person_id if visit.user else None
    return may(
        each.command, context.sheet, None, person_id, visit.acting_post, visit.ward, visit.now
    )


def _possible(each: SheetForm, context: SheetContext, title: str) -> Possible:
    until = each.limit(context)
    return Possible(
        slug=each.slug,
        href=f"{context.view.address}/do/{each.slug}",
        title=title,
        note=_until(until, context) if until is not None else "",
    )


def _until(until: date, context: SheetContext) -> str:
    key = "can.limit.by_past" if until < context.today else "can.limit.by"
    days = context.view.ward.calendar.working_days(until, context.today)
    return say(context.language, key, date=wording.day(until), days=days)


def _who(each: SheetForm, context: SheetContext) -> str:
    """By name where the sheet says so, else by office."""
    names, sheet, ward = context.names, context.sheet, context.view.ward
    head = ward.head_post(sheet.unit_id)
    known: dict[str, tuple[UUID, ...]] = {
        "H": (head.post_id,) if head is not None else (),
        "AP": (context.lead,) if context.lead is not None else (),
        "CM": context.voters,
        "AD": sheet.appeal_posts,
    }
    said: list[str] = []
    for grant in ROWS.get(each.command, ()):
        posts = known.get(grant.role)
        if posts is None:
            said.append(refusals.named([grant.role], context.language, ward))
        else:
            said += [names.holder(post) for post in posts]
    return capital("; ".join(dict.fromkeys(said)))


def round_acts(request: AnyRequest, view: RoundView) -> list[tuple[str, str]]:
    """What can be asked on the page of a round: name and address."""
    approved = [each for each in view.sheets if each.sheet.stage == "approved"]
    found: list[tuple[str, str]] = []
    if approved and allowed(request, PublishScore, approved[0].sheet):
        title = say(visit_of(request).language, "evaluation.round.publish.title")
        found.append((title, f"{view.address}/do/publish"))
    return found
