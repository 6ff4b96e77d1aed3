"""Rule sets, as the API finds them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from domain.evaluation import commands as c
from service.slices import RULE_SET
from web.api.query import named
from web.api.slice import ApiSlice, Found
from web.house import house_of
from web.render import AnyRequest
from web.rule_sets.loading import opened

LOOKED_UP = frozenset({"faults"})


async def find(request: AnyRequest, name: str) -> Found:
    """A rule set by its code."""
    found = await opened(request, named(name))
    return Found(stream_id=found.row.rule_set_id, name=found.row.code, thing=found)


async def name_of(request: AnyRequest, stream_id: UUID) -> str:
    """The code, as the first draft said it."""
    house: Any = house_of(request)
    state: Any = RULE_SET.fold(await house.ledger.load(stream_id))
    code: str = state.code
    return code


RULE_SETS = ApiSlice(
    name="rule_set",
    path="rule-sets",
    commands=c.RULE_SET_COMMANDS,
    stream_field="rule_set_id",
    permission="rule_sets.write",
    find=find,
    name_of=name_of,
    begins=frozenset({c.DraftRuleSet}),
    not_said={c.DraftRuleSet: LOOKED_UP, c.AdoptRuleSet: LOOKED_UP},
)
