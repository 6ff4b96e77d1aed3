"""`evaluation.vote_cast` of the last entitled member → CountVotes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.evaluation import commands as c
from domain.evaluation import events as e
from domain.evaluation.council import impartial
from domain.evaluation.sheet.state import Sheet
from domain.fact import Recorded
from service.reactions.asking import ask_all
from service.reactions.runner import Reaction
from service.slices import SHEET

if TYPE_CHECKING:
    from service.wiring import House


async def count(recorded: Recorded, house: House) -> None:
    """Nobody waits for a count once everybody has voted; before that the chair may ask for it."""
    event, sheet_id = recorded.event, recorded.originator_id
    assert isinstance(event, e.VoteCast)
    history = await house.ledger.load(sheet_id, upto_version=recorded.originator_version)
    sheet: Sheet = SHEET.fold(history)
    ward = await house.ward()
    entitled = impartial(sheet.council_posts, sheet.unit_id, recorded.meta.happened_on, ward)
    voted = {vote.post_id for vote in sheet.now.votes}
    if voted.issuperset(entitled):
        await ask_all(house.desk, recorded, [c.CountVotes(sheet_id=sheet_id)])


REACTION = Reaction(name="count_votes", topics=frozenset({e.VoteCast.stored_name}), react=count)
