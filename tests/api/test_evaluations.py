"""Rounds and sheets through the API: read by who may, acted on, approved with the password."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from service.demo.cast import DEMO_PASSWORD
from service.server import EmbeddedServer
from tests.api.conftest import Program
from tests.api.programs import programs_of
from tests.service.test_evaluation_life import COUNCIL, SHEET_ID, own_lines
from tests.web.evaluation_site import (
    APPRAISER,
    AUDITOR,
    CHAIR,
    COORDINATOR,
    HEAD,
    STRANGER,
    EvaluationSite,
    with_a_round,
)

OTHER = "cv-hcc-ut"
"""Neither of the unit nor of the council."""
ADDRESS = f"/sheets/{SHEET_ID}"
PAPER = {"number": "120", "notation": "QĐ-UBND", "issued_on": "2025-12-22", "signer": "Chủ tịch"}


@pytest.fixture(scope="module")
def story(server: EmbeddedServer, tmp_path_factory: Any) -> Iterator[EvaluationSite]:
    with with_a_round(server, tmp_path_factory.mktemp("evaluation"), "api_evaluation") as made:
        yield made


@pytest.fixture(scope="module")
def programs(story: EvaluationSite) -> Iterator[dict[str, Program]]:
    posts = (CHAIR, HEAD, STRANGER, AUDITOR, OTHER, APPRAISER, COORDINATOR, *COUNCIL)
    with programs_of(story, posts) as made:
        yield made


def test_a_round_shows_every_reader_his_sheets(programs: dict[str, Program]) -> None:
    chair = programs[CHAIR].get("/rounds/2025").json()
    assert len(chair["sheets"]) == 5
    assert [each["name"] for each in programs[CHAIR].get("/rounds").json()] == ["2025"]
    own = programs[HEAD].get("/rounds/2025").json()["sheets"]
    assert [each["sheet_id"] for each in own] == [str(SHEET_ID)]
    told = programs[HEAD].get(ADDRESS).json()
    assert (told["line"]["stage"], told["round"]) == ("open", "2025")
    assert told["system"]
    assert programs[STRANGER].get(ADDRESS).status_code == 404
    assert programs[CHAIR].get("/sheets/2025").status_code == 404
    assert programs[CHAIR].get("/rounds/1999").status_code == 404


def test_what_the_machine_works_out_is_never_sent(programs: dict[str, Program]) -> None:
    for body in ({"lines": [], "told": None}, {"lines": [{"key": "x"}]}):
        wrong = programs[HEAD].ask(f"{ADDRESS}/commands/submit-self-score", body)
        assert wrong.status_code == 422, wrong.text
    hidden = programs[STRANGER].ask(f"{ADDRESS}/commands/accept-appraisal")
    assert hidden.status_code == 404


def test_an_approval_needs_the_password(programs: dict[str, Program]) -> None:
    chair = programs[CHAIR]
    body = {"level": "good", "document": PAPER}
    missing = chair.ask(f"{ADDRESS}/commands/approve-score", body)
    assert [each["field"] for each in missing.json()["errors"]] == ["password"]
    wrong = chair.ask(f"{ADDRESS}/commands/approve-score", body | {"password": "sai"})
    assert (wrong.status_code, wrong.json()["code"]) == (403, "wrong_password")
    early = chair.ask(f"{ADDRESS}/commands/approve-score", body | {"password": DEMO_PASSWORD})
    assert (early.status_code, early.json()["code"] != "wrong_password") == (409, True), early.text


def test_a_rule_set_is_drafted_with_its_formulas_compiled_here(
    programs: dict[str, Program],
) -> None:
    chair = programs[CHAIR]
    (line,) = chair.get("/rule-sets").json()
    told = chair.get(f"/rule-sets/{line['name']}").json()
    assert (told["versions"], told["has_draft"]) == ([1], False)
    rules = chair.get(f"/rule-sets/{line['name']}/versions/1").json()["rules"]
    said = chair.ask("/rule-sets/commands/draft-rule-set", {"code": "thu", "rules": rules})
    assert said.status_code in (201, 403), said.text
    assert chair.get(f"/rule-sets/{line['name']}/versions/9").status_code == 404
    faults = {"code": "thu", "rules": rules, "faults": []}
    assert chair.ask("/rule-sets/commands/draft-rule-set", faults).status_code == 422


# -- a sheet from its self-score to publication, by programs alone ---------------------


def commanded(who: Program, command: str, body: dict[str, Any] | None = None) -> None:
    """An act that goes through, over what was read just before."""
    said = who.ask(f"{ADDRESS}/commands/{command}", body or {})
    assert said.status_code == 200, said.text


def test_a_sheet_is_carried_through_by_programs(
    story: EvaluationSite, programs: dict[str, Program]
) -> None:
    head, chair = programs[HEAD], programs[CHAIR]
    _scored_and_appraised(story, programs)
    _appealed_and_voted(story, programs)
    asked = {"level": "completed", "document": PAPER, "password": DEMO_PASSWORD}
    story.pass_to("2025-12-22 09:00")
    seen = chair.get(ADDRESS).json()
    assert chair.get(f"{ADDRESS}/can").json()["mine"][0]["act"] == "approve"
    commanded(
        chair,
        "approve-score",
        asked | {"reason": "Theo kết quả cả năm.", "seen_inputs": seen["inputs_hash"]},
    )
    (frozen,) = head.get(f"{ADDRESS}/freezes").json()
    assert frozen["holds"] is True
    assert frozen["found"]["inputs_hash"] == frozen["found"]["inputs_hash_now"]
    assert programs[OTHER].get(f"{ADDRESS}/published").status_code == 404
    commanded(chair, "publish-score", {"public_part": {"note": "Đã họp hội đồng."}})
    story.settled()
    told = head.get(ADDRESS).json()
    assert told["approval"]["level"] == told["line"]["level"] == "completed"
    assert told["self_total"] != told["appraised_total"] == told["approved_total"]


def _scored_and_appraised(story: EvaluationSite, programs: dict[str, Program]) -> None:
    story.pass_to("2025-12-05 09:00")
    own = [
        {"key": each.key, "points": each.points, "explanation": each.explanation}
        for each in own_lines()
    ]
    commanded(programs[HEAD], "submit-self-score", {"lines": own})
    story.pass_to("2025-12-10 09:00")
    sheet = programs[APPRAISER].get(ADDRESS).json()
    points = {each["key"]: each["points"] for each in own}
    points |= {each["key"]: each["points"] for each in sheet["system"] if each.get("points")}
    changed = {"key": "2.1", "points": "0.5", "reason": "Một văn bản trình chậm."}
    marks = [{"key": key, "points": given} for key, given in points.items() if key != "2.1"]
    commanded(programs[APPRAISER], "appraise-score", {"marks": [*marks, changed]})
    _not_handed_over(programs)
    commanded(programs[COORDINATOR], "deliver-appraisal")
    told = programs[HEAD].get(ADDRESS).json()
    assert {each.get("appraised") for each in told["keys"]} != {None}


def _not_handed_over(programs: dict[str, Program]) -> None:
    """Marks, what they come to and the acts that gave them wait for the delivery."""
    chair, head = (programs[who].get(ADDRESS).json() for who in (CHAIR, HEAD))
    assert "Một văn bản trình chậm." in {each.get("reason", "") for each in chair["keys"]}
    assert {each.get("appraised") for each in head["keys"]} == {None}
    assert {each.get("reason", "") for each in head["keys"]} == {""}
    assert (head["points"]["2.1"], chair["points"]["2.1"]) == ("1", "0.5")
    assert head["version"] == chair["version"], "or the unit could not act while marks are given"
    acts = {
        who: [each["kind"] for each in programs[who].get(f"{ADDRESS}/acts").json()["items"]]
        for who in (CHAIR, HEAD)
    }
    assert "evaluation.score_appraised" in acts[CHAIR]
    assert "evaluation.score_appraised" not in acts[HEAD]
    criterion = programs[HEAD].get(f"{ADDRESS}/criteria/2.1").json()
    assert criterion["said"].get("appraised") is None


def _appealed_and_voted(story: EvaluationSite, programs: dict[str, Program]) -> None:
    head, chair = programs[HEAD], programs[CHAIR]
    story.pass_to("2025-12-16 09:00")
    commanded(head, "file-appeal", {"keys": ["2.1"], "grounds": "Đã nộp đủ."})
    appeal = head.get(f"{ADDRESS}/acts").json()
    assert appeal["items"][-1]["kind"] == "evaluation.appeal_filed"
    story.pass_to("2025-12-18 09:00")
    outcome = {"key": "2.1", "outcome": "upheld_in_part", "points": "0.75", "why": "Có căn cứ."}
    (filed,) = [each.event for each in story.facts(SHEET_ID) if "appeal_filed" in each.name]
    commanded(chair, "decide-appeal", {"appeal_id": str(filed.appeal_id), "outcomes": [outcome]})
    story.pass_to("2025-12-19 09:00")
    for member in COUNCIL:
        commanded(programs[member], "cast-vote", {"choice": "for"})
    story.settled()


def test_points_stand_side_by_side_and_open_up(programs: dict[str, Program]) -> None:
    told = programs[AUDITOR].get(ADDRESS).json()
    (line,) = [each for each in told["keys"] if each["key"] == "2.1"]
    assert (line["self_points"], line["appraised"], line["approved"]) == ("1", "0.5", "0.75")
    assert told["count"]["valid"] is True
    assert len(told["votes"]) == len(COUNCIL)
    opened = 0
    for each in told["system"]:
        one = programs[AUDITOR].get(f"{ADDRESS}/criteria/{each['key']}").json()
        account = one["account"]
        if account is None:
            assert one["system"] is None
            continue
        opened += 1
        moved = sum((Decimal(x["delta"]) for x in account["lines"]), Decimal(account["start"]))
        assert moved + Decimal(account["hidden_sum"]) == Decimal(account["points"])
        assert Decimal(one["system"]) == Decimal(each["points"])
    assert opened, "something was counted"
    assert programs[AUDITOR].get(f"{ADDRESS}/criteria/extra-findings").json()["way"] == "extra"
    for unknown in ("1", "99.9", "extra-nothing"):
        assert programs[AUDITOR].get(f"{ADDRESS}/criteria/{unknown}").status_code == 404


def test_a_past_day_is_told_as_it_was(programs: dict[str, Program]) -> None:
    then = programs[CHAIR].get(ADDRESS, params={"as_of": "2025-12-05"}).json()
    assert (then["line"]["stage"], then["appraised_total"], then["appeal"]) == (
        "self_scored", "", None,
    )  # fmt: skip
    acts = programs[CHAIR].get(f"{ADDRESS}/acts", params={"as_of": "2025-12-05"}).json()
    assert [each["kind"] for each in acts["items"]][-1] == "evaluation.self_score_submitted"
    before = programs[CHAIR].get(ADDRESS, params={"as_of": "2025-11-01"})
    assert before.status_code == 404
    for wrong in ("2025-13-01", "#x", "hôm qua"):
        assert programs[CHAIR].get(ADDRESS, params={"as_of": wrong}).status_code == 422


SCORED = ("", "/acts", "/can", "/criteria/1.1", "/freezes")


def test_other_units_read_what_was_published_and_no_more(programs: dict[str, Program]) -> None:
    stranger = programs[OTHER]
    for path in SCORED:
        assert stranger.get(f"{ADDRESS}{path}").status_code == 404, path
        assert programs[HEAD].get(f"{ADDRESS}{path}").status_code == 200, path
    told = stranger.get(f"{ADDRESS}/published").json()
    assert (told["line"]["level"], told["note"], told["points"]) == (
        "completed", "Đã họp hội đồng.", {},
    )  # fmt: skip
    assert programs[HEAD].get(ADDRESS).json()["votes"] == [], "the unit reads the count alone"
    assert stranger.get(f"{ADDRESS}/published", params={"as_of": "2025-12-05"}).status_code == 404
