"""A plan folded from its acts: review, versions, amendments, and the shelf of plans."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from domain.fact import Actor, Event, Meta, Recorded
from domain.plan import events as e
from domain.plan.state import changes
from domain.values import Evidence, Fixed
from projections.plan_file import PlanFile, fold
from projections.plan_index import PLANS, PlanIndex
from projections.read_model import Rows
from tests.spec import at, document

PLAN = UUID(int=0x9)
CULTURE, OFFICE = UUID(int=0xA1), UUID(int=0xA2)
REQUEST = UUID(int=0xE1)
FILE = Evidence(
    sha256="ab" * 32,
    bytes=10,
    media_type="text/plain",
    file_name="ke-hoach.txt",
    received_at=at("2025-07-01"),
)


def line(ref: str, **more: Any) -> e.Line:
    more.setdefault("lead_id", CULTURE)
    return e.Line(ref=ref, seq=int(ref), text=f"Việc {ref}", **more)


def read(*lines: e.Line, **more: Any) -> e.Read:
    return e.Read(
        plan_id=PLAN, code="cchc-2025-2", file=FILE, title="Kế hoạch", lines=lines, **more
    )


def recorded(*events: Event, reason: str | None = None) -> list[Recorded]:
    return [
        Recorded(
            originator_id=PLAN,
            originator_version=number,
            event=event,
            meta=Meta(
                event_id=UUID(int=number),
                happened_at=at("2025-07-01"),
                recorded_at=at("2025-07-01"),
                actor=Actor(),
                command_id=UUID(int=number),
                reason=reason,
                document=document() if isinstance(event, e.Issued | e.Amended) else None,
            ),
            position=number,
        )
        for number, event in enumerate(events, start=1)
    ]


def plan(*events: Event, reason: str | None = None) -> PlanFile:
    folded = fold(recorded(*events, reason=reason))
    assert folded is not None
    return folded


def refs(folded: PlanFile) -> list[str]:
    return [x.ref for x in folded.lines]


def test_nothing_before_the_reading() -> None:
    assert fold([]) is None


def test_a_split_line_is_replaced_where_it_stood() -> None:
    split = e.LineSplit(ref="1", parts=(line("10"), line("11")))
    folded = plan(read(line("1"), line("2"), derived=True), split)
    assert refs(folded) == ["10", "11", "2"]
    assert [x.derived for x in folded.lines] == [True, True, True]


def test_merged_lines_stand_at_the_place_of_the_first() -> None:
    merged = e.LinesMerged(refs=("1", "3"), line=line("1"))
    assert refs(plan(read(line("1"), line("2"), line("3")), merged)) == ["1", "2"]


def test_a_dropped_line_is_kept_with_its_reason() -> None:
    folded = plan(read(line("1"), line("2")), e.LineDropped(ref="1"), reason="trùng dòng 2")
    assert refs(folded) == ["2"]
    assert [x.why for x in folded.dropped] == ["trùng dòng 2"]


def test_a_recognised_name_counts_wherever_it_stands() -> None:
    unread = line("1", lead_id=None, lead_text="Phòng VHXH", cooperating_text=("VP",))
    duty = e.UnitDuty(ref="V", unit_text="Phòng VHXH", text="Đôn đốc")
    first = read(unread, duties=(duty,), unknown_units=("Phòng VHXH", "VP"))
    before = plan(first)
    assert before.lines[0].reading == "not_recognised"
    after = plan(
        first,
        e.UnitRecognised(text="Phòng VHXH", unit_id=CULTURE),
        e.UnitRecognised(text="VP", unit_id=OFFICE),
    )
    assert after.lines[0].line.lead_id == CULTURE
    assert after.lines[0].line.cooperating == (OFFICE,)
    assert after.plan.duties[0].unit_id == CULTURE
    assert after.plan.unknown_units == ()
    assert after.lines[0].reading == "recognised"


def test_an_appendix_joins_and_keeps_its_own_mark() -> None:
    problem = e.Problem(code="letter_missing")
    more = e.AppendixRead(file=FILE, derived=True, lines=(line("7"),), problems=(problem,))
    folded = plan(read(line("1"), problems=(problem,)), more, e.ProblemSettled(index=0, note="đã"))
    assert [x.derived for x in folded.lines] == [False, True]
    assert [p.index for p in folded.open_problems] == [1]
    assert folded.has_derived


def test_an_amendment_makes_a_version_and_the_old_one_stays() -> None:
    later = line("1", deadline=Fixed(on=date(2025, 12, 1)))
    folded = plan(
        read(line("1"), line("2")),
        e.Issued(version=1, lines_hash="h", line_count=2),
        e.AmendmentRequested(request_id=REQUEST, unit_id=CULTURE, ref="1", what="lùi hạn"),
        e.AmendmentsConsolidated(request_ids=(REQUEST,), proposal="đồng ý"),
        e.AmendmentsDecided(decisions=(e.AmendmentDecision(request_id=REQUEST, accepted=True),)),
        e.Amended(
            version=2,
            changes=(
                e.LineChange(ref="1", before=line("1"), after=later),
                e.LineChange(ref="2", before=line("2"), after=None),
                e.LineChange(ref="3", before=None, after=line("3")),
            ),
        ),
    )
    first, second = folded.plan.versions
    assert [x.ref for x in first.lines] == ["1", "2"]
    assert [x.ref for x in second.lines] == ["1", "3"]
    assert [c.ref for c in changes(folded.plan, 1, 2)] == ["1", "3", "2"]
    request = folded.request(1)
    assert request is not None
    assert (request.stage, request.version, request.proposal) == ("accepted", 2, "đồng ý")
    assert folded.plan.version == 2


def test_the_shelf_knows_state_and_counts() -> None:
    model, rows = PlanIndex(), Rows()
    acts = recorded(
        read(line("1"), line("2", lead_id=None), unknown_units=("x",)),
        e.LineDropped(ref="1"),
        e.UnitRecognised(text="x", unit_id=CULTURE),
        e.Issued(version=1, lines_hash="h", line_count=1),
        e.AmendmentRequested(request_id=REQUEST, unit_id=CULTURE, ref="2", what="bỏ"),
        e.Amended(version=2, changes=(e.LineChange(ref="2", before=line("2")),)),
    )
    for act in acts:
        if act.name in model.topics:
            model.apply(act, rows)
    row = rows.get(PLANS, (PLAN,))
    assert row is not None
    assert (row.stage, row.version, row.line_count) == ("issued", 2, 0)
    assert (row.without_lead, row.unknown_units, row.requests_open) == (1, 0, 1)
    assert row.document == "41/QĐ-UBND"
