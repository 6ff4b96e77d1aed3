"""Files that come with a form: received before the act is asked for, kept while it is corrected."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from litestar.datastructures import UploadFile
from msgspec.structs import replace

from domain.values import Evidence
from service.evidence import EvidenceStore, Unusable
from service.prepared_forms import PreparedForm
from web import wording
from web.forms import Form
from web.render import AnyRequest
from web.session import visit_of
from web.stored_files import store_of

FILES = "files"
KEPT = "kept"
"""Hashes of files that are received and not yet recorded."""
ABOUT_ON = "about_on"
FILES_MOST = 20
MEGABYTE = 1_000_000
FORM_OCTETS = 2_000_000
BODY_OCTETS_MAX = 4096 * MEGABYTE + FORM_OCTETS
"""The largest limit a ward may adopt, with room for the words of a form."""


def octets_max(request: AnyRequest) -> int:
    """Of one file, by the limit in force."""
    visit = visit_of(request)
    return visit.ward.days("evidence_max_megabytes", visit.today) * MEGABYTE


async def receive_files(request: AnyRequest, form: Form, person_id: UUID) -> tuple[Evidence, ...]:
    """Files of this sending and those kept from an earlier one; mistakes are noted in the form."""
    visit, store = visit_of(request), store_of(request)
    about_on = form.day(ABOUT_ON, "task.field.about_on", required=False)
    kept = [
        received.evidence
        for received in await store.waiting(form.values(KEPT)[:FILES_MOST], person_id, visit.now)
    ]
    sent = form.files(FILES)
    if len(sent) + len(kept) > FILES_MOST:
        form.fail(FILES, "task.error.too_many_files", most=FILES_MOST)
        sent = []
    for upload in sent:
        evidence = await _received(request, form, store, upload, person_id)
        if evidence is not None:
            kept.append(evidence)
    found = {each.sha256: each for each in kept}
    return tuple(_about(each, about_on) for each in found.values())


async def receive_part(
    request: AnyRequest,
    form: Form,
    part: str,
    kept: list[str],
    draft: PreparedForm | None,
    person_id: UUID,
) -> tuple[Evidence, ...]:
    """Files of one part of a form: sent now under its name, kept from before, or of the draft."""
    own = Form(visit_of(request).language, {KEPT: kept}, {FILES: form.files(part)})
    files = await receive_files(request, own, person_id)
    for sentence in own.errors.values():
        form.errors.setdefault(part, sentence)
    wanted = set(kept) - {each.sha256 for each in files}
    of_draft = draft.files if draft is not None else ()
    return (*files, *(each for each in of_draft if each.sha256 in wanted))[:FILES_MOST]


def _about(evidence: Evidence, about_on: date | None) -> Evidence:
    return replace(evidence, about_on=about_on) if about_on else evidence


async def _received(
    request: AnyRequest, form: Form, store: EvidenceStore, upload: UploadFile, person_id: UUID
) -> Evidence | None:
    most = octets_max(request)
    try:
        received = await store.receive(
            _Upload(upload),
            upload.filename,
            by_person=person_id,
            now=visit_of(request).now,
            octets_max=most,
        )
    except Unusable as unusable:
        _tell(request, form, unusable, most)
        return None
    return received.evidence


def _tell(request: AnyRequest, form: Form, unusable: Unusable, most: int) -> None:
    language = visit_of(request).language
    if unusable.why == "too_big":
        size = wording.size(language, most)
        form.fail(FILES, "task.error.file_too_big", file=unusable.file_name, max=size)
    elif unusable.why == "empty":
        form.fail(FILES, "form.file_empty", file=unusable.file_name)
    else:
        form.fail(FILES, "task.error.file_kind", file=unusable.file_name)


class _Upload:
    """An uploaded file as the store reads it; the framework has spooled it to disk."""

    def __init__(self, upload: Any) -> None:
        self._upload = upload

    async def read(self, size: int) -> bytes:
        """The next octets."""
        octets: bytes = await self._upload.read(size)
        return octets
