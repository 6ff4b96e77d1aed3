"""What an act must stand on: a document that decides it, a reason that explains it."""

from __future__ import annotations

from domain.fact import Moment
from domain.refusal import Refused
from domain.values import Doc


def need_document(moment: Moment) -> Doc:
    """The document of the act; a document without a number proves nothing."""
    if moment.document is None or not moment.document.number.strip():
        raise Refused("document_needed")
    return moment.document


def need_reason(moment: Moment) -> str:
    """The reason of the act, in words."""
    if not (moment.reason or "").strip():
        raise Refused("reason_needed")
    return moment.reason or ""
