"""What an inspector recorded, from a form's fields to the desk: one way for pages and for phones.

A photo is an act of its own, so that each has its own state on the phone; then comes the finding,
and the answer last, because it names both.
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

from domain import journal
from domain.fact import Command, Device
from domain.finding.commands import RecordFinding
from domain.finding.values import Responsible
from domain.ids import derived, new_id
from domain.inspection import commands as c
from domain.refusal import Refused
from domain.values import Evidence
from projections.inspection_items import ItemLine
from service.desk import Envelope, Receipt, Who
from web.forms import Form
from web.house import house_of
from web.render import AnyRequest
from web.session import signed_in, visit_of
from web.stored_files import store_of
from web.tasks.uploads import FILES, receive_files
from web.visit.answer_form import AnswerAsked, read_absence, read_answer
from web.visit.loading import OpenedVisit

AT_ONCE = timedelta(minutes=1)
"""What arrives sooner than this happened when it arrived."""
ELAPSED_MOST = timedelta(days=60)


class Sent(msgspec.Struct, frozen=True, kw_only=True):
    """How an entry came: its own number, and what the phone said of the hour."""

    command_id: UUID
    device: Device | None = None
    happened_at: datetime | None = None


class Recorded(msgspec.Struct, frozen=True, kw_only=True):
    """What a phone is told when an entry lies in the journal."""

    receipt: Receipt
    hash: str
    """Of the file, or of the act as it is stored."""
    late: bool = False


def sent_of(request: AnyRequest, form: Form) -> Sent:
    """Both times: the phone's, and by how much it is ahead (positive) of the server.

    The phone says when it captured the entry and how long ago that was by its own clock, so a
    clock that is wrong in itself is told from an entry that waited.
    """
    now = visit_of(request).now
    command_id = _id(request.headers.get("idempotency-key", "") or form.value("command_id"))
    captured, elapsed = _instant(form.value("captured_at")), _span(form.value("elapsed_ms"))
    if captured is None or elapsed is None:
        return Sent(command_id=command_id or new_id(now))
    skew = captured + elapsed - now
    return Sent(
        command_id=command_id or new_id(now),
        device=Device(captured_at=captured, skew_ms=round(skew / timedelta(milliseconds=1))),
        happened_at=now - elapsed if elapsed >= AT_ONCE else None,
    )


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _instant(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo is not None else None


def _span(text: str) -> timedelta | None:
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        return None
    return min(timedelta(milliseconds=int(text)), ELAPSED_MOST)


# -- the three kinds of entries ----------------------------------------------------


async def record_answer(
    request: AnyRequest, opened: OpenedVisit, line: ItemLine, form: Form, sent: Sent
) -> Recorded | None:
    """An answer with its photos and its finding; None when the form has to be corrected."""
    files = await _files(request, form)
    asked = read_answer(form, opened, line)
    if asked is None:
        return None
    photos = [filed.evidence for filed in opened.file.evidence if filed.item_key == _key(line)]
    new = [file for file in files if file.sha256 not in {each.sha256 for each in photos}]
    await _attach(request, opened, line, new, sent)
    if asked.words is not None:
        await _submit(request, _finding(opened, line, asked, [*photos, *new]), sent, "finding")
    answer = c.CheckItem(
        inspection_id=opened.file.inspection_id,
        answer_id=derived("answer", sent.command_id),
        item_key=_key(line),
        answer=asked.answer,
        points=asked.points,
        note=asked.note,
        sample=asked.sample,
        finding_id=asked.finding_id,
    )
    return await _told(request, await _submit(request, answer, sent))


async def record_photo(
    request: AnyRequest, opened: OpenedVisit, line: ItemLine, form: Form, sent: Sent
) -> Recorded | None:
    """One photo of an item, whose hash the phone has computed as well."""
    files = await _files(request, form)
    if not form.is_sound or len(files) != 1:
        form.fail(FILES, "visit.error.photo_missing")
        return None
    promised = form.value("sha256")
    if promised and promised != files[0].sha256:
        form.fail(FILES, "visit.error.photo_changed")
        return None
    command = c.AttachVisitEvidence(
        inspection_id=opened.file.inspection_id, evidence=files[0], item_key=_key(line)
    )
    receipt = await _submit(request, command, sent)
    await store_of(request).recorded([files[0].sha256], _person(request))
    told = await _told(request, receipt)
    return msgspec.structs.replace(told, hash=files[0].sha256)


async def record_absence(
    request: AnyRequest, opened: OpenedVisit, form: Form, sent: Sent
) -> Recorded | None:
    """A post of the unit that was not there."""
    asked = read_absence(form, opened, visit_of(request).ward, sent, visit_of(request).now)
    if asked is None:
        return None
    command, reason = asked
    return await _told(request, await _submit(request, command, sent, reason=reason))


async def record_by_leader(
    request: AnyRequest, command: Command, form: Form, reason: str | None = None
) -> Receipt:
    """What only the leader asks for, at once and never from a queue."""
    return await _submit(request, command, sent_of(request, form), reason=reason)


# -- parts -------------------------------------------------------------------------


def _key(line: ItemLine) -> str:
    return line.item.item_key


def _person(request: AnyRequest) -> UUID:
    person_id = signed_in(request).person_id
    if person_id is None:
        raise Refused("not_found")
    return person_id


async def _files(request: AnyRequest, form: Form) -> tuple[Evidence, ...]:
    return await receive_files(request, form, _person(request))


async def _attach(
    request: AnyRequest, opened: OpenedVisit, line: ItemLine, files: list[Evidence], sent: Sent
) -> None:
    for file in files:
        command = c.AttachVisitEvidence(
            inspection_id=opened.file.inspection_id, evidence=file, item_key=_key(line)
        )
        await _submit(request, command, sent, f"photo-{file.sha256}")
    await store_of(request).recorded([file.sha256 for file in files], _person(request))


def _finding(
    opened: OpenedVisit, line: ItemLine, asked: AnswerAsked, photos: list[Evidence]
) -> RecordFinding:
    words = asked.words
    assert words is not None
    assert asked.finding_id is not None
    return RecordFinding(
        finding_id=asked.finding_id,
        inspection_id=opened.file.inspection_id,
        item_key=_key(line),
        severity=words.severity,
        description=asked.note,
        evidence=tuple(photos),
        basis=line.item.legal_basis,
        responsible=Responsible(unit_id=opened.it.unit_id, post_id=words.responsible_post),
        proposal=words.proposal,
        proposed_on=words.proposed_on,
    )


async def _submit(
    request: AnyRequest, command: Command, sent: Sent, part: str = "", reason: str | None = None
) -> Receipt:
    """Every command of an entry has a number that follows from the entry's own."""
    visit, user = visit_of(request), signed_in(request)
    desk: Any = house_of(request).desk
    receipt: Receipt = await desk.submit(
        command,
        Envelope(
            who=Who(person_id=user.person_id, acting_post=visit.acting_post),
            command_id=derived("visit", sent.command_id, part) if part else sent.command_id,
            happened_at=sent.happened_at,
            device=sent.device,
            reason=reason,
        ),
    )
    return receipt


async def _told(request: AnyRequest, receipt: Receipt) -> Recorded:
    house: Any = house_of(request)
    records = await house.ledger.load(receipt.stream_id)
    act = next((r for r in records if r.originator_version == receipt.version), None)
    if act is None:
        return Recorded(receipt=receipt, hash="")
    digest = hashlib.sha256(journal.encode(act)).hexdigest()
    return Recorded(receipt=receipt, hash=digest, late=bool(getattr(act.event, "late", False)))
