"""The present of a sealed value for whoever may look, and the inspection it became."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from domain.inspection.commands import inspection_of_seal
from domain.seal.values import SealedOrder
from domain.ward import Ward
from projections.inspection_file import remembered
from service.sealed_boxes import KnownSeal
from web.house import house_of
from web.inspections.act_context import seats
from web.render import AnyRequest
from web.sealed.acts import KnownContext
from web.session import visit_of
from web.tasks.naming import Names


def context_of(request: AnyRequest, known: KnownSeal) -> KnownContext:
    """The present of a sealed value, for whoever may look."""
    visit = visit_of(request)
    return KnownContext(
        known=known,
        names=Names(visit.ward, visit.language, visit.today),
        person_id=visit.user.person_id if visit.user else None,
        own_posts=tuple(post.post_id for post in visit.posts),
        hosts=_hosts(known, visit.ward, request),
    )


def _hosts(known: KnownSeal, ward: Ward, request: AnyRequest) -> tuple[Any, ...]:
    """Those of the unit who may receive the team, the head first."""
    order = known.content
    if not isinstance(order, SealedOrder):
        return ()
    own = [post for post in seats(ward, visit_of(request).today) if post.unit_id == order.unit]
    return tuple(sorted(own, key=lambda post: post.rank != "head"))


async def code_of(request: AnyRequest, seal_id: UUID) -> str:
    """The inspection that an opened order became; empty before."""
    house: Any = house_of(request)
    records = await house.ledger.load(inspection_of_seal(seal_id))
    return remembered(records).code if records else ""
