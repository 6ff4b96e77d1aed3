"""Forms about one sealed value: declare independence, open at the door, void, publish."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import msgspec

from domain.seal import commands as c
from domain.seal.values import SealedOrder
from domain.ward import Post
from service.sealed_boxes import KnownSeal
from web.act_form import ActForm, Field, no_fields
from web.answers import TEXT_MAX, Answers
from web.inspections.act_context import field, post_options
from web.sealed.ordering import AREA
from web.sealed.telling import undeclared
from web.tasks.naming import Names


class KnownContext(msgspec.Struct, frozen=True, kw_only=True):
    """The value, who asks, and who may receive the team."""

    known: KnownSeal
    names: Names
    person_id: UUID | None
    own_posts: tuple[UUID, ...]
    hosts: tuple[Post, ...] = ()

    @property
    def is_over(self) -> bool:
        """Its life has ended without anything."""
        last = self.known.life_end_on
        return last is not None and self.names.on > last and not self.known.is_settled

    @property
    def owes_declaration(self) -> bool:
        """One of the reader's own posts is in the team and has not declared."""
        is_order = isinstance(self.known.content, SealedOrder)
        return is_order and bool(set(undeclared(self.known)) & set(self.own_posts))


def _statement(context: KnownContext, *, required: bool) -> Field:
    return field(
        "statement",
        "area",
        rows=3,
        required=required,
        value=context.names.say("sealed.statement"),
    )


def _declare_fields(context: KnownContext) -> Sequence[Field]:
    return (_statement(context, required=True),)


def _declare(answers: Answers, context: KnownContext) -> c.SealDeclaration:
    return c.SealDeclaration(
        seal_id=context.known.seal_id, statement=answers.text("statement", most=2000)
    )


def _open_fields(context: KnownContext) -> Sequence[Field]:
    hosts = post_options(context.hosts, context.names)
    asked = (
        field("place"),
        field("received_by", "choice", options=hosts, value=hosts[0].value if hosts else ""),
        field("absent_head", required=False, hint="inspection.hint.absent_head"),
        field("declared_order", required=False),
    )
    return (*asked, _statement(context, required=True)) if context.owes_declaration else asked


def _open(answers: Answers, context: KnownContext) -> c.OpenSealedOrder:
    statement = ""
    if context.owes_declaration:
        statement = answers.text("statement", most=TEXT_MAX)
    return c.OpenSealedOrder(
        seal_id=context.known.seal_id,
        place=answers.text("place"),
        received_by_post=answers.must_uuid("received_by", [p.post_id for p in context.hosts]),
        absent_head_reason=answers.text("absent_head", required=False),
        declared_order=answers.text("declared_order", required=False),
        statement=statement,
    )


def _void(answers: Answers, context: KnownContext) -> c.VoidSealedOrder:
    return c.VoidSealedOrder(seal_id=context.known.seal_id)


def _publish(answers: Answers, context: KnownContext) -> c.PublishVoid:
    return c.PublishVoid(seal_id=context.known.seal_id)


ACTS: dict[str, ActForm] = {
    act.slug: act
    for act in (
        ActForm(area=AREA, slug="open", command=c.OpenSealedOrder, fields=_open_fields,
                build=_open),
        ActForm(area=AREA, slug="declare", command=c.SealDeclaration, fields=_declare_fields,
                build=_declare),
        ActForm(area=AREA, slug="void", command=c.VoidSealedOrder, fields=no_fields,
                build=_void, reason="must"),
        ActForm(area=AREA, slug="publish", command=c.PublishVoid, fields=no_fields,
                build=_publish),
    )
}  # fmt: skip


def sample_of(slug: str, seal_id: UUID, person_id: UUID | None) -> c.SealCommand:
    """The plainest command of a kind, saying that the vault names the reader."""
    people = frozenset({person_id} if person_id else ())
    match slug:
        case "open":
            return c.OpenSealedOrder(seal_id=seal_id, received_by_post=c.NOWHERE, people=people)
        case "declare":
            return c.SealDeclaration(seal_id=seal_id, statement="", people=people)
        case "void":
            return c.VoidSealedOrder(seal_id=seal_id, people=people)
    return c.PublishVoid(seal_id=seal_id, people=people)


def possible(context: KnownContext) -> tuple[str, ...]:
    """Acts that stand open to this reader, the main one first."""
    known = context.known
    if known.is_settled or known.voided_at is not None:
        return ()
    is_first = known.role != "member"
    if context.is_over:
        return ("publish",) if is_first else ()
    order = isinstance(known.content, SealedOrder)
    found = {
        "open": order and is_first and known.slot_at is not None,
        "declare": context.owes_declaration,
        "void": is_first,
    }
    return tuple(slug for slug, fits in found.items() if fits)
