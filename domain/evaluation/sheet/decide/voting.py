"""The council votes: one member, one vote, nobody on the own unit, more than half in favour."""

from __future__ import annotations

from domain.evaluation import commands as c
from domain.evaluation import events as e
from domain.evaluation.council import impartial
from domain.evaluation.sheet.decide.apart import refuse_its_voice, refuse_of_the_unit
from domain.evaluation.sheet.state import Sheet
from domain.fact import Elsewhere, Event, Moment
from domain.refusal import Refused
from domain.ward import Ward

Decided = list[Event | Elsewhere]


def cast(command: c.CastVote, sheet: Sheet, moment: Moment, ward: Ward) -> Decided:
    """After a ballot that was not valid, the next vote begins another one."""
    refuse_of_the_unit(sheet, moment, ward)
    refuse_its_voice(sheet, moment)
    post, person = moment.actor.post_id, moment.actor.person_id
    if post is None or post not in sheet.council_posts:
        raise Refused("not_allowed", needs=["CM"])
    now = sheet.now
    ballot = now.ballot + 1 if sheet.stage == "voted" else now.ballot
    given = now.vote_of(post, person) if ballot == now.ballot else None
    if given == command.choice:
        return []
    if given is not None:
        raise Refused("evaluation.already_voted", choice=given)
    return [e.VoteCast(post_id=post, choice=command.choice, ballot=ballot)]


def count(command: c.CountVotes, sheet: Sheet, moment: Moment, ward: Ward) -> Decided:
    """Who is entitled is judged on the day of counting; a vote that was not cast favours nobody."""
    now = sheet.now
    if not now.votes:
        raise Refused("evaluation.nobody_voted")
    entitled = impartial(sheet.council_posts, sheet.unit_id, moment.happened_on, ward)
    counted = [vote for vote in now.votes if vote.post_id in entitled]
    in_favour = sum(vote.choice == "for" for vote in counted)
    return [
        e.VotesCounted(
            ballot=now.ballot,
            members=len(sheet.council_posts),
            entitled=len(entitled),
            in_favour=in_favour,
            against=len(counted) - in_favour,
            valid=2 * in_favour > len(entitled),
        )
    ]
