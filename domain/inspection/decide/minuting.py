"""The minutes: drawn up, the unit's opinion, signatures over what is shown, addenda."""

from __future__ import annotations

import re
from uuid import UUID

from domain.fact import Elsewhere, Event, Moment
from domain.grounds import need_reason
from domain.inspection import commands as c
from domain.inspection import events as e
from domain.inspection import scoring
from domain.inspection.decide.team import acting_post
from domain.inspection.decide.visiting import refuse_incomplete
from domain.inspection.parts import Drawing, SignRole
from domain.inspection.state import Inspection, Minutes
from domain.refusal import Refused
from domain.ward import Ward

Decided = list[Event | Elsewhere]
REFERENCE = re.compile(r"(?=.*\d)[A-Za-z0-9./-]{1,40}")
"""Of a slip or of an entry in the vault: the name of a citizen never comes into an event."""


def draw_up(command: c.DrawUpMinutes, it: Inspection, moment: Moment, ward: Ward) -> Decided:
    """Made from the answers; whoever had signed an earlier one signs again."""
    refuse_incomplete(None, it)
    now = it.minutes
    if now and not now.is_stale and now.content_hash == command.drawing.content_hash:
        return []
    return [_drawn(command.drawing, it)]


def _drawn(drawing: Drawing, it: Inspection) -> e.MinutesDrawnUp:
    return e.MinutesDrawnUp(
        minutes_no=it.minutes.no + 1 if it.minutes else 1,
        content_hash=drawing.content_hash,
        items_hash=scoring.items_hash(it),
        score=scoring.score(it),
        rendered=drawing.rendered,
        copies=drawing.copies,
        pages=drawing.pages,
    )


def give_opinion(command: c.GiveUnitOpinion, it: Inspection, moment: Moment, ward: Ward) -> Decided:
    """The unit's own words belong to the minutes, so these are drawn up again with them."""
    if command.text == it.opinion:
        return []
    said: Decided = [e.UnitOpinionGiven(text=command.text)]
    if command.redrawn is not None and not scoring.unsettled(it):
        said.append(_drawn(command.redrawn, it))
    return said


def sign(command: c.SignMinutes, it: Inspection, moment: Moment, ward: Ward) -> Decided:
    """A signature over the hash of exactly what was shown."""
    post = _signing_post(command.role, it, moment, ward)
    known = it.signature(command.role)
    if known is not None and not known.refused:
        return []
    minutes = _minutes(it)
    shown = {command.content_hash, command.hash_now, minutes.content_hash}
    if minutes.is_stale or len(shown) > 1:
        raise Refused("inspection.hash_moved", seen=command.content_hash, now=command.hash_now)
    if not command.stepped_up:
        raise Refused("inspection.step_up_missing")
    return [
        e.MinutesSigned(
            role=command.role,
            post_id=post,
            content_hash=minutes.content_hash,
            method=command.method,
            frozen=_is_last(command.role, it),
        )
    ]


def _signing_post(role: SignRole, it: Inspection, moment: Moment, ward: Ward) -> UUID:
    own, lent = moment.actor.post_id, acting_post(moment)
    if role == "head":
        post = ward.posts.get(lent) if lent is not None else None
        if post is not None and post.unit_id == it.unit_id and post.rank in ("head", "deputy"):
            return post.post_id
    elif own == lent == {"leader": it.leader_post, "secretary": it.secretary_post}[role]:
        assert own is not None, "the team is made of posts"
        return own
    raise Refused("inspection.not_that_role", role=role)


def _minutes(it: Inspection) -> Minutes:
    assert it.minutes is not None, "minutes are drawn up before this stage"
    return it.minutes


def _is_last(role: SignRole, it: Inspection) -> bool:
    return set(it.unsigned) <= {role}


def refuse_signature(
    command: c.RefuseSignature, it: Inspection, moment: Moment, ward: Ward
) -> Decided:
    """The head does not sign; the minutes stay valid as the team's record."""
    need_reason(moment)
    if it.signature("head") is not None:
        return []
    head = ward.head_post(it.unit_id)
    by_post = head.post_id if head else it.received_by_post
    assert by_post is not None, "somebody of the unit received the team"
    _refuse_witness(command, by_post, it, ward)
    if _minutes(it).is_stale:
        raise Refused("inspection.hash_moved", seen=_minutes(it).content_hash, now="")
    return [
        e.SignatureRefused(
            by_post=by_post,
            witness_post=command.witness_post,
            witness_ref=command.witness_ref,
            frozen=_is_last("head", it),
        )
    ]


def _refuse_witness(command: c.RefuseSignature, head: UUID, it: Inspection, ward: Ward) -> None:
    """SD-16: the witness is neither of the team nor the head who refuses."""
    if command.witness_post is None and not command.witness_ref.strip():
        raise Refused("inspection.witness_missing")
    if command.witness_post is None:
        if not REFERENCE.fullmatch(command.witness_ref.strip()):
            raise Refused("inspection.witness_is_no_reference")
        return
    if command.witness_post not in ward.posts:
        raise Refused("not_found", what="post", id=command.witness_post)
    if command.witness_post in (head, *it.team, *it.former_posts):
        raise Refused("inspection.witness_of_team", post=command.witness_post, rule="SD-16")


def add_addendum(
    command: c.AddMinutesAddendum, it: Inspection, moment: Moment, ward: Ward
) -> Decided:
    """Frozen minutes are never edited; what was wrong stands beside them."""
    return [
        e.AddendumAdded(
            no=it.addenda + 1,
            text=command.text,
            corrects=command.corrects,
            evidence=command.evidence,
            signed_by=acting_post(moment),
            countersign=command.countersign,
        )
    ]
