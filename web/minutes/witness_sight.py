"""Whether there was a witness from outside, and who may read the name."""

from __future__ import annotations

from domain.inspection import events as e
from web.inspections.loading import Opened
from web.render import AnyRequest
from web.session import visit_of


def outside_witness(opened: Opened) -> str:
    """The reference of a citizen in the last refusal, if there was one."""
    refused = [r.event for r in opened.records if isinstance(r.event, e.SignatureRefused)]
    return refused[-1].witness_ref if refused else ""


def may_read_witness(request: AnyRequest, opened: Opened) -> bool:
    """The leader and secretary of the team, and the chair."""
    it, visit = opened.file.inspection, visit_of(request)
    own = {post.post_id for post in visit.posts}
    return bool(own & {it.leader_post, it.secretary_post}) or "C" in visit.roles
