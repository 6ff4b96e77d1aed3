"""Whatever minutes say that the inspection does not remember by itself, for the hash over them.

Notes, reasons, files, and every word of a finding: what is shown to a signer is in the hash, so
nothing of it can change under a signature.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from uuid import UUID

from domain.fact import Recorded
from domain.finding import events as f
from domain.inspection import events as e
from domain.values import Evidence
from service.ledger import Ledger

LINE = "\n"


async def words_shown(
    ledger: Ledger, inspection_id: UUID, finding_ids: Iterable[UUID]
) -> tuple[str, ...]:
    """The words of an inspection and of its findings, in one fixed order."""
    told = list(words_of_visit(await ledger.load(inspection_id)))
    found = [words_of_finding(await ledger.load(each)) for each in finding_ids]
    return (*told, *sorted(words for words in found if words))


def words_of_visit(records: Sequence[Recorded]) -> Iterator[str]:
    """Notes and files of answers, and the leader's reasons, in the order of the acts."""
    for recorded in records:
        event, reason = recorded.event, recorded.meta.reason or ""
        match event:
            case e.ItemChecked():
                answer = str(event.answer_id)
                yield LINE.join(("answer", answer, event.note, *_shas(event.evidence)))
            case e.EvidenceAttached():
                yield LINE.join(("file", event.item_key or "", event.evidence.sha256))
            case e.ItemSettled():
                chosen = str(event.chosen_answer_id)
                yield LINE.join(("settled", event.item_key, chosen, reason))
            case e.FigureOverruled():
                yield LINE.join(("overruled", event.item_key, event.points, reason))
            case e.Opened():
                yield LINE.join(("opened", event.declared_order))


def words_of_finding(records: Sequence[Recorded]) -> str:
    """A finding as it was recorded; nothing for one that was taken back."""
    first = records[0].event if records else None
    if not isinstance(first, f.Recorded) or any(isinstance(r.event, f.Dropped) for r in records):
        return ""
    due = first.proposed_due
    whose = first.responsible
    return LINE.join(
        (
            "finding",
            first.code,
            first.item_code,
            first.severity,
            first.description,
            first.basis,
            first.proposal,
            due.last_on.isoformat() if due is not None else "",
            str(whose.unit_id),
            str(whose.post_id or ""),
            "repeat" if first.repeat_of else "",
            *_shas(first.evidence),
        )
    )


def _shas(files: Iterable[Evidence]) -> list[str]:
    return sorted(file.sha256 for file in files)
