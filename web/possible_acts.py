"""What can be done next with a thing: by the reader, by others, and what is in the way.

Access and the domain are asked about every act; no rule is told again here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Protocol
from uuid import UUID

import msgspec

from domain.fact import Actor, Command
from domain.refusal import Refused
from domain.ward import Ward
from service.access import may
from service.permission_table import ROWS
from web import refusals, wording
from web.act_form import ActForm
from web.dry_run import moment_on_trial, would_happen
from web.session import Visit
from web.texts import Language, has, say
from web.tried_form import TriedForm
from web.wording import capital

if TYPE_CHECKING:
    from web.tasks.naming import Names


class Possible(msgspec.Struct, frozen=True, kw_only=True):
    """An act that is open to the reader."""

    slug: str
    href: str
    title: str
    note: str = ""


class NotNow(msgspec.Struct, frozen=True, kw_only=True):
    """Acts that are somebody else's, or not due yet: who may, from when, and why not you."""

    titles: str
    who: str = ""
    why: str = ""


class Possibilities(msgspec.Struct, frozen=True, kw_only=True):
    """The first one is the page's button."""

    main: Possible | None = None
    late: str = ""
    """How late it is and what still can be done, for whoever can hand in."""
    more: tuple[Possible, ...] = ()
    prepare: tuple[Possible, ...] = ()
    """Acts of the head that the reader may fill in for him."""
    later: tuple[NotNow, ...] = ()
    others: tuple[NotNow, ...] = ()


class Present(Protocol):
    """The thing whose acts are asked about, on the day of the page."""

    @property
    def it(self) -> Any:
        """What the thing remembers."""

    @property
    def ward(self) -> Ward:
        """As it stands on that day."""

    @property
    def now(self) -> datetime:
        """The moment that everything is asked for."""

    @property
    def today(self) -> date:
        """Its day."""

    @property
    def language(self) -> Language:
        """Of the reader."""

    @property
    def names(self) -> Names:
        """Words for ids, as of today."""


class ActsOfThing(msgspec.Struct, frozen=True, kw_only=True):
    """Every act of one kind of thing, and how they are told."""

    forms: tuple[TriedForm, ...]
    decide: Callable[..., Sequence[Any]]
    who: Callable[[TriedForm, Any], str]
    """Who may ask for it, where it is not the reader."""
    first: tuple[str, ...]
    """Acts that carry the thing on; the first that is possible is the page's button."""
    silent: frozenset[str]
    """Acts that nobody waits for; they are not listed as somebody else's."""
    in_the_way: frozenset[str]
    """Refusals that say what has to happen first; the others only say that it is not the time."""
    somebody: Callable[[TriedForm, Any, Any], Actor] = lambda _form, _context, _sample: Actor()
    """Who could, where the rules ask for the own post and the reader may not."""
    tells_others_why: bool = False
    """What is in the way of somebody else's act is shown beside it."""


def possibilities_of(
    acts: ActsOfThing, context: Present, visit: Visit, address: str
) -> Possibilities:
    """Every act is asked about once."""
    mine: list[Possible] = []
    later: list[NotNow] = []
    others: list[NotNow] = []
    for form in acts.forms:
        sample = form.sample(context)
        if sample is None:
            continue
        answer = may_ask(form, context, visit)
        is_mine = isinstance(answer, Actor) or answer.code == "document_needed"
        actor = answer if isinstance(answer, Actor) else acts.somebody(form, context, sample)
        found = tried(acts.decide, sample, context, actor)
        title = say(visit.language, f"{form.words}.title")
        why = _in_the_way(acts, found, visit)
        if is_mine and found is True:
            mine.append(_possible(form, context, address, title))
        elif is_mine and why:
            later.append(NotNow(titles=title, why=why))
        elif form.slug not in acts.silent and (found is True or (why and acts.tells_others_why)):
            others.append(NotNow(titles=title, who=acts.who(form, context), why=why))
    return _in_order(acts.first, mine, later, others)


def _in_the_way(acts: ActsOfThing, found: Refused | bool, visit: Visit) -> str:
    if not isinstance(found, Refused) or found.code not in acts.in_the_way:
        return ""
    return refusals.sentence(found, visit.language, visit.ward)


def _in_order(
    first: tuple[str, ...], mine: list[Possible], later: list[NotNow], others: list[NotNow]
) -> Possibilities:
    mine.sort(key=lambda act: first.index(act.slug) if act.slug in first else len(first))
    main = mine[0] if mine and mine[0].slug in first else None
    return Possibilities(
        main=main,
        more=tuple(mine[1:] if main else mine),
        later=tuple(later),
        others=tuple(others),
    )


def may_ask(form: ActForm, context: Present, visit: Visit) -> Actor | Refused:
    """The office in which the visitor would act."""
    person_id = visit.user.person_id if visit.user else None
    return may(form.command, context.it, None, person_id, visit.acting_post, visit.ward, visit.now)


def tried(
    decide: Callable[..., Sequence[Any]], command: Command, context: Present, actor: Actor
) -> Refused | bool:
    """Why the domain would refuse; False when it is already so, True when it would happen."""
    moment = moment_on_trial(context.now, context.today, actor, context.ward)
    return would_happen(decide, command, context.it, moment, context.ward)


def _possible(form: TriedForm, context: Present, address: str, title: str) -> Possible:
    until, today, ward = form.limit(context), context.today, context.ward
    return Possible(
        slug=form.slug,
        href=f"{address}{form.href or f'/do/{form.slug}'}",
        title=title,
        note=limit_note(until, today, ward, context.language) if until is not None else "",
    )


def limit_note(
    until: date, today: date, ward: Ward, language: Language, key: str = "can.limit.by"
) -> str:
    """The limit in time; a last day that has gone by is not promised any more."""
    past = f"{key}_past"
    if until >= today or not has(past):
        return say(language, key, date=wording.day(until))
    days = ward.calendar.working_days(until, today)
    return say(language, past, date=wording.day(until), days=days)


def who_may(
    form: ActForm,
    context: Present,
    posts_of: Mapping[str, Sequence[UUID]],
    *,
    without: frozenset[str] = frozenset(),
) -> str:
    """By name where the posts of a role are known, else by office."""
    said: list[str] = []
    for grant in ROWS.get(form.command, ()):
        if grant.role in without:
            continue
        if grant.role in posts_of:
            said += [context.names.holder(post) for post in posts_of[grant.role]]
        else:
            said.append(refusals.named([grant.role], context.language, context.ward))
    return capital("; ".join(dict.fromkeys(said)))


def held(posts: Mapping[str, UUID | None]) -> dict[str, tuple[UUID, ...]]:
    """Roles whose one post is known."""
    return {role: (post,) for role, post in posts.items() if post is not None}
