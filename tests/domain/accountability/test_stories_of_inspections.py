"""Stories 19 and 21 to 23 in quantities: scores, findings, repeats, remedies."""

from __future__ import annotations

from fractions import Fraction

import pytest

from domain.fact import REACTION
from domain.finding import commands as c
from domain.inspection.commands import DrawUpMinutes
from tests import finding_story as f
from tests import inspection_story as i
from tests import stories as s
from tests.domain.accountability.counting import counted, lines, until
from tests.domain.test_inspection_stories import carried_out, refused, surprise
from tests.finding_story import FINDING, MEMBER
from tests.spec import at
from tests.stories import Life, on


def test_19_the_score_of_a_surprise_counts_once_its_minutes_are_frozen() -> None:
    head = s.head(s.PVHCC)
    life = carried_out(surprise("PVHCC", head), {"3.6": "2", "5.1": "2"})
    assert counted(s.PVHCC, life) == {}
    life = life.when("2025-11-06 11:00", i.SECRETARY, i.ask(DrawUpMinutes, drawing=i.drawing()))
    for role, who in (("leader", i.LEADER), ("secretary", i.SECRETARY), ("head", head)):
        life = life.when("2025-11-06 11:45", who, i.sign(role))
    score = Fraction("95.59")
    assert counted(s.PVHCC, life) == {
        "K11": {"inspections": 1, "mean_score": score, "last_score": score}
    }
    assert lines(s.PVHCC, life, period=until("2025-11-05")) == ()


def test_21_a_refused_signature_freezes_all_the_same_and_is_contested() -> None:
    (line,) = [x for x in lines(s.KTHTDT, refused()) if x.kind == "inspection_scored"]
    assert (line.basis, line.own_words) == ("contested", "Không đồng ý mục 5.1.")
    assert line.on == on("2025-10-06")


def upheld_in_silence() -> Life:
    return f.silent().when("2025-10-23 15:00", REACTION, f.conclude())


def test_21_silence_is_no_consent_and_no_objection() -> None:
    life = upheld_in_silence()
    found = lines(s.KTHTDT, life, period=until("2025-11-01"))
    assert [x.kind for x in found] == [
        "finding_recorded",
        "finding_not_acknowledged",
        "finding_not_explained",
    ]
    assert counted(s.KTHTDT, life, period=until("2025-11-24"))["K12"]["recorded"] == 1
    assert found[0].basis == "verified"


def test_a_finding_is_the_teams_draft_until_the_minutes_are_frozen() -> None:
    """Recorded on 06/10, delivered on 08/10: before that it is nobody's."""
    draft = f.recorded()
    assert lines(s.KTHTDT, draft) == ()
    life = draft.when("2025-10-08 09:00", REACTION, f.deliver())
    (line,) = lines(s.KTHTDT, life)
    assert (line.kind, line.on) == ("finding_recorded", on(f.VISIT_DAY))
    assert lines(s.KTHTDT, life, known_at=1) == (), "as it was known before the freezing"


def test_a_delivered_finding_counts_in_the_period_it_was_recorded_in() -> None:
    """Minutes frozen after the cut: it would fall between two periods if that day decided."""
    life = f.recorded().when("2025-10-08 09:00", REACTION, f.deliver())
    at_cut = counted(s.KTHTDT, life, period=until("2025-10-07"))
    assert at_cut == {"K12": {"recorded": 1}}
    after = counted(s.KTHTDT, life, period=until("2025-12-31", since="2025-10-07"))
    assert after == {}


def test_a_finding_from_paper_counts_at_once() -> None:
    assert counted(s.KTHTDT, _earlier())["K12"] == {"recorded": 1}


def test_a_contested_finding_carries_the_units_own_words() -> None:
    line = lines(s.KTHTDT, f.explained("contest"))[0]
    assert (line.kind, line.basis, line.own_words) == (
        "finding_recorded",
        "contested",
        "Đã niêm yết.",
    )


@pytest.mark.parametrize("outcome", ["dropped", "softened"])
def test_what_the_conclusion_drops_or_softens_counts_no_longer(outcome: str) -> None:
    life = f.assessed()
    assert counted(s.KTHTDT, life)["K12"] == {"recorded": 1}
    light = "advice" if outcome == "softened" else "shortcoming"
    concluded = f.conclude(outcome, light, why="Có căn cứ.")
    life = life.when("2025-10-23 09:00", REACTION, concluded)
    assert "K12" not in counted(s.KTHTDT, life)


def test_22_a_repeat_is_counted_on_the_day_of_the_new_one() -> None:
    new = _told_on("2025-10-21", f.record(repeat_of=(f.task_of(9),)))
    earlier = _earlier("2024-11-21")
    assert counted(s.KTHTDT, earlier, new)["K12"] == {"recorded": 1, "repeated": 1}
    alone = _told_on("2025-10-21", f.record())
    assert counted(s.KTHTDT, alone)["K12"] == {"recorded": 1}


def _told_on(day: str, command: c.RecordFinding) -> Life:
    life = f.nothing().when(f"{day} 09:00", MEMBER, command)
    return life.when(f"{day} 16:00", REACTION, f.deliver())


def _earlier(recorded_on: str = "2025-07-21") -> Life:
    return f.nothing().when(
        "2025-10-20",
        s.COORDINATOR,
        c.EnterEarlierFinding(
            finding_id=FINDING,
            unit_id=s.KTHTDT,
            item_key="item-3.4",
            item_code="3.4",
            field=3,
            severity="shortcoming",
            description="Không niêm yết.",
            recorded_on=on(recorded_on),
        ),
    )


def closed_late() -> Life:
    return (
        upheld_in_silence()
        .when("2025-11-20 09:00", REACTION, f.report(1))
        .when("2025-11-25 09:00", MEMBER, f.give_back())
        .when("2025-11-28 09:00", REACTION, f.report(2))
        .when("2025-12-05 09:00", MEMBER, f.verify())
        .when("2025-12-05 09:01", REACTION, c.CloseFinding(finding_id=FINDING))
    )


def test_23_a_remedy_that_failed_is_late_and_no_longer_open() -> None:
    life = closed_late()
    assert counted(s.KTHTDT, life)["K12"] == {"recorded": 1, "late": 1}
    at_cut = counted(s.KTHTDT, life, period=until("2025-11-27"))["K12"]
    assert at_cut == {"recorded": 1, "open_past_due": 1}
    waiting = counted(s.KTHTDT, life, period=until("2025-11-24"))["K12"]
    assert waiting == {"recorded": 1}, "reported in time, it waits for the verifier"
    (line,) = [x for x in lines(s.KTHTDT, life) if x.kind == "finding_closed_late"]
    assert (line.on, line.facts["closed_on"]) == (on("2025-11-24"), "2025-12-05")


def test_a_remedy_in_time_is_closed_in_time() -> None:
    assert counted(s.KTHTDT, f.closed())["K12"] == {"recorded": 1, "closed_in_time": 1}


def test_praise_is_told_and_counts_nothing() -> None:
    life = f.delivered("commendation")
    assert [x.kind for x in lines(s.KTHTDT, life)] == ["finding_praise"]
    assert counted(s.KTHTDT, life) == {}


def test_dropped_before_the_minutes_counts_nothing() -> None:
    assert counted(s.KTHTDT, f.dropped()) == {}


def test_an_inspection_that_was_only_ordered_is_not_spoken_of() -> None:
    assert lines(s.KTHTDT, i.announced()) == ()


def test_whoever_enters_late_answers_for_the_entry() -> None:
    life = f.nothing().when("2025-10-13", MEMBER, f.record(), happened_at=at("2025-10-06 09:00"))
    assert counted(s.VP, life) == {}, "of a draft nobody may know that it is there"
    told = life.when("2025-10-13 16:00", REACTION, f.deliver())
    assert counted(s.VP, told) == {"K18": {"late_entries": 1}}


def test_a_remedy_reported_late_stays_open_past_its_date_until_it_is_verified() -> None:
    life = f.upheld().when("2025-11-26 09:00", REACTION, f.report())
    found = counted(s.KTHTDT, life, period=until("2025-11-28"))["K12"]
    assert found == {"recorded": 1, "open_past_due": 1}
