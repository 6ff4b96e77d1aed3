"""The way from a published sheet of the whole ward to the register of indices."""

from __future__ import annotations

from domain.figures.commands import RecordSelfAssessment
from web.act_pages import allowed
from web.evaluations.loading import SheetView
from web.render import AnyRequest


def index_address(request: AnyRequest, view: SheetView) -> str:
    """Where its points are put beside what the city publishes; empty where they cannot be."""
    if view.rules.rates != "ward" or view.published is None or view.past is not None:
        return ""
    if not allowed(request, RecordSelfAssessment, None):
        return ""
    return f"/figures/indices/do/assess?sheet={view.file.sheet_id}"
