"""What was found, said, decided and done: a finding folded from its own stream, for any moment."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import cast
from uuid import UUID

from msgspec.structs import replace

from domain.fact import Meta, Recorded, local_date
from domain.finding import events as f
from domain.finding.events import FindingEvent
from domain.finding.memory import Finding
from domain.finding.state import evolve
from domain.ids import derived
from domain.values import Due, Evidence, Value


class Said(Value, frozen=True, kw_only=True):
    """An explanation with its act."""

    words: f.ExplanationSubmitted
    meta: Meta


class Assessed(Value, frozen=True, kw_only=True):
    """What the leader answered, with its reason in the envelope."""

    verdict: f.ExplanationAccepted | f.ExplanationRejected
    meta: Meta


class Spell(Value, frozen=True, kw_only=True):
    """One attempt to put it right; a failed one stays readable."""

    no: int
    due: Due | None
    reported: f.RemediationReported | None = None
    reported_at: datetime | None = None
    verdict: f.RemediationVerified | f.RemediationReturned | None = None
    verdict_at: datetime | None = None


class FindingFile(Value, frozen=True, kw_only=True):
    """A finding at a moment; words, links and rights are the page's matter."""

    finding_id: UUID
    finding: Finding
    records: tuple[Recorded, ...]
    at: datetime
    found: f.Recorded | f.EarlierEntered
    """As found, untouched by anything later."""
    found_meta: Meta
    explanations: tuple[Said, ...] = ()
    assessed: Assessed | None = None
    concluded: f.Concluded | None = None
    concluded_meta: Meta | None = None
    spells: tuple[Spell, ...] = ()
    addenda: tuple[f.AddendumAdded, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    task_ids: tuple[UUID, ...] = ()
    """Remedial tasks, one for the conclusion and one for each reopening."""

    @property
    def today(self) -> date:
        """The local day that everything is counted for."""
        return local_date(self.at)

    @property
    def version(self) -> int:
        """How many acts the stream had."""
        return self.records[-1].originator_version


def fold(records: Sequence[Recorded], at: datetime) -> FindingFile:
    """The file of a finding after these acts, as it stands at a moment."""
    assert records, "a finding begins with an act"
    first = records[0]
    assert isinstance(first.event, f.Recorded | f.EarlierEntered)
    concluded = [r for r in records if isinstance(r.event, f.Concluded)]
    finding_id = first.originator_id
    return FindingFile(
        finding_id=finding_id,
        finding=remembered(records),
        records=tuple(records),
        at=at,
        found=first.event,
        found_meta=first.meta,
        explanations=tuple(
            Said(words=r.event, meta=r.meta)
            for r in records
            if isinstance(r.event, f.ExplanationSubmitted)
        ),
        assessed=_assessed(records),
        concluded=cast(f.Concluded, concluded[-1].event) if concluded else None,
        concluded_meta=concluded[-1].meta if concluded else None,
        spells=_spells(records),
        addenda=tuple(r.event for r in records if isinstance(r.event, f.AddendumAdded)),
        evidence=tuple(file for r in records for file in files_of(r)),
        task_ids=_task_ids(finding_id, records),
    )


def remembered(records: Sequence[Recorded]) -> Finding:
    """What the finding itself remembers."""
    finding: Finding | None = None
    for recorded in records:
        finding = evolve(finding, cast(FindingEvent, recorded.event), recorded.meta)
    assert finding is not None
    return finding


def remedy_task(finding_id: UUID, spell: int) -> UUID:
    """The remedial task that a conclusion or a reopening made in this spell."""
    return derived("remedy", finding_id, spell)


def files_of(recorded: Recorded) -> tuple[Evidence, ...]:
    """Files that an act brought."""
    match recorded.event:
        case f.Recorded(evidence=evidence) | f.RemediationVerified(evidence=evidence):
            return evidence
        case f.ExplanationSubmitted():
            return (*recorded.event.counter_evidence, *recorded.event.evidence)
    return ()


def _assessed(records: Sequence[Recorded]) -> Assessed | None:
    for recorded in reversed(records):
        if isinstance(recorded.event, f.ExplanationAccepted | f.ExplanationRejected):
            return Assessed(verdict=recorded.event, meta=recorded.meta)
    return None


def _task_ids(finding_id: UUID, records: Sequence[Recorded]) -> tuple[UUID, ...]:
    made = []
    for recorded in records:
        if isinstance(recorded.event, f.Concluded) and recorded.event.remedy_due is not None:
            made.append(remedy_task(finding_id, 1))
        elif isinstance(recorded.event, f.Reopened):
            made.append(remedy_task(finding_id, recorded.event.spell))
    return tuple(made)


def _spells(records: Sequence[Recorded]) -> tuple[Spell, ...]:
    spells: list[Spell] = []
    for recorded in records:
        event, at = recorded.event, recorded.meta.happened_at
        match event:
            case f.Concluded(remedy_due=due) if due is not None:
                spells.append(Spell(no=1, due=due))
            case f.Reopened(spell=spell, due=due):
                spells.append(Spell(no=spell, due=due))
            case f.RemediationReported() if spells:
                spells[-1] = replace(spells[-1], reported=event, reported_at=at)
            case f.RemediationVerified() if spells:
                spells[-1] = replace(spells[-1], verdict=event, verdict_at=at)
            case f.RemediationReturned(due=due) if spells:
                former = replace(spells[-1], verdict=event, verdict_at=at)
                spells[-1:] = [former, Spell(no=former.no + 1, due=due or former.due)]
    return tuple(spells)
