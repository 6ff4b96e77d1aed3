"""What a finding refuses: wrong hours, names of persons, fields of another stance, own work."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from domain.fact import Device
from domain.finding import commands as c
from domain.finding.values import Promise, Responsible
from domain.inspection_limits import limits_of
from domain.ward import Person, Ward
from tests import finding_story as f
from tests import stories as s
from tests.finding_story import FINDING, HEAD, LEADER, MEMBER
from tests.spec import at
from tests.stories import CHAIR, COORDINATOR, actor, on, person, post

CLOSED_AT = at("2025-10-06 11:30")


def closed_visit() -> Any:
    return f.visit(stage="visit_closed", closed_at=CLOSED_AT)


def test_outside_the_visit_nothing_is_recorded() -> None:
    ordered = f.record(visit=f.visit(stage="ordered"))
    f.nothing().refused("2025-10-06", MEMBER, ordered, "finding.not_opened")
    frozen = f.record(visit=f.visit(stage="frozen", frozen_at=CLOSED_AT))
    f.nothing().refused("2025-10-06", MEMBER, frozen, "finding.minutes_frozen")
    f.nothing().refused("2025-10-06", MEMBER, f.record(visit=None), "not_found")
    late = f.record(visit=closed_visit())
    f.nothing().refused("2025-10-06 12:00", MEMBER, late, "finding.visit_closed")


def test_what_a_phone_captured_before_the_end_is_taken_and_marked() -> None:
    before = Device(captured_at=CLOSED_AT - timedelta(minutes=5))
    life = f.nothing().when(
        "2025-10-06 12:00", MEMBER, f.record(visit=closed_visit()), device=before
    )
    assert life.events[0].late is True
    after = Device(captured_at=CLOSED_AT + timedelta(minutes=1))
    f.nothing().refused(
        "2025-10-06 12:00",
        MEMBER,
        f.record(visit=closed_visit()),
        "finding.visit_closed",
        device=after,
    )


def test_nobody_of_the_unit_finds_anything_there() -> None:
    facts = f.nothing().refused("2025-10-06", HEAD, f.record(), "own_unit").facts
    assert facts["rule"] == "SD-7"


def named() -> Ward:
    people = {**s.ward().persons}
    who = person("officer:KTHTDT")
    people[who] = Person(person_id=who, full_name="Trần Thị Mơ")
    return replace(s.ward(), persons=people)


@pytest.mark.parametrize(
    "text", ["Bà Trần Thị Mơ vắng mặt.", "trần thị mơ: không thẻ", "(Trần  Thị Mơ)"]
)
def test_a_finding_names_posts_and_no_person(text: str) -> None:
    life = f.nothing(named())
    facts = life.refused(
        "2025-10-06", MEMBER, f.record(description=text), "finding.description_names_a_person"
    ).facts
    assert facts == {"field": "description"}
    life.refused(
        "2025-10-06", MEMBER, f.record(proposal=text), "finding.description_names_a_person"
    )


def test_a_given_name_alone_is_a_word() -> None:
    f.nothing(named()).when("2025-10-06", MEMBER, f.record(description="Một thị trấn mơ ước."))


def test_the_responsible_post_is_of_the_unit() -> None:
    def asked(code: str) -> c.RecordFinding:
        return f.record(responsible=Responsible(unit_id=s.KTHTDT, post_id=post(code)))

    f.nothing().refused("2025-10-06", MEMBER, asked("head:VP"), "finding.post_not_of_unit")
    recorded = f.nothing().when("2025-10-06", MEMBER, asked("officer:KTHTDT")).events[0]
    assert recorded.responsible.post_id == post("officer:KTHTDT")
    assert recorded.responsible.head_post_id == post("head:KTHTDT")


@pytest.mark.parametrize(
    ("severity", "day", "last_on"),
    [("shortcoming", "2025-11-06", "2025-11-05"), ("serious", "2025-10-22", "2025-10-21")],
)
def test_a_proposed_date_lies_inside_the_limit_of_the_severity(
    severity: str, day: str, last_on: str
) -> None:
    asked = f.record(severity, proposed_on=on(day))
    facts = f.nothing().refused("2025-10-06", MEMBER, asked, "finding.due_beyond_limit").facts
    assert (facts["severity"], facts["last_on"]) == (severity, on(last_on))
    f.nothing().when("2025-10-06", MEMBER, f.record("advice", proposed_on=on("2026-10-06")))


def test_each_stance_has_its_own_fields_and_no_other() -> None:
    life, when = f.acknowledged(), "2025-10-08"
    bare = c.SubmitExplanation(finding_id=FINDING, stance="accept")
    facts = life.refused(when, HEAD, bare, "finding.fields_for_stance").facts
    assert facts["missing"] == ["measures"]
    contest = c.SubmitExplanation(finding_id=FINDING, stance="contest", text="Không đúng.")
    facts = life.refused(when, HEAD, contest, "finding.fields_for_stance").facts
    assert facts["missing"] == ["counter_evidence"]
    promise = (Promise(text="Sửa", on=on("2025-10-20")),)
    extra = f.explain("contest", measures=promise)
    facts = life.refused(when, HEAD, extra, "finding.fields_not_of_stance").facts
    assert facts["extra"] == ["measures"]
    proof = f.explain("accept", counter_evidence=(s.evidence(),))
    life.refused(when, HEAD, proof, "finding.fields_not_of_stance")
    advice = f.acknowledged("advice")
    advice.when(when, HEAD, bare)  # nothing is owed, so nothing is promised


def test_a_promise_lies_inside_the_limit() -> None:
    far = f.explain("accept", measures=(Promise(text="Sửa", on=on("2025-11-10")),))
    f.acknowledged().refused("2025-10-08", HEAD, far, "finding.due_beyond_limit")


def test_what_was_said_has_one_hash_whenever_it_is_said() -> None:
    first = f.acknowledged().when("2025-10-08", HEAD, f.explain()).event
    again = f.silent().when("2025-10-17", HEAD, f.explain()).event
    other = f.acknowledged().when("2025-10-08", HEAD, f.explain(text="Khác.")).event
    assert first.content_hash == again.content_hash != other.content_hash


def test_softening_goes_to_the_lighter_side() -> None:
    life = f.explained()
    asked = c.AcceptExplanation(finding_id=FINDING, effect="soften", severity="serious")
    life.refused("2025-10-10", LEADER, asked, "finding.not_softer")
    lighter = c.AcceptExplanation(finding_id=FINDING, effect="soften", severity="advice")
    assert life.when("2025-10-10", LEADER, lighter).event.severity == "advice"
    life.refused("2025-10-10", LEADER, lighter, "reason_needed", reason=None)


def test_sd_8_neither_the_unit_nor_who_worked_on_it_verifies() -> None:
    life = f.remedy_reported()
    for asked in (f.verify(), f.give_back()):
        assert life.refused("2025-11-21", HEAD, asked, "own_unit").facts["rule"] == "SD-8"
    worked = f.verify(workers=(person("officer:VP"),))
    assert life.refused("2025-11-21", MEMBER, worked, "own_work").facts["rule"] == "SD-8"
    lent = actor(
        "officer:VP",
        capacity="delegate",
        on_behalf_of=post("head:KTHTDT"),
        delegation_id=FINDING,
    )
    life.refused("2025-11-21", lent, f.verify(), "own_unit")
    life.when("2025-11-21", MEMBER, f.verify())  # the recorder may, unless it is forbidden


def test_the_recorder_keeps_out_where_the_ward_wants_it() -> None:
    limits = replace(limits_of("scheduled", s.ward(), on("2025-10-06")), verifier_not_recorder=True)
    life = f.remedy_reported()
    life.state = replace(f.finding(life), limits=limits)
    life.refused("2025-11-21", MEMBER, f.verify(), "own_work")
    life.when("2025-11-21", LEADER, f.verify())


def test_only_a_sign_of_a_breach_is_handed_over_and_with_its_document() -> None:
    hand = c.HandOverFinding(finding_id=FINDING, to_body="Công an phường")
    f.delivered().refused("2025-10-07", CHAIR, hand, "finding.not_a_breach_sign")
    f.delivered("breach_sign").refused("2025-10-07", CHAIR, hand, "document_needed", document=None)


def earlier(day: str = "2024-11-21") -> c.EnterEarlierFinding:
    return c.EnterEarlierFinding(
        finding_id=FINDING,
        unit_id=s.SNC,
        item_key="item-3.6",
        severity="shortcoming",
        description="Không đeo thẻ.",
        recorded_on=on(day),
        started_on=on("2025-07-01"),
    )


def test_paper_of_before_the_system_is_entered_with_its_document() -> None:
    life = f.nothing().when("2025-07-10", COORDINATOR, earlier())
    finding = f.finding(life)
    assert (finding.stage, finding.is_earlier, finding.recorded_on) == (
        "closed",
        True,
        on("2024-11-21"),
    )
    f.nothing().refused("2025-07-10", COORDINATOR, earlier(), "document_needed", document=None)
    facts = (
        f.nothing()
        .refused("2025-07-10", COORDINATOR, earlier("2025-07-01"), "finding.before_system_only")
        .facts
    )
    assert facts["started_on"] == on("2025-07-01")
    dropped = life.when("2025-07-11", COORDINATOR, c.DropFinding(finding_id=FINDING))
    assert f.finding(dropped).stage == "dropped"
    reopen = c.ReopenFinding(finding_id=FINDING, due_on=on("2025-08-01"))
    life.refused("2025-07-11", CHAIR, reopen, "finding.entered_from_paper")


def test_a_code_for_the_year_and_a_number_for_the_visit() -> None:
    life = f.nothing().when("2025-10-06", MEMBER, f.record(visit=f.visit(next_no=3)), number=14)
    recorded, code, no = life.events
    assert (recorded.code, recorded.no) == ("PH-2025-014", 3)
    assert (code.version, no.version) == (14, 3)
    assert code.stream_id != no.stream_id
