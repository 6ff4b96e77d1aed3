"""Who may ask what a sheet would come to by other rules or at another cut."""

from __future__ import annotations

from domain.evaluation.rated import voice_of
from web.evaluations.loading import SheetView
from web.session import Visit


def may_try(visit: Visit, sheet: SheetView) -> bool:
    """The coordinator, appraisers, the chair and the auditor; a head for the own unit."""
    if not sheet.parts.scores:
        return False
    offices = (*visit.posts, *(office.post for office in visit.lent))
    if visit.reach & {"C", "K", "A"}:
        return True
    voice = voice_of(sheet.unit.unit_id, visit.today, visit.ward)
    return any(
        post.post_id in sheet.sheet.appraiser_posts
        or (post.rank == "head" and post.unit_id == voice)
        for post in offices
    )
