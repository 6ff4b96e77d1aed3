"""One plan folded from its own stream: draft, lines, versions, amendments, as of any act."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

import msgspec

from domain.fact import Meta, Recorded
from domain.plan import events as e
from projections.plan_parts import (
    Acknowledgement,
    OpenProblem,
    PlanFile,
    PlanLine,
    Request,
    SourceFile,
    Version,
)


def fold(stream: Iterable[Recorded]) -> PlanFile | None:
    """The plan after the given acts; None before it was read."""
    plan: PlanFile | None = None
    for recorded in stream:
        if plan is None:
            if isinstance(recorded.event, e.Read):
                plan = _read(recorded.event, recorded)
            continue
        plan = _after(plan, recorded)
    return plan


def differences(older: Version, newer: Version) -> tuple[e.LineChange, ...]:
    """What changed between two versions, in the order of the document."""
    before = {line.ref: line for line in older.lines}
    after = {line.ref: line for line in newer.lines}
    refs = [*(line.ref for line in newer.lines), *(ref for ref in before if ref not in after)]
    return tuple(
        e.LineChange(ref=ref, before=before.get(ref), after=after.get(ref))
        for ref in refs
        if before.get(ref) != after.get(ref)
    )


def _read(event: e.Read, recorded: Recorded) -> PlanFile:
    meta = recorded.meta
    return PlanFile(
        plan_id=event.plan_id,
        code=event.code,
        title=event.title,
        period_from=event.period_from,
        period_to=event.period_to,
        files=(_source(event, meta),),
        lines=tuple(PlanLine(line=line, derived=event.derived) for line in event.lines),
        targets=event.targets,
        duties=event.duties,
        obligations=event.obligations,
        problems=_numbered(event.problems, 0),
        unknown_units=event.unknown_units,
        stream_version=recorded.originator_version,
        acts=(recorded,),
    )


def _after(plan: PlanFile, recorded: Recorded) -> PlanFile:
    changed = _review(plan, recorded.event, recorded.meta)
    if changed is None:
        changed = _in_force(plan, recorded.event, recorded.meta)
    return msgspec.structs.replace(
        changed,
        stream_version=recorded.originator_version,
        acts=(*plan.acts, recorded),
    )


def _review(plan: PlanFile, event: object, meta: Meta) -> PlanFile | None:
    """Acts of the review, before issuing."""
    match event:
        case e.AppendixRead():
            return _with_appendix(plan, event, meta)
        case e.LineRevised(ref=ref, after=after):
            return _with_lines(plan, _swap(plan, (ref,), (after,), derived=_derived(plan, ref)))
        case e.LineSplit(ref=ref, parts=parts):
            return _with_lines(plan, _swap(plan, (ref,), parts, derived=_derived(plan, ref)))
        case e.LinesMerged(refs=refs, line=line):
            derived = any(_derived(plan, ref) for ref in refs)
            return _with_lines(plan, _swap(plan, refs, (line,), derived=derived))
        case e.LineDropped(ref=ref):
            return _with_lines(plan, _drop(plan, ref, meta))
        case e.LineAdded(line=line):
            return _with_lines(plan, (*plan.lines, PlanLine(line=line, changed=True)))
        case e.UnitRecognised(text=text, unit_id=unit_id):
            return _recognise(plan, text, unit_id)
        case e.ProblemSettled(index=index, note=note):
            return _settle(plan, index, note or meta.reason or "")
        case _:
            return None


def _in_force(plan: PlanFile, event: object, meta: Meta) -> PlanFile:
    """Issuing and everything after it."""
    match event:
        case e.Issued():
            return _issue(plan, event, meta)
        case e.Acknowledged(unit_id=unit_id, person_count=count):
            said = Acknowledgement(unit_id=unit_id, person_count=count, at=meta.happened_at)
            return msgspec.structs.replace(plan, acknowledgements=(*plan.acknowledgements, said))
        case e.AmendmentRequested():
            return _ask(plan, event, meta)
        case e.AmendmentWithdrawn(request_id=request_id):
            return _requests(plan, {request_id: {"stage": "withdrawn"}})
        case e.AmendmentsConsolidated(request_ids=ids, proposal=proposal):
            facts = {"stage": "consolidated", "proposal": proposal}
            return _requests(plan, dict.fromkeys(ids, facts))
        case e.AmendmentsDecided(decisions=decisions):
            return _decide(plan, decisions, meta)
        case e.Amended():
            return _amend(plan, event, meta)
        case e.Abandoned():
            return msgspec.structs.replace(plan, stage="abandoned")
        case e.Closed():
            return msgspec.structs.replace(plan, stage="closed")
        case _:
            return plan


def _source(event: e.Read | e.AppendixRead, meta: Meta) -> SourceFile:
    return SourceFile(
        file=event.file,
        derived=event.derived,
        reader_version=event.reader_version,
        read_at=meta.recorded_at,
    )


def _numbered(problems: tuple[e.Problem, ...], start: int) -> tuple[OpenProblem, ...]:
    return tuple(OpenProblem(index=start + n, problem=p) for n, p in enumerate(problems))


def _with_appendix(plan: PlanFile, event: e.AppendixRead, meta: Meta) -> PlanFile:
    joined = tuple(PlanLine(line=line, derived=event.derived) for line in event.lines)
    new_names = tuple(n for n in event.unknown_units if n not in plan.unknown_units)
    return msgspec.structs.replace(
        plan,
        files=(*plan.files, _source(event, meta)),
        lines=(*plan.lines, *joined),
        problems=(*plan.problems, *_numbered(event.problems, len(plan.problems))),
        unknown_units=(*plan.unknown_units, *new_names),
    )


def _with_lines(plan: PlanFile, lines: tuple[PlanLine, ...]) -> PlanFile:
    return msgspec.structs.replace(plan, lines=lines)


def _derived(plan: PlanFile, ref: str) -> bool:
    return any(line.derived for line in plan.lines if line.ref == ref)


def _swap(
    plan: PlanFile, refs: tuple[str, ...], new: tuple[e.Line, ...], *, derived: bool
) -> tuple[PlanLine, ...]:
    """The lines with `refs` replaced by `new`, at the place of the first of them."""
    made = [PlanLine(line=line, derived=derived, changed=True) for line in new]
    lines: list[PlanLine] = []
    for line in plan.lines:
        if line.ref in refs and line.dropped_at is None:
            lines.extend(made)
            made = []
        else:
            lines.append(line)
    return tuple(lines)


def _drop(plan: PlanFile, ref: str, meta: Meta) -> tuple[PlanLine, ...]:
    return tuple(
        msgspec.structs.replace(line, dropped_why=meta.reason or "", dropped_at=meta.happened_at)
        if line.ref == ref and line.dropped_at is None
        else line
        for line in plan.lines
    )


def _recognise(plan: PlanFile, text: str, unit_id: UUID) -> PlanFile:
    lines = tuple(
        msgspec.structs.replace(line, line=recognised(line.line, text, unit_id))
        for line in plan.lines
    )
    duties = tuple(
        msgspec.structs.replace(duty, unit_id=unit_id)
        if duty.unit_text == text and duty.unit_id is None
        else duty
        for duty in plan.duties
    )
    return msgspec.structs.replace(
        plan,
        lines=lines,
        duties=duties,
        unknown_units=tuple(name for name in plan.unknown_units if name != text),
    )


def recognised(line: e.Line, text: str, unit_id: UUID) -> e.Line:
    """A line after a name in it was settled to mean a unit."""
    if line.lead_id is None and line.lead_text == text:
        line = msgspec.structs.replace(line, lead_id=unit_id)
    if text in line.cooperating_text:
        known = line.cooperating if unit_id in line.cooperating else (*line.cooperating, unit_id)
        unread = tuple(name for name in line.cooperating_text if name != text)
        line = msgspec.structs.replace(line, cooperating=known, cooperating_text=unread)
    return line


def _settle(plan: PlanFile, index: int, note: str) -> PlanFile:
    problems = tuple(
        msgspec.structs.replace(p, settled_note=note) if p.index == index else p
        for p in plan.problems
    )
    return msgspec.structs.replace(plan, problems=problems)


def _issue(plan: PlanFile, event: e.Issued, meta: Meta) -> PlanFile:
    version = Version(
        number=event.version,
        document=meta.document,
        decided_on=meta.happened_on,
        lines=tuple(line.line for line in plan.standing_lines),
        derived_refs=frozenset(event.derived_refs),
    )
    return msgspec.structs.replace(plan, stage="issued", versions=(version,))


def _ask(plan: PlanFile, event: e.AmendmentRequested, meta: Meta) -> PlanFile:
    request = Request(
        number=len(plan.requests) + 1,
        request_id=event.request_id,
        unit_id=event.unit_id,
        ref=event.ref,
        what=event.what,
        reason=meta.reason or "",
        proposed=event.proposed,
        evidence=event.evidence,
        asked_at=meta.happened_at,
        asked_by=meta.actor.person_id,
    )
    return msgspec.structs.replace(plan, requests=(*plan.requests, request))


def _requests(plan: PlanFile, changes: dict[UUID, dict[str, Any]]) -> PlanFile:
    requests = tuple(
        msgspec.structs.replace(r, **changes[r.request_id]) if r.request_id in changes else r
        for r in plan.requests
    )
    return msgspec.structs.replace(plan, requests=requests)


def _decide(plan: PlanFile, decisions: tuple[e.AmendmentDecision, ...], meta: Meta) -> PlanFile:
    """An accepted request names the version that `plan.amended` makes in the same append."""
    changes: dict[UUID, dict[str, Any]] = {
        d.request_id: {
            "stage": "accepted" if d.accepted else "refused",
            "why": d.why,
            "decided_at": meta.happened_at,
            "document": meta.document,
            "version": plan.version + 1 if d.accepted else None,
        }
        for d in decisions
    }
    return _requests(plan, changes)


def _amend(plan: PlanFile, event: e.Amended, meta: Meta) -> PlanFile:
    former = plan.versions[-1]
    after = {change.ref: change.after for change in event.changes}
    kept = [after.get(line.ref, line) for line in former.lines]
    known = {line.ref for line in former.lines}
    added = [line for ref, line in after.items() if ref not in known]
    lines = tuple(line for line in (*kept, *added) if line is not None)
    version = Version(
        number=event.version,
        document=meta.document,
        decided_on=meta.happened_on,
        lines=lines,
        changes=event.changes,
        derived_refs=former.derived_refs,
    )
    derived = former.derived_refs
    return msgspec.structs.replace(
        plan,
        versions=(*plan.versions, version),
        lines=tuple(PlanLine(line=line, derived=line.ref in derived) for line in lines),
    )
