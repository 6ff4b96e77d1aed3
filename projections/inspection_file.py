"""What an inspection is and where it stands: folded from its own stream, for any moment.

The page, the page of a past day and every step of a replay call the same function with more or
fewer of the acts. Names, findings and rights are the page's matter.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Literal, cast
from uuid import UUID

from domain.fact import Recorded, local_date
from domain.inspection import events as e
from domain.inspection import scoring
from domain.inspection.evolving import evolve
from domain.inspection.parts import DocumentKind, Score
from domain.inspection.state import Inspection
from domain.values import Doc, Evidence, Value
from domain.ward import Ward
from projections.inspection_items import ItemLine, item_line
from projections.limit_clock import LimitClock, limit_clock

StepName = Literal[
    "order",
    "announce",
    "self_report",
    "open",
    "visit",
    "minutes",
    "report",
    "conclusion",
    "close",
]
Part = Literal["leader", "secretary", "member"]
NOT_FOR_SURPRISE: tuple[StepName, ...] = ("announce", "self_report")


class Step(Value, frozen=True, kw_only=True):
    """One step of the bar; explanation and remedy lie in the findings."""

    name: StepName
    at: datetime | None = None


class ClockLine(LimitClock, frozen=True, kw_only=True):
    """A limit of an inspection."""

    rule: str
    """Name of the limit, as in the settings of the kind."""


class Member(Value, frozen=True, kw_only=True):
    """A place in the team."""

    post_id: UUID
    part: Part
    has_declared: bool
    has_conflict: bool


class Paper(Value, frozen=True, kw_only=True):
    """A document of the file: a draft until its number came back."""

    kind: DocumentKind
    document: Doc | None = None
    is_entered: bool = False
    at: datetime


class FiledEvidence(Value, frozen=True, kw_only=True):
    """A file and the act that brought it."""

    evidence: Evidence
    act: int
    item_key: str = ""


class InspectionFile(Value, frozen=True, kw_only=True):
    """An inspection at a moment."""

    inspection_id: UUID
    inspection: Inspection
    records: tuple[Recorded, ...]
    at: datetime
    steps: tuple[Step, ...]
    clocks: tuple[ClockLine, ...]
    team: tuple[Member, ...]
    score: Score
    by_field: dict[int, Score]
    items: tuple[ItemLine, ...]
    papers: tuple[Paper, ...]
    evidence: tuple[FiledEvidence, ...]
    addenda: tuple[e.AddendumAdded, ...]

    @property
    def today(self) -> date:
        """The local day that everything is counted for."""
        return local_date(self.at)

    @property
    def version(self) -> int:
        """How many acts the stream had."""
        return self.records[-1].originator_version


def inspection_file(records: Sequence[Recorded], ward: Ward, at: datetime) -> InspectionFile:
    """The file of an inspection after these acts, as it stands at a moment."""
    it = remembered(records)
    return InspectionFile(
        inspection_id=records[0].originator_id,
        inspection=it,
        records=tuple(records),
        at=at,
        steps=_steps(it, records),
        clocks=_clocks(it, records, ward, local_date(at)),
        team=_team(it),
        score=scoring.score(it),
        by_field=scoring.score_by_field(it),
        items=tuple(item_line(item, it, records) for item in it.items),
        papers=_papers(records),
        evidence=_evidence(records),
        addenda=tuple(r.event for r in records if isinstance(r.event, e.AddendumAdded)),
    )


def remembered(records: Sequence[Recorded]) -> Inspection:
    """What the domain itself remembers after these acts."""
    it: Inspection | None = None
    for recorded in records:
        it = evolve(it, cast(e.InspectionEvent, recorded.event), recorded.meta)
    assert it is not None, "an inspection begins with an order"
    return it


# -- steps and clocks ------------------------------------------------------------


def _last_at(records: Sequence[Recorded], *kinds: type) -> datetime | None:
    found = [r.meta.happened_at for r in records if isinstance(r.event, kinds)]
    return found[-1] if found else None


def _steps(it: Inspection, records: Sequence[Recorded]) -> tuple[Step, ...]:
    done: dict[StepName, datetime | None] = {
        "order": it.ordered_at,
        "announce": it.announced_at,
        "self_report": _last_at(records, e.SelfReportSubmitted),
        "open": it.opened_at,
        "visit": it.visit_closed_at,
        "minutes": it.frozen_at,
        "report": it.reported_at,
        "conclusion": it.concluded_at,
        "close": _last_at(records, e.Closed),
    }
    left_out = NOT_FOR_SURPRISE if it.kind == "surprise" else ()
    return tuple(Step(name=name, at=at) for name, at in done.items() if name not in left_out)


def _clocks(
    it: Inspection, records: Sequence[Recorded], ward: Ward, today: date
) -> tuple[ClockLine, ...]:
    """Limits of the inspection itself; those of answers and remedies lie in the findings."""
    self_reported = _last_at(records, e.SelfReportSubmitted)
    limits = it.limits
    lines = (
        (
            "self_report_before_days",
            limits.self_report_before_days,
            it.self_report_by,
            self_reported,
        ),
        ("report_days", limits.report_days + it.granted_days, it.report_by, it.reported_at),
        ("conclude_days", limits.conclude_days, it.conclude_by, it.concluded_at),
    )
    return tuple(
        limit_clock(ClockLine, days, due.last_on, done, ward, today, rule=rule)
        for rule, days, due, done in lines
        if due is not None
    )


def _team(it: Inspection) -> tuple[Member, ...]:
    parts: list[tuple[UUID, Part]] = [
        (it.leader_post, "leader"),
        (it.secretary_post, "secretary"),
        *((post, "member") for post in it.member_posts),
    ]
    return tuple(
        Member(
            post_id=post,
            part=part,
            has_declared=post in it.declared,
            has_conflict=post in it.conflicted,
        )
        for post, part in parts
    )


# -- papers and files --------------------------------------------------------------


def _papers(records: Sequence[Recorded]) -> tuple[Paper, ...]:
    """Each act that is a document; what was entered by the clerk goes before the draft."""
    made: dict[DocumentKind, Paper] = {}
    kinds: tuple[tuple[type, DocumentKind], ...] = (
        (e.Ordered, "order"),
        (e.Announced, "announcement"),
        (e.MinutesDrawnUp, "minutes"),
        (e.Reported, "report"),
        (e.ConclusionIssued, "conclusion"),
    )
    for recorded in records:
        meta, event = recorded.meta, recorded.event
        for kind, name in kinds:
            known = made.get(name)
            if isinstance(event, kind) and not (known and known.is_entered):
                sealed = event.document if isinstance(event, e.Ordered) else None
                cited = meta.document or sealed
                made[name] = Paper(kind=name, document=cited, at=meta.happened_at)
        if isinstance(event, e.DocumentEntered):
            made[event.paper] = Paper(
                kind=event.paper, document=meta.document, is_entered=True, at=meta.happened_at
            )
    return tuple(made[name] for _, name in kinds if name in made)


def _evidence(records: Sequence[Recorded]) -> tuple[FiledEvidence, ...]:
    return tuple(
        FiledEvidence(evidence=file, act=recorded.originator_version, item_key=key)
        for recorded in records
        for file, key in files_of(recorded)
    )


def files_of(recorded: Recorded) -> tuple[tuple[Evidence, str], ...]:
    """Files that one act brought along, with the item they belong to."""
    match recorded.event:
        case e.ItemChecked(evidence=files, item_key=key):
            return tuple((file, key) for file in files)
        case e.EvidenceAttached(evidence=file, item_key=key):
            return ((file, key or ""),)
        case e.AddendumAdded(evidence=files):
            return tuple((file, "") for file in files)
    return ()
